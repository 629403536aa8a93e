//! What was sent and what could not be.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::mailbox::{self, MessageView};
use rimessa_app::{Trouble, parse_id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Listed, Page};
use crate::http::body::{Body, Nothing};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Manager]);
    let router = guard::add(router, web, desk, routes!(list));
    guard::add(router, web, Who::staff(&[Role::Manager]), routes!(retry))
}

/// Which messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Only those that are `waiting`, `sending`, `sent`, `unsure` or `dead`.
    state: Option<String>,
    /// Where the page before ended; follow the header `Link`.
    after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// Messages, the last one first: not to which address, nor what they say.
#[utoipa::path(get, path = "/api/v1/{operator}/messages", tag = "messages",
    params(Which), responses((status = 200, body = Vec<MessageView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let Which { state, after, limit } = which;
    let (before, limit) = Page { after, limit }.read(&caller.language)?;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        mailbox::list(scene, state.as_deref(), before, limit + 1)
    };
    let all = web.ask(&caller, work).await?;
    Ok(Listed::cut(all, limit, |one| one.id.clone()).answer(&at))
}

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
