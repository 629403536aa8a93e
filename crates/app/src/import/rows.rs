//! Rows of tables, checked one by one and entered.

use std::collections::{HashMap, HashSet};

use rimessa_domain::ids::{StationId, VehicleId};
use rimessa_store::equipment::{self, ChargerRow, KioskRow, SlotRow};
use rimessa_store::{stations, vehicles};

use super::sheet::{Row, Sheet};
use super::{Bad, Entered};
use crate::fleet_edit::{StationWish, VehicleWish, check_code, station_of, vehicle_of};
use crate::scene::Scene;
use crate::set_up::{self, NewStation, NewVehicle};
use crate::trouble::{Invalid, Trouble};

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Stations,
    Vehicles,
    Chargers,
    Kiosks,
    KeySlots,
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "stations" => Self::Stations,
            "vehicles" => Self::Vehicles,
            "chargers" => Self::Chargers,
            "kiosks" => Self::Kiosks,
            "key-slots" => Self::KeySlots,
            _ => return None,
        })
    }

    /// The columns; those with `!` must be there.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Stations => &["code!", "name!", "lat!", "lon!", "address", "bays"],
            Self::Vehicles => &["code!", "station!", "category", "plate", "name"],
            Self::Chargers => &["code!", "station!", "bay", "power_w"],
            Self::Kiosks => &["code!", "station!"],
            Self::KeySlots => &["kiosk!", "slot!", "vehicle"],
        }
    }
}

/// A row that can be entered.
enum Ready {
    Station(NewStation),
    Vehicle(NewVehicle),
    Charger(ChargerRow),
    Kiosk(KioskRow),
    Slot(SlotRow),
}

/// What rows speak of.
struct Known {
    stations: HashMap<String, StationId>,
    vehicles: HashMap<String, VehicleId>,
    kiosks: HashMap<String, u128>,
    chargers: HashMap<String, u128>,
    slots: HashSet<(u128, i64)>,
}

/// Checks all rows, and enters them if all are right and it is not only tried.
pub(super) fn enter(
    scene: &mut Scene<'_, '_>,
    kind: Kind,
    sheet: &Sheet,
    dry_run: bool,
) -> Result<Entered, Trouble> {
    let known = Known::gather(scene)?;
    let mut bad = sheet.bad.clone();
    let (mut seen, mut ready, mut added) = (HashSet::new(), Vec::new(), 0);
    for row in &sheet.rows {
        let name = row.text(0);
        let key = if kind == Kind::KeySlots { format!("{name} {}", row.text(1)) } else { name };
        if !seen.insert(key.clone()) {
            let column = kind.columns()[0].trim_end_matches('!');
            bad.push(Bad::new(row.line, column, "twice", &key));
            continue;
        }
        match known.check(scene, kind, row) {
            Ok((one, new)) => {
                added += usize::from(new);
                ready.push(one);
            }
            Err(wrong) => {
                bad.extend(wrong.into_iter().map(|what| Bad { line: row.line, what }));
            }
        }
    }
    bad.sort_by_key(|bad| bad.line);
    let changed = ready.len() - added;
    if bad.is_empty() && !dry_run {
        for one in ready {
            scene.enter_row(one)?;
        }
    }
    Ok(Entered { added, changed, rows: sheet.rows.len() + sheet.bad.len(), bad })
}

impl Known {
    fn gather(scene: &mut Scene<'_, '_>) -> Result<Self, Trouble> {
        let op = scene.operator.id;
        let stations = stations::all(scene.tx, op)?.into_iter().map(|row| (row.code, row.id));
        let vehicles = vehicles::all(scene.tx, op)?.into_iter().map(|row| (row.code, row.id));
        let kiosks = equipment::kiosks(scene.tx, op)?.into_iter().map(|row| (row.code, row.id));
        let chargers = equipment::chargers(scene.tx, op)?;
        let slots = equipment::slots(scene.tx, op)?;
        Ok(Self {
            stations: stations.collect(),
            vehicles: vehicles.collect(),
            kiosks: kiosks.collect(),
            chargers: chargers.into_iter().map(|row| (row.code, row.id)).collect(),
            slots: slots.into_iter().map(|row| (row.kiosk, row.no)).collect(),
        })
    }

    /// A row as it can be entered, and whether it is new; or all that is wrong with it.
    fn check(
        &self,
        scene: &Scene<'_, '_>,
        kind: Kind,
        row: &Row,
    ) -> Result<(Ready, bool), Vec<Invalid>> {
        let code = row.text(0);
        match kind {
            Kind::Stations => {
                let new = !self.stations.contains_key(&code);
                Ok((Ready::Station(station(row)?), new))
            }
            Kind::Vehicles => {
                let new = !self.vehicles.contains_key(&code);
                Ok((Ready::Vehicle(self.vehicle(scene, row)?), new))
            }
            Kind::Chargers => self.charger(scene, row),
            Kind::Kiosks => {
                let station = self.coded(row)?;
                let known = self.kiosks.get(&code).copied();
                let id = known.unwrap_or_else(|| scene.id());
                Ok((Ready::Kiosk(KioskRow { id, code, station }), known.is_none()))
            }
            Kind::KeySlots => self.slot(row),
        }
    }

