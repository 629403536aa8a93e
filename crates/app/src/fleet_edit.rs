//! Stations and vehicles, entered and changed one by one.

use rimessa_domain::time::Instant;
use rimessa_store::stations::{self, StationRow};
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{access, calendar, fleet, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::degrees;
use crate::event::Event;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::set_up::{self, NewStation, NewVehicle};
use crate::tag::unchanged;
use crate::trouble::{Invalid, Trouble};
use crate::view::{StationView, VehicleView};
use crate::when::show_moment;

/// The longest code.
const LONGEST_CODE: usize = 40;
/// The longest name or address.
const LONGEST_TEXT: usize = 200;
/// The most bays.
const MOST_BAYS: i64 = 100_000;

/// A station as it shall be.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StationWish {
    /// Its name.
    pub name: String,
    /// Latitude in degrees, like `49.7596`.
    pub lat: String,
    /// Longitude in degrees.
    pub lon: String,
    /// Where it is, for people.
    pub address: Option<String>,
    /// How many bays it has; left out: not limited.
    pub bays: Option<i64>,
}

/// A vehicle as it shall be.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VehicleWish {
    /// Its plate.
    pub plate: Option<String>,
    /// Make and model, or a nickname.
    pub name: Option<String>,
    /// Its category, by the rulebook's name.
    pub category: Option<String>,
    /// The code of the station it belongs to.
    pub station: String,
}

/// Something that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GoneCode)]
pub struct Gone {
    /// Its code.
    pub code: String,
}

fn wrong(all: &mut Vec<Invalid>, field: &str, code: &'static str, found: &str) {
    let found = found.chars().take(80).collect();
    all.push(Invalid { field: field.to_owned(), code, found });
}

/// Whether a code can be one, a plain word in addresses and lists.
pub(crate) fn check_code(all: &mut Vec<Invalid>, field: &str, code: &str) {
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '/' && c != ',';
    if code.is_empty() {
        wrong(all, field, "missing", "");
    } else if code.chars().count() > LONGEST_CODE || !code.chars().all(plain) {
        wrong(all, field, "not-a-code", code);
    }
}

/// Whether a text for people can be one.
pub(crate) fn check_text(all: &mut Vec<Invalid>, field: &str, text: Option<&str>) {
    let text = text.unwrap_or_default();
    if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
        wrong(all, field, "not-a-line", text);
    }
}

/// A station, as far as it can be judged by itself.
pub(crate) fn station_of(code: &str, wish: &StationWish) -> Result<NewStation, Vec<Invalid>> {
    let mut all = Vec::new();
    check_code(&mut all, "code", code);
    if wish.name.trim().is_empty() {
        wrong(&mut all, "name", "missing", "");
    }
    check_text(&mut all, "name", Some(&wish.name));
    check_text(&mut all, "address", wish.address.as_deref());
    let lat_e7 = degrees::latitude(&wish.lat);
    if lat_e7.is_none() {
        wrong(&mut all, "lat", "not-degrees", &wish.lat);
    }
    let lon_e7 = degrees::longitude(&wish.lon);
    if lon_e7.is_none() {
        wrong(&mut all, "lon", "not-degrees", &wish.lon);
    }
    if wish.bays.is_some_and(|bays| !(0..=MOST_BAYS).contains(&bays)) {
        wrong(&mut all, "bays", "not-a-count", "");
    }
    if !all.is_empty() {
        return Err(all);
    }
    Ok(NewStation {
        code: code.to_owned(),
        name: wish.name.trim().to_owned(),
        lat_e7: lat_e7.unwrap_or_default(),
        lon_e7: lon_e7.unwrap_or_default(),
        address: wish.address.clone(),
        bays: wish.bays,
    })
}

/// A vehicle, as far as it can be judged by itself.
pub(crate) fn vehicle_of(code: &str, wish: &VehicleWish) -> Result<NewVehicle, Vec<Invalid>> {
    let mut all = Vec::new();
    check_code(&mut all, "code", code);
    check_text(&mut all, "plate", wish.plate.as_deref());
    check_text(&mut all, "name", wish.name.as_deref());
    if wish.station.is_empty() {
        wrong(&mut all, "station", "missing", "");
    }
    if !all.is_empty() {
        return Err(all);
    }
    Ok(NewVehicle {
        code: code.to_owned(),
        plate: wish.plate.clone(),
        name: wish.name.clone(),
        category: wish.category.clone(),
        station: wish.station.clone(),
    })
}

/// The station of that code.
///
/// # Errors
/// [`Trouble`].
pub fn station(scene: &mut Scene<'_, '_>, code: &str) -> Result<StationView, Trouble> {
    Ok(StationView::from(open_station(scene, code)?))
}

fn open_station(scene: &mut Scene<'_, '_>, code: &str) -> Result<StationRow, Trouble> {
    let found = stations::by_code(scene.tx, scene.operator.id, code)?;
    found.filter(|row| row.closed.is_none()).ok_or(Trouble::NotFound("station"))
}

/// The vehicle of that fleet number or id.
///
/// # Errors
/// [`Trouble`].
pub fn vehicle(scene: &mut Scene<'_, '_>, code: &str) -> Result<VehicleView, Trouble> {
    let row = scene.vehicle_named(code)?;
    scene.show_vehicle(row)
}

