//! Notes that staff leave for each other about a member.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use rimessa_app::notes::{self, NoteView};
use rimessa_app::{Reply, Scene};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);
    guard::add(router, web, desk, routes!(list, leave))
}

/// The notes about a member, the latest first: 200 of them.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/notes", tag = "members",
    responses((status = 200, body = Vec<NoteView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
) -> Result<Json<Vec<NoteView>>, Problem> {
    let work = move |scene: &mut Scene<'_, '_>| {
        let id = scene.member_there(&member)?;
        notes::list(scene, id)
    };
    web.ask(&caller, work).await.map(Json)
}

/// Leave a note about a member.
#[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/notes", tag = "members",
    request_body = notes::Wish, responses((status = 201, body = NoteView)))]
async fn leave(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<notes::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        let id = scene.member_there(&member)?;
        notes::add(scene, id, &wish.text).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::CREATED, work).await
}
