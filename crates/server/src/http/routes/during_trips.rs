//! During a trip: what was found, what is missing, how late it will be, what it costs so far.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::case_file::CaseFile;
use rimessa_app::ending::{self, Amiss, Later};
use rimessa_app::late::{self, LateView};
use rimessa_app::reconstruct::{self, Reconstruction};
use rimessa_app::running::{self, Running};
use rimessa_app::{BookingView, Reply, Trouble, VehicleView, finding, lost, odometer, parse_id};
use rimessa_domain::ids::BookingId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Field, Role::Manager]);
    let aboard = desk.and_members().and_devices();
    let all: [(Who, UtoipaMethodRouter<Web>); 8] = [
        (aboard, routes!(find)),
        (aboard, routes!(missing)),
        (aboard, routes!(delay)),
        (aboard, routes!(cost)),
        (aboard, routes!(amiss)),
        (aboard, routes!(later)),
        (desk, routes!(look_back, accept)),
        (desk.and_devices(), routes!(read)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

fn id_of(text: &str, caller: &Caller) -> Result<BookingId, Problem> {
    let id = parse_id(text).map(BookingId);
    id.ok_or_else(|| Problem::new(&Trouble::NotFound("booking"), &caller.language))
}

macro_rules! about_booking {
    ($($(#[$meta:meta])* $name:ident: $wish:ty, $status:ident, $work:path;)*) => {$(
        $(#[$meta])*
        async fn $name(
            State(web): State<Web>,
            caller: Caller,
            Path((_, booking)): Path<(String, String)>,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (id, once) = (id_of(&booking, &caller)?, body.once(&caller));
            let wish = body.value;
            let status = StatusCode::$status;
            web.command(&caller, once, status, move |scene| $work(scene, id, &wish)).await
        }
    )*};
}

about_booking! {
    /// Report damage or dirt found at the pick-up.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/findings", tag = "trips",
        request_body = finding::Wish, responses((status = 201, body = CaseFile)))]
    find: finding::Wish, CREATED, finding::find;

    /// Report that the fuel card or the key of the vehicle is missing: it is blocked.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/missing", tag = "trips",
        request_body = lost::Missing, responses((status = 201, body = CaseFile)))]
    missing: lost::Missing, CREATED, lost::missing;

    /// Say that the vehicle will be back late: whoever has it next is warned, unnamed.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/late", tag = "trips",
        request_body = late::Wish, responses((status = 200, body = LateView)))]
    delay: late::Wish, OK, late::late;

    /// End a trip as it was reconstructed.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/reconstruction",
        tag = "trips", request_body = reconstruct::Wish,
        responses((status = 200, body = BookingView)))]
    accept: reconstruct::Wish, OK, reconstruct::accept;
}

/// What the trips before and after tell of a trip whose readings are missing.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/reconstruction", tag = "trips",
    responses((status = 200, body = Reconstruction), (status = 422)))]
async fn look_back(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Result<Json<Reconstruction>, Problem> {
    let id = id_of(&booking, &caller)?;
    web.ask(&caller, move |scene| reconstruct::look(scene, id)).await.map(Json)
}

/// What is known of a trip under way.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Driven {
    /// What was driven so far, in metres; left out: what the readings say.
    distance_m: Option<u32>,
}

/// What a trip under way costs if it ends now.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/running", tag = "trips",
    params(Driven), responses((status = 200, body = Running), (status = 409)))]
async fn cost(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    Query(Driven { distance_m }): Query<Driven>,
) -> Result<Response, Problem> {
    let id = id_of(&booking, &caller)?;
    match web.ask(&caller, move |scene| running::running(scene, id, distance_m)).await? {
        Reply::Done(running) => Ok(Json(running).into_response()),
        Reply::Refused(refused) => Err(Problem::refused(&refused, &caller.language)),
    }
}

/// What is not in order with the vehicle of a trip under way, as its devices tell it: what it costs if it is
/// brought back so, or that it would not end the trip.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/not-in-order", tag = "trips",
    responses((status = 200, body = Vec<Amiss>)))]
async fn amiss(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Result<Json<Vec<Amiss>>, Problem> {
    let id = id_of(&booking, &caller)?;
    web.ask(&caller, move |scene| ending::not_in_order(scene, id)).await.map(Json)
}

/// When the vehicle would be brought back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Until {
    /// The moment, like `2030-03-04T13:00`; one that has passed: now.
    #[serde(default)]
    #[param(required = true)]
    end: String,
}

/// What a trip under way would cost if the vehicle came back at a later moment: `null` if it would
/// not end then.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/later", tag = "trips",
    params(Until), responses((status = 200, body = Option<Later>)))]
async fn later(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    Query(Until { end }): Query<Until>,
) -> Result<Json<Option<Later>>, Problem> {
    let id = id_of(&booking, &caller)?;
    web.ask(&caller, move |scene| ending::later(scene, id, &end)).await.map(Json)
}

/// Note what the odometer of a vehicle shows, outside a trip.
#[utoipa::path(post, path = "/api/v1/{operator}/vehicles/{vehicle}/odometer", tag = "fleet",
    request_body = odometer::Wish, responses((status = 200, body = VehicleView)))]
async fn read(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    body: Body<odometer::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    web.command(&caller, once, StatusCode::OK, move |scene| odometer::read(scene, &vehicle, wish))
        .await
}
