//! Changing the times of a booking before it begins.

use super::slot::{self, Slot};
use super::{Answer, Decision, Now};
use crate::booking::{Booking, BookingEvent, State};
use crate::member::Member;
use crate::rating::charges;
use crate::refusal::RefusalCode;
use crate::rules::billing::Occasion;
use crate::rules::when::Channel;
use crate::time::Instant;
use crate::vehicle::VehicleCalendar;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Another start.
    pub start: Option<Instant>,
    /// Another end.
    pub end: Option<Instant>,
    /// By which channel.
    pub channel: Channel,
}

/// Decides on a change: `no-such-booking`; `booking-started` from the reserved time on, or once
/// cancelled or used; then the checks of a booking for the new times.
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn change(
    now: &Now<'_>,
    wish: Change,
    booking: Option<&Booking>,
    member: &Member,
    vehicle: &VehicleCalendar,
) -> Decision {
    let Some(terms) = &now.rules.booking else { return Ok(now.refused(RefusalCode::NotOffered)) };
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    if now.at >= booking.reserved_start() || booking.state != State::Planned {
        return Ok(now.refused(RefusalCode::BookingStarted));
    }
    let slot = Slot {
        start: wish.start.unwrap_or(booking.start),
        end: wish.end.unwrap_or(booking.end),
        reserve: booking.reserve,
        pickup: booking.pickup,
        dropoff: booking.dropoff,
        channel: wish.channel,
        made: booking.made,
        except: Some(booking.id),
        held_from: booking.exchanged,
    };
    if let Some(refusal) = slot::check(now, terms, vehicle, &slot) {
        return Ok(Answer::Refused(refusal, None));
    }
    let mut case = now.case(Occasion::Change, booking, &[]);
    case.facts.channel = Some(wish.channel);
    case.before = Some((booking.start, booking.end));
    case.points.start = Some(slot.start);
    case.points.reserved_start = Some(slot.start.minus(slot.reserve));
    case.points.booked_end = Some(slot.end);
    case.points.agreed_end = Some(slot.end);
    let bill = charges::bill(now.rules, &case)?;
    let event = BookingEvent::Changed { start: slot.start, end: slot.end };
    Ok(Answer::Done(now.outcome(Some(event), bill, member)))
}
