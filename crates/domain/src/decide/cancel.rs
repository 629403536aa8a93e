//! Cancelling a booking that was not used.

use super::{Answer, Decision, Now};
use crate::booking::{Booking, BookingEvent, State};
use crate::member::Member;
use crate::rating::charges::{self, Bill};
use crate::refusal::RefusalCode;
use crate::rules::billing::Occasion;
use crate::rules::when::Channel;

/// Decides on a cancellation: `no-such-booking`; `booking-expired` from the end on, or once used
/// or cancelled. Possible after the start too; what it costs is reckoned on the whole booking.
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn cancel(
    now: &Now<'_>,
    channel: Channel,
    booking: Option<&Booking>,
    member: &Member,
) -> Decision {
    if now.rules.booking.is_none() {
        return Ok(now.refused(RefusalCode::NotOffered));
    }
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    if now.at >= booking.end || booking.state != State::Planned {
        return Ok(now.refused(RefusalCode::BookingExpired));
    }
    let bill = if booking.waived {
        Bill::default()
    } else {
        let free = now.free(member);
        let mut case = now.case(Occasion::Cancel, booking, &free);
        case.facts.channel = Some(channel);
        charges::bill(now.rules, &case)?
    };
    Ok(Answer::Done(now.outcome(Some(BookingEvent::Cancelled), bill, member)))
}
