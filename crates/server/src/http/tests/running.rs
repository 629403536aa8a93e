//! What a server says of itself, and how it treats clients that take their time.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::kit::Server;
use crate::http::{metrics, serving};

fn get_text(server: &Server, path: &str) -> (u16, String) {
    let answer = server.send(Request::get(path).body(Body::empty()).unwrap());
    let text = answer.body.as_str().map_or_else(|| answer.body.to_string(), str::to_owned);
    (answer.status.as_u16(), text)
}

#[test]
fn it_counts_requests_and_commands_without_what_is_in_them() {
    metrics::begin().unwrap();
    let server = Server::of("clem");
    let anna = server.anna();
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
    server.call(&anna, "POST", "/bookings", &wish).expect(409);
    get_text(&server, "/secret-that-nobody-shall-read?token=1");
    let (status, text) = get_text(&server, "/metrics");
    assert_eq!(status, 200);
    for part in [
        "rimessa_commands_total{route=\"/api/v1/{operator}/bookings\",result=\"done\"}",
        "rimessa_commands_total{route=\"/api/v1/{operator}/bookings\",result=\"vehicle-taken\"}",
        "rimessa_requests_total{method=\"POST\",route=\"/api/v1/{operator}/bookings\",status=\"409\"}",
        "rimessa_request_seconds_bucket{route=",
        "rimessa_store_waiting{kind=\"write\"}",
        "rimessa_store_commits_total",
        "rimessa_outbox_messages{state=\"waiting\"}",
        "rimessa_due_behind_ms",
        "rimessa_clock_behind_ms",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("secret-that"), "addresses that lead nowhere are not told apart");
}

#[test]
fn it_says_that_it_lives_and_describes_itself() {
    let server = Server::of("clem");
    assert_eq!(get_text(&server, "/healthz"), (200, "ok\n".to_owned()));
    assert_eq!(get_text(&server, "/readyz").0, 200);
    let (status, page) = get_text(&server, "/api/v1/docs");
    assert_eq!(status, 200);
    assert!(page.contains("/api/v1/{operator}/bookings") && !page.contains("<script"), "{page}");
    let document = server.send(Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap());
    assert_eq!(document.body["openapi"], Value::from("3.1.0"));
}

/// A server on a port of its own that answers `/slow` only once it is let.
struct Listening {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    let_go: oneshot::Sender<()>,
    /// Told when `/slow` is being answered.
    begun: mpsc::Receiver<()>,
    thread: std::thread::JoinHandle<()>,
}

fn listening(header: Duration) -> Listening {
    let (stop, stopped) = oneshot::channel();
    let (begin, begun) = mpsc::channel();
    let (let_go, may_go) = oneshot::channel::<()>();
    let (tell, told) = mpsc::channel();
    let may_go = std::sync::Arc::new(tokio::sync::Mutex::new(Some(may_go)));
    let slow = get(move || async move {
        begin.send(()).ok();
        if let Some(may_go) = may_go.lock().await.take() {
            may_go.await.ok();
        }
        "whole"
    });
    let router = Router::new().route("/slow", slow);
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            let stop = Duration::from_secs(20);
            let (connections, take) = (8, stop);
            let limits = serving::Limits { connections, from_one: connections, take, header, stop };
            serving::serve(listener, router, limits, async { stopped.await.unwrap_or(()) }).await;
        });
    });
    Listening { address: told.recv().unwrap(), stop, let_go, begun, thread }
}

#[test]
fn who_sends_a_byte_now_and_then_is_cut_off() {
    let Listening { address, stop, thread, .. } = listening(Duration::from_millis(200));
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: x").unwrap();
    let mut said = Vec::new();
    // It ends because the server ends it; nothing more is sent.
    stream.read_to_end(&mut said).ok();
    assert!(!String::from_utf8_lossy(&said).contains("200 OK"));
    stop.send(()).unwrap();
    thread.join().unwrap();
}

#[test]
fn a_request_that_has_begun_is_finished_when_the_server_stops() {
    let Listening { address, stop, let_go, begun, thread } = listening(Duration::from_secs(20));
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    begun.recv().unwrap();
    stop.send(()).unwrap();
    // Once nobody is let in any more, the server is stopping.
    while TcpStream::connect(address).is_ok() {
        std::thread::yield_now();
    }
    let_go.send(()).unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    assert!(said.ends_with("whole"), "{said}");
    thread.join().unwrap();
}
