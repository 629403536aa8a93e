//! What every answer tells a browser, so that it does no more with it than it should.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use rimessa_pages::Tiles;

/// A page takes everything from here, and stands in no frame of others.
const PAGE: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A page with a map may take its pictures from where they are.
pub(crate) fn with_pictures(mut response: Response, tiles: Option<&Tiles>) -> Response {
    let Some(tiles) = tiles else { return response };
    let own = "img-src 'self' data:";
    let policy = PAGE.replacen(own, &format!("{own} {}", tiles.origin()), 1);
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Adds those headers to an answer that an answer does not have yet.
pub(crate) async fn harden(mut response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let mut add = |name: HeaderName, value: &'static str| {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "no-referrer");
    if is_page {
        add(header::CONTENT_SECURITY_POLICY, PAGE);
    }
    response
}
