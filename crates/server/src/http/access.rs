//! What is noted of every request: a line in the log, and numbers. Never what is in it.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::metrics;
use super::problem::Problem;
use super::web::{Web, current_request};

/// The code of the refusal that an answer carries.
#[derive(Clone, Debug)]
pub(super) struct RefusedAs(pub(super) String);

/// The beginning of the addresses that name an operator.
const API: &str = "/api/v1/{operator}";
/// The same, of pages.
const PAGES: &str = "/{operator}/";

/// Notes how a request went. One that takes too long is cut off.
pub(super) async fn watch(
    State((web, patience)): State<(Web, Duration)>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    // Addresses that lead nowhere are not names of routes: anybody can make them up.
    let route = route.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let operator = operator_of(&web, &route, request.uri().path());
    let (method, begun) = (request.method().clone(), Instant::now());
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    let response =
        answered.unwrap_or_else(|_| Problem::status(StatusCode::REQUEST_TIMEOUT).into_response());
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    let name = known(&method);
    metrics::request(name, &route, status, took);
    if method != Method::GET && route.starts_with(API) {
        let refused = response.extensions().get::<RefusedAs>();
        let result = match refused {
            Some(RefusedAs(code)) => code,
            None if response.status().is_success() => "done",
            None => "failed",
        };
        metrics::command(&route, result);
    }
    let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let request = current_request();
    tracing::info!(request, method = name, route, status, duration_us, operator, "answered");
    response
}

/// A method by its name; others than the usual ones are not told apart.
fn known(method: &Method) -> &'static str {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    known.into_iter().find(|name| method == name).unwrap_or("OTHER")
}

/// The operator that an address names, if there is one of that name.
fn operator_of(web: &Web, route: &str, path: &str) -> Option<String> {
    let slug = match route {
        route if route.starts_with(API) => path.split('/').nth(3)?,
        route if route.starts_with(PAGES) => path.split('/').nth(1)?,
        _ => return None,
    };
    web.app().directory().by_slug(slug).map(|operator| operator.slug.clone())
}
