//! Programs that call by themselves, and their tokens.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::program::{self, MadeProgram, NewProgram, ProgramView};
use rimessa_app::{Reply, Scene, Trouble, parse_id};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Listed, Page};
use crate::http::body::{Body, Key};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let administrators = Who::staff(&[Role::Administrator]);
    let router = guard::add(router, web, administrators, routes!(list, make));
    guard::add(router, web, administrators, routes!(revoke))
}

/// The programs that have a token.
#[utoipa::path(get, path = "/api/v1/{operator}/programs", tag = "programs",
    params(Page), responses((status = 200, body = Vec<ProgramView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| program::list(scene, after.unwrap_or(0), limit + 1);
    let all = web.ask(&caller, work).await?;
    Ok(Listed::cut(all, limit, |one| one.id.clone()).answer(&at))
}

/// Make a token for a program. It is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/programs", tag = "programs",
    request_body = NewProgram, responses((status = 201, body = MadeProgram)))]
async fn make(
    State(web): State<Web>,
    caller: Caller,
    body: Body<NewProgram>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (new, known) = (body.value, web.scopes().to_vec());
    let work = move |scene: &mut Scene<'_, '_>| program::make(scene, &new, &known);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Take the token of a program away.
#[utoipa::path(delete, path = "/api/v1/{operator}/programs/{program}", tag = "programs",
    responses((status = 204)))]
async fn revoke(
    State(web): State<Web>,
    caller: Caller,
    Path((_, program)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(&Trouble::NotFound("program"), &caller.language);
    let id = parse_id(&program).ok_or_else(unknown)?;
    let once = key.once(&caller, b"");
    let work = move |scene: &mut Scene<'_, '_>| program::revoke(scene, id).map(Reply::Done);
    let done = web.command(&caller, once, StatusCode::NO_CONTENT, work).await;
    web.forget_all();
    done
}
