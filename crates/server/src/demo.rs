//! The demo: the shipped operators with fleets at real places, and a mailbox to read what would be sent.

mod mailbox;

use std::collections::BTreeMap;

use rimessa_app::join::{NewMember, hash_password, join};
use rimessa_app::set_up::{self, NewStation, NewVehicle, RulebookFiles};
use rimessa_app::{Actor, App, Settings, Trouble};
use serde::Deserialize;

use crate::library;

pub(crate) use mailbox::router;

const FLEETS: &str = include_str!("../demo/fleets.json");

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "demo-rimessa";

#[derive(Clone, Deserialize)]
struct FleetOf {
    stations: Vec<(String, String, i64, i64, i64)>,
    vehicles: Vec<(String, String, String, Option<String>, String)>,
}

/// Sets up the operators of the demo that are not there yet.
///
/// # Errors
/// In words.
pub(crate) fn set_up(app: &App) -> Result<(), String> {
    let fleets: BTreeMap<String, FleetOf> =
        serde_json::from_str(FLEETS).map_err(|error| error.to_string())?;
    for (slug, fleet) in fleets {
        if app.directory().by_slug(&slug).is_some() {
            continue;
        }
        let files = library::files(&slug, std::path::Path::new("."))?;
        let texts = files.texts.into_iter().collect();
        let files = RulebookFiles { toml: files.toml, texts };
        let settings = Settings {
            assistance_phone: "+33 800 000 000".to_owned(),
            vehicle_phone: "+33 700 000 000".to_owned(),
            ..Settings::default()
        };
        let id = set_up::operator(app, &slug, &files, &settings).map_err(|e| e.to_string())?;
        let operator = app.directory().by_id(id).cloned().ok_or("the operator is gone")?;
        let hash = hash_password(PASSWORD);
        app.command_now(&operator, Actor::System, move |scene| fill(scene, &fleet, &hash))
            .map_err(|trouble| format!("{slug}: {trouble}"))?;
    }
    Ok(())
}

fn fill(
    scene: &mut rimessa_app::Scene<'_, '_>,
    fleet: &FleetOf,
    hash: &str,
) -> Result<(), Trouble> {
    for (code, name, lat_e7, lon_e7, bays) in &fleet.stations {
        let station = NewStation {
            code: code.clone(),
            name: name.clone(),
            lat_e7: *lat_e7,
            lon_e7: *lon_e7,
            address: None,
            bays: Some(*bays),
        };
        set_up::station(scene, &station)?;
    }
    for (code, plate, name, category, station) in &fleet.vehicles {
        let vehicle = NewVehicle {
            code: code.clone(),
            plate: Some(plate.clone()),
            name: Some(name.clone()),
            category: category.clone(),
            station: station.clone(),
        };
        set_up::vehicle(scene, &vehicle)?;
    }
    let mut anna = NewMember {
        validated: true,
        login: Some(("anna".to_owned(), hash.to_owned())),
        ..NewMember::default()
    };
    anna.person.given_name = Some("Anna".to_owned());
    anna.person.email = Some("anna@example.org".to_owned());
    anna.person.phone = Some("+39 333 0000001".to_owned());
    join(scene, &anna)?;
    Ok(())
}
