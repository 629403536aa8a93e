//! Stations and vehicles: entered, changed, out of service and back.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::fleet_edit::{self, VehicleWish};
use rimessa_app::off_line::{self, LastHeard};
use rimessa_app::tag::tag;
use rimessa_app::{Scene, StationView, Trouble, VehicleView, out_of_service, show, timeline};
use rimessa_pages::Errors;
use rimessa_pages::office::{DroppedPage, MovedTrip, VehicleForm, VehiclePage, VehiclesPage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PAGE, at, looked, onwards, stale, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

/// So many stations can be chosen from.
pub(super) const STATIONS: i64 = 1000;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { after, told } = asked(query.as_deref());
    let work = move |scene: &mut Scene<'_, '_>| {
        let mut vehicles = show::vehicles(scene, &after, PAGE + 1)?;
        let more = i64::try_from(vehicles.len()).is_ok_and(|count| count > PAGE);
        vehicles.truncate(usize::try_from(PAGE).unwrap_or_default());
        Ok((vehicles, more))
    };
    looked(&web, &desk, work, |frame, (vehicles, more)| {
        let next = vehicles.last().filter(|_| more).map(|last: &VehicleView| last.code.as_str());
        let further = onwards(&desk, "vehicles", &[], next);
        VehiclesPage { frame, vehicles, further, told: told == "removed" }
    })
    .await
}

/// A vehicle as it is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    plate: String,
    name: String,
    category: String,
    station: String,
    /// The tag of what was looked at.
    seen: String,
    /// From when on it is out of service.
    from: String,
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Typed {
    fn of(view: &VehicleView) -> Self {
        Self {
            code: view.code.clone(),
            plate: view.plate.clone().unwrap_or_default(),
            name: view.name.clone().unwrap_or_default(),
            category: view.category.clone().unwrap_or_default(),
            station: view.station.clone(),
            seen: tag(view),
            from: String::new(),
        }
    }

    fn wish(&self) -> VehicleWish {
        VehicleWish {
            plate: given(&self.plate),
            name: given(&self.name),
            category: given(&self.category),
            station: self.station.clone(),
        }
    }
}

pub(super) async fn new(State(web): State<Web>, desk: Desk) -> Response {
    show_one(&web, &desk, String::new(), None, String::new(), Errors::default()).await
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told, .. } = asked(query.as_deref());
    show_one(&web, &desk, code, None, told, Errors::default()).await
}

