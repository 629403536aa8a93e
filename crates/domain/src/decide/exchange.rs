//! Giving a booking another vehicle: an equal one, until pick-up.

use super::slot::{self, Slot};
use super::{Answer, Decision, Now, Outcome, book};
use crate::booking::{Booking, BookingEvent, State};
use crate::ids::{Place, VehicleId};
use crate::member::Member;
use crate::refusal::RefusalCode;
use crate::vehicle::VehicleCalendar;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The other vehicle.
    pub vehicle: VehicleId,
    /// Its category, by name; `None`: it is known to be equal.
    pub category: Option<&'a str>,
    /// Where it is picked up; `None`: where the booking says. A round trip ends there, too.
    pub pickup: Option<Place>,
}

/// Decides on an exchange: `no-such-booking`; `booking-started` once opened, used or cancelled;
/// `booking-expired` from the end on; `not-offered` for another category, or the vehicle that it
/// has; `not-enabled`; `vehicle-taken` and `vehicle-elsewhere` for what is left of the booking.
///
/// It costs nothing, and what was agreed stays: times, plan, category, the rules of the day it was
/// made.
///
/// # Errors
/// None today; a fault of the rulebook in the future.
pub fn exchange(
    now: &Now<'_>,
    wish: &Exchange<'_>,
    booking: Option<&Booking>,
    member: &Member,
    vehicle: &VehicleCalendar,
) -> Decision {
    let Some(terms) = &now.rules.booking else { return Ok(now.refused(RefusalCode::NotOffered)) };
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    if booking.state != State::Planned {
        return Ok(now.refused(RefusalCode::BookingStarted));
    }
    if now.at >= booking.end {
        return Ok(now.refused(RefusalCode::BookingExpired));
    }
    let equal = wish.category.is_none_or(|name| {
        let category = now.rules.find_category(name);
        category.is_some() && category == booking.category
    });
    if !equal || wish.vehicle == booking.vehicle {
        return Ok(now.refused(RefusalCode::NotOffered));
    }
    if let Some(refusal) = book::not_enabled(now, terms, member, wish.vehicle) {
        return Ok(Answer::Refused(refusal, None));
    }
    let pickup = wish.pickup.unwrap_or(booking.pickup);
    let round_trip = booking.dropoff == booking.pickup;
    let dropoff = if round_trip { pickup } else { booking.dropoff };
    let slot = Slot {
        start: booking.start,
        end: booking.end,
        reserve: booking.reserve,
        pickup,
        dropoff,
        channel: booking.channel,
        made: booking.made,
        except: Some(booking.id),
        held_from: Some(now.at),
    };
    // Whoever has begun to wait needs one that is there now, not one that is to come.
    if now.at >= booking.start && vehicle.is_away(booking.id) {
        return Ok(now.refused(RefusalCode::VehicleTaken));
    }
    if let Some(refusal) = slot::check_vehicle(now, terms, vehicle, &slot) {
        return Ok(Answer::Refused(refusal, None));
    }
    let event = BookingEvent::Reassigned { at: now.at, vehicle: wish.vehicle, pickup, dropoff };
    Ok(Answer::Done(Outcome { booking: Some(event), ..Outcome::default() }))
}
