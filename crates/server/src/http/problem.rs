//! Problems (RFC 9457): what stood in the way, for people and for programs, in the caller's language.
//!
//! Errors of ours are logged here, once, with the id of the request, which the user sees too.

use std::any::Any;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rimessa_app::{RefusedView, Trouble};
use rimessa_rulebook::texts::Texts;
use rimessa_store::Failure;
use serde::Serialize;
use utoipa::ToSchema;

use super::web::current_request;

/// The media type of problems.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// What stood in the way.
#[derive(Clone, Debug)]
pub(crate) struct Problem(Box<Details>);

/// A problem as it is sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Details {
    /// A name for this kind of problem: `/problems/` and its code.
    r#type: String,
    /// What it is, in a few words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do, in the caller's language.
    detail: String,
    /// The stable code: of a refusal, the regulation's reason.
    code: String,
    /// The clause that a refusal rests on; left out where the regulation is silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
    /// What is wrong with what was sent, one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
    /// The id of the request: tell it to whoever looks into it.
    request: String,
    #[serde(skip)]
    wait: Option<i64>,
}

/// Something that is wrong with what was sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProblemField)]
pub(crate) struct Wrong {
    /// The field.
    field: String,
    /// The stable code.
    code: String,
    /// What is wrong and what to do, in the caller's language.
    detail: String,
}

fn words(language: &str, key: &str, found: &str) -> String {
    let found = [("found", found.into())];
    let texts = Texts::default();
    texts.get(language, key, &found).unwrap_or_else(|| key.to_owned())
}

impl Problem {
    fn of(status: StatusCode, code: &str, language: &str) -> Self {
        let detail = words(language, &format!("problem-{code}"), "");
        Self(Box::new(Details {
            r#type: format!("/problems/{code}"),
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            detail,
            code: code.to_owned(),
            clause: None,
            errors: Vec::new(),
            request: current_request(),
            wait: None,
        }))
    }

    /// A problem that says no more than its status.
    pub(crate) fn status(status: StatusCode) -> Self {
        Self::said(status, "en")
    }

