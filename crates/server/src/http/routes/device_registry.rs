//! Registering devices, and their keys.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::device::{self, DeviceView, KeyedDevice, NewDevice, Rotation};
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
    let router = guard::add(router, web, administrators, routes!(list, register));
    let router = guard::add(router, web, administrators, routes!(look, disable));
    guard::add(router, web, administrators, routes!(rotate))
}

fn id_of(text: &str, caller: &Caller) -> Result<u128, Problem> {
    parse_id(text).ok_or_else(|| Problem::new(&Trouble::NotFound("device"), &caller.language))
}

/// The devices.
#[utoipa::path(get, path = "/api/v1/{operator}/devices", tag = "devices",
    params(Page), responses((status = 200, body = Vec<DeviceView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| device::list(scene, after.unwrap_or(0), limit + 1);
    let all = web.ask(&caller, work).await?;
    Ok(Listed::cut(all, limit, |one| one.id.clone()).answer(&at))
}

/// Register a device. Its key is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/devices", tag = "devices",
    request_body = NewDevice, responses((status = 201, body = KeyedDevice)))]
async fn register(
    State(web): State<Web>,
    caller: Caller,
    body: Body<NewDevice>,
) -> Result<Response, Problem> {
    let (once, new) = (body.secret(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| device::register(scene, &new);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Give a device another key. It is shown once; the old one holds for seven days more, unless it is
/// lost.
#[utoipa::path(post, path = "/api/v1/{operator}/devices/{device}/keys", tag = "devices",
    request_body = Rotation, responses((status = 201, body = KeyedDevice)))]
async fn rotate(
    State(web): State<Web>,
    caller: Caller,
    Path((_, device)): Path<(String, String)>,
    body: Body<Rotation>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (id, rotation) = (id_of(&device, &caller)?, body.value);
    let work = move |scene: &mut Scene<'_, '_>| device::rotate(scene, id, rotation);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// A device.
#[utoipa::path(get, path = "/api/v1/{operator}/devices/{device}", tag = "devices",
    responses((status = 200, body = DeviceView)))]
async fn look(
    State(web): State<Web>,
    caller: Caller,
    Path((_, device)): Path<(String, String)>,
) -> Result<Json<DeviceView>, Problem> {
    let id = id_of(&device, &caller)?;
    web.ask(&caller, move |scene| device::look(scene, id)).await.map(Json)
}

/// Take a device out of use, for good.
#[utoipa::path(delete, path = "/api/v1/{operator}/devices/{device}", tag = "devices",
    responses((status = 204)))]
async fn disable(
    State(web): State<Web>,
    caller: Caller,
    Path((_, device)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let (id, once) = (id_of(&device, &caller)?, key.once(&caller, b""));
    let work = move |scene: &mut Scene<'_, '_>| device::disable(scene, id).map(Reply::Done);
    web.command(&caller, once, StatusCode::NO_CONTENT, work).await
}
