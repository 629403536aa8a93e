//! What was sent and what could not be.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use rimessa_app::mailbox::{self, MessageView};
use rimessa_app::{Trouble, parse_id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Manager]);
    let router = guard::add(router, web, desk, routes!(list));
    guard::add(router, web, Who::staff(&[Role::Manager]), routes!(retry))
}

/// Which messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Only those that are `waiting`, `sending`, `sent`, `unsure` or `dead`.
    state: Option<String>,
    /// Only those before this one: the id of the last one of the page before.
    before: Option<String>,
    /// How many at most: 1 to 100; 50 by default.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
}

/// Messages, the last one first: not to which address, nor what they say.
#[utoipa::path(get, path = "/api/v1/{operator}/messages", tag = "messages",
    params(Which), responses((status = 200, body = Vec<MessageView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    Query(which): Query<Which>,
) -> Result<Json<Vec<MessageView>>, Problem> {
    let limit = i64::from(which.limit.unwrap_or(50).clamp(1, 100));
    let invalid =
        || Problem::new(&Trouble::invalid("before", "not-a-cursor", ""), &caller.language);
    let before = match &which.before {
        None => None,
        Some(text) => Some(parse_id(text).ok_or_else(invalid)?),
    };
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        mailbox::list(scene, which.state.as_deref(), before, limit)
    };
    web.ask(&caller, work).await.map(Json)
}

/// A body that says nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Let a message that is dead or unsure be sent again.
#[utoipa::path(post, path = "/api/v1/{operator}/messages/{message}/retry", tag = "messages",
    responses((status = 200, body = MessageView)))]
async fn retry(
    State(web): State<Web>,
    caller: Caller,
    Path((_, message)): Path<(String, String)>,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let id = parse_id(&message);
    let id = id.ok_or_else(|| Problem::new(&Trouble::NotFound("message"), &caller.language))?;
    let once = body.once(&caller);
    web.command(&caller, once, StatusCode::OK, move |scene| mailbox::retry(scene, id)).await
}
