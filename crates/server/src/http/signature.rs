//! Calls that a device signed: reading what was signed, and the signature.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use rimessa_app::device::Signed;
use rimessa_app::{Trouble, digest};

use super::problem::Problem;

const DEVICE: &str = "rimessa-device";
const TIMESTAMP: &str = "rimessa-timestamp";
/// The header with the signature.
pub(crate) const SIGNATURE: &str = "rimessa-signature";

/// Whether a call says that a device signed it.
pub(crate) fn is_there(request: &Request) -> bool {
    request.headers().contains_key(DEVICE)
}

/// What a device signed, and the call itself with its body to be read again.
pub(crate) async fn read(
    request: Request,
    largest: usize,
    language: &str,
) -> Result<(Request, Signed), Problem> {
    let (parts, body) = request.into_parts();
    let header = |name: &str| {
        let value = parts.headers.get(name).and_then(|value| value.to_str().ok());
        value
            .map(str::to_owned)
            .ok_or_else(|| Problem::new(&Trouble::LogIn("signature-wrong"), language))
    };
    let (device, timestamp, signature) = (header(DEVICE)?, header(TIMESTAMP)?, header(SIGNATURE)?);
    let bytes = axum::body::to_bytes(body, largest).await;
    let bytes = bytes.map_err(|_| Problem::status(StatusCode::PAYLOAD_TOO_LARGE))?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (method, body) = (parts.method.as_str().to_owned(), digest(&bytes));
    let signed = Signed { device, timestamp, signature, method, path, body };
    Ok((Request::from_parts(parts, Body::from(bytes)), signed))
}
