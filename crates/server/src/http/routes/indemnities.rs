//! Indemnities that staff decide, and what agents do for members.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use rimessa_app::indemnity::{self, IndemnityPage, IndemnityView, Recorded};
use rimessa_app::{LineView, Reply, Scene, Trouble, assess, assist, parse_id};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{InState, Page, Reason, leading, member_of};
use crate::http::body::{Body, Nothing};
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager]);
    let deciders = Who::staff(&[Role::Billing, Role::Manager]);
    let agents = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);
    let all: [(Who, UtoipaMethodRouter<Web>); 9] = [
        (desk, routes!(propose)),
        (desk, routes!(list)),
        (Who::members(), routes!(own)),
        (desk.and_members(), routes!(look)),
        (deciders, routes!(amend)),
        (deciders, routes!(notify)),
        (Who::members(), routes!(object)),
        (deciders, routes!(uphold)),
        (deciders, routes!(waive)),
    ];
    let router =
        all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes));
    guard::add(router, web, agents, routes!(serve))
}

/// Do something for a member, and bill it: open the doors, replace a card, restore a booking.
#[utoipa::path(post, path = "/api/v1/{operator}/services", tag = "indemnities",
    request_body = assess::Wish, responses((status = 200, body = Vec<LineView>)))]
async fn serve(
    State(web): State<Web>,
    caller: Caller,
    body: Body<assess::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::OK, move |scene| assist::assist(scene, &wish)).await
}

/// Propose an indemnity. Nothing is billed, and the member is not told yet.
#[utoipa::path(post, path = "/api/v1/{operator}/indemnities", tag = "indemnities",
    request_body = indemnity::Wish, responses((status = 201, body = IndemnityView)))]
async fn propose(
    State(web): State<Web>,
    caller: Caller,
    body: Body<indemnity::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::CREATED, move |scene| indemnity::propose(scene, &wish))
        .await
}

/// Indemnities in a state, the oldest first; by default those that were proposed.
#[utoipa::path(get, path = "/api/v1/{operator}/indemnities", tag = "indemnities",
    params(InState), responses((status = 200, body = IndemnityPage)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(listed): Query<InState>,
) -> Result<Response, Problem> {
    let InState { state, member, after, limit } = listed;
    let (after, limit) = Page { after, limit }.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| match &member {
        None => {
            let state = state.as_deref().unwrap_or("proposed");
            indemnity::in_state(scene, state, after, limit)
        }
        Some(member) => {
            let member = scene.member_named(Some(member))?;
            indemnity::of_member(scene, member, after, limit)
        }
    };
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

/// My indemnities, the latest first.
#[utoipa::path(get, path = "/api/v1/{operator}/me/indemnities", tag = "indemnities",
    params(Page), responses((status = 200, body = IndemnityPage)))]
async fn own(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let member = member_of(&caller)?;
    let work = move |scene: &mut Scene<'_, '_>| indemnity::of_member(scene, member, after, limit);
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

fn id_of(text: &str, caller: &Caller) -> Result<u128, Problem> {
    parse_id(text).ok_or_else(|| Problem::new(&Trouble::NotFound("indemnity"), &caller.language))
}

/// Look at an indemnity.
#[utoipa::path(get, path = "/api/v1/{operator}/indemnities/{indemnity}", tag = "indemnities",
    responses((status = 200, body = IndemnityView), (status = 304)))]
async fn look(
    State(web): State<Web>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id_of(&id, &caller)?;
    Ok(tagged(&headers, web.ask(&caller, move |scene| indemnity::proposal(scene, id)).await?))
}

/// Why the member does not agree.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Objection {
    /// The words.
    text: String,
}

type Answered = Result<Reply<IndemnityView>, Trouble>;

fn told(scene: &mut Scene<'_, '_>, id: u128, _: &Nothing) -> Answered {
    indemnity::notify(scene, id)
}

fn objected(scene: &mut Scene<'_, '_>, id: u128, objection: &Objection) -> Answered {
    indemnity::object(scene, id, &objection.text)
}

fn upheld(scene: &mut Scene<'_, '_>, id: u128, why: &Reason) -> Answered {
    indemnity::uphold(scene, id, &why.reason)
}

fn waived(scene: &mut Scene<'_, '_>, id: u128, why: &Reason) -> Answered {
    indemnity::waive(scene, id, &why.reason)
}

macro_rules! about_indemnity {
    ($($(#[$meta:meta])* $name:ident: $wish:ty, $work:path;)*) => {$(
        $(#[$meta])*
        async fn $name(
            State(web): State<Web>,
            caller: Caller,
            Path((_, id)): Path<(String, String)>,
            headers: HeaderMap,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (id, once) = (id_of(&id, &caller)?, body.once(&caller));
            let (seen, wish) = (if_match(&headers), body.value);
            let work = move |scene: &mut Scene<'_, '_>| {
                indemnity::as_seen(scene, id, seen.as_deref())?;
                $work(scene, id, &wish)
            };
            web.command(&caller, once, StatusCode::OK, work).await
        }
    )*};
}

about_indemnity! {
    /// Record other costs, span or distance, before the member is told.
    #[utoipa::path(put, path = "/api/v1/{operator}/indemnities/{indemnity}/recorded",
        tag = "indemnities", request_body = Recorded,
        responses((status = 200, body = IndemnityView), (status = 412)))]
    amend: Recorded, indemnity::amend;

    /// Tell the member, who may object from now on.
    #[utoipa::path(post, path = "/api/v1/{operator}/indemnities/{indemnity}/notify",
        tag = "indemnities", request_body = Nothing,
        responses((status = 200, body = IndemnityView), (status = 412)))]
    notify: Nothing, told;

    /// Object.
    #[utoipa::path(post, path = "/api/v1/{operator}/indemnities/{indemnity}/objection",
        tag = "indemnities", request_body = Objection,
        responses((status = 200, body = IndemnityView), (status = 412)))]
    object: Objection, objected;

    /// Uphold it once the member was heard: now it is billed.
    #[utoipa::path(post, path = "/api/v1/{operator}/indemnities/{indemnity}/uphold",
        tag = "indemnities", request_body = Reason,
        responses((status = 200, body = IndemnityView), (status = 412)))]
    uphold: Reason, upheld;

    /// Waive it, with a reason.
    #[utoipa::path(post, path = "/api/v1/{operator}/indemnities/{indemnity}/waive",
        tag = "indemnities", request_body = Reason,
        responses((status = 200, body = IndemnityView), (status = 412)))]
    waive: Reason, waived;
}
