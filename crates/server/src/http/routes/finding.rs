//! Finding a vehicle: near a place, at a station, later. Answered from memory.

use axum::Json;
use axum::extract::{Path, State};
use rimessa_app::calendar::{self, Taken};
use rimessa_app::find::{self, Alternatives, Availability, FreeTime, FreeVehicle};
use rimessa_app::{Operator, Trouble};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::guard::{self, Caller, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let all: [(Who, UtoipaMethodRouter<Web>); 5] = [
        (Who::anyone(), routes!(free)),
        (Who::anyone(), routes!(at_station)),
        (Who::anyone(), routes!(times)),
        (Who::anyone(), routes!(instead)),
        (Who::anyone(), routes!(calendar_of)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// Asks the search, which never waits.
fn asked<T>(
    web: &Web,
    caller: &Caller,
    question: impl FnOnce(&rimessa_app::App, &Operator) -> Result<T, Trouble>,
) -> Result<Json<T>, Problem> {
    let answer = question(web.app(), &caller.operator);
    answer.map(Json).map_err(|trouble| Problem::new(&trouble, &caller.language))
}

/// The free vehicles nearest to a point or a station.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles/free", tag = "fleet",
    params(find::Wish), responses((status = 200, body = Vec<FreeVehicle>)))]
async fn free(
    State(web): State<Web>,
    caller: Caller,
    Query(wish): Query<find::Wish>,
) -> Result<Json<Vec<FreeVehicle>>, Problem> {
    asked(&web, &caller, |app, operator| find::free(app, operator, &wish))
}

/// What there is at a station at a time.
#[utoipa::path(get, path = "/api/v1/{operator}/stations/{station}/availability", tag = "fleet",
    params(calendar::Wish), responses((status = 200, body = Availability)))]
async fn at_station(
    State(web): State<Web>,
    caller: Caller,
    Path((_, station)): Path<(String, String)>,
    Query(wish): Query<calendar::Wish>,
) -> Result<Json<Availability>, Problem> {
    let (from, until) = (wish.from.as_deref(), wish.until.as_deref());
    asked(&web, &caller, |app, operator| find::availability(app, operator, &station, from, until))
}

/// The next times at which a vehicle can be had for so long.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles/{vehicle}/free-times", tag = "fleet",
    params(calendar::Wish), responses((status = 200, body = Vec<FreeTime>)))]
async fn times(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    Query(wish): Query<calendar::Wish>,
) -> Result<Json<Vec<FreeTime>>, Problem> {
    let (from, until) = (wish.from.as_deref(), wish.until.as_deref());
    asked(&web, &caller, |app, operator| find::free_times(app, operator, &vehicle, from, until))
}

/// What there is in the place of a vehicle that is taken.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles/{vehicle}/alternatives", tag = "fleet",
    params(calendar::Wish), responses((status = 200, body = Alternatives)))]
async fn instead(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    Query(wish): Query<calendar::Wish>,
) -> Result<Json<Alternatives>, Problem> {
    let (from, until) = (wish.from.as_deref(), wish.until.as_deref());
    asked(&web, &caller, |app, operator| find::alternatives(app, operator, &vehicle, from, until))
}

/// When a vehicle is taken: own bookings are named, those of others are not.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles/{vehicle}/calendar", tag = "fleet",
    params(calendar::Wish), responses((status = 200, body = Vec<Taken>)))]
async fn calendar_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    Query(wish): Query<calendar::Wish>,
) -> Result<Json<Vec<Taken>>, Problem> {
    web.ask(&caller, move |scene| calendar::calendar(scene, &vehicle, &wish)).await.map(Json)
}
