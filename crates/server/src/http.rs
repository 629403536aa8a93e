//! How programs talk with Rimessa: the API under `/api/v1`, and what a server says of itself.

mod answer;
mod body;
mod guard;
mod harden;
mod limits;
mod problem;
mod routes;
mod signature;
#[cfg(test)]
mod tests;
mod web;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Info, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use limits::Limits;
pub(crate) use web::Web;

/// No request is larger, uploads apart.
const LARGEST_BODY: usize = 256 * 1024;

/// All routes with their description.
pub(crate) fn router(web: &Web) -> Router {
    let (api, openapi) = described(web).split_for_parts();
    web.set_scopes(guard::scopes(&openapi));
    let document = openapi.to_json().unwrap_or_default();
    let own =
        Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .route(
                "/api/v1/openapi.json",
                get(move || async move {
                    ([(header::CONTENT_TYPE, "application/json")], document.clone())
                }),
            );
    let demo = if web.is_demo() { crate::demo::router() } else { Router::new() };
    api.merge(own)
        .merge(demo)
        .with_state(web.clone())
        .fallback(|| async { problem::Problem::status(StatusCode::NOT_FOUND) })
        .method_not_allowed_fallback(|| async {
            problem::Problem::status(StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(axum::middleware::map_response(harden::harden))
        .layer(axum::middleware::from_fn(web::request_id))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(problem::of_panic))
}

/// The API with the description of each of its routes.
fn described(web: &Web) -> OpenApiRouter<Web> {
    let info = Info::builder()
        .title("Rimessa")
        .version("1")
        .description(Some("Station-based car sharing: booking, access, trips, bills."))
        .build();
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let device = ApiKeyValue::with_description(
        signature::SIGNATURE,
        "With `rimessa-device` and `rimessa-timestamp`: see the manual on devices.",
    );
    let device = ApiKey::Header(device);
    let components = ComponentsBuilder::new()
        .schema_from::<problem::Details>()
        .schema_from::<problem::Wrong>()
        .security_scheme("token", SecurityScheme::Http(token))
        .security_scheme("device", SecurityScheme::ApiKey(device))
        .build();
    let document: OpenApi = OpenApiBuilder::new().info(info).components(Some(components)).build();
    routes::all(web, OpenApiRouter::with_openapi(document))
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
