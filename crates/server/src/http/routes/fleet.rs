//! Stations and vehicles.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rimessa_app::fleet_edit::{self, Gone, StationWish, VehicleWish};
use rimessa_app::{StationView, VehicleView, show};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let managers = Who::staff(&[Role::Manager]).and_programs("fleet");
    let all: [(Who, UtoipaMethodRouter<Web>); 6] = [
        (Who::anyone(), routes!(stations)),
        (Who::anyone(), routes!(vehicles)),
        (Who::anyone(), routes!(station)),
        (Who::anyone(), routes!(vehicle)),
        (managers, routes!(put_station, close_station)),
        (managers, routes!(put_vehicle, remove_vehicle)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// All stations.
#[utoipa::path(get, path = "/api/v1/{operator}/stations", tag = "fleet",
    responses((status = 200, body = Vec<StationView>), (status = 304)))]
async fn stations(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(tagged(&headers, web.ask(&caller, show::stations).await?))
}

/// All vehicles.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles", tag = "fleet",
    responses((status = 200, body = Vec<VehicleView>), (status = 304)))]
async fn vehicles(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(tagged(&headers, web.ask(&caller, show::vehicles).await?))
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
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that was looked at")),
    responses((status = 200, body = StationView), (status = 412, description = "It has changed")))]
async fn put_station(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body<StationWish>,
) -> Result<Response, Problem> {
    let (once, seen, wish) = (body.once(&caller), if_match(&headers), body.value);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        fleet_edit::put_station(scene, &code, &wish, seen.as_deref())
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Close a station at which nothing stands any more.
#[utoipa::path(delete, path = "/api/v1/{operator}/stations/{station}", tag = "fleet",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that was looked at")),
    responses((status = 200, body = Gone), (status = 412, description = "It has changed")))]
async fn close_station(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let seen = if_match(&headers);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        fleet_edit::close_station(scene, &code, seen.as_deref())
    };
    web.command(&caller, None, StatusCode::OK, work).await
}

/// Enter a vehicle, or change it; with `If-Match` only if it is still as it was.
#[utoipa::path(put, path = "/api/v1/{operator}/vehicles/{vehicle}", tag = "fleet",
    request_body = VehicleWish,
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that was looked at")),
    responses((status = 200, body = VehicleView), (status = 412, description = "It has changed")))]
async fn put_vehicle(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body<VehicleWish>,
) -> Result<Response, Problem> {
    let (once, seen, wish) = (body.once(&caller), if_match(&headers), body.value);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        fleet_edit::put_vehicle(scene, &code, &wish, seen.as_deref())
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Take a vehicle out of the fleet that nobody has booked any more.
#[utoipa::path(delete, path = "/api/v1/{operator}/vehicles/{vehicle}", tag = "fleet",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that was looked at")),
    responses((status = 200, body = Gone), (status = 412, description = "It has changed")))]
async fn remove_vehicle(
    State(web): State<Web>,
    caller: Caller,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let seen = if_match(&headers);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        fleet_edit::remove_vehicle(scene, &code, seen.as_deref())
    };
    web.command(&caller, None, StatusCode::OK, work).await
}
