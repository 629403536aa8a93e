//! Bookings and trips.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rimessa_app::late_cost::{self, LateCost};
use rimessa_app::other_times::{self, Cost};
use rimessa_app::{BookingView, Reply, Scene, Trouble};
use rimessa_app::{book, cancel, change, extend, give_back, parse_id, report, show, unlock};
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Instant;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{Listed, Page, not_a_cursor};
use crate::http::body::Body;
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = [Role::Agent, Role::Manager];
    let people = Who::members().and_staff(&desk).and_programs("bookings");
    let with_devices = people.and_devices();
    let all: [(Who, UtoipaMethodRouter<Web>); 11] = [
        (people, routes!(make, list)),
        (with_devices, routes!(get, modify)),
        (people, routes!(call_off)),
        (with_devices, routes!(prolong)),
        (with_devices, routes!(open)),
        (with_devices.and_staff(&[Role::Field]), routes!(bring_back)),
        (with_devices, routes!(tell)),
        (people, routes!(access_code)),
        (people, routes!(cancellation)),
        (people, routes!(cost_of_times)),
        (people, routes!(cost_of_delay)),
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
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// The member, by id or customer number; left out: who is logged in.
    member: Option<String>,
    /// Only those that start before this moment.
    before: Option<String>,
    /// Where the page before ended; follow the header `Link`.
    after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// Where a page of bookings ended: a start and an id.
fn cursor(text: &str) -> Option<(Instant, BookingId)> {
    let (start, id) = text.split_once('~')?;
    Some((Instant(start.parse().ok()?), BookingId(parse_id(id)?)))
}

/// List bookings, the latest start first.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings", tag = "bookings",
    params(Which),
    responses((status = 200, body = Vec<BookingView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let Which { member, before, after, limit } = which;
    let limit = Page { after: None, limit }.limit(&caller.language)?;
    let after = match &after {
        None => None,
        Some(text) => Some(cursor(text).ok_or_else(|| not_a_cursor(&caller.language))?),
    };
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = scene.member_named(member.as_deref())?;
        let before = scene.moment("before", before.as_deref())?;
        let before = before.map(|before| (before, BookingId(0)));
        let from = before.into_iter().chain(after).min();
        show::bookings_of(scene, member, from, limit + 1)
    };
    let all = web.ask(&caller, work).await?;
    let ended = |booking: &BookingView| {
        let start = booking.start.parse().map_or(0, jiff::Timestamp::as_millisecond);
        format!("{start}~{}", booking.id)
    };
    Ok(Listed::cut(all, limit, ended).answer(&at))
}

/// Look at a booking, with its lines so far. Its `ETag` is for changing it.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}", tag = "bookings",
    responses((status = 200, body = BookingView), (status = 304)))]
async fn get(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id_of(&booking, &caller)?;
    Ok(tagged(&headers, web.ask(&caller, move |scene| show::booking(scene, id)).await?))
}

/// A code that opens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessCode)]
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

/// What cancelling a booking would cost now.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/cancellation", tag = "bookings",
    responses((status = 200, body = cancel::Cost), (status = 409)))]
async fn cancellation(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = id_of(&booking, &caller)?;
    match web.ask(&caller, move |scene| cancel::cost(scene, id)).await? {
        Reply::Done(cost) => Ok(Json(cost).into_response()),
        Reply::Refused(refused) => Err(Problem::refused(&refused, &caller.language)),
    }
}

/// Other times of a booking.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Times {
    /// The start; left out: as it is.
    start: Option<String>,
    /// The end.
    #[serde(default)]
    #[param(required = true)]
    end: String,
}

/// What a booking would cost with other times, or why it cannot have them.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/cost-of-times", tag = "bookings",
    params(Times), responses((status = 200, body = Cost), (status = 409)))]
async fn cost_of_times(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    Query(Times { start, end }): Query<Times>,
) -> Result<Response, Problem> {
    let id = id_of(&booking, &caller)?;
    let wish = other_times::Wish { start: start.unwrap_or_default(), end, agreed: None };
    match web.ask(&caller, move |scene| other_times::cost(scene, id, &wish)).await? {
        Reply::Done(cost) => Ok(Json(cost).into_response()),
        Reply::Refused(refused) => Err(Problem::refused(&refused, &caller.language)),
    }
}

/// A delay.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Delay {
    /// When the vehicle would come back.
    #[serde(default)]
    #[param(required = true)]
    until: String,
}

/// What it would cost to bring the vehicle back late.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/cost-of-delay", tag = "bookings",
    params(Delay), responses((status = 200, body = LateCost), (status = 422)))]
async fn cost_of_delay(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    Query(Delay { until }): Query<Delay>,
) -> Result<Json<LateCost>, Problem> {
    let id = id_of(&booking, &caller)?;
    web.ask(&caller, move |scene| late_cost::late_cost(scene, id, &until)).await.map(Json)
}

macro_rules! about_booking {
    ($($(#[$meta:meta])* $name:ident: $wish:ty, $work:path;)*) => {$(
        $(#[$meta])*
        async fn $name(
            State(web): State<Web>,
            caller: Caller,
            Path((_, booking)): Path<(String, String)>,
            headers: HeaderMap,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (id, once) = (id_of(&booking, &caller)?, body.once(&caller));
            let (seen, wish) = (if_match(&headers), body.value);
            let work = move |scene: &mut Scene<'_, '_>| {
                show::booking_as_seen(scene, id, seen.as_deref())?;
                $work(scene, id, &wish)
            };
            web.command(&caller, once, StatusCode::OK, work).await
        }
    )*};
}

about_booking! {
    /// Change the times of a booking before it begins.
    #[utoipa::path(patch, path = "/api/v1/{operator}/bookings/{booking}", tag = "bookings",
        request_body = change::Wish, responses((status = 200, body = BookingView), (status = 412)))]
    modify: change::Wish, change::change;

    /// Extend a booking, before or during the trip.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/extend", tag = "bookings",
        request_body = extend::Wish, responses((status = 200, body = BookingView), (status = 412)))]
    prolong: extend::Wish, extend::extend;

    /// Cancel a booking.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/cancel", tag = "bookings",
        request_body = cancel::Wish, responses((status = 200, body = BookingView), (status = 412)))]
    call_off: cancel::Wish, cancel::cancel;

    /// Open the vehicle.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/unlock", tag = "trips",
        request_body = unlock::Wish, responses((status = 200, body = BookingView), (status = 412)))]
    open: unlock::Wish, unlock::unlock;

    /// Bring the vehicle back.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/return", tag = "trips",
        request_body = give_back::Wish, responses((status = 200, body = BookingView), (status = 412)))]
    bring_back: give_back::Wish, give_back::give_back;

    /// Report something during the trip.
    #[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/reports", tag = "trips",
        request_body = report::Wish, responses((status = 200, body = BookingView), (status = 412)))]
    tell: report::Wish, report::report;
}
