//! Reading the value of a setting; what is wrong is said as what to write instead.

use std::net::SocketAddr;
use std::time::Duration;

use rimessa_store::Place;

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

pub(super) fn place(text: &str) -> Result<Place, String> {
    text.parse().map_err(|_| "write sqlite:PATH, or postgres://USER@HOST/NAME".to_owned())
}

pub(super) fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=1_000_000_000) => Ok(number),
        _ => Err("write a whole number from 1 to 1000000000".to_owned()),
    }
}

pub(super) fn rate(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "write a whole number, 0 for no limit".to_owned())
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(number @ 1..=3600) => Ok(Duration::from_secs(number)),
        _ => Err("write seconds as a whole number from 1 to 3600".to_owned()),
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "write an IP address and a port, like 127.0.0.1:8080, or [::]:8080 for all".to_owned()
    })
}

#[allow(clippy::unnecessary_wraps)] // As the others.
pub(super) fn text(text: &str) -> Result<Option<String>, String> {
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// An address that goes into a content security policy: nothing in it may end the part it stands in.
pub(super) fn tiles(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b);
    let named = !host.is_empty() && host.replacen("{s}.", "", 1).bytes().all(plain);
    if named && ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part)) {
        Ok(Some(text.to_owned()))
    } else {
        Err("write an address like https://tiles.example.org/{z}/{x}/{y}.png".to_owned())
    }
}

#[allow(clippy::unnecessary_wraps)] // As the others.
pub(super) fn words(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "json" => Ok(LogFormat::Json),
        "text" => Ok(LogFormat::Text),
        _ => Err("write json or text".to_owned()),
    }
}
