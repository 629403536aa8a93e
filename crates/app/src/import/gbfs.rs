//! Stations from a feed: GBFS `station_information`, 2.3 and 3.0.

use std::collections::{HashMap, HashSet};

use rimessa_store::stations;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::rows::{State, as_entered};
use super::{Bad, Entered};
use crate::fleet_edit::{StationWish, station_of};
use crate::scene::Scene;
use crate::set_up::{self, NewStation};
use crate::trouble::Trouble;

#[derive(Deserialize)]
struct Feed {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    stations: Vec<Box<RawValue>>,
}

/// A station. Coordinates are read as they are written: no detour over inexact numbers.
#[derive(Deserialize)]
struct Station {
    station_id: String,
    name: Name,
    lat: Box<RawValue>,
    lon: Box<RawValue>,
    address: Option<String>,
    capacity: Option<i64>,
}

/// A name; in 3.0 one for each language.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    One(String),
    Many(Vec<Said>),
}

#[derive(Deserialize)]
struct Said {
    text: String,
    language: String,
}

impl Name {
    fn in_language(&self, wanted: &str) -> String {
        match self {
            Self::One(name) => name.clone(),
            Self::Many(all) => {
                let own = all.iter().find(|said| said.language.starts_with(wanted));
                own.or(all.first()).map_or_else(String::new, |said| said.text.clone())
            }
        }
    }
}

/// Checks all stations of a feed, and enters them if all are right and it is not only tried.
pub(super) fn stations(
    scene: &mut Scene<'_, '_>,
    bytes: &[u8],
    dry_run: bool,
) -> Result<Entered, Trouble> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut entered = Entered { added: 0, changed: 0, unchanged: 0, rows: 0, bad: Vec::new() };
    let feed: Feed = match serde_json::from_slice(bytes) {
        Ok(feed) => feed,
        Err(error) => {
            let line = u64::try_from(error.line()).unwrap_or(0);
            entered.bad.push(Bad::new(line, "", "not-a-feed", &error.to_string()));
            return Ok(entered);
        }
    };
    let own = scene.operator.language(scene.now(), "");
    let known = stations::all(scene.tx, scene.operator.id)?;
    let known: HashMap<&str, NewStation> =
        known.iter().map(|row| (row.code.as_str(), as_entered(row))).collect();
    let (mut seen, mut ready) = (HashSet::new(), Vec::new());
    entered.rows = feed.data.stations.len();
    for (line, raw) in (1..).zip(feed.data.stations) {
        let station: Station = match serde_json::from_str(raw.get()) {
            Ok(station) => station,
            Err(error) => {
                entered.bad.push(Bad::new(line, "", "not-a-feed", &error.to_string()));
                continue;
            }
        };
        let wish = StationWish {
            name: station.name.in_language(&own),
            lat: station.lat.get().to_owned(),
            lon: station.lon.get().to_owned(),
            address: station.address,
            bays: station.capacity,
        };
        if !seen.insert(station.station_id.clone()) {
            entered.bad.push(Bad::new(line, "station_id", "twice", &station.station_id));
            continue;
        }
        match station_of(&station.station_id, &wish) {
            Ok(new) => match State::of(known.get(new.code.as_str()), &new) {
                State::Same => entered.unchanged += 1,
                state => {
                    entered.added += usize::from(state == State::New);
                    entered.changed += usize::from(state == State::Changed);
                    ready.push(new);
                }
            },
            Err(wrong) => {
                entered.bad.extend(wrong.into_iter().map(|what| Bad { line, what }));
            }
        }
    }
    if entered.bad.is_empty() && !dry_run {
        for new in ready {
            set_up::station(scene, &new)?;
        }
    }
    Ok(entered)
}
