//! Opening a vehicle, and what is reported during the trip.

use super::{Answer, Decision, Now, Outcome};
use crate::booking::{Booking, BookingEvent, State};
use crate::ids::Place;
use crate::member::Member;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::booking::{BookingTerms, Required, RequiredOn};
use crate::time::Span;
use crate::vehicle::VehicleCalendar;

/// Decides whether a vehicle opens: `no-such-booking`, `booking-expired`, `before-start`, and at
/// the first opening `not-validated`, `suspended`, `vehicle-away`, `vehicle-elsewhere`.
///
/// Opening again during the trip changes nothing. Refusals that are not the member's doing leave
/// a trace, so that the unused booking costs nothing.
///
/// # Errors
/// None today; a fault of the rulebook in the future.
pub fn unlock(
    now: &Now<'_>,
    booking: Option<&Booking>,
    member: &Member,
    vehicle: &VehicleCalendar,
) -> Decision {
    let Some(terms) = &now.rules.booking else { return Ok(now.refused(RefusalCode::NotOffered)) };
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    if matches!(booking.state, State::Returned(_) | State::Cancelled) {
        return Ok(now.refused(RefusalCode::BookingExpired));
    }
    if now.at < booking.start {
        return Ok(now.refused(RefusalCode::BeforeStart));
    }
    if booking.state == State::Driving {
        return Ok(Answer::Done(Outcome::default()));
    }
    if now.at >= booking.end {
        return Ok(now.refused(RefusalCode::BookingExpired));
    }
    if let Some(refusal) = first_opening(now, terms, booking, member, vehicle) {
        let holding = terms.waivers.iter().filter(|w| w.validity.holds(booking.made));
        let waived = holding.into_iter().any(|waiver| waiver.after.contains(&refusal.code));
        return Ok(Answer::Refused(refusal, waived.then_some(BookingEvent::Waived)));
    }
    let booking = Some(BookingEvent::Opened);
    Ok(Answer::Done(Outcome { booking, ..Outcome::default() }))
}

fn first_opening(
    now: &Now<'_>,
    terms: &BookingTerms,
    booking: &Booking,
    member: &Member,
    vehicle: &VehicleCalendar,
) -> Option<Refusal> {
    let mut required = terms.required(RequiredOn::Unlock, booking.made);
    let validated = required.find(|requirement| requirement.what == Required::Validated);
    if let (Some(requirement), false) = (validated, member.validated) {
        let clause = requirement.clause;
        return Some(Refusal { code: RefusalCode::NotValidated, clause });
    }
    if let Some(refusal) = suspended(now, terms, booking) {
        return Some(refusal);
    }
    if vehicle.is_away(booking.id) {
        return Some(now.refuse(RefusalCode::VehicleAway));
    }
    let there =
        vehicle.place().is_some_and(|place| place != Place::OffNetwork && place == booking.pickup);
    (!there).then(|| now.refuse(RefusalCode::VehicleElsewhere))
}

/// `suspended` if the booking was not opened in time and its suspension was not lifted.
pub(super) fn suspended(now: &Now<'_>, terms: &BookingTerms, booking: &Booking) -> Option<Refusal> {
    let (after, limit) = terms.suspend_after(booking.made)?;
    let waited: Span = now.at.since(booking.start);
    let suspended = booking.state == State::Planned && !booking.restored && waited > after;
    suspended.then_some(Refusal { code: RefusalCode::Suspended, clause: limit.clause })
}

/// Takes in a report during the trip: `no-such-booking`; `not-driving` unless opened and not yet
/// returned. A kind that the rulebook makes nothing of is taken without effect.
///
/// # Errors
/// None today; a fault of the rulebook in the future.
pub fn report(now: &Now<'_>, kind: &str, booking: Option<&Booking>) -> Decision {
    if now.rules.booking.is_none() {
        return Ok(now.refused(RefusalCode::NotOffered));
    }
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    if booking.state != State::Driving {
        return Ok(now.refused(RefusalCode::NotDriving));
    }
    let event = now.rules.find_name(kind).map(BookingEvent::Reported);
    Ok(Answer::Done(Outcome { booking: event, ..Outcome::default() }))
}
