//! Stations: where they are, entered and changed.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::fleet_edit::{self, StationWish};
use rimessa_app::tag::tag;
use rimessa_app::{Scene, StationView, Trouble, show};
use rimessa_pages::Errors;
use rimessa_pages::office::{StationForm, StationPage, StationsPage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fleet::STATIONS;
use super::{at, looked, stale, status};
use crate::http::harden::with_pictures;
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

/// So many vehicles are counted.
const VEHICLES: i64 = 5000;

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told } = asked(query.as_deref());
    let work = |scene: &mut Scene<'_, '_>| {
        Ok((show::stations(scene, "", STATIONS)?, show::vehicles(scene, "", VEHICLES)?))
    };
    let tiles = web.tiles().cloned();
    let page = looked(&web, &desk, work, |frame, (stations, vehicles)| {
        StationsPage::of(frame, stations, &vehicles, tiles, told == "kept")
    });
    with_pictures(page.await, web.tiles())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    told: String,
}

/// A station as it is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    name: String,
    lat: String,
    lon: String,
    address: String,
    bays: String,
    seen: String,
}

impl Typed {
    fn of(view: &StationView) -> Self {
        Self {
            code: view.code.clone(),
            name: view.name.clone(),
            lat: view.lat.clone(),
            lon: view.lon.clone(),
            address: view.address.clone().unwrap_or_default(),
            bays: view.bays.map_or_else(String::new, |bays| bays.to_string()),
            seen: tag(view),
        }
    }

    fn wish(&self) -> Result<StationWish, Trouble> {
        let bays = match self.bays.trim() {
            "" => None,
            text => {
                let wrong = |_| Trouble::invalid("bays", "not-a-count", text);
                Some(text.parse().map_err(wrong)?)
            }
        };
        let address = Some(self.address.trim().to_owned()).filter(|text| !text.is_empty());
        let text = |text: &str| text.trim().to_owned();
        Ok(StationWish {
            name: self.name.clone(),
            lat: text(&self.lat),
            lon: text(&self.lon),
            address,
            bays,
        })
    }
}

pub(super) async fn new(State(web): State<Web>, desk: Desk) -> Response {
    show_one(&web, &desk, String::new(), None, Errors::default()).await
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
) -> Response {
    show_one(&web, &desk, code, None, Errors::default()).await
}

/// A station with its form; without a code, one to be entered.
async fn show_one(
    web: &Web,
    desk: &Desk,
    code: String,
    typed: Option<Typed>,
    errors: Errors,
) -> Response {
    let work = move |scene: &mut Scene<'_, '_>| match code.as_str() {
        "" => Ok(None),
        code => fleet_edit::station(scene, code).map(Some),
    };
    let view = match web.find_out(&desk.caller, work).await {
        Ok(view) => view,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let shown = view.as_ref().map(Typed::of).unwrap_or_default();
    let typed = typed.unwrap_or_else(|| shown.clone());
    let Typed { code, name, lat, lon, address, bays, .. } = typed;
    let form = StationForm { code, name, lat, lon, address, bays, seen: shown.seen };
    let (frame, status) = (desk.frame(web), status(&errors));
    (status, html(&StationPage { frame, station: view, form, errors })).into_response()
}

/// Enters a station.
pub(super) async fn add(State(web): State<Web>, desk: Desk, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let wanted = typed.clone();
    let work = move |scene: &mut Scene<'_, '_>| {
        let code = wanted.code.trim();
        if fleet_edit::station(scene, code).is_ok() {
            return Err(Trouble::invalid("code", "taken", code));
        }
        fleet_edit::put_station(scene, code, &wanted.wish()?, None)
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    after(&web, &desk, String::new(), typed, done).await
}

/// Changes a station, if it is still as it was looked at.
pub(super) async fn change(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let (named, wanted) = (code.clone(), typed.clone());
    let work = move |scene: &mut Scene<'_, '_>| {
        fleet_edit::put_station(scene, &named, &wanted.wish()?, Some(&wanted.seen))
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    after(&web, &desk, code, typed, done).await
}

/// Closes a station at which nothing stands any more.
pub(super) async fn close(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, seen, named) = (sent.once(&desk.caller), sent.fields.seen, code.clone());
    let work =
        move |scene: &mut Scene<'_, '_>| fleet_edit::close_station(scene, &named, Some(&seen));
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, "equipment?told=closed#closed")),
        Err(Stopped::AtForm(errors)) => show_one(&web, &desk, code, None, errors).await,
        Err(Stopped::Apart(Trouble::Stale)) => {
            show_one(&web, &desk, code, None, stale(&desk)).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

async fn after(
    web: &Web,
    desk: &Desk,
    shown: String,
    typed: Typed,
    done: Result<rimessa_app::Answer, Trouble>,
) -> Response {
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(desk, "stations?told=kept")),
        Err(Stopped::AtForm(errors)) => show_one(web, desk, shown, Some(typed), errors).await,
        Err(Stopped::Apart(Trouble::Stale)) => {
            show_one(web, desk, shown, Some(typed), stale(desk)).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(web, &trouble),
    }
}