/// A vehicle with its forms; without a code, one to be entered.
async fn show_one(
    web: &Web,
    desk: &Desk,
    code: String,
    typed: Option<Typed>,
    told: String,
    errors: Errors,
) -> Response {
    let work = move |scene: &mut Scene<'_, '_>| {
        let (view, heard) = match code.as_str() {
            "" => (None, None),
            code => (Some(fleet_edit::vehicle(scene, code)?), off_line::last_heard(scene, code)?),
        };
        Ok((view, heard, show::stations(scene, "", STATIONS)?))
    };
    type Found = (Option<VehicleView>, Option<LastHeard>, Vec<StationView>);
    let (view, heard, stations): Found = match web.find_out(&desk.caller, work).await {
        Ok(found) => found,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let shown = view.as_ref().map(Typed::of).unwrap_or_default();
    let typed = typed.unwrap_or_else(|| shown.clone());
    let Typed { code, plate, name, category, station, from, .. } = typed;
    let form = VehicleForm { code, plate, name, category, station, from, seen: shown.seen };
    let now = web.app().clock().now();
    let book = desk.caller.operator.book_at(now);
    let categories = book.rules.categories.iter().map(|one| one.id.to_string()).collect();
    let told = ["kept", "back"].into_iter().find(|known| *known == told);
    let (frame, status) = (desk.frame(web), status(&errors));
    let page =
        VehiclePage { frame, vehicle: view, heard, form, stations, categories, told, errors };
    (status, html(&page)).into_response()
}

/// Enters a vehicle.
pub(super) async fn add(State(web): State<Web>, desk: Desk, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let (code, wish) = (typed.code.trim().to_owned(), typed.wish());
    let named = code.clone();
    let work = move |scene: &mut Scene<'_, '_>| {
        if fleet_edit::vehicle(scene, &named).is_ok() {
            return Err(Trouble::invalid("code", "taken", &named));
        }
        fleet_edit::put_vehicle(scene, &named, &wish, None)
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    after(&web, &desk, (code, String::new()), typed, done).await
}

/// Changes a vehicle, if it is still as it was looked at.
pub(super) async fn change(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let (named, wish, seen) = (code.clone(), typed.wish(), typed.seen.clone());
    let work =
        move |scene: &mut Scene<'_, '_>| fleet_edit::put_vehicle(scene, &named, &wish, Some(&seen));
    let done = web.carry_out(&desk.caller, once, work).await;
    after(&web, &desk, (code.clone(), code), typed, done).await
}

async fn after(
    web: &Web,
    desk: &Desk,
    (code, shown): (String, String),
    typed: Typed,
    done: Result<rimessa_app::Answer, Trouble>,
) -> Response {
    let told = String::new();
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(desk, &format!("vehicles/{}?told=kept", escaped(&code)))),
        Err(Stopped::AtForm(errors)) => show_one(web, desk, shown, Some(typed), told, errors).await,
        Err(Stopped::Apart(Trouble::Stale)) => {
            show_one(web, desk, shown, Some(typed), told, stale(desk)).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(web, &trouble),
    }
}

/// A code as a part of an address.
pub(super) fn escaped(code: &str) -> String {
    form_urlencoded::byte_serialize(code.as_bytes()).collect::<String>().replace('+', "%20")
}

/// What has become of a vehicle and its bookings, as the use case answers.
#[derive(Deserialize)]
struct Dropped {
    moved: Vec<Moved>,
    displaced: Vec<String>,
    stranded: Vec<String>,
}

#[derive(Deserialize)]
struct Moved {
    booking: String,
    vehicle: String,
}

/// Takes a vehicle out of service, and names the bookings that it touches.
pub(super) async fn drop_out(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let (named, wish) = (code.clone(), out_of_service::Wish { from: given(&typed.from) });
    let work = move |scene: &mut Scene<'_, '_>| out_of_service::take_out(scene, &named, &wish);
    let done = web.carry_out(&desk.caller, once, work).await;
    let dropped = match outcome::<Dropped>(done, &desk.caller.language) {
        Ok(dropped) => dropped,
        Err(Stopped::AtForm(errors)) => {
            return show_one(&web, &desk, code, None, String::new(), errors).await;
        }
        Err(Stopped::Apart(trouble)) => return desk.wrong(&web, &trouble),
    };
    let work = move |scene: &mut Scene<'_, '_>| {
        let named = |scene: &mut Scene<'_, '_>, all: &[String]| {
            all.iter().map(|id| timeline::trip(scene, id)).collect::<Result<Vec<_>, _>>()
        };
        let moved = dropped.moved.iter().map(|one| {
            let trip = timeline::trip(scene, &one.booking)?;
            Ok(MovedTrip { trip, vehicle: one.vehicle.clone() })
        });
        let moved = moved.collect::<Result<Vec<_>, Trouble>>()?;
        Ok((moved, named(scene, &dropped.displaced)?, named(scene, &dropped.stranded)?))
    };
    looked(&web, &desk, work, |frame, (moved, displaced, stranded)| DroppedPage {
        frame,
        vehicle: code,
        moved,
        displaced,
        stranded,
    })
    .await
}

/// Takes a vehicle out of the fleet that nobody has booked any more.
pub(super) async fn remove(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, seen, named) = (sent.once(&desk.caller), sent.fields.seen, code.clone());
    let work =
        move |scene: &mut Scene<'_, '_>| fleet_edit::remove_vehicle(scene, &named, Some(&seen));
    let done = web.carry_out(&desk.caller, once, work).await;
    let told = String::new();
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, "vehicles?told=removed")),
        Err(Stopped::AtForm(errors)) => show_one(&web, &desk, code, None, told, errors).await,
        Err(Stopped::Apart(Trouble::Stale)) => {
            show_one(&web, &desk, code, None, told, stale(&desk)).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

/// Puts a vehicle back into service.
pub(super) async fn put_back(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, named) = (sent.once(&desk.caller), code.clone());
    let work = move |scene: &mut Scene<'_, '_>| out_of_service::put_back(scene, &named);
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, &format!("vehicles/{}?told=back", escaped(&code)))),
        Err(Stopped::AtForm(errors)) => {
            show_one(&web, &desk, code, None, String::new(), errors).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}