    /// The same, in a language.
    pub(crate) fn said(status: StatusCode, language: &str) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => "no-such-page",
            StatusCode::METHOD_NOT_ALLOWED => "no-such-method-here",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "not-json",
            StatusCode::REQUEST_TIMEOUT => "too-slow",
            status if status.is_client_error() => "not-understood",
            _ => "our-mistake",
        };
        Self::of(status, code, language)
    }

    /// A body that is packed.
    pub(crate) fn encoded(language: &str) -> Self {
        Self::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "encoded", language)
    }

    /// What stood in the way of a use case.
    pub(crate) fn new(trouble: &Trouble, language: &str) -> Self {
        match trouble {
            Trouble::Store(failure) => Self::of_failure(failure, language),
            Trouble::Rulebook(fault) => {
                let request = current_request();
                tracing::error!(request, %fault, "the rulebook has no single answer");
                Self::of(StatusCode::INTERNAL_SERVER_ERROR, "rulebook-fault", language)
            }
            Trouble::Invalid(all) => {
                let mut problem = Self::of(StatusCode::UNPROCESSABLE_ENTITY, "invalid", language);
                let wrong = all.iter().map(|one| Wrong {
                    field: one.field.clone(),
                    code: one.code.to_owned(),
                    detail: words(language, &format!("invalid-{}", one.code), &one.found),
                });
                problem.0.errors = wrong.collect();
                problem
            }
            Trouble::NotFound(what) => {
                Self::of(StatusCode::NOT_FOUND, &format!("no-such-{what}"), language)
            }
            Trouble::Forbidden => Self::of(StatusCode::FORBIDDEN, "forbidden", language),
            Trouble::Denied(code) => Self::of(StatusCode::FORBIDDEN, code, language),
            Trouble::LogIn(code) => Self::of(StatusCode::UNAUTHORIZED, code, language),
            Trouble::NotLoggedIn => Self::of(StatusCode::UNAUTHORIZED, "not-logged-in", language),
            Trouble::TooMany(seconds) => {
                let mut problem = Self::of(StatusCode::TOO_MANY_REQUESTS, "too-many", language);
                problem.0.wait = Some(*seconds);
                problem
            }
            Trouble::KeyUsed => Self::of(StatusCode::UNPROCESSABLE_ENTITY, "key-used", language),
            Trouble::UnderWay => {
                let mut problem = Self::of(StatusCode::CONFLICT, "key-under-way", language);
                problem.0.wait = Some(1);
                problem
            }
            Trouble::Stale => Self::of(StatusCode::PRECONDITION_FAILED, "stale", language),
        }
    }

    /// The HTTP status.
    pub(super) fn code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What to do, in the caller's language.
    pub(super) fn words(&self) -> &str {
        &self.0.detail
    }

    /// The id of the request.
    pub(super) fn request(&self) -> &str {
        &self.0.request
    }

    /// What is wrong with what was typed: the field, and what to do.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.errors.iter().map(|one| (one.field.as_str(), one.detail.as_str()))
    }

    /// What is wrong and what to do, a sentence each.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let all = self.0.errors.iter().map(|one| format!("{}: {}", one.field, one.detail));
        let all: Vec<String> = all.collect();
        if all.is_empty() { vec![self.0.detail.clone()] } else { all }
    }

    fn of_failure(failure: &Failure, language: &str) -> Self {
        let request = current_request();
        let (status, code) = match failure {
            Failure::Corrupt(why) => {
                tracing::error!(request, why, "the store holds what it must not");
                return Self::of(StatusCode::INTERNAL_SERVER_ERROR, "our-mistake", language);
            }
            Failure::Unreachable(why) => {
                tracing::error!(request, why, "the store cannot be used");
                (StatusCode::SERVICE_UNAVAILABLE, "store-unreachable")
            }
            Failure::Busy | Failure::Conflict => {
                tracing::warn!(request, %failure, "the store is overloaded");
                (StatusCode::SERVICE_UNAVAILABLE, "busy")
            }
        };
        let mut problem = Self::of(status, code, language);
        problem.0.wait = Some(2);
        problem
    }

    /// A refusal of the regulation.
    pub(crate) fn refused(refused: &RefusedView, language: &str) -> Self {
        let mut problem = Self::of(StatusCode::CONFLICT, "refused", language);
        problem.0.r#type = format!("/problems/refusal/{}", refused.code);
        problem.0.detail.clone_from(&refused.words);
        problem.0.code.clone_from(&refused.code);
        problem.0.clause.clone_from(&refused.clause);
        problem
    }

    /// Something after the `?` of an address that is not what was expected.
    pub(crate) fn query(error: &str, language: &str) -> Self {
        let mut problem = Self::of(StatusCode::UNPROCESSABLE_ENTITY, "invalid", language);
        let found: String = error.chars().take(200).collect();
        let (field, code) = ("?".to_owned(), "not-a-query");
        let detail = words(language, &format!("invalid-{code}"), &found);
        problem.0.errors = vec![Wrong { field, code: code.to_owned(), detail }];
        problem
    }

    /// A body that is not the JSON that was expected.
    pub(crate) fn json(error: &serde_json::Error, language: &str) -> Self {
        let wrong = if error.is_data() { "not-of-the-form" } else { "not-json-text" };
        let status = if error.is_data() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::BAD_REQUEST
        };
        let mut problem = Self::of(status, "invalid", language);
        let found: String = error.to_string().chars().take(200).collect();
        let detail = words(language, &format!("invalid-{wrong}"), &found);
        problem.0.errors = vec![Wrong { field: String::new(), code: wrong.to_owned(), detail }];
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::BAD_REQUEST);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, MEDIA_TYPE)];
        let mut response = (status, kind, body).into_response();
        if let Some(wait) = self.0.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        if status == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Bearer realm=\"rimessa\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        response
    }
}

/// A panic is a mistake of ours: logged, and answered without a word about what happened.
#[allow(clippy::needless_pass_by_value)] // As the layer hands it over.
pub(crate) fn of_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let why = panic.downcast_ref::<String>().map(String::as_str);
    let why = why.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    let request = current_request();
    tracing::error!(request, why, "a handler broke off");
    Problem::status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
