//! Answers with a tag, which are not sent again to whoever has them.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rimessa_app::tag;
use serde::Serialize;

/// The tags that a header lists.
fn listed(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The state on which a change rests, if the request says so.
pub(crate) fn if_match(headers: &HeaderMap) -> Option<String> {
    listed(headers, header::IF_MATCH)
}

/// An answer with its tag; 304 if the request says that it is known.
pub(crate) fn tagged<T: Serialize>(headers: &HeaderMap, shown: T) -> Response {
    let current = tag::tag(&shown);
    let known = listed(headers, header::IF_NONE_MATCH);
    let mut response = if known.is_some_and(|known| tag::matches(&known, Some(&current))) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(shown).into_response()
    };
    if let Ok(value) = HeaderValue::from_str(&current) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}
