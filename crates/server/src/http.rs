//! How programs talk with Rimessa: the API under `/api/v1`, and what a server says of itself.

mod access;
mod answer;
mod body;
mod conditional;
mod describe;
mod docs;
mod guard;
mod harden;
mod introduction;
mod limits;
pub(crate) mod metrics;
pub(crate) mod pages;
mod problem;
mod raw;
mod routes;
pub(crate) mod serving;
mod signature;
#[cfg(test)]
mod tests;
mod web;

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use guard::Caller;
pub(crate) use limits::Limits;
pub(crate) use problem::Problem;
pub(crate) use web::{Bounds, Web};

/// All routes with their description.
pub(crate) fn router(web: &Web) -> Router {
    let (api, openapi) = described(web).split_for_parts();
    web.set_scopes(describe::scopes(&openapi));
    let document: Arc<str> = openapi.to_json().unwrap_or_default().into();
    let (text, page) = (Arc::clone(&document), OnceLock::<Html<String>>::new());
    // Few read the page: it is made for the first one, and an idle server does without.
    let page = Arc::new(move || {
        let document = || serde_json::from_str(&text).unwrap_or_default();
        page.get_or_init(|| Html(docs::page(&document()))).clone()
    });
    let own = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
        .route("/api/v1/docs", get(move || async move { page() }))
        .route(
            "/api/v1/docs.css",
            get(|| async { ([(header::CONTENT_TYPE, "text/css")], docs::STYLE) }),
        )
        .route(
            "/api/v1/openapi.json",
            get(move || async move {
                ([(header::CONTENT_TYPE, "application/json")], document.to_string())
            }),
        );
    let demo = if web.is_demo() { crate::demo::router() } else { Router::new() };
    api.merge(own)
        .merge(demo)
        .merge(pages::router(web))
        .with_state(web.clone())
        .fallback(nothing_here)
        .method_not_allowed_fallback(|| async {
            problem::Problem::status(StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(DefaultBodyLimit::max(web.bounds().body))
        .layer(from_fn_with_state((web.clone(), web.bounds().patience), access::watch))
        .layer(map_response(harden::harden))
        .layer(from_fn(web::request_id))
}

/// The API with the description of each of its routes.
fn described(web: &Web) -> OpenApiRouter<Web> {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let device = ApiKeyValue::with_description(
        signature::SIGNATURE,
        "With `rimessa-device` and `rimessa-timestamp`: see the manual on devices.",
    );
    let device = ApiKey::Header(device);
    let mut components = ComponentsBuilder::new()
        .schema_from::<problem::Details>()
        .schema_from::<problem::Wrong>()
        .security_scheme("token", SecurityScheme::Http(token))
        .security_scheme("device", SecurityScheme::ApiKey(device))
        .build();
    describe::add_answers(&mut components);
    let document: OpenApi = OpenApiBuilder::new()
        .info(introduction::info())
        .tags(Some(introduction::tags()))
        .components(Some(components))
        .build();
    routes::all(web, OpenApiRouter::with_openapi(document))
}

/// There is nothing at this address: said to a person in a browser as a page, to a program as a problem.
async fn nothing_here(uri: Uri, headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let by_person = accepts.is_some_and(|kinds| kinds.contains("text/html"));
    match by_person && !uri.path().starts_with("/api/") {
        true => pages::wrong::nothing_here(&pages::gate::language(&headers)),
        false => not_found(),
    }
}

async fn ready(State(web): State<Web>) -> impl IntoResponse {
    match web.is_ready().await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

/// There is nothing at this address.
pub(crate) fn not_found() -> Response {
    problem::Problem::status(StatusCode::NOT_FOUND).into_response()
}
