//! Giving a booking another, equal vehicle.

use rimessa_domain::booking::{Booking, BookingEvent};
use rimessa_domain::decide::exchange::{Exchange, exchange as decide};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::{BookingId, Place, VehicleId};
use rimessa_store::{bookings, vehicles};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::gather::Car;
use crate::identity::show_id;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::{BookingView, OFF_NETWORK};

/// Which vehicle it shall have.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingExchange)]
pub struct Wish {
    /// The other vehicle, by fleet number or id.
    pub vehicle: String,
    /// The station where it is picked up, by code; left out: where the booking says.
    pub pickup: Option<String>,
}

/// Gives a booking another vehicle.
///
/// # Errors
/// [`Trouble`].
pub fn exchange(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let vehicle = scene.vehicle_named(&wish.vehicle)?;
    let pickup = match &wish.pickup {
        Some(name) => Some(scene.place_named("pickup", name)?),
        None => None,
    };
    let Some(booking) = scene.booking(id)? else { return Err(Trouble::NotFound("booking")) };
    let at = scene.now();
    scene.settle_member(booking.member, at)?;
    scene.settle_vehicle(vehicle.id, at)?;
    match scene.exchange(id, vehicle.id, pickup)? {
        Ok(booking) => Ok(Reply::Done(scene.show_booking(&booking)?)),
        Err(refused) => Ok(Reply::Refused(refused)),
    }
}

/// The name of a place as the journal keeps it.
pub(crate) fn place_kept(place: Place) -> String {
    match place {
        Place::OffNetwork => OFF_NETWORK.to_owned(),
        Place::Station(id) => show_id(id.0),
    }
}

impl Scene<'_, '_> {
    /// Whether a booking would be given a vehicle in exchange, without doing it; as if the bookings
    /// `without` were not.
    pub(crate) fn would_fit(
        &mut self,
        booking: &Booking,
        vehicle: VehicleId,
        pickup: Option<Place>,
        without: &[BookingId],
    ) -> Result<bool, Trouble> {
        let operator = self.operator;
        let rules = operator.versions.at(booking.made);
        let row = self.lock_member(booking.member)?;
        let member = self.account(&row, rules)?;
        let row = self.lock_vehicle(vehicle)?;
        if row.removed.or(row.out_of_service).is_some_and(|over| over < booking.end) {
            return Ok(false);
        }
        let (at, category) = (self.now(), row.category.clone());
        let calendar = self.car_without(row, without)?.calendar;
        let wish = Exchange { vehicle, category: category.as_deref(), pickup };
        let answer = decide(&Now { rules, at }, &wish, Some(booking), &member, &calendar)?;
        Ok(matches!(answer, Answer::Done(_)))
    }

    /// Gives a booking another vehicle, and tells its member; or says why not.
    pub(crate) fn exchange(
        &mut self,
        id: BookingId,
        vehicle: VehicleId,
        pickup: Option<Place>,
    ) -> Result<Result<Booking, RefusedView>, Trouble> {
        let Some(mut booking) = self.booking(id)? else {
            return Err(Trouble::NotFound("booking"));
        };
        let operator = self.operator;
        let rules = operator.versions.at(booking.made);
        let row = self.lock_member(booking.member)?;
        let member = self.account(&row, rules)?;
        let row = self.lock_vehicle(vehicle)?;
        let (at, had) = (self.now(), booking.vehicle);
        let car = self.car(row)?;
        let category = car.row.category.as_deref();
        let wish = Exchange { vehicle, category, pickup };
        let event = Event {
            kind: "exchange",
            booking: Some(show_id(id.0)),
            vehicle: Some(show_id(vehicle.0)),
            category: category.map(str::to_owned),
            pickup: pickup.map(place_kept),
            ..Event::default()
        };
        let concerns = Concerns {
            member: Some(booking.member),
            booking: Some(id),
            vehicle: Some(vehicle),
            subject: Some(had.0),
            version: Some(car.row.version + 1),
        };
        let answer = decide(&Now { rules, at }, &wish, Some(&booking), &member, &car.calendar)?;
        let outcome = match answer {
            Answer::Refused(refusal, _) => {
                self.note(at, &event, Some(refusal), concerns)?;
                return Ok(Err(self.refused(refusal, rules, booking.made)));
            }
            Answer::Done(outcome) => outcome,
        };
        let Some(happened) = &outcome.booking else { return Ok(Ok(booking)) };
        if car.row.removed.or(car.row.out_of_service).is_some_and(|over| over < booking.end) {
            let stopped = self.taken(rules, at);
            self.note_gated(at, &event, &stopped, concerns)?;
            return Ok(Err(stopped.view));
        }
        self.reassigned(&mut booking, &car, happened)?;
        self.note(at, &event, None, concerns)?;
        let place = self.place_name(booking.pickup)?;
        let plate = car.row.plate.clone().unwrap_or_default();
        let name = car.row.name.clone().unwrap_or_default();
        let told = [("vehicle", &*car.row.code), ("plate", &plate), ("name", &name)];
        self.tell_of_booking(&booking, "exchanged", &[&told[..], &[("pickup", &*place)]].concat())?;
        Ok(Ok(booking))
    }

    /// Keeps that a booking has another vehicle.
    fn reassigned(
        &mut self,
        booking: &mut Booking,
        car: &Car,
        happened: &BookingEvent,
    ) -> Result<(), Trouble> {
        let op = self.operator.id;
        let let_go = self.lock_vehicle(booking.vehicle)?;
        booking.apply(happened);
        bookings::update(self.tx, op, self.operator.versions.at(booking.made), booking)?;
        vehicles::touch(self.tx, op, let_go.id, let_go.first_pickup, let_go.left)?;
        let first = car.row.first_pickup.or(Some(booking.pickup));
        Ok(vehicles::touch(self.tx, op, car.row.id, first, car.row.left)?)
    }
}
