//! Rows of tables, checked one by one and entered.

use std::collections::{HashMap, HashSet};

use rimessa_domain::ids::{MemberId, StationId};
use rimessa_store::equipment::{self, ChargerRow, KioskRow, SlotRow};
use rimessa_store::stations::StationRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{stations, vehicles};

use super::sheet::{Row, Sheet};
use super::{Bad, Entered, people};
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
    Members,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    New,
    Changed,
    /// Nothing: all is as the row has it.
    Same,
}

impl State {
    /// Of something known, and of what is known of it as the row would have it.
    pub(super) fn of<T: PartialEq>(known: Option<&T>, row: &T) -> Self {
        match known {
            None => Self::New,
            Some(known) if known == row => Self::Same,
            Some(_) => Self::Changed,
        }
    }
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "stations" => Self::Stations,
            "vehicles" => Self::Vehicles,
            "chargers" => Self::Chargers,
            "kiosks" => Self::Kiosks,
            "key-slots" => Self::KeySlots,
            "members" => Self::Members,
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
            Self::Members => people::COLUMNS,
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
    Member(Box<people::Entry>),
}

/// What rows speak of.
struct Known {
    stations: HashMap<String, StationRow>,
    vehicles: HashMap<String, VehicleRow>,
    kiosks: HashMap<String, KioskRow>,
    chargers: HashMap<String, ChargerRow>,
    slots: HashMap<(u128, i64), SlotRow>,
    /// Who pays by the list itself, where it is one of members.
    payers: HashMap<String, Option<String>>,
}

/// Checks all rows, and enters them if all are right and it is not only tried.
pub(super) fn enter(
    scene: &mut Scene<'_, '_>,
    kind: Kind,
    sheet: &Sheet,
    dry_run: bool,
) -> Result<Entered, Trouble> {
    let mut known = Known::gather(scene)?;
    if kind == Kind::Members {
        known.payers = people::payers(sheet);
    }
    let mut bad = sheet.bad.clone();
    let (mut seen, mut ready) = (HashSet::new(), Vec::new());
    let (mut added, mut changed, mut unchanged) = (0, 0, 0);
    for row in &sheet.rows {
        let name = row.text(0);
        let key = if kind == Kind::KeySlots { format!("{name} {}", row.text(1)) } else { name };
        if !seen.insert(key.clone()) {
            let column = kind.columns()[0].trim_end_matches('!');
            bad.push(Bad::new(row.line, column, "twice", &key));
            continue;
        }
        let checked = match kind {
            Kind::Members => people::check(scene, &known.payers, row)?
                .map(|(entry, state)| (Ready::Member(Box::new(entry)), state)),
            _ => known.check(scene, kind, row),
        };
        match checked {
            Ok((_, State::Same)) => unchanged += 1,
            Ok((one, state)) => {
                added += usize::from(state == State::New);
                changed += usize::from(state == State::Changed);
                ready.push(one);
            }
            Err(wrong) => {
                bad.extend(wrong.into_iter().map(|what| Bad { line: row.line, what }));
            }
        }
    }
    bad.sort_by_key(|bad| bad.line);
    if bad.is_empty() && !dry_run {
        let mut payers = Vec::new();
        for one in ready {
            payers.extend(scene.enter_row(one)?);
        }
        scene.enter_payers(payers)?;
    }
    Ok(Entered { added, changed, unchanged, rows: sheet.rows.len() + sheet.bad.len(), bad })
}

impl Known {
    fn gather(scene: &mut Scene<'_, '_>) -> Result<Self, Trouble> {
        let op = scene.operator.id;
        let stations = stations::all(scene.tx, op)?.into_iter();
        let vehicles = vehicles::all(scene.tx, op)?.into_iter();
        let kiosks = equipment::kiosks(scene.tx, op)?.into_iter();
        let chargers = equipment::chargers(scene.tx, op)?.into_iter();
        let slots = equipment::slots(scene.tx, op)?.into_iter();
        Ok(Self {
            stations: stations.map(|row| (row.code.clone(), row)).collect(),
            vehicles: vehicles.map(|row| (row.code.clone(), row)).collect(),
            kiosks: kiosks.map(|row| (row.code.clone(), row)).collect(),
            chargers: chargers.map(|row| (row.code.clone(), row)).collect(),
            slots: slots.map(|row| ((row.kiosk, row.no), row)).collect(),
            payers: HashMap::new(),
        })
    }

