//! Stations and vehicles.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use rimessa_app::equipment::{self, BaysView, ChargerView, KioskView};
use rimessa_app::fleet_edit::{self, Gone, StationWish, VehicleWish};
use rimessa_app::{Scene, StationView, VehicleView, show};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{Listed, Page};
use crate::http::body::{Body, Key};
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let managers = Who::staff(&[Role::Manager]).and_programs("fleet");
    let yard = Who::staff(&[Role::Agent, Role::Field, Role::Manager]).and_programs("fleet");
    let all: [(Who, UtoipaMethodRouter<Web>); 9] = [
        (yard, routes!(chargers)),
        (yard, routes!(kiosks)),
        (yard, routes!(bays)),
        (Who::anyone(), routes!(stations)),
        (Who::anyone(), routes!(vehicles)),
        (Who::anyone(), routes!(station)),
        (Who::anyone(), routes!(vehicle)),
        (managers, routes!(put_station, close_station)),
        (managers, routes!(put_vehicle, remove_vehicle)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// The stations, by code.
#[utoipa::path(get, path = "/api/v1/{operator}/stations", tag = "fleet", params(Page),
    responses((status = 200, body = Vec<StationView>), (status = 304)))]
async fn stations(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    headers: HeaderMap,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read_text(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| show::stations(scene, &after, limit + 1);
    let all = web.ask(&caller, work).await?;
    let listed = Listed::cut(all, limit, |one: &StationView| one.code.clone());
    Ok(listed.answer_as(&at, |all| tagged(&headers, all)))
}

/// The vehicles, by code.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles", tag = "fleet", params(Page),
    responses((status = 200, body = Vec<VehicleView>), (status = 304)))]
async fn vehicles(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    headers: HeaderMap,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read_text(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| show::vehicles(scene, &after, limit + 1);
    let all = web.ask(&caller, work).await?;
    let listed = Listed::cut(all, limit, |one: &VehicleView| one.code.clone());
    Ok(listed.answer_as(&at, |all| tagged(&headers, all)))
}

/// A station. Its `ETag` is for changing it.
#[utoipa::path(get, path = "/api/v1/{operator}/stations/{station}", tag = "fleet",
    responses((status = 200, body = StationView), (status = 304)))]
async fn station(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let view = web.ask(&caller, move |scene| fleet_edit::station(scene, &code)).await?;
    Ok(tagged(&headers, view))
}

/// A vehicle. Its `ETag` is for changing it.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles/{vehicle}", tag = "fleet",
    responses((status = 200, body = VehicleView), (status = 304)))]
async fn vehicle(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let view = web.ask(&caller, move |scene| fleet_edit::vehicle(scene, &code)).await?;
    Ok(tagged(&headers, view))
}

/// Enter a station, or change it; with `If-Match` only if it is still as it was.
#[utoipa::path(put, path = "/api/v1/{operator}/stations/{station}", tag = "fleet",
    request_body = StationWish,
    responses((status = 200, body = StationView), (status = 412)))]
async fn put_station(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body<StationWish>,
) -> Result<Response, Problem> {
    let (once, seen, wish) = (body.once(&caller), if_match(&headers), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        fleet_edit::put_station(scene, &code, &wish, seen.as_deref())
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Close a station at which nothing stands any more.
#[utoipa::path(delete, path = "/api/v1/{operator}/stations/{station}", tag = "fleet",
    responses((status = 200, body = Gone), (status = 412)))]
async fn close_station(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    key: Key,
) -> Result<Response, Problem> {
    let (once, seen) = (key.once(&caller, b""), if_match(&headers));
    let work =
        move |scene: &mut Scene<'_, '_>| fleet_edit::close_station(scene, &code, seen.as_deref());
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Enter a vehicle, or change it; with `If-Match` only if it is still as it was.
#[utoipa::path(put, path = "/api/v1/{operator}/vehicles/{vehicle}", tag = "fleet",
    request_body = VehicleWish,
    responses((status = 200, body = VehicleView), (status = 412)))]
async fn put_vehicle(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body<VehicleWish>,
) -> Result<Response, Problem> {
    let (once, seen, wish) = (body.once(&caller), if_match(&headers), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        fleet_edit::put_vehicle(scene, &code, &wish, seen.as_deref())
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Take a vehicle out of the fleet that nobody has booked any more.
#[utoipa::path(delete, path = "/api/v1/{operator}/vehicles/{vehicle}", tag = "fleet",
    responses((status = 200, body = Gone), (status = 412)))]
async fn remove_vehicle(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    key: Key,
) -> Result<Response, Problem> {
    let (once, seen) = (key.once(&caller, b""), if_match(&headers));
    let work =
        move |scene: &mut Scene<'_, '_>| fleet_edit::remove_vehicle(scene, &code, seen.as_deref());
    web.command(&caller, once, StatusCode::OK, work).await
}

/// The chargers, by code.
#[utoipa::path(get, path = "/api/v1/{operator}/chargers", tag = "fleet", params(Page),
    responses((status = 200, body = Vec<ChargerView>)))]
async fn chargers(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = web.ask(&caller, equipment::chargers).await?;
    Ok(page.cut(all, |one| &one.code, &caller.language)?.answer(&at))
}

/// The kiosks with the slots where keys hang, by code.
#[utoipa::path(get, path = "/api/v1/{operator}/kiosks", tag = "fleet", params(Page),
    responses((status = 200, body = Vec<KioskView>)))]
async fn kiosks(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = web.ask(&caller, equipment::kiosks).await?;
    Ok(page.cut(all, |one| &one.code, &caller.language)?.answer(&at))
}

/// The bays of a station now: how many are free, what stands there, which chargers there are.
#[utoipa::path(get, path = "/api/v1/{operator}/stations/{station}/bays", tag = "fleet",
    responses((status = 200, body = BaysView)))]
async fn bays(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
) -> Result<Json<BaysView>, Problem> {
    web.ask(&caller, move |scene| equipment::bays(scene, &code)).await.map(Json)
}
