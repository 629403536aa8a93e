//! What a member has to pay, and an operator's history.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use rimessa_app::{Scene, Statement, Trouble, history, show};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Page, leading};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]).and_programs("bills");
    let router = guard::add(router, web, Who::members(), routes!(own_statement));
    let router = guard::add(router, web, desk, routes!(statement));
    guard::add(router, web, Who::staff(&[Role::Manager]), routes!(whole_history))
}

/// What I have to pay, and why.
#[utoipa::path(get, path = "/api/v1/{operator}/me/statement", tag = "bills",
    params(Page),
    responses((status = 200, body = Statement)))]
async fn own_statement(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let rimessa_app::Actor::Member(member) = caller.actor else {
        return Err(Problem::new(&Trouble::Forbidden, &caller.language));
    };
    let work = move |scene: &mut Scene<'_, '_>| show::statement(scene, member, after, limit);
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

/// What a member has to pay, and why.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/statement", tag = "bills",
    params(Page),
    responses((status = 200, body = Statement)))]
async fn statement(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = scene.member_there(&member)?;
        show::statement(scene, member, after, limit)
    };
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

/// The whole history as a scenario, with the statement that came of it: `rimessa replay --check` reads it.
#[utoipa::path(get, path = "/api/v1/{operator}/history", tag = "operator",
    responses((status = 200, body = serde_json::Value)))]
async fn whole_history(
    State(web): State<Web>,
    caller: Caller,
) -> Result<Json<serde_json::Value>, Problem> {
    let now = web.app().clock().now();
    web.aside(&caller.language, move |app| rimessa_app::settle_all(app, now)).await?;
    web.ask(&caller, move |scene| history::history(scene, now)).await.map(Json)
}
