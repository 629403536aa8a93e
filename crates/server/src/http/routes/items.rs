//! Fuel cards and keys.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::indemnity::IndemnityView;
use rimessa_app::lost::{self, ItemPage, ItemView};
use rimessa_app::{Scene, Trouble, parse_id};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Page, leading};
use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Field, Role::Manager]);
    let proposers = Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager]);
    let router = guard::add(router, web, desk, routes!(issue, list));
    let router = guard::add(router, web, desk, routes!(replace));
    guard::add(router, web, proposers, routes!(misused))
}

/// Issue a fuel card or a key.
#[utoipa::path(post, path = "/api/v1/{operator}/items", tag = "items",
    request_body = lost::New, responses((status = 201, body = ItemView)))]
async fn issue(
    State(web): State<Web>,
    caller: Caller,
    body: Body<lost::New>,
) -> Result<Response, Problem> {
    let (once, new) = (body.once(&caller), body.value);
    web.command(&caller, once, StatusCode::CREATED, move |scene| lost::issue(scene, &new)).await
}

/// All fuel cards and keys.
#[utoipa::path(get, path = "/api/v1/{operator}/items", tag = "items",
    params(Page), responses((status = 200, body = ItemPage)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| lost::all(scene, after, limit);
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

macro_rules! about_item {
    ($($(#[$meta:meta])* $name:ident: $wish:ty, $work:path;)*) => {$(
        $(#[$meta])*
        async fn $name(
            State(web): State<Web>,
            caller: Caller,
            Path((_, id)): Path<(String, String)>,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let nothing = || Problem::new(&Trouble::NotFound("item"), &caller.language);
            let id = parse_id(&id).ok_or_else(nothing)?;
            let (once, wish) = (body.once(&caller), body.value);
            let status = StatusCode::CREATED;
            web.command(&caller, once, status, move |scene| $work(scene, id, &wish)).await
        }
    )*};
}

about_item! {
    /// Replace what was lost; it is blocked.
    #[utoipa::path(post, path = "/api/v1/{operator}/items/{item}/replace", tag = "items",
        request_body = lost::Replacement, responses((status = 201, body = ItemView)))]
    replace: lost::Replacement, lost::replace;

    /// Propose an indemnity for its misuse.
    #[utoipa::path(post, path = "/api/v1/{operator}/items/{item}/misuse", tag = "items",
        request_body = lost::Misuse, responses((status = 201, body = IndemnityView)))]
    misused: lost::Misuse, lost::misused;
}
