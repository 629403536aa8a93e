//! Another vehicle in the place of the booked one; vehicles out of service.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rimessa_app::{BookingView, VehicleView, exchange, missing, out_of_service, show};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::bookings::id_of;
use crate::http::body::{Body, Key};
use crate::http::conditional::if_match;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Manager]);
    let yard = Who::staff(&[Role::Agent, Role::Field, Role::Manager]);
    let people = Who::members().and_staff(&[Role::Agent, Role::Manager]).and_devices();
    let all: [(Who, UtoipaMethodRouter<Web>); 3] =
        [(desk, routes!(swap)), (people, routes!(absent)), (yard, routes!(drop_out, back))];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// Give a booking another, equal vehicle, until it is opened.
#[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/exchange", tag = "bookings",
    request_body = exchange::Wish,
    responses((status = 200, body = BookingView), (status = 412)))]
async fn swap(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body<exchange::Wish>,
) -> Result<Response, Problem> {
    let (id, once) = (id_of(&booking, &caller)?, body.once(&caller));
    let (seen, wish) = (if_match(&headers), body.value);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        show::booking_as_seen(scene, id, seen.as_deref())?;
        exchange::exchange(scene, id, &wish)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Say that the vehicle is not there: others are offered; take one of them, or a taxi.
#[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/no-vehicle", tag = "trips",
    request_body = missing::Wish, responses((status = 200, body = missing::NoVehicle)))]
async fn absent(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    body: Body<missing::Wish>,
) -> Result<Response, Problem> {
    let (id, once) = (id_of(&booking, &caller)?, body.once(&caller));
    let wish = body.value;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| missing::missing(scene, id, &wish);
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Take a vehicle out of service: its bookings get equal ones as far as there are any.
#[utoipa::path(put, path = "/api/v1/{operator}/vehicles/{vehicle}/out-of-service", tag = "fleet",
    request_body = out_of_service::Wish,
    responses((status = 200, body = out_of_service::DroppedOut)))]
async fn drop_out(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    body: Body<out_of_service::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        out_of_service::take_out(scene, &vehicle, &wish)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Put a vehicle back into service.
#[utoipa::path(delete, path = "/api/v1/{operator}/vehicles/{vehicle}/out-of-service",
    tag = "fleet", responses((status = 200, body = VehicleView)))]
async fn back(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"");
    let work =
        move |scene: &mut rimessa_app::Scene<'_, '_>| out_of_service::put_back(scene, &vehicle);
    web.command(&caller, once, StatusCode::OK, work).await
}
