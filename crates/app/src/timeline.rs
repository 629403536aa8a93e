//! A day of the fleet: for each vehicle, when it is taken and by which booking.

use jiff::ToSpan;
use jiff::civil::Date;
use rimessa_domain::ids::BookingId;
use rimessa_store::vehicles;

use crate::board::Trip;
use crate::calendar::{self, Taken};
use crate::identity::parse_id;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::VehicleView;

/// The day of a vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The vehicle.
    pub vehicle: VehicleView,
    /// When it is taken.
    pub taken: Vec<Taken>,
}

/// A day of the fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The day, like `2026-03-02`.
    pub day: String,
    /// The day before.
    pub before: String,
    /// The day after.
    pub after: String,
    /// The vehicles, by code.
    pub lanes: Vec<Lane>,
    /// Where to go on reading; `None`: this is all.
    pub next: Option<String>,
}

/// A day (today, if it is none) of the vehicles whose code comes after `after`.
///
/// # Errors
/// [`Trouble`].
pub fn timeline(
    scene: &mut Scene<'_, '_>,
    day: &str,
    after: &str,
    limit: i64,
) -> Result<Timeline, Trouble> {
    let today = scene.today();
    let near = |day: &Date| (1970..=9000).contains(&day.year());
    let day = day.parse::<Date>().ok().filter(near).unwrap_or(today);
    let (before, next_day) = (day.saturating_sub(1.day()), day.saturating_add(1.day()));
    let mut rows = vehicles::page(scene.tx, scene.operator.id, after, limit + 1)?;
    let next = scene.cut(&mut rows, limit, |row| row.code.clone());
    let wish = calendar::Wish {
        from: Some(format!("{day}T00:00")),
        until: Some(format!("{next_day}T00:00")),
    };
    let mut lanes = Vec::with_capacity(rows.len());
    for row in rows {
        let taken = calendar::calendar(scene, &row.code, &wish)?;
        lanes.push(Lane { vehicle: scene.show_vehicle(row)?, taken });
    }
    let [day, before, after] = [day, before, next_day].map(|day| day.to_string());
    Ok(Timeline { day, before, after, lanes, next })
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