    /// A row as it can be entered, and whether it is new; or all that is wrong with it.
    fn check(
        &self,
        scene: &Scene<'_, '_>,
        kind: Kind,
        row: &Row,
    ) -> Result<(Ready, State), Vec<Invalid>> {
        let code = row.text(0);
        match kind {
            Kind::Stations => {
                let new = station(row)?;
                let known = self.stations.get(&code).map(as_entered);
                let state = State::of(known.as_ref(), &new);
                Ok((Ready::Station(new), state))
            }
            Kind::Vehicles => {
                let new = self.vehicle(scene, row)?;
                let known = self.vehicles.get(&code).map(|row| self.vehicle_as_entered(row));
                let state = State::of(known.as_ref(), &new);
                Ok((Ready::Vehicle(new), state))
            }
            Kind::Chargers => self.charger(scene, row),
            Kind::Kiosks => {
                let station = self.coded(row)?;
                let known = self.kiosks.get(&code);
                let id = known.map_or_else(|| scene.id(), |kiosk| kiosk.id);
                let kiosk = KioskRow { id, code, station };
                let state = State::of(known, &kiosk);
                Ok((Ready::Kiosk(kiosk), state))
            }
            Kind::KeySlots => self.slot(row),
            // They are checked apart: that needs the store.
            Kind::Members => Err(Vec::new()),
        }
    }

    fn vehicle_as_entered(&self, row: &VehicleRow) -> NewVehicle {
        let home = self.stations.values().find(|station| station.id == row.home);
        NewVehicle {
            code: row.code.clone(),
            plate: row.plate.clone(),
            name: row.name.clone(),
            category: row.category.clone(),
            station: home.map_or_else(String::new, |station| station.code.clone()),
        }
    }

    /// The code and the station of a charger or kiosk.
    fn coded(&self, row: &Row) -> Result<StationId, Vec<Invalid>> {
        let mut all = Vec::new();
        check_code(&mut all, "code", &row.text(0));
        let station = row.text(1);
        let found = self.stations.get(&station).map(|station| station.id);
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

    fn charger(&self, scene: &Scene<'_, '_>, row: &Row) -> Result<(Ready, State), Vec<Invalid>> {
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
        let known = self.chargers.get(&code);
        let id = known.map_or_else(|| scene.id(), |charger| charger.id);
        let charger =
            ChargerRow { id, code, station, bay: row.maybe(2), power_w: power_w.unwrap_or(None) };
        let state = State::of(known, &charger);
        Ok((Ready::Charger(charger), state))
    }

    fn slot(&self, row: &Row) -> Result<(Ready, State), Vec<Invalid>> {
        let mut all = Vec::new();
        let name = row.text(0);
        let kiosk = self.kiosks.get(&name).map(|kiosk| kiosk.id);
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
            vehicle = self.vehicles.get(code).map(|vehicle| vehicle.id);
            if vehicle.is_none() {
                all.push(invalid("vehicle", "no-such-vehicle", code));
            }
        }
        match kiosk {
            Some(kiosk) if all.is_empty() => {
                let slot = SlotRow { kiosk, no, vehicle };
                let state = State::of(self.slots.get(&(kiosk, no)), &slot);
                Ok((Ready::Slot(slot), state))
            }
            _ => Err(all),
        }
    }
}

/// A station as a row would have it.
pub(super) fn as_entered(row: &StationRow) -> NewStation {
    NewStation {
        code: row.code.clone(),
        name: row.name.clone(),
        lat_e7: row.lat_e7,
        lon_e7: row.lon_e7,
        address: row.address.clone(),
        bays: row.bays,
    }
}

pub(super) fn invalid(column: &str, code: &'static str, found: &str) -> Invalid {
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
    /// Enters a row; of a member who shall pay for him, to be set once all are entered.
    fn enter_row(&mut self, row: Ready) -> Result<Option<(MemberId, String)>, Trouble> {
        let op = self.operator.id;
        match row {
            Ready::Station(new) => set_up::station(self, &new).map(drop)?,
            Ready::Vehicle(new) => set_up::vehicle(self, &new).map(drop)?,
            Ready::Charger(row) => equipment::put_charger(self.tx, op, &row)?,
            Ready::Kiosk(row) => equipment::put_kiosk(self.tx, op, &row)?,
            Ready::Slot(row) => equipment::put_slot(self.tx, op, &row)?,
            Ready::Member(entry) => return self.enter_person(*entry),
        }
        Ok(None)
    }
}
