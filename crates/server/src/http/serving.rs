//! Serving connections: not too many, not too many of one address, none for ever, and to the end when the
//! server stops.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use metrics::{counter, gauge};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::Service as _;

/// Room for the head of a request.
const HEAD: usize = 64 * 1024;

/// So many are told at the same time that there is no room; others are cut off without a word.
const REFUSALS: usize = 256;
/// In which whoever is refused has read it.
const REFUSED_IN: Duration = Duration::from_secs(1);
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\
    retry-after: 2\r\ncontent-type: application/problem+json\r\ncontent-length: 149\r\n\r\n\
    {\"type\":\"/problems/busy\",\"title\":\"Service Unavailable\",\"status\":503,\"code\":\"busy\",\
    \"detail\":\"Too much is going on at the moment. Try again shortly.\"}\n";

/// How connections are served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// At the same time.
    pub(crate) connections: usize,
    /// At the same time from one address.
    pub(crate) from_one: usize,
    /// In which something that is sent must be taken.
    pub(crate) take: Duration,
    /// In which the head of a request must have come.
    pub(crate) header: Duration,
    /// In which requests are finished when the server stops.
    pub(crate) stop: Duration,
}

impl Limits {
    /// How many may come from one address: a part of all, unless all come from a proxy.
    pub(crate) fn share(connections: usize, behind_proxy: bool) -> usize {
        if behind_proxy { connections } else { (connections / 4).max(1) }
    }
}

/// How many connections there are from each address.
#[derive(Clone, Default)]
struct Shares(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of the connections from an address.
struct Share(Shares, IpAddr);

impl Shares {
    /// Room for one more from an address, if there are fewer than `most`.
    fn take(&self, address: IpAddr, most: usize) -> Option<Share> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Share(self.clone(), address))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut all = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.1);
            }
        }
    }
}

/// Says that there is no room, to whoever reads it soon.
async fn refuse(mut stream: TcpStream) {
    let said = async {
        stream.write_all(REFUSAL).await?;
        stream.shutdown().await?;
        // What was sent is read, else the refusal might be lost.
        let mut sent = [0; 1024];
        while stream.read(&mut sent).await? > 0 {}
        Ok::<_, std::io::Error>(())
    };
    tokio::time::timeout(REFUSED_IN, said).await.ok();
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
    let refusals = Arc::new(Semaphore::new(REFUSALS));
    let shares = Shares::default();
    let graceful = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
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
        let share = shares.take(peer.ip(), limits.from_one);
        let place = share.zip(Arc::clone(&room).try_acquire_owned().ok());
        let Some(place) = place else {
            counter!("rimessa_connections_refused_total").increment(1);
            if let Ok(permit) = Arc::clone(&refusals).try_acquire_owned() {
                tokio::spawn(async move {
                    refuse(stream).await;
                    drop(permit);
                });
            }
            continue;
        };
        stream.set_nodelay(true).ok();
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.take));
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request)
        });
        let connection =
            builder.serve_connection(TokioIo::new(Box::pin(stream)), service).into_owned();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_gets_it_back() {
        let shares = Shares::default();
        let (one, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let first = shares.take(one, 2);
        let second = shares.take(one, 2);
        assert!(first.is_some() && second.is_some() && shares.take(one, 2).is_none());
        assert!(shares.take(other, 2).is_some());
        drop(first);
        assert!(shares.take(one, 2).is_some());
        drop(second);
        assert!(shares.0.lock().unwrap().is_empty());
    }

    #[test]
    fn the_refusal_is_as_long_as_it_says() {
        let text = std::str::from_utf8(REFUSAL).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.ends_with(&format!("content-length: {}", body.len())), "{}", body.len());
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&body["status"], &body["code"]), (&503.into(), &"busy".into()));
    }
}
