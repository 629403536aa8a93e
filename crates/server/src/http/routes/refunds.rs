//! What members advanced and want back.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::claim::{self, Checked, ClaimPage, ClaimView};
use rimessa_app::{Scene, Trouble, parse_id};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{InState, Page, Reason, leading, member_of};
use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);
    let deciders = Who::staff(&[Role::Billing, Role::Manager]);
    let router = guard::add(router, web, desk.and_members(), routes!(ask));
    let router = guard::add(router, web, desk, routes!(list));
    let router = guard::add(router, web, Who::members(), routes!(own));
    let router = guard::add(router, web, deciders, routes!(pay));
    guard::add(router, web, deciders, routes!(refuse))
}

/// Ask for what was advanced, with the receipt.
#[utoipa::path(post, path = "/api/v1/{operator}/refunds", tag = "refunds",
    request_body = claim::Wish, responses((status = 201, body = ClaimView)))]
async fn ask(
    State(web): State<Web>,
    caller: Caller,
    body: Body<claim::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::CREATED, move |scene| claim::claim(scene, &wish)).await
}

/// Refunds in a state, the oldest first; by default those that were asked for.
#[utoipa::path(get, path = "/api/v1/{operator}/refunds", tag = "refunds",
    params(InState), responses((status = 200, body = ClaimPage)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(listed): Query<InState>,
) -> Result<Response, Problem> {
    let InState { state, member, after, limit } = listed;
    let (after, limit) = Page { after, limit }.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| match &member {
        None => claim::in_state(scene, state.as_deref().unwrap_or("asked"), after, limit),
        Some(member) => {
            let member = scene.member_named(Some(member))?;
            claim::of_member(scene, member, after, limit)
        }
    };
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

/// What I asked for, the latest first.
#[utoipa::path(get, path = "/api/v1/{operator}/me/refunds", tag = "refunds",
    params(Page), responses((status = 200, body = ClaimPage)))]
async fn own(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let member = member_of(&caller)?;
    let work = move |scene: &mut Scene<'_, '_>| claim::of_member(scene, member, after, limit);
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

fn id_of(text: &str, caller: &Caller) -> Result<u128, Problem> {
    parse_id(text).ok_or_else(|| Problem::new(&Trouble::NotFound("refund"), &caller.language))
}

/// Pay it back with the next invoice; say what the receipt shows.
#[utoipa::path(post, path = "/api/v1/{operator}/refunds/{refund}/pay", tag = "refunds",
    request_body = Checked, responses((status = 200, body = ClaimView)))]
async fn pay(
    State(web): State<Web>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    body: Body<Checked>,
) -> Result<Response, Problem> {
    let (id, once, checked) = (id_of(&id, &caller)?, body.once(&caller), body.value);
    web.command(&caller, once, StatusCode::OK, move |scene| claim::pay(scene, id, checked)).await
}

/// Refuse it, with a reason.
#[utoipa::path(post, path = "/api/v1/{operator}/refunds/{refund}/refuse", tag = "refunds",
    request_body = Reason, responses((status = 200, body = ClaimView)))]
async fn refuse(
    State(web): State<Web>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    body: Body<Reason>,
) -> Result<Response, Problem> {
    let (id, once, why) = (id_of(&id, &caller)?, body.once(&caller), body.value);
    web.command(&caller, once, StatusCode::OK, move |scene| claim::refuse(scene, id, &why.reason))
        .await
}
