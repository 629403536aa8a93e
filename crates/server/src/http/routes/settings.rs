//! What an operator sets.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rimessa_app::settings::{self, View};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let office = Who::staff(&[Role::Manager, Role::Administrator]);
    let router = guard::add(router, web, office, routes!(show));
    guard::add(router, web, Who::staff(&[Role::Administrator]), routes!(put))
}

/// What the operator has set that its regulation does not say.
#[utoipa::path(get, path = "/api/v1/{operator}/settings", tag = "operator",
    responses((status = 200, body = View)))]
async fn show(caller: Caller, headers: HeaderMap) -> Response {
    tagged(&headers, settings::show(&caller.operator))
}

/// Set all of it anew: what is left out has its default; with `If-Match` only if it is still as it was.
#[utoipa::path(put, path = "/api/v1/{operator}/settings", tag = "operator",
    request_body = View,
    responses((status = 200, body = View), (status = 412)))]
async fn put(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    body: Body<View>,
) -> Result<Response, Problem> {
    let (once, operator, actor) = (body.once(&caller), Arc::clone(&caller.operator), caller.actor);
    let (seen, wish) = (if_match(&headers), body.value);
    let work =
        move |app: &rimessa_app::App| settings::put(app, &operator, actor, &wish, seen.as_deref());
    web.apart(&caller, once, StatusCode::OK, work).await
}
