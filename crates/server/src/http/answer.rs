//! Answers of use cases on their way out.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rimessa_app::{Answer, RefusedView};

use super::access::RefusedAs;
use super::problem::Problem;

/// Said when an answer was given before, for the same key.
const REPEATED: &str = "idempotency-replayed";

/// What a use case answered: what was done with `done`, a refusal as a problem.
pub(crate) fn of_command(answer: Answer, done: StatusCode, language: &str) -> Response {
    let mut response = if answer.refused {
        match serde_json::from_str::<RefusedView>(&answer.json) {
            Ok(refused) => {
                let mut response = Problem::refused(&refused, language).into_response();
                response.extensions_mut().insert(RefusedAs(refused.code));
                response
            }
            Err(_) => Problem::status(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
        }
    } else {
        match done {
            // There is nothing to say.
            StatusCode::NO_CONTENT | StatusCode::ACCEPTED => done.into_response(),
            _ => {
                let kind = [(header::CONTENT_TYPE, "application/json")];
                (done, kind, answer.json).into_response()
            }
        }
    };
    if answer.repeated {
        response.headers_mut().insert(REPEATED, HeaderValue::from_static("true"));
    }
    response
}
