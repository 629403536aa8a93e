//! Extending a booking, before or during the trip.

use super::slot::{off_grid, too_long};
use super::{Answer, Decision, Now};
use crate::booking::{Booking, BookingEvent, State};
use crate::member::Member;
use crate::rating::charges;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::billing::Occasion;
use crate::rules::booking::{BookingTerms, LimitKind};
use crate::rules::when::Channel;
use crate::time::Instant;
use crate::vehicle::{VehicleCalendar, Wanted};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Extend {
    /// The new end, exclusive.
    pub end: Instant,
    /// By which channel.
    pub channel: Channel,
}

/// Decides on an extension: `no-such-booking`, `booking-expired`, `not-an-extension`, `off-grid`,
/// `too-long` by this channel, `too-late`, `next-booking`. The last two leave a trace.
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn extend(
    now: &Now<'_>,
    wish: Extend,
    booking: Option<&Booking>,
    member: &Member,
    vehicle: &VehicleCalendar,
) -> Decision {
    let Some(terms) = &now.rules.booking else { return Ok(now.refused(RefusalCode::NotOffered)) };
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    let live = matches!(booking.state, State::Planned | State::Driving);
    if now.at > booking.end || !live {
        return Ok(now.refused(RefusalCode::BookingExpired));
    }
    if wish.end <= booking.end {
        return Ok(now.refused(RefusalCode::NotAnExtension));
    }
    let length = wish.end.since(booking.start);
    let formal = off_grid(now, terms, (booking.made, wish.channel), &[wish.end])
        .or_else(|| too_long(terms, booking.made, wish.channel, length));
    if let Some(refusal) = formal {
        return Ok(Answer::Refused(refusal, None));
    }
    let wanted = Wanted { from: booking.end, until: wish.end, except: Some(booking.id) };
    let blocked = too_late(now, terms, booking, wish.channel).or_else(|| {
        let taken = vehicle.is_taken(wanted, now.at, terms.overdue_holds(now.at));
        taken.then(|| now.refuse(RefusalCode::NextBooking))
    });
    if let Some(refusal) = blocked {
        return Ok(Answer::Refused(refusal, Some(BookingEvent::ExtensionRefused)));
    }
    let mut case = now.case(Occasion::Extend, booking, &[]);
    case.facts.channel = Some(wish.channel);
    case.before = Some((booking.start, booking.end));
    case.points.booked_end = Some(wish.end);
    if now.at < booking.start {
        case.points.agreed_end = Some(wish.end);
    }
    let bill = charges::bill(now.rules, &case)?;
    let event = BookingEvent::Extended { end: wish.end, agreed: now.at < booking.start };
    Ok(Answer::Done(now.outcome(Some(event), bill, member)))
}

fn too_late(
    now: &Now<'_>,
    terms: &BookingTerms,
    booking: &Booking,
    channel: Channel,
) -> Option<Refusal> {
    let left = booking.end.since(now.at);
    terms.limits_at(booking.made, channel.bit()).find_map(|limit| match limit.kind {
        LimitKind::ExtendBefore(notice) if left < notice => {
            Some(Refusal { code: RefusalCode::TooLate, clause: limit.clause })
        }
        _ => None,
    })
}
