//! Bodies of requests: JSON, read strictly, with a clear error.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use rimessa_app::{Once, digest};
use serde::de::DeserializeOwned;

use super::guard::Caller;
use super::problem::Problem;

/// The name of the header with the key of a question that has one answer.
const KEY: &str = "idempotency-key";

/// The body of a request, and what makes its question the same as another.
pub(crate) struct Body<T> {
    pub(crate) value: T,
    once: Option<(String, [u8; 32])>,
}

impl<T> Body<T> {
    /// The key of the question, if it has one.
    pub(crate) fn once(&self, caller: &Caller) -> Option<Once> {
        let (key, digest) = self.once.clone()?;
        let id = caller.actor.id().unwrap_or_default();
        let actor = format!("{}:{}", caller.actor.word(), rimessa_app::show_id(id));
        Some(Once { actor, key, digest })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let language = super::guard::language(&parts.headers);
        let key = match parts.headers.get(KEY).map(|value| value.to_str()) {
            None => None,
            Some(Ok(key)) if (1..=200).contains(&key.len()) => Some(key.to_owned()),
            Some(_) => {
                let wrong = rimessa_app::Trouble::invalid(KEY, "not-a-key", "");
                return Err(Problem::new(&wrong, &language));
            }
        };
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_json = kind.is_none_or(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/json")
        });
        let asked = format!("{} {}\n", parts.method, parts.uri);
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let bytes = bytes.map_err(|error| {
            let status = axum::response::IntoResponse::into_response(error).status();
            Problem::status(status)
        })?;
        if !is_json && !bytes.is_empty() {
            return Err(Problem::status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        // No body says as much as an empty one.
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        let value =
            serde_json::from_slice(text).map_err(|error| Problem::json(&error, &language))?;
        let once = key.map(|key| (key, digest(&[asked.as_bytes(), text].concat())));
        Ok(Self { value, once })
    }
}
