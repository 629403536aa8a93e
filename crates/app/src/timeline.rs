//! The fleet over a day or a week: for each vehicle, when it is taken and by which booking.

use jiff::ToSpan;
use jiff::civil::Date;
use rimessa_domain::ids::{BookingId, Place};
use rimessa_store::vehicles::{self, VehicleRow};

use crate::board::Trip;
use crate::calendar::{self, Taken};
use crate::identity::parse_id;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::VehicleView;

/// So many vehicles are read at once while some are left out.
const AT_ONCE: i64 = 200;
/// No timeline is longer.
const LONGEST: i64 = 7;

/// What somebody wants to see.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The first day, like `2026-03-02`; today, if it is none.
    pub day: String,
    /// How many days: one to seven.
    pub days: i64,
    /// Only vehicles whose code comes after this one.
    pub after: String,
    /// Only vehicles that belong to the station of this code; empty: to any.
    pub station: String,
    /// Only of this category; empty: of any.
    pub category: String,
}

/// What a vehicle does meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The vehicle.
    pub vehicle: VehicleView,
    /// When it is taken.
    pub taken: Vec<Taken>,
}

/// The fleet over some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The first day, like `2026-03-02`.
    pub day: String,
    /// How many days.
    pub days: i64,
    /// As many days earlier.
    pub before: String,
    /// As many days later.
    pub after: String,
    /// The vehicles, by code.
    pub lanes: Vec<Lane>,
    /// Where to go on reading; `None`: this is all.
    pub next: Option<String>,
}

/// The vehicles that were asked for, at most `limit` of them.
///
/// # Errors
/// [`Trouble::Invalid`] at `station` or `category`; [`Trouble`].
pub fn timeline(scene: &mut Scene<'_, '_>, asked: &Asked, limit: i64) -> Result<Timeline, Trouble> {
    let today = scene.today();
    let near = |day: &Date| (1970..=9000).contains(&day.year());
    let day = asked.day.parse::<Date>().ok().filter(near).unwrap_or(today);
    let days = asked.days.clamp(1, LONGEST);
    let (before, end) = (day.saturating_sub(days.days()), day.saturating_add(days.days()));
    let mut rows = rows(scene, asked, limit)?;
    let next = scene.cut(&mut rows, limit, |row| row.code.clone());
    let wish =
        calendar::Wish { from: Some(format!("{day}T00:00")), until: Some(format!("{end}T00:00")) };
    let mut lanes = Vec::with_capacity(rows.len());
    for row in rows {
        let taken = calendar::of_row(scene, &row, &wish)?;
        lanes.push(Lane { vehicle: scene.show_vehicle(row)?, taken });
    }
    let [day, before, after] = [day, before, end].map(|day| day.to_string());
    Ok(Timeline { day, days, before, after, lanes, next })
}

/// The vehicles that were asked for, and one more if there are more than `limit`.
fn rows(scene: &mut Scene<'_, '_>, asked: &Asked, limit: i64) -> Result<Vec<VehicleRow>, Trouble> {
    let op = scene.operator.id;
    let station = match asked.station.as_str() {
        "" => None,
        code => Some(scene.place_named("station", code)?),
    };
    let category = Some(asked.category.as_str()).filter(|category| !category.is_empty());
    if station.is_none() && category.is_none() {
        return Ok(vehicles::page(scene.tx, op, &asked.after, limit + 1)?);
    }
    let wanted = usize::try_from(limit + 1).unwrap_or(usize::MAX);
    let (mut found, mut after) = (Vec::new(), asked.after.clone());
    while found.len() < wanted {
        let read = vehicles::page(scene.tx, op, &after, AT_ONCE)?;
        let Some(last) = read.last() else { break };
        after.clone_from(&last.code);
        let fits = |row: &VehicleRow| {
            station.is_none_or(|place| place == Place::Station(row.home))
                && category.is_none_or(|name| row.category.as_deref() == Some(name))
        };
        found.extend(read.into_iter().filter(fits));
    }
    found.truncate(wanted);
    Ok(found)
}

/// A booking as boards and timelines name it.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn trip(scene: &mut Scene<'_, '_>, id: &str) -> Result<Trip, Trouble> {
    let unknown = Trouble::NotFound("booking");
    let Some(id) = parse_id(id).map(BookingId) else { return Err(unknown) };
    let op = scene.operator.id;
    let found = rimessa_store::bookings::get(scene.tx, op, &scene.operator.versions, id)?;
    scene.show_trip(&found.ok_or(unknown)?.booking)
}
