//! How often one may call, and what every answer tells a browser.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use serde_json::{Value, json};

use super::kit::Server;
use crate::http::Limits;

fn from(server: &Server, address: &str, forwarded: &str) -> Request<Body> {
    let mut request = Request::builder().uri(server.path("/stations"));
    if !forwarded.is_empty() {
        request = request.header("x-forwarded-for", forwarded);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let address: SocketAddr = address.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(address));
    request
}

#[test]
fn who_calls_too_often_waits() {
    let server = Server::limited("clem", Limits::new(2, false));
    let anna = server.anna();
    let look = || server.call(&anna, "GET", "/me/statement", &Value::Null);
    look().expect(200);
    look().expect(200);
    let third = look();
    assert!(third.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(third.expect(429)["code"], "too-many");
    let manager = server.staff("manager");
    server.call(&manager, "GET", "/bookings?member=100001", &Value::Null).expect(200);
}

#[test]
fn an_address_that_calls_too_often_waits() {
    let server = Server::limited("clem", Limits::new(2, false));
    for _ in 0..10 {
        assert_eq!(server.status(from(&server, "10.0.0.1:999", "10.0.0.9")), 200);
    }
    assert_eq!(server.status(from(&server, "10.0.0.1:1000", "10.0.0.10")), 429);
    assert_eq!(server.status(from(&server, "10.0.0.2:999", "")), 200);
    for port in 0..10 {
        let address = format!("[2001:db8::{port}]:999");
        assert_eq!(server.status(from(&server, &address, "")), 200);
    }
    assert_eq!(server.status(from(&server, "[2001:db8::77]:999", "")), 429);
    assert_eq!(server.status(from(&server, "[2001:db8:0:1::77]:999", "")), 200);
}

#[test]
fn behind_a_proxy_the_address_is_the_one_it_saw() {
    let server = Server::limited("clem", Limits::new(2, true));
    for own in 0..10 {
        let told = format!("10.9.9.{own}, 10.0.0.1");
        assert_eq!(server.status(from(&server, "127.0.0.1:9", &told)), 200);
    }
    assert_eq!(server.status(from(&server, "127.0.0.1:9", "1.1.1.1, 10.0.0.1")), 429);
    assert_eq!(server.status(from(&server, "127.0.0.1:9", "10.0.0.2")), 200);
}

#[test]
fn attempts_to_log_in_are_fewer() {
    let server = Server::limited("clem", Limits::new(3, false));
    let attempt = |name: &str, address: &str| {
        let body = json!({ "login": name, "password": "wrong" }).to_string();
        let request = Request::builder().method("POST").uri(server.path("/sessions"));
        let request = request.header("content-type", "application/json");
        let mut request = request.body(Body::from(body)).unwrap();
        let address: SocketAddr = address.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(address));
        server.status(request)
    };
    for name in ["a", "b", "c"] {
        assert_eq!(attempt(name, "10.0.0.1:1"), 401);
    }
    assert_eq!(attempt("anna", "10.0.0.1:1"), 429);
    assert_eq!(attempt("anna", "10.0.0.2:1"), 401);
}

#[test]
fn answers_tell_browsers_what_not_to_do() {
    let server = Server::of("clem");
    let own = server.call(&server.anna(), "GET", "/me/statement", &Value::Null);
    assert_eq!(own.headers["x-content-type-options"], "nosniff");
    assert_eq!(own.headers["cache-control"], "no-store");
    assert_eq!(own.headers["referrer-policy"], "no-referrer");
    let refused = server.call("", "GET", "/me/statement", &Value::Null);
    assert_eq!(refused.headers["cache-control"], "no-store");
    let who = json!({ "login": "anna", "password": "correct horse" });
    let token = server.call("", "POST", "/sessions", &who);
    assert_eq!(token.headers["cache-control"], "no-store");
    let begun = server.call("", "POST", "/signups", &Value::Null).expect(201);
    let draft = Request::builder().uri(server.path("/signups/current"));
    let draft = draft.header("signup-token", begun["token"].as_str().unwrap());
    let draft = server.send(draft.body(Body::empty()).unwrap());
    assert_eq!(
        (draft.status.as_u16(), &draft.headers["cache-control"]),
        (200, &"no-store".parse().unwrap())
    );
    let public = server.call("", "GET", "/stations", &Value::Null);
    assert!(!public.headers.contains_key("cache-control"));
    let page = server.send(Request::builder().uri("/").body(Body::empty()).unwrap());
    assert!(page.headers.contains_key("content-security-policy"));
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
}
