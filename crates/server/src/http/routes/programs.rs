//! Programs that call by themselves, and their tokens.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use rimessa_app::program::{self, MadeProgram, NewProgram, ProgramView};
use rimessa_app::{Scene, Trouble, parse_id};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::Page;
use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let administrators = Who::staff(&[Role::Administrator]);
    let router = guard::add(router, web, administrators, routes!(list, make));
    guard::add(router, web, administrators, routes!(revoke))
}

/// The programs that have a token. Go on after the `id` of the last one.
#[utoipa::path(get, path = "/api/v1/{operator}/programs", tag = "programs",
    params(Page), responses((status = 200, body = Vec<ProgramView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    Query(page): Query<Page>,
) -> Result<Json<Vec<ProgramView>>, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| program::list(scene, after.unwrap_or(0), limit);
    web.ask(&caller, work).await.map(Json)
}

/// Make a token for a program. It is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/programs", tag = "programs",
    request_body = NewProgram, responses((status = 201, body = MadeProgram)))]
async fn make(
    State(web): State<Web>,
    caller: Caller,
    body: Body<NewProgram>,
) -> Result<Response, Problem> {
    let (new, known) = (body.value, web.scopes().to_vec());
    // The answer holds a secret: it is not kept for a repetition.
    let work = move |scene: &mut Scene<'_, '_>| program::make(scene, &new, &known);
    web.command(&caller, None, StatusCode::CREATED, work).await
}

/// Take the token of a program away.
#[utoipa::path(delete, path = "/api/v1/{operator}/programs/{program}", tag = "programs",
    responses((status = 204)))]
async fn revoke(
    State(web): State<Web>,
    caller: Caller,
    Path((_, program)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let unknown = || Problem::new(&Trouble::NotFound("program"), &caller.language);
    let id = parse_id(&program).ok_or_else(unknown)?;
    web.carry_out(&caller, move |scene| program::revoke(scene, id)).await?;
    web.forget_all();
    Ok(StatusCode::NO_CONTENT)
}
