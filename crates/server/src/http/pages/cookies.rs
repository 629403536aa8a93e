//! What a browser keeps for us: the session, and the language that was chosen.

use axum::http::{HeaderMap, HeaderValue, header};
use rimessa_app::log_in::Begun;
use rimessa_app::{App, Operator};

use super::Ground;

/// The cookie with the language that was chosen.
pub(super) const LANGUAGE: &str = "rimessa-language";

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|(known, _)| known.trim() == name)?.1.trim();
    (value.len() <= 200).then(|| value.to_owned())
}

/// The cookie of a session that was begun: it lasts as long as the session.
pub(super) fn begun(app: &App, ground: Ground, operator: &Operator, begun: &Begun) -> HeaderValue {
    let seconds = begun.expires.since(app.clock().now()).0 / 1000;
    session(ground, operator, &begun.token, seconds.max(0))
}

/// The cookie that ends a session.
pub(super) fn ended(ground: Ground, operator: &Operator) -> HeaderValue {
    session(ground, operator, "", 0)
}

/// A cookie for the pages of one ground, for so many seconds.
pub(super) fn session(ground: Ground, operator: &Operator, value: &str, age: i64) -> HeaderValue {
    kept(ground.cookie(), &ground.begin(operator), operator, (value, age))
}

/// A cookie that no script can read, for the addresses below `path`, for so many seconds.
pub(super) fn kept(
    name: &str,
    path: &str,
    operator: &Operator,
    (value, age): (&str, i64),
) -> HeaderValue {
    let safe = if operator.settings.pages_url.starts_with("https://") { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax{safe}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}
