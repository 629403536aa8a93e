//! What was built of `web/`: scripts, style sheets and icons, whose names change with what stands in them.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_pages::{WEB, web_file};

use super::front::FOR_GOOD;
use crate::http::not_found;
use crate::http::web::Web;

pub(super) fn open() -> Router<Web> {
    Router::new().route(&format!("{WEB}{{file}}"), get(file))
}

/// A file, packed for whoever can unpack it.
async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = web_file(&name) else { return not_found() };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let packed = file.packed.filter(|_| accepts.is_some_and(|kinds| kinds.contains("gzip")));
    let headers = [
        (header::CONTENT_TYPE, file.kind),
        (header::CACHE_CONTROL, FOR_GOOD),
        (header::VARY, "accept-encoding"),
    ];
    match packed {
        Some(packed) => {
            let mut response = (headers, packed).into_response();
            let gzip = HeaderValue::from_static("gzip");
            response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
            response
        }
        None => (headers, file.bytes).into_response(),
    }
}
