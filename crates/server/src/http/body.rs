//! Bodies of requests: JSON, read strictly, with a clear error; and the key of a question.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use rimessa_app::{Actor, Once, Trouble, digest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::guard::{self, Caller};
use super::problem::Problem;

/// The name of the header with the key of a question that has one answer.
pub(crate) const KEY: &str = "idempotency-key";
/// The most characters of a key.
pub(crate) const LONGEST_KEY: usize = 200;
/// The fewest of whoever is not logged in: nothing else tells one stranger from another.
pub(crate) const SHORTEST_OF_STRANGERS: usize = 16;

/// A body that says nothing.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// The key of a request, and what makes its question the same as another.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    key: Option<String>,
    asked: String,
}

impl Key {
    fn of(parts: &Parts) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Caller>();
        let is_stranger = caller.is_none_or(|caller| caller.actor == Actor::Stranger);
        let wrong = |code| {
            let language = guard::language(&parts.headers);
            Err(Problem::new(&Trouble::invalid(KEY, code, ""), &language))
        };
        let asked = format!("{} {}\n", parts.method, parts.uri);
        let Some(key) = parts.headers.get(KEY) else { return Ok(Self { key: None, asked }) };
        let plain = key.as_bytes().iter().all(u8::is_ascii_graphic);
        let Some(key) = key.to_str().ok().filter(|_| plain) else { return wrong("not-a-key") };
        match key.len() {
            1..=LONGEST_KEY if !is_stranger || key.len() >= SHORTEST_OF_STRANGERS => {
                Ok(Self { key: Some(key.to_owned()), asked })
            }
            1..=LONGEST_KEY => wrong("key-too-short"),
            _ => wrong("not-a-key"),
        }
    }

    /// The question of a caller with this body, if it has a key.
    pub(crate) fn once(&self, caller: &Caller, body: &[u8]) -> Option<Once> {
        let key = self.key.clone()?;
        let id = caller.actor.id().unwrap_or_default();
        let actor = format!("{}:{}", caller.actor.word(), rimessa_app::show_id(id));
        let digest = digest(&[self.asked.as_bytes(), body].concat());
        Some(Once { actor, key, digest, secret: false })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(parts)
    }
}

/// The body of a request, and its key: an object, or where `LIST` says so also a list.
pub(crate) struct Body<T, const LIST: bool = false> {
    pub(crate) value: T,
    key: Key,
    text: Bytes,
}

impl<T, const LIST: bool> Body<T, LIST> {
    /// The question, if it has a key.
    pub(crate) fn once(&self, caller: &Caller) -> Option<Once> {
        self.key.once(caller, &self.text)
    }

    /// The question, if it has a key, where it or its answer holds a secret.
    pub(crate) fn secret(&self, caller: &Caller) -> Option<Once> {
        self.once(caller).map(Once::secret)
    }
}

impl<T: DeserializeOwned, S: Send + Sync, const LIST: bool> FromRequest<S> for Body<T, LIST> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let language = guard::language(&parts.headers);
        let key = Key::of(&parts)?;
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let is_json = kind.is_none_or(|kind| {
            let kind = kind.to_str().unwrap_or_default();
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/json")
        });
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let bytes = bytes.map_err(|error| {
            let status = axum::response::IntoResponse::into_response(error).status();
            Problem::said(status, &language)
        })?;
        if !is_json && !bytes.is_empty() {
            return Err(Problem::said(StatusCode::UNSUPPORTED_MEDIA_TYPE, &language));
        }
        // No body says as much as an empty one.
        let text = if bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
        if holds_nul(&text) {
            let wrong = Trouble::invalid("", "holds-nul", "");
            return Err(Problem::new(&wrong, &language));
        }
        if !LIST && text.trim_ascii_start().starts_with(b"[") {
            // What reads an object would take a list of its values, too.
            let wrong = Trouble::invalid("", "not-of-the-form", "{");
            return Err(Problem::new(&wrong, &language));
        }
        let value =
            serde_json::from_slice(&text).map_err(|error| Problem::json(&error, &language))?;
        Ok(Self { value, key, text })
    }
}

/// Whether a text of JSON holds the character U+0000, which no store takes in a text.
fn holds_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at..].starts_with(b"\\u0000") {
            return true;
        }
        // What is escaped is passed over, a backslash too.
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::holds_nul;

    #[test]
    fn a_nul_is_found_and_an_escaped_backslash_is_none() {
        let none = [r#"{"a": "%%u0000"}"#, r#"{"a": "%n", "b": "u0000"}"#, "%", "{}"];
        let some = [r#"{"a": "%u0000"}"#, r#"{"a": "%n%%%u0000"}"#, "%u0000"];
        for (json, holds) in
            none.map(|json| (json, false)).into_iter().chain(some.map(|json| (json, true)))
        {
            // With backslashes for the percent signs, which are easier to count.
            assert_eq!(holds_nul(json.replace('%', "\\").as_bytes()), holds, "{json}");
        }
    }
}
