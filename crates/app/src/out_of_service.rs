//! A vehicle drops out: its bookings get equal ones, the guaranteed first; whoever cannot be given
//! another one is told.

use std::cmp::Reverse;

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{Place, VehicleId};
use rimessa_domain::time::Instant;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{fleet, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::VehicleView;
use crate::when::{moment, show_moment};

/// From when on it drops out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OutOfService)]
pub struct Wish {
    /// From when on; left out: now.
    pub from: Option<String>,
}

/// What has become of a vehicle and its bookings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DroppedOut {
    /// The vehicle.
    pub vehicle: VehicleView,
    /// The bookings that have another one now.
    pub moved: Vec<Moved>,
    /// The ids of the bookings for which there is none; their members were told.
    pub stranded: Vec<String>,
}

/// A booking that has another vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MovedBooking)]
pub struct Moved {
    /// The booking's id.
    pub booking: String,
    /// The fleet number of the vehicle that it has now.
    pub vehicle: String,
    /// Whether it was guaranteed.
    pub guaranteed: Option<bool>,
}

/// Takes a vehicle out of service, and gives its bookings other ones as far as there are any.
///
/// # Errors
/// [`Trouble`].
pub fn take_out(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    wish: &Wish,
) -> Result<Reply<DroppedOut>, Trouble> {
    let found = scene.vehicle_named(vehicle)?;
    let zone = &scene.operator.versions.at(scene.now()).zone;
    let from = wish.from.as_deref().map(|text| moment(zone, "from", text)).transpose()?;
    let row = scene.lock_vehicle(found.id)?;
    let at = scene.now();
    scene.settle_vehicle(row.id, at)?;
    let from = from.map_or(at, |from| from.max(at));
    let op = scene.operator.id;
    vehicles::set_out_of_service(scene.tx, op, row.id, Some(from))?;
    let event = Event {
        kind: "out-of-service",
        vehicle: Some(show_id(row.id.0)),
        from: Some(show_moment(from)),
        ..Event::default()
    };
    let concerns =
        Concerns { vehicle: Some(row.id), version: Some(row.version + 1), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    let (moved, stranded) = scene.replace_all(row.id, from)?;
    let row = vehicles::get(scene.tx, op, row.id)?.ok_or(Trouble::NotFound("vehicle"))?;
    Ok(Reply::Done(DroppedOut { vehicle: scene.show_vehicle(row)?, moved, stranded }))
}

/// Puts a vehicle back into service.
///
/// # Errors
/// [`Trouble`].
pub fn put_back(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Reply<VehicleView>, Trouble> {
    let found = scene.vehicle_named(vehicle)?;
    let row = scene.lock_vehicle(found.id)?;
    let (op, at) = (scene.operator.id, scene.now());
    if row.out_of_service.is_some() {
        vehicles::set_out_of_service(scene.tx, op, row.id, None)?;
        let vehicle = Some(show_id(row.id.0));
        let event = Event { kind: "in-service", vehicle, ..Event::default() };
        let version = Some(row.version + 1);
        let concerns = Concerns { vehicle: Some(row.id), version, ..Concerns::default() };
        scene.note(at, &event, None, concerns)?;
    }
    let row = vehicles::get(scene.tx, op, row.id)?.ok_or(Trouble::NotFound("vehicle"))?;
    Ok(Reply::Done(scene.show_vehicle(row)?))
}

impl Scene<'_, '_> {
    /// Gives the bookings of a vehicle that reach beyond `from` other ones.
    fn replace_all(
        &mut self,
        id: VehicleId,
        from: Instant,
    ) -> Result<(Vec<Moved>, Vec<String>), Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let mut touched = fleet::to_come(self.tx, op, versions, id, from)?;
        touched.sort_by_key(|b| Reverse(self.guaranteed(b) == Some(true)));
        let (mut moved, mut stranded) = (Vec::new(), Vec::new());
        for booking in touched {
            let guaranteed = self.guaranteed(&booking);
            match self.replace(&booking)? {
                Some(row) => moved.push(Moved {
                    booking: show_id(booking.id.0),
                    vehicle: row.code,
                    guaranteed,
                }),
                None => {
                    stranded.push(show_id(booking.id.0));
                    self.tell_of_booking(&booking, "stranded", &[])?;
                    let event = Event {
                        kind: "stranded",
                        booking: Some(show_id(booking.id.0)),
                        ..Event::default()
                    };
                    let concerns = Concerns {
                        member: Some(booking.member),
                        booking: Some(booking.id),
                        vehicle: Some(id),
                        ..Concerns::default()
                    };
                    self.note(self.now(), &event, None, concerns)?;
                }
            }
        }
        Ok((moved, stranded))
    }

    /// Gives a booking an equal vehicle at its pick-up, if there is one.
    fn replace(&mut self, booking: &Booking) -> Result<Option<VehicleRow>, Trouble> {
        let Place::Station(station) = booking.pickup else { return Ok(None) };
        let rules = self.operator.versions.at(booking.made);
        let category = rimessa_store::bookings::category_word(rules, booking.category);
        let category = category.map(str::to_owned);
        for row in self.candidates(station, category.as_deref())? {
            if row.id == booking.vehicle || row.out_of_service.is_some_and(|o| o < booking.end) {
                continue;
            }
            if self.would_fit(booking, row.id)? && self.exchange(booking.id, row.id, None)?.is_ok()
            {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}