/// Enters a station, or gives it other values, if it is still as it was looked at (`seen`: its tag).
///
/// # Errors
/// [`Trouble::Invalid`], [`Trouble::Stale`].
pub fn put_station(
    scene: &mut Scene<'_, '_>,
    code: &str,
    wish: &StationWish,
    seen: Option<&str>,
) -> Result<Reply<StationView>, Trouble> {
    let new = station_of(code, wish).map_err(Trouble::Invalid)?;
    let op = scene.operator.id;
    let mut known = stations::by_code(scene.tx, op, code)?;
    if let Some(row) = &known {
        known = stations::lock(scene.tx, op, row.id)?;
    }
    let known = known.filter(|row| row.closed.is_none()).map(StationView::from);
    unchanged(seen, known.as_ref())?;
    set_up::station(scene, &new)?;
    Ok(Reply::Done(station(scene, code)?))
}

/// Closes a station at which nothing stands any more.
///
/// # Errors
/// [`Trouble::Invalid`] if vehicles belong or stand there, or will.
pub fn close_station(
    scene: &mut Scene<'_, '_>,
    code: &str,
    seen: Option<&str>,
) -> Result<Reply<Gone>, Trouble> {
    let op = scene.operator.id;
    let row = open_station(scene, code)?;
    let row = stations::lock(scene.tx, op, row.id)?.ok_or(Trouble::NotFound("station"))?;
    unchanged(seen, Some(&StationView::from(row.clone())))?;
    if !vehicles::around(scene.tx, op, row.id)?.is_empty() {
        return Err(Trouble::invalid("station", "still-in-use", code));
    }
    let at = scene.now();
    stations::put(scene.tx, op, &StationRow { closed: Some(at), ..row.clone() })?;
    let event = Event { kind: "station-closed", station: Some(row.code), ..Event::default() };
    let concerns = Concerns { subject: Some(row.id.0), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(Gone { code: code.to_owned() }))
}

/// Opens a station again that was closed.
///
/// # Errors
/// [`Trouble::NotFound`]: there is none of that code that is closed; [`Trouble`].
pub fn reopen_station(
    scene: &mut Scene<'_, '_>,
    code: &str,
) -> Result<Reply<StationView>, Trouble> {
    let op = scene.operator.id;
    let found = stations::by_code(scene.tx, op, code)?.ok_or(Trouble::NotFound("station"))?;
    let row = stations::lock(scene.tx, op, found.id)?.ok_or(Trouble::NotFound("station"))?;
    if row.closed.is_none() {
        return Err(Trouble::NotFound("station"));
    }
    let at = scene.now();
    let row = StationRow { closed: None, ..row };
    stations::put(scene.tx, op, &row)?;
    let event = Event { kind: "station", station: Some(row.code.clone()), ..Event::default() };
    let concerns = Concerns { subject: Some(row.id.0), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(StationView::from(row)))
}

/// The stations that are closed, by code, each with since when, RFC 3339.
///
/// # Errors
/// [`Trouble`].
pub fn closed_stations(scene: &mut Scene<'_, '_>) -> Result<Vec<(StationView, String)>, Trouble> {
    let rows = stations::ever(scene.tx, scene.operator.id)?.into_iter();
    let closed = rows.filter_map(|row| Some((row.closed?, row)));
    let mut all: Vec<_> =
        closed.map(|(since, row)| (StationView::from(row), show_moment(since))).collect();
    all.sort_by(|(one, _), (other, _)| one.code.cmp(&other.code));
    Ok(all)
}

/// Enters a vehicle, or gives it other values, if it is still as it was looked at (`seen`: its tag).
///
/// # Errors
/// [`Trouble::Invalid`], [`Trouble::Stale`].
pub fn put_vehicle(
    scene: &mut Scene<'_, '_>,
    code: &str,
    wish: &VehicleWish,
    seen: Option<&str>,
) -> Result<Reply<VehicleView>, Trouble> {
    let new = vehicle_of(code, wish).map_err(Trouble::Invalid)?;
    let op = scene.operator.id;
    let mut known = vehicles::by_code(scene.tx, op, code)?;
    if let Some(row) = &known {
        known = vehicles::lock(scene.tx, op, row.id)?;
    }
    let known = match known.filter(|row| row.removed.is_none()) {
        Some(row) => Some(scene.show_vehicle(row)?),
        None => None,
    };
    unchanged(seen, known.as_ref())?;
    set_up::vehicle(scene, &new)?;
    Ok(Reply::Done(vehicle(scene, code)?))
}

/// Takes a vehicle out of the fleet that nobody has booked any more.
///
/// # Errors
/// [`Trouble::Invalid`] if it is booked or driven.
pub fn remove_vehicle(
    scene: &mut Scene<'_, '_>,
    code: &str,
    seen: Option<&str>,
) -> Result<Reply<Gone>, Trouble> {
    let found = scene.vehicle_named(code)?;
    let row = scene.lock_vehicle(found.id)?;
    let view = scene.show_vehicle(row.clone())?;
    unchanged(seen, Some(&view))?;
    let at = scene.now();
    if scene.is_wanted(&row, at)? {
        return Err(Trouble::invalid("vehicle", "still-in-use", code));
    }
    let removed = VehicleRow { removed: Some(at), ..row };
    vehicles::update(scene.tx, scene.operator.id, &removed)?;
    let code = removed.code.clone();
    let event = Event { kind: "vehicle-removed", vehicle: Some(code.clone()), ..Event::default() };
    let concerns = Concerns { vehicle: Some(removed.id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(Gone { code }))
}

impl Scene<'_, '_> {
    /// Whether a vehicle is driven, or booked from now on.
    fn is_wanted(&mut self, row: &VehicleRow, at: Instant) -> Result<bool, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        Ok(!fleet::to_come(self.tx, op, versions, row.id, at)?.is_empty()
            || access::driving(self.tx, op, versions, row.id)?.is_some()
            || !calendar::to_settle(self.tx, op, versions, row.id, at)?.is_empty())
    }
}
