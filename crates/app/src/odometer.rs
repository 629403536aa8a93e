//! What odometers show: kept at openings, returns and checks, and what distance follows.

use rimessa_domain::ids::{BookingId, VehicleId};
use rimessa_store::bookings;
use rimessa_store::odometer::{self, Reading};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::give_back;
use crate::readings::ODOMETER;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::VehicleView;

/// What an odometer shows.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OdometerReading)]
pub struct Wish {
    /// In metres.
    pub odometer_m: i64,
}

/// More than any vehicle drives: ten million kilometres.
const MOST_M: i64 = 10_000_000_000;
/// A trip is no longer than this: what a distance can be written as.
const LONGEST_M: i64 = u32::MAX as i64;
/// So many readings are looked at.
pub(crate) const LOOKED_AT: i64 = 200;

/// Notes what the odometer of a vehicle shows, outside a trip.
///
/// # Errors
/// [`Trouble`].
pub fn read(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    wish: Wish,
) -> Result<Reply<VehicleView>, Trouble> {
    let row = scene.vehicle_named(vehicle)?;
    if !scene.is_near_vehicle(row.id)? {
        return Err(Trouble::NotFound("vehicle"));
    }
    let row = scene.lock_vehicle(row.id)?;
    scene.keep_reading(row.id, wish.odometer_m, "checked", None)?;
    let event = Event { kind: "odometer", ..Event::default() };
    let concerns = Concerns { vehicle: Some(row.id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    scene.show_vehicle(row).map(Reply::Done)
}

impl Scene<'_, '_> {
    /// Keeps a reading of a vehicle.
    pub(crate) fn keep_reading(
        &mut self,
        vehicle: VehicleId,
        odometer_m: i64,
        occasion: &str,
        booking: Option<BookingId>,
    ) -> Result<(), Trouble> {
        if !(0..=MOST_M).contains(&odometer_m) {
            let found = odometer_m.to_string();
            return Err(Trouble::invalid("odometer_m", "not-an-odometer", &found));
        }
        let (id, at) = (self.id(), self.now());
        let reading = Reading { at, odometer_m, occasion: occasion.to_owned(), booking };
        Ok(odometer::insert(self.tx, self.operator.id, vehicle, id, &reading)?)
    }

    /// Keeps a reading of the vehicle of a booking.
    pub(crate) fn keep_reading_of(
        &mut self,
        id: BookingId,
        odometer_m: i64,
        occasion: &str,
    ) -> Result<(), Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let found =
            bookings::get(self.tx, op, versions, id)?.ok_or(Trouble::NotFound("booking"))?;
        self.keep_reading(found.booking.vehicle, odometer_m, occasion, Some(id))
    }

    /// What the odometer showed when a trip began, if that was told.
    pub(crate) fn opened_m(&mut self, id: BookingId) -> Result<Option<i64>, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let found =
            bookings::get(self.tx, op, versions, id)?.ok_or(Trouble::NotFound("booking"))?;
        let latest = odometer::latest(self.tx, op, found.booking.vehicle, LOOKED_AT)?;
        let first = latest.iter().rev().find(|r| r.booking == Some(id) && r.occasion == "opened");
        Ok(first.map(|reading| reading.odometer_m))
    }

    /// The distance of a trip from what is told at its return: the distance itself, or the odometer.
    pub(crate) fn distance_mm(
        &mut self,
        id: BookingId,
        wish: &give_back::Wish,
    ) -> Result<i64, Trouble> {
        let told = i64::from(wish.distance_m) * 1000;
        let Some(odometer_m) = wish.odometer_m.filter(|_| told == 0) else { return Ok(told) };
        let Some(opened) = self.opened_m(id)? else { return Ok(0) };
        Ok(driven_m(opened, odometer_m)? * 1000)
    }

    /// What was driven of a trip under way, by the last reading since it began, in millimetres.
    pub(crate) fn driven_so_far_mm(
        &mut self,
        id: BookingId,
        vehicle: VehicleId,
    ) -> Result<i64, Trouble> {
        let latest = odometer::latest(self.tx, self.operator.id, vehicle, LOOKED_AT)?;
        let opened = latest.iter().rposition(|r| r.booking == Some(id) && r.occasion == "opened");
        let Some(opened) = opened else { return Ok(0) };
        let kept = latest.first().map_or(0, |reading| reading.odometer_m);
        // What the vehicle itself reports on the way is known before anybody keeps it.
        let since = latest[opened].at;
        let now = self.known(vehicle)?.since(ODOMETER, since).map_or(kept, |told| told.max(kept));
        Ok(driven_m(latest[opened].odometer_m, now).unwrap_or(0) * 1000)
    }
}

/// The distance between two readings.
pub(crate) fn driven_m(from_m: i64, until_m: i64) -> Result<i64, Trouble> {
    let driven = until_m.saturating_sub(from_m);
    match (0..=LONGEST_M).contains(&driven) {
        true => Ok(driven),
        false => Err(Trouble::invalid("odometer_m", "odometer-runs-back", &until_m.to_string())),
    }
}
