//! Bookings and trips.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use rimessa_app::{BookingView, Trouble};
use rimessa_app::{book, cancel, change, extend, give_back, parse_id, report, show, unlock};
use rimessa_domain::ids::BookingId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = [Role::Agent, Role::Manager];
    let people = Who::members().and_staff(&desk).and_programs("bookings");
    let with_devices = people.and_devices();
    let all: [(Who, UtoipaMethodRouter<Web>); 8] = [
        (people, routes!(make, list)),
        (with_devices, routes!(get, modify)),
        (people, routes!(call_off)),
        (with_devices, routes!(prolong)),
        (with_devices, routes!(open)),
        (with_devices.and_staff(&[Role::Field]), routes!(bring_back)),
        (with_devices, routes!(tell)),
        (people, routes!(access_code)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

pub(super) fn id_of(text: &str, caller: &Caller) -> Result<BookingId, Problem> {
    let id = parse_id(text).map(BookingId);
    id.ok_or_else(|| Problem::new(&Trouble::NotFound("booking"), &caller.language))
}

/// Book a vehicle.
#[utoipa::path(post, path = "/api/v1/{operator}/bookings", tag = "bookings",
    request_body = book::Wish, responses((status = 201, body = BookingView)))]
async fn make(
    State(web): State<Web>,
    caller: Caller,
    body: Body<book::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::CREATED, move |scene| book::book(scene, &wish)).await
}

/// Whose bookings, and where to go on reading.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Listed {
    /// The member, by id or customer number; left out: who is logged in.
    member: Option<String>,
    /// Only those that start before this moment: the `start` of the last one of the page before.
    before: Option<String>,
    /// How many at most: 1 to 100; 20 by default.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
}

/// List bookings, the latest start first.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings", tag = "bookings",
    params(Listed),
    responses((status = 200, body = Vec<BookingView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    Query(listed): Query<Listed>,
) -> Result<Json<Vec<BookingView>>, Problem> {
    let limit = i64::from(listed.limit.unwrap_or(20).clamp(1, 100));
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_named(listed.member.as_deref())?;
        let before = scene.moment("before", listed.before.as_deref())?;
        show::bookings_of(scene, member, before, limit)
    };
    web.ask(&caller, work).await.map(Json)
}

/// Look at a booking, with its lines so far.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}", tag = "bookings",
    responses((status = 200, body = BookingView)))]
async fn get(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Result<Json<BookingView>, Problem> {
    let id = id_of(&booking, &caller)?;
    web.ask(&caller, move |scene| show::booking(scene, id)).await.map(Json)
}

/// A code that opens.
#[derive(Debug, Serialize, ToSchema)]
struct Code {
    /// Six digits; `null` once it is gone.
    code: Option<String>,
}

/// The code of a booking.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/code", tag = "bookings",
    responses((status = 200, body = Code)))]
async fn access_code(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Result<Json<Code>, Problem> {
    let id = id_of(&booking, &caller)?;
    let code = web.ask(&caller, move |scene| show::code(scene, id)).await?;
    Ok(Json(Code { code }))
}

macro_rules! about_booking {
    ($($(#[$meta:meta])* $name:ident: $wish:ty, $work:path;)*) => {$(
        $(#[$meta])*
        async fn $name(
            State(web): State<Web>,
            caller: Caller,
            Path((_, booking)): Path<(String, String)>,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (id, once) = (id_of(&booking, &caller)?, body.once(&caller));
            let wish = body.value;
            web.command(&caller, once, StatusCode::OK, move |scene| $work(scene, id, &wish)).await
        }
    )*};
}

about_booking! {
    /// Change the times of a booking before it begins.
    #[utoipa::path(patch, path = "/api/v1/{operator}/bookings/{booking}", tag = "bookings",
        request_body = change::Wish, responses((status = 200, body = BookingView)))]
    modify: change::Wish, change::change;

    /// Extend a booking, before or during the trip.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/extend", tag = "bookings",
        request_body = extend::Wish, responses((status = 200, body = BookingView)))]
    prolong: extend::Wish, extend::extend;

    /// Cancel a booking.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/cancel", tag = "bookings",
        request_body = cancel::Wish, responses((status = 200, body = BookingView)))]
    call_off: cancel::Wish, cancel::cancel;

    /// Open the vehicle.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/unlock", tag = "trips",
        request_body = unlock::Wish, responses((status = 200, body = BookingView)))]
    open: unlock::Wish, unlock::unlock;

    /// Bring the vehicle back.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/return", tag = "trips",
        request_body = give_back::Wish, responses((status = 200, body = BookingView)))]
    bring_back: give_back::Wish, give_back::give_back;

    /// Report something during the trip.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/reports", tag = "trips",
        request_body = report::Wish, responses((status = 200, body = BookingView)))]
    tell: report::Wish, report::report;
}
