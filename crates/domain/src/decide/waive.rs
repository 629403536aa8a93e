//! Letting a member off a booking for which the operator has no vehicle.

use super::{Answer, Decision, Now, Outcome};
use crate::booking::{Booking, BookingEvent, State};
use crate::refusal::RefusalCode;

/// Decides on letting a member off: `no-such-booking`; `booking-started` once opened or brought back;
/// `booking-expired` from the end on, or once cancelled.
///
/// Unused, the booking costs nothing from then on, nor does cancelling it.
///
/// # Errors
/// None today; a fault of the rulebook in the future.
pub fn waive(now: &Now<'_>, booking: Option<&Booking>) -> Decision {
    if now.rules.booking.is_none() {
        return Ok(now.refused(RefusalCode::NotOffered));
    }
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    match booking.state {
        State::Driving | State::Returned(_) => Ok(now.refused(RefusalCode::BookingStarted)),
        State::Planned if now.at < booking.end => {
            let booking = Some(BookingEvent::Waived);
            Ok(Answer::Done(Outcome { booking, ..Outcome::default() }))
        }
        _ => Ok(now.refused(RefusalCode::BookingExpired)),
    }
}