    /// The code and the station of a charger or kiosk.
    fn coded(&self, row: &Row) -> Result<StationId, Vec<Invalid>> {
        let mut all = Vec::new();
        check_code(&mut all, "code", &row.text(0));
        let station = row.text(1);
        let found = self.stations.get(&station).copied();
        match found {
            Some(id) if all.is_empty() => return Ok(id),
            Some(_) => {}
            None => all.push(invalid("station", "no-such-station", &station)),
        }
        Err(all)
    }

    fn vehicle(&self, scene: &Scene<'_, '_>, row: &Row) -> Result<NewVehicle, Vec<Invalid>> {
        let wish = VehicleWish {
            station: row.text(1),
            category: row.maybe(2),
            plate: row.maybe(3),
            name: row.maybe(4),
        };
        let mut all = Vec::new();
        let checked = vehicle_of(&row.text(0), &wish);
        let rules = scene.operator.versions.at(scene.now());
        if !wish.station.is_empty() && !self.stations.contains_key(&wish.station) {
            all.push(invalid("station", "no-such-station", &wish.station));
        }
        match &wish.category {
            Some(name) if rules.find_category(name).is_none() => {
                all.push(invalid("category", "no-such-category", name));
            }
            None if rules.category_needed() => all.push(invalid("category", "missing", "")),
            _ => {}
        }
        match checked {
            Ok(new) if all.is_empty() => Ok(new),
            Ok(_) => Err(all),
            Err(mut wrong) => {
                wrong.append(&mut all);
                Err(wrong)
            }
        }
    }

    fn charger(&self, scene: &Scene<'_, '_>, row: &Row) -> Result<(Ready, bool), Vec<Invalid>> {
        let power_w = number(row, 3, "power_w", 1..=1_000_000);
        let station = match (self.coded(row), &power_w) {
            (Ok(station), Ok(_)) => station,
            (Ok(_), Err(wrong)) => return Err(vec![wrong.clone()]),
            (Err(mut all), wrong) => {
                all.extend(wrong.clone().err());
                return Err(all);
            }
        };
        let code = row.text(0);
        let known = self.chargers.get(&code).copied();
        let id = known.unwrap_or_else(|| scene.id());
        let charger =
            ChargerRow { id, code, station, bay: row.maybe(2), power_w: power_w.unwrap_or(None) };
        Ok((Ready::Charger(charger), known.is_none()))
    }

    fn slot(&self, row: &Row) -> Result<(Ready, bool), Vec<Invalid>> {
        let mut all = Vec::new();
        let name = row.text(0);
        let kiosk = self.kiosks.get(&name).copied();
        if kiosk.is_none() {
            all.push(invalid("kiosk", "no-such-kiosk", &name));
        }
        let no = match number(row, 1, "slot", 1..=1000) {
            Ok(Some(no)) => no,
            Ok(None) => {
                all.push(invalid("slot", "missing", ""));
                0
            }
            Err(wrong) => {
                all.push(wrong);
                0
            }
        };
        let mut vehicle = None;
        if let Some(code) = row.get(2) {
            vehicle = self.vehicles.get(code).copied();
            if vehicle.is_none() {
                all.push(invalid("vehicle", "no-such-vehicle", code));
            }
        }
        match kiosk {
            Some(kiosk) if all.is_empty() => {
                let new = !self.slots.contains(&(kiosk, no));
                Ok((Ready::Slot(SlotRow { kiosk, no, vehicle }), new))
            }
            _ => Err(all),
        }
    }
}

fn invalid(column: &str, code: &'static str, found: &str) -> Invalid {
    let found = found.chars().take(80).collect();
    Invalid { field: column.to_owned(), code, found }
}

fn number(
    row: &Row,
    column: usize,
    name: &str,
    within: std::ops::RangeInclusive<i64>,
) -> Result<Option<i64>, Invalid> {
    let Some(text) = row.get(column) else { return Ok(None) };
    let number = text.parse::<i64>().ok().filter(|number| within.contains(number));
    number.map(Some).ok_or_else(|| invalid(name, "not-a-count", text))
}

fn station(row: &Row) -> Result<NewStation, Vec<Invalid>> {
    let bays = number(row, 5, "bays", 0..=100_000);
    let wish = StationWish {
        name: row.text(1),
        lat: row.text(2),
        lon: row.text(3),
        address: row.maybe(4),
        bays: bays.clone().unwrap_or(None),
    };
    match (station_of(&row.text(0), &wish), bays) {
        (Ok(station), Ok(_)) => Ok(station),
        (Ok(_), Err(wrong)) => Err(vec![wrong]),
        (Err(mut all), bays) => {
            all.extend(bays.err());
            Err(all)
        }
    }
}

impl Scene<'_, '_> {
    fn enter_row(&mut self, row: Ready) -> Result<(), Trouble> {
        let op = self.operator.id;
        match row {
            Ready::Station(new) => set_up::station(self, &new).map(drop),
            Ready::Vehicle(new) => set_up::vehicle(self, &new).map(drop),
            Ready::Charger(row) => Ok(equipment::put_charger(self.tx, op, &row)?),
            Ready::Kiosk(row) => Ok(equipment::put_kiosk(self.tx, op, &row)?),
            Ready::Slot(row) => Ok(equipment::put_slot(self.tx, op, &row)?),
        }
    }
}
