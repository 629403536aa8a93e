//! A day of the fleet, and a booking moved to another vehicle.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{Scene, Trouble, exchange, parse_id, show, timeline};
use rimessa_domain::ids::BookingId;
use rimessa_pages::Errors;
use rimessa_pages::office::{MovePage, Shown, TimelinePage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fleet::STATIONS;
use super::{PAGE, at, looked, onwards, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

/// So many vehicles can be chosen from.
const VEHICLES: i64 = 1000;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    day: String,
    days: String,
    after: String,
    station: String,
    category: String,
    told: String,
}

pub(super) async fn day(State(web): State<Web>, desk: Desk, RawQuery(query): RawQuery) -> Response {
    let Asked { day, days, after, station, category, told } = asked(query.as_deref());
    let days = days.parse().unwrap_or(1);
    let mut shown =
        Shown { station: station.clone(), category: category.clone(), ..Shown::default() };
    let rules = desk.caller.operator.versions.at(web.app().clock().now());
    shown.categories = rules.categories.iter().map(|category| category.id.to_string()).collect();
    let wanted = timeline::Asked { day, days, after, station, category };
    let work = move |scene: &mut Scene<'_, '_>| {
        let found = timeline::timeline(scene, &wanted, PAGE)?;
        Ok((found, show::stations(scene, "", STATIONS)?))
    };
    looked(&web, &desk, work, |frame, (found, stations)| {
        shown.stations = stations;
        let days = found.days.to_string();
        let Shown { station, category, .. } = &shown;
        let asked = [
            ("day", found.day.as_str()),
            ("days", &days),
            ("station", station),
            ("category", category),
        ];
        let further = onwards(&desk, "timeline", &asked, found.next.as_deref());
        TimelinePage::of(frame, shown, found, further, told == "moved")
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Target {
    vehicle: String,
}

pub(super) async fn moving(
    State(web): State<Web>,
    desk: Desk,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    show_moving(&web, &desk, booking, asked(query.as_deref()), Errors::default()).await
}

async fn show_moving(
    web: &Web,
    desk: &Desk,
    booking: String,
    typed: Target,
    errors: Errors,
) -> Response {
    let work = move |scene: &mut Scene<'_, '_>| {
        let trip = timeline::trip(scene, &booking)?;
        Ok((trip, show::vehicles(scene, "", VEHICLES)?))
    };
    match web.find_out(&desk.caller, work).await {
        Ok((trip, mut vehicles)) => {
            vehicles.retain(|vehicle| vehicle.code != trip.vehicle);
            let (frame, status) = (desk.frame(web), status(&errors));
            let page = MovePage { frame, trip, vehicles, chosen: typed.vehicle, errors };
            (status, html(&page)).into_response()
        }
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

/// Gives a booking another vehicle: every rule is checked again.
pub(super) async fn move_to(
    State(web): State<Web>,
    desk: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Target>,
) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let Some(id) = parse_id(&booking).map(BookingId) else {
        return desk.wrong(&web, &Trouble::NotFound("booking"));
    };
    let wish = exchange::Wish { vehicle: typed.vehicle.clone(), pickup: None };
    let work = move |scene: &mut Scene<'_, '_>| exchange::exchange(scene, id, &wish);
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => {
            let named = booking.clone();
            let trip = web.find_out(&desk.caller, move |scene| timeline::trip(scene, &named)).await;
            // The day on the wall clock of the operator.
            let day = trip.map(|trip| desk.frame(&web).talk.field(&trip.start)).unwrap_or_default();
            let day = day.split('T').next().unwrap_or_default();
            gate::onwards(&at(&desk, &format!("timeline?day={day}&told=moved")))
        }
        Err(Stopped::AtForm(errors)) => show_moving(&web, &desk, booking, typed, errors).await,
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}
