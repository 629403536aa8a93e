//! What an operator is made of: its rulebook, lists of its fleet, who may leave vehicles elsewhere.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::about::{self, OperatorView};
use rimessa_app::import::{self, How, Report};
use rimessa_app::rulebooks::{self, Added, Files, Version};
use rimessa_app::{Reply, set_up};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::Page;
use super::signups::large;
use crate::http::body::{Body, Key};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::{Query, Raw};
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let managers = Who::staff(&[Role::Manager]);
    let desk = Who::staff(&[Role::Agent, Role::Manager]);
    let all: [(Who, UtoipaMethodRouter<Web>); 6] = [
        (Who::anyone(), routes!(show_operator)),
        (managers.and_programs("fleet"), large(routes!(take_in))),
        (managers, routes!(add_rulebook)),
        (Who::anyone(), routes!(list_rulebooks)),
        (Who::anyone(), routes!(show_rulebook)),
        (desk, routes!(let_one_way, end_one_way)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// Import a list: `stations`, `vehicles`, `chargers`, `kiosks`, `key-slots`, `members` (CSV), or
/// `gbfs-stations`.
///
/// Everything is imported or nothing; all that is wrong is named. Imported again, it changes nothing.
/// Members are known by `number`; an empty cell leaves what is known as it is.
#[utoipa::path(post, path = "/api/v1/{operator}/imports/{list}", tag = "operator", params(How),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = Report)))]
async fn take_in(
    State(web): State<Web>,
    caller: Caller,
    Path((_, list)): Path<(String, String)>,
    Query(how): Query<How>,
    raw: Raw,
) -> Result<Response, Problem> {
    let (once, bytes) = (raw.once(&caller), raw.bytes);
    let work =
        move |scene: &mut rimessa_app::Scene<'_, '_>| import::import(scene, &list, &bytes, how);
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Add a version of the rulebook that comes into force on a day to come.
#[utoipa::path(post, path = "/api/v1/{operator}/rulebooks", tag = "operator",
    request_body = rulebooks::Wish, responses((status = 201, body = Added)))]
async fn add_rulebook(
    State(web): State<Web>,
    caller: Caller,
    body: Body<rulebooks::Wish>,
) -> Result<Response, Problem> {
    let (once, operator, actor) = (body.once(&caller), Arc::clone(&caller.operator), caller.actor);
    let wish = body.value;
    let work = move |app: &rimessa_app::App| rulebooks::add(app, &operator, actor, &wish);
    web.apart(&caller, once, StatusCode::CREATED, work).await
}

/// The operator: its name, zone, currency and languages, and whom to call.
#[utoipa::path(get, path = "/api/v1/{operator}", tag = "operator",
    responses((status = 200, body = OperatorView)))]
async fn show_operator(State(web): State<Web>, caller: Caller) -> Json<OperatorView> {
    Json(about::about(web.app(), &caller.operator))
}

/// The versions of the rulebook.
#[utoipa::path(get, path = "/api/v1/{operator}/rulebooks", tag = "operator", params(Page),
    responses((status = 200, body = Vec<Version>)))]
async fn list_rulebooks(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = rulebooks::list(web.app(), &caller.operator);
    Ok(page.cut(all, |one| &one.version, &caller.language)?.answer(&at))
}

/// A version of the rulebook: its files, and what they say in words.
#[utoipa::path(get, path = "/api/v1/{operator}/rulebooks/{rulebook}", tag = "operator",
    responses((status = 200, body = Files)))]
async fn show_rulebook(
    State(web): State<Web>,
    caller: Caller,
    Path((_, name)): Path<(String, String)>,
) -> Result<Json<Files>, Problem> {
    web.ask(&caller, move |scene| rulebooks::files(scene, &name)).await.map(Json)
}

async fn one_way(
    web: Web,
    caller: Caller,
    member: String,
    key: Key,
    may: bool,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"");
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_named(Some(&member))?;
        set_up::let_one_way(scene, member, may).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::NO_CONTENT, work).await
}

/// Let a member leave vehicles elsewhere than they were picked up.
#[utoipa::path(put, path = "/api/v1/{operator}/members/{member}/one-way", tag = "members",
    responses((status = 204)))]
async fn let_one_way(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    one_way(web, caller, member, key, true).await
}

/// Let a member leave vehicles elsewhere no longer.
#[utoipa::path(delete, path = "/api/v1/{operator}/members/{member}/one-way", tag = "members",
    responses((status = 204)))]
async fn end_one_way(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    one_way(web, caller, member, key, false).await
}
