//! Load over loopback: clients that each send one request after the other on a connection of their own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::served::Served;

/// What a load came to.
pub(crate) struct Load {
    /// Of every request that was answered as it should be, in ns, sorted.
    latencies: Vec<f64>,
    elapsed: Duration,
}

impl Load {
    /// Requests a second.
    pub(crate) fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// So many of a hundred requests took no longer.
    pub(crate) fn percentile_ns(&self, percent: usize) -> f64 {
        let index = self.latencies.len() * percent / 100;
        self.latencies.get(index.min(self.latencies.len() - 1)).copied().unwrap_or(f64::NAN)
    }
}

/// When the first booking starts: the second day of 2027.
pub(crate) const FIRST_SLOT: i64 = 1_798_848_000;

/// Bookings that never meet: each takes the next slot of the next vehicle.
///
/// # Errors
/// In words, with the first answer that was not 201.
pub(crate) fn bookings(
    served: &Served,
    clients: usize,
    round: Duration,
    number: usize,
) -> Result<Load, String> {
    let next = Arc::new(AtomicUsize::new(0));
    let path = format!("/api/v1/{}/bookings", served.slug);
    let (address, tokens, vehicles) = (&served.address, &served.tokens, served.vehicles);
    let request = move |client: usize| {
        let count = next.fetch_add(1, Ordering::Relaxed);
        let (vehicle, slot) = (count % vehicles + 1, count / vehicles + number * 2000);
        let from =
            jiff::Timestamp::from_second(FIRST_SLOT + i64::try_from(slot).unwrap_or(0) * 7200);
        let from = from.unwrap_or(jiff::Timestamp::MAX);
        let until = from.checked_add(jiff::SignedDuration::from_hours(2)).unwrap_or(from);
        let body =
            format!("{{\"vehicle\":\"{vehicle}\",\"start\":\"{from}\",\"end\":\"{until}\"}}");
        format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
            Idempotency-Key: {number}-{count}\r\nContent-Type: application/json\r\n\
            Content-Length: {}\r\n\r\n{body}",
            tokens[client % tokens.len()],
            body.len()
        )
    };
    run(address, clients, round, 201, &request)
}

/// Questions, each of the path that its number has.
///
/// # Errors
/// In words, with the first answer that was not 200.
pub(crate) fn reading(
    served: &Served,
    path: &(impl Fn(usize) -> String + Sync),
    clients: usize,
    round: Duration,
) -> Result<Load, String> {
    let (next, address) = (AtomicUsize::new(0), &served.address);
    let request = |_| {
        let path = path(next.fetch_add(1, Ordering::Relaxed));
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n")
    };
    run(address, clients, round, 200, &request)
}

/// What a member asks again and again.
pub(crate) struct Question {
    pub(crate) path: String,
    /// What is sent with it; empty: nothing.
    pub(crate) body: String,
}

/// The same question by members, each in a session of its own.
///
/// # Errors
/// As [`reading`].
pub(crate) fn by_members(
    served: &Served,
    question: &Question,
    round: Duration,
) -> Result<Load, String> {
    let (address, Question { path, body }) = (&served.address, question);
    let method = if body.is_empty() { "GET" } else { "POST" };
    let request = |client: usize| {
        let (token, desk) = (&served.tokens[client % served.tokens.len()], &served.manager);
        // The API takes the one, pages take the other.
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
            Cookie: rimessa={token}; rimessa-desk={desk}\r\nContent-Type: application/json\r\n\
            Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    run(address, served.tokens.len(), round, 200, &request)
}

/// The body that a member, or the manager at the desk, is answered, packed where the server packs it.
///
/// # Errors
/// In words, with an answer that was not 200.
pub(crate) fn one_answer(served: &Served, path: &str) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(&served.address).map_err(failed)?;
    let token = served.tokens.first().map_or("", String::as_str);
    let (address, desk, mut buffer) = (&served.address, &served.manager, Vec::new());
    let text = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\n\
        Cookie: rimessa={token}; rimessa-desk={desk}\r\n\r\n"
    );
    stream.write_all(text.as_bytes()).map_err(failed)?;
    let status = answer(&mut stream, &mut buffer).map_err(failed)?;
    let head = buffer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0) + 4;
    let body = buffer.split_off(head.min(buffer.len()));
    match status {
        200 => Ok(body),
        _ => Err(format!("{path} answered {status}: {}", String::from_utf8_lossy(&body))),
    }
}

fn run(
    address: &str,
    clients: usize,
    round: Duration,
    status: u16,
    request: &(impl Fn(usize) -> String + Sync),
) -> Result<Load, String> {
    let began = Instant::now();
    let results: Vec<Result<Vec<f64>, String>> = thread::scope(|scope| {
        let client = |number: usize| move || one(address, number, began + round, status, request);
        let all: Vec<_> = (0..clients).map(|number| scope.spawn(client(number))).collect();
        let broken = || Err("a client broke off".to_owned());
        all.into_iter().map(|thread| thread.join().unwrap_or_else(|_| broken())).collect()
    });
    let elapsed = began.elapsed();
    let mut latencies = Vec::new();
    for result in results {
        latencies.extend(result?);
    }
    latencies.sort_by(f64::total_cmp);
    if latencies.is_empty() {
        Err("nothing was answered".to_owned())
    } else {
        Ok(Load { latencies, elapsed })
    }
}

fn one(
    address: &str,
    number: usize,
    until: Instant,
    status: u16,
    request: &impl Fn(usize) -> String,
) -> Result<Vec<f64>, String> {
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let (mut latencies, mut buffer) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        let text = request(number);
        let began = Instant::now();
        stream.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        let answered = answer(&mut stream, &mut buffer).map_err(|error| error.to_string())?;
        latencies.push(began.elapsed().as_secs_f64() * 1e9);
        if answered != status {
            let text = String::from_utf8_lossy(&buffer);
            return Err(format!("answered {answered}, not {status}: {text}"));
        }
    }
    Ok(latencies)
}

/// Reads an answer with a length; its status.
fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<u16> {
    buffer.clear();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        buffer.extend_from_slice(&chunk[..read]);
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.and_then(|l| l.trim().parse().ok()).unwrap_or(0);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        while buffer.len() < head + 4 + length {
            let read = stream.read(&mut chunk)?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            buffer.extend_from_slice(&chunk[..read]);
        }
        return Ok(status);
    }
}
