//! A vehicle drops out, and comes back: what becomes of it, and of its bookings.

use rimessa_domain::ids::VehicleId;
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
    /// The ids of the bookings on other vehicles that were taken back, at no cost, to keep guaranteed
    /// ones; their members were told.
    pub displaced: Vec<String>,
    /// The ids of its bookings for which there is none; their members were told, and pay nothing for
    /// not driving.
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
    let replaced = scene.replace_all(row.id, from)?;
    let row = vehicles::get(scene.tx, op, row.id)?.ok_or(Trouble::NotFound("vehicle"))?;
    Ok(Reply::Done(DroppedOut {
        vehicle: scene.show_vehicle(row)?,
        moved: replaced.moved,
        displaced: replaced.displaced,
        stranded: replaced.stranded,
    }))
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
        scene.tell_who_waits(row.id)?;
    }
    let row = vehicles::get(scene.tx, op, row.id)?.ok_or(Trouble::NotFound("vehicle"))?;
    Ok(Reply::Done(scene.show_vehicle(row)?))
}

impl Scene<'_, '_> {
    /// Tells those who were left without a vehicle that theirs is there again.
    fn tell_who_waits(&mut self, id: VehicleId) -> Result<(), Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let waiting = fleet::to_come(self.tx, op, versions, id, self.now())?;
        for booking in waiting.into_iter().filter(|booking| booking.waived) {
            self.tell_of_booking(&booking, "vehicle-back", &[])?;
        }
        Ok(())
    }
}
