//! What falls due by itself: bookings that were never opened, and fees by the period.

use super::{Now, Outcome};
use crate::booking::{Booking, BookingEvent};
use crate::fault::Fault;
use crate::member::Member;
use crate::rating::charges::{self, Bill};
use crate::rules::billing::Occasion;
use crate::subscription::{Due, Subscription, SubscriptionEvent};

/// Settles a booking that was never opened, as of its end.
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn never_opened(now: &Now<'_>, booking: &Booking, member: &Member) -> Result<Outcome, Fault> {
    let bill = if booking.waived {
        Bill::default()
    } else {
        let free = now.free(member);
        charges::bill(now.rules, &now.case(Occasion::NeverOpened, booking, &free))?
    };
    Ok(now.outcome(Some(BookingEvent::NeverOpened), bill, member))
}

/// Bills what of a subscription or contract falls due now.
///
/// # Errors
/// A number that does not fit.
pub fn due(now: &Now<'_>, subscription: &Subscription, due: Due) -> Result<Outcome, Fault> {
    let mut outcome = Outcome::default();
    outcome.lines.append(subscription.line_of(now.rules, now.at, due)?);
    outcome.subscription.push(SubscriptionEvent::Billed(due));
    Ok(outcome)
}
