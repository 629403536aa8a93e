//! A small HTTP client that tells a lost connection from an answer.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer that came whole.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) is_repeated: bool,
    pub(crate) body: Value,
}

/// A connection that is used again and again.
#[derive(Default)]
pub(crate) struct Client {
    open: Option<(SocketAddr, BufReader<TcpStream>)>,
}

fn broken() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

impl Client {
    /// Posts JSON with a key; an error if no whole answer came.
    pub(crate) fn post(
        &mut self,
        address: SocketAddr,
        (token, key): (&str, &str),
        path: &str,
        body: &str,
    ) -> io::Result<Answer> {
        let answer = self.try_post(address, (token, key), path, body);
        if answer.is_err() {
            self.open = None;
        }
        answer
    }

    fn try_post(
        &mut self,
        address: SocketAddr,
        (token, key): (&str, &str),
        path: &str,
        body: &str,
    ) -> io::Result<Answer> {
        if self.open.as_ref().is_none_or(|(known, _)| *known != address) {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(60)))?;
            self.open = Some((address, BufReader::new(stream)));
        }
        let Some((_, stream)) = &mut self.open else { return Err(broken()) };
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
             idempotency-key: {key}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.get_mut().write_all(request.as_bytes())?;
        read_answer(stream)
    }
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    if line.ends_with("\r\n") { Ok(line.trim_end().to_owned()) } else { Err(broken()) }
}

fn read_answer(stream: &mut impl BufRead) -> io::Result<Answer> {
    let status = line(stream)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
    let (mut length, mut is_repeated) = (0, false);
    loop {
        let header = line(stream)?.to_lowercase();
        match header.split_once(": ") {
            _ if header.is_empty() => break,
            Some(("content-length", text)) => length = text.parse().map_err(|_| broken())?,
            Some(("transfer-encoding", _)) => return Err(broken()),
            Some(("idempotency-replayed", text)) => is_repeated = text == "true",
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let body = serde_json::from_slice(&body).map_err(|_| broken())?;
    Ok(Answer { status, is_repeated, body })
}
