//! What an agent on the phone needs: whom it is about, what was tried, an account opened again.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::desk::{self, FoundMember, Happened, Wish};
use rimessa_app::lift;
use rimessa_app::profile::ProfileView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Listed, Page, not_a_cursor};
use crate::http::body::Key;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);
    let router = guard::add(router, web, desk, routes!(find));
    let router = guard::add(router, web, desk, routes!(happened));
    guard::add(router, web, Who::staff(&[Role::Agent, Role::Manager]), routes!(lift_lock))
}

/// Find a member by number, name, phone, e-mail address, or the plate of the vehicle under way.
#[utoipa::path(get, path = "/api/v1/{operator}/members", tag = "members",
    params(Wish), responses((status = 200, body = Vec<FoundMember>)))]
async fn find(
    State(web): State<Web>,
    caller: Caller,
    Query(wish): Query<Wish>,
) -> Result<Json<Vec<FoundMember>>, Problem> {
    web.ask(&caller, move |scene| desk::find(scene, &wish)).await.map(Json)
}

/// What a member tried, and what became of it, the latest first.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/events", tag = "members",
    params(Page), responses((status = 200, body = Vec<Happened>)))]
async fn happened(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read_text(&caller.language)?;
    let before = match after.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| not_a_cursor(&caller.language))?),
    };
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_there(&member)?;
        desk::happened(scene, member, before, limit + 1)
    };
    let all = web.ask(&caller, work).await?;
    Ok(Listed::cut(all, limit, |one| one.position.to_string()).answer(&at))
}

/// Open an account again that was locked: what led to it counts no more.
#[utoipa::path(delete, path = "/api/v1/{operator}/members/{member}/lock", tag = "members",
    responses((status = 200, body = ProfileView)))]
async fn lift_lock(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_named(Some(&member))?;
        lift::lift(scene, member)
    };
    web.command(&caller, key.once(&caller, b""), StatusCode::OK, work).await
}
