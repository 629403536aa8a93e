//! What stands at stations: chargers, kiosks with their slots; and stations that are closed.

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use rimessa_app::equipment::{self, ChargerView, KioskView};
use rimessa_app::{Reply, Scene, StationView, Trouble, fleet_edit};
use rimessa_pages::office::{Cell, Press, RegisterPage, Section, Table};
use rimessa_pages::{DeskFrame, Way};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fleet::escaped;
use super::{at, looked};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::front::Nothing;
use crate::http::pages::gate;
use crate::http::pages::sent::{Sent, asked};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told } = asked(query.as_deref());
    let work = |scene: &mut Scene<'_, '_>| {
        let closed = fleet_edit::closed_stations(scene)?;
        Ok((equipment::chargers(scene)?, equipment::kiosks(scene)?, closed))
    };
    looked(&web, &desk, work, |frame, (chargers, kiosks, closed)| {
        let talk = frame.talk.clone();
        let mut ways = Vec::new();
        if frame.may("manager") {
            ways.push(Way { to: frame.at("import"), words: talk.t("register-import") });
        }
        let section = |id, key: &str, table| {
            let (title, table) = (talk.t(key), Some(table));
            Section { id, title, table, ..Section::default() }
        };
        let sections = vec![
            section("chargers", "register-chargers", of_chargers(&frame, &chargers)),
            section("kiosks", "register-kiosks", of_kiosks(&frame, &kiosks)),
            section("closed", "register-closed", of_closed(&frame, &closed)),
        ];
        let told = if told.is_empty() { String::new() } else { talk.t("office-told-kept") };
        let title = talk.t("register-equipment");
        RegisterPage { told, ways, sections, ..RegisterPage::new(frame, title) }
    })
    .await
}

fn columns(frame: &DeskFrame, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| if key.is_empty() { String::new() } else { frame.talk.t(key) }).collect()
}

fn of_chargers(frame: &DeskFrame, all: &[ChargerView]) -> Table {
    let rows = all.iter().map(|one| {
        let power = one.power_w.map(|watts| format!("{}.{} kW", watts / 1000, watts % 1000 / 100));
        vec![
            Cell::new(one.code.clone()),
            Cell::new(one.station.clone()),
            Cell::new(one.bay.clone().unwrap_or_default()),
            Cell::new(power.unwrap_or_default()),
        ]
    });
    Table {
        columns: columns(frame, &["office-code", "station", "register-bay", "register-power"]),
        rows: rows.collect(),
        none: frame.talk.t("register-chargers-none"),
    }
}

fn of_kiosks(frame: &DeskFrame, all: &[KioskView]) -> Table {
    let rows = all.iter().map(|one| {
        let slots = one.slots.iter().map(|slot| {
            let vehicle = slot.vehicle.as_deref().unwrap_or("–");
            format!("{}: {vehicle}", slot.no)
        });
        let slots = slots.collect::<Vec<_>>().join(", ");
        vec![Cell::new(one.code.clone()), Cell::new(one.station.clone()), Cell::new(slots)]
    });
    Table {
        columns: columns(frame, &["office-code", "station", "register-slots"]),
        rows: rows.collect(),
        none: frame.talk.t("register-kiosks-none"),
    }
}

fn of_closed(frame: &DeskFrame, all: &[(StationView, String)]) -> Table {
    let rows = all.iter().map(|(one, since)| {
        let reopen = Press {
            action: format!("{}/{}/reopen", frame.at("stations"), escaped(&one.code)),
            sends: Vec::new(),
            words: frame.talk.t("register-reopen"),
        };
        let presses = if frame.may("manager") { vec![reopen] } else { Vec::new() };
        vec![
            Cell::new(one.name.clone()),
            Cell::new(one.code.clone()),
            Cell::new(frame.talk.when(since)),
            Cell::presses(presses),
        ]
    });
    Table {
        columns: columns(frame, &["station", "office-code", "office-since", ""]),
        rows: rows.collect(),
        none: frame.talk.t("register-closed-none"),
    }
}

/// Opens a station again that was closed.
pub(super) async fn reopen(
    State(web): State<Web>,
    desk: Desk,
    Path((_, code)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let work = move |scene: &mut Scene<'_, '_>| fleet_edit::reopen_station(scene, &code);
    settled(&web, &desk, &sent, work, "equipment?told=kept").await
}

/// Carries out what needs no form, and goes on; what stood in the way has a page of its own.
pub(super) async fn settled<T: serde::Serialize + Send + 'static>(
    web: &Web,
    desk: &Desk,
    sent: &Sent<Nothing>,
    work: impl Fn(&mut Scene<'_, '_>) -> Result<Reply<T>, Trouble> + Send + 'static,
    onwards: &str,
) -> Response {
    let done = web.carry_out(&desk.caller, sent.once(&desk.caller), work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(desk, onwards)),
        Err(Stopped::AtForm(_)) => desk.wrong(web, &Trouble::Stale),
        Err(Stopped::Apart(trouble)) => desk.wrong(web, &trouble),
    }
}
