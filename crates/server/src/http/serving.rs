//! Serving connections: not too many, none for ever, and to the end when the server stops.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use metrics::gauge;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::Service as _;

/// Room for the head of a request.
const HEAD: usize = 64 * 1024;

/// How connections are served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// At the same time.
    pub(crate) connections: usize,
    /// In which the head of a request must have come.
    pub(crate) header: Duration,
    /// In which requests are finished when the server stops.
    pub(crate) stop: Duration,
}

/// Serves until `stopped`, then finishes the requests that have begun.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stopped: impl Future<Output = ()>,
) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    let mut http = builder.http1();
    http.timer(TokioTimer::new()).header_read_timeout(limits.header).max_buf_size(HEAD);
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let place = Arc::clone(&room).acquire_owned();
        let accepted = async {
            let place = place.await.ok();
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stopped => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // No file handles left, most likely: others must close first.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        stream.set_nodelay(true).ok();
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            gauge!("rimessa_connections").increment(1);
            // How a connection ends is the client's affair.
            connection.await.ok();
            gauge!("rimessa_connections").decrement(1);
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.stop, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time; they are cut off");
    }
}
