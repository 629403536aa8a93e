//! Bodies that are no JSON of ours: tables and feeds, taken as bytes; and what stands after the `?`.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::IntoResponse;
use rimessa_app::Once;
use serde::de::DeserializeOwned;

use super::body::Key;
use super::guard::{self, Caller};
use super::problem::Problem;

/// The bytes of a body, and the key of the question.
pub(crate) struct Raw {
    pub(crate) bytes: Bytes,
    key: Key,
}

impl Raw {
    /// The question, if it has a key.
    pub(crate) fn once(&self, caller: &Caller) -> Option<Once> {
        self.key.once(caller, &self.bytes)
    }
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let key = Key::from_request_parts(&mut parts, state).await?;
        let language = guard::language(&parts.headers);
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let bytes =
            bytes.map_err(|error| Problem::said(error.into_response().status(), &language))?;
        Ok(Self { bytes, key })
    }
}

/// What stands after the `?` of an address.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        read.map(|query| Self(query.0)).map_err(|error| {
            let error =
                std::error::Error::source(&error).map_or(error.to_string(), |why| why.to_string());
            Problem::query(&error, &guard::language(&parts.headers))
        })
    }
}
