//! Booking a vehicle.

use smallvec::SmallVec;

use super::slot::{self, Slot};
use super::{Answer, Decision, Now};
use crate::booking::{Booking, BookingEvent, State};
use crate::ids::{BookingId, CategoryId, Place, VehicleId};
use crate::member::Member;
use crate::rating::charges;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::billing::Occasion;
use crate::rules::booking::{BookingTerms, Required, RequiredOn};
use crate::rules::when::Channel;
use crate::time::Instant;
use crate::vehicle::VehicleCalendar;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    /// The id that the booking will have.
    pub booking: BookingId,
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The category, by name.
    pub category: Option<&'a str>,
    /// The start.
    pub start: Instant,
    /// The end, exclusive.
    pub end: Instant,
    /// Where the vehicle is picked up.
    pub pickup: Place,
    /// Where it will be left; where only round trips are offered it does not matter.
    pub dropoff: Place,
    /// By which channel.
    pub channel: Channel,
}

/// Decides on a booking.
///
/// Refused with the first reason that holds: `not-offered`, `account-locked`, what is required of
/// the member, then the checks of [`slot::check`].
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn book(
    now: &Now<'_>,
    wish: &Book<'_>,
    member: &Member,
    vehicle: &VehicleCalendar,
) -> Decision {
    let Some(terms) = &now.rules.booking else { return Ok(now.refused(RefusalCode::NotOffered)) };
    let category = match wish.category.map(|name| now.rules.find_category(name)) {
        Some(None) => return Ok(now.refused(RefusalCode::NotOffered)),
        Some(found) => found,
        None => None,
    };
    if let Some(refusal) = check_member(now, terms, member, wish.vehicle) {
        return Ok(Answer::Refused(refusal, None));
    }
    let dropoff = if terms.round_trip { wish.pickup } else { wish.dropoff };
    let slot = Slot {
        start: wish.start,
        end: wish.end,
        reserve: terms.reserve_before(now.at),
        pickup: wish.pickup,
        dropoff,
        channel: wish.channel,
        made: now.at,
        except: None,
        held_from: None,
    };
    if let Some(refusal) = slot::check(now, terms, vehicle, &slot) {
        return Ok(Answer::Refused(refusal, None));
    }
    let booking = accepted(now, wish, &slot, category, member);
    let bill = charges::bill(now.rules, &now.case(Occasion::Book, &booking, &[]))?;
    let event = BookingEvent::Booked(Box::new(booking));
    Ok(Answer::Done(now.outcome(Some(event), bill, member)))
}

/// What is required of the member before the times are even looked at.
fn check_member(
    now: &Now<'_>,
    terms: &BookingTerms,
    member: &Member,
    vehicle: VehicleId,
) -> Option<Refusal> {
    if let Some(lock) = member.locked_by {
        let clause = now.rules.locks.get(usize::from(lock)).and_then(|lock| lock.clause);
        return Some(Refusal { code: RefusalCode::AccountLocked, clause });
    }
    let required = |what, code| {
        let mut all = terms.required(RequiredOn::Book, now.at).filter(|r| r.what == what);
        all.next().map(|requirement| Refusal { code, clause: requirement.clause })
    };
    if !member.validated
        && let Some(refusal) = required(Required::Validated, RefusalCode::NotValidated)
    {
        return Some(refusal);
    }
    not_enabled(now, terms, member, vehicle)
}

/// `not-enabled` if the member may only have other vehicles.
pub(super) fn not_enabled(
    now: &Now<'_>,
    terms: &BookingTerms,
    member: &Member,
    vehicle: VehicleId,
) -> Option<Refusal> {
    let enabled = member.vehicles.as_ref()?;
    if enabled.contains(&vehicle) {
        return None;
    }
    let mut all = terms.required(RequiredOn::Book, now.at);
    let requirement = all.find(|required| required.what == Required::VehicleEnabled)?;
    Some(Refusal { code: RefusalCode::NotEnabled, clause: requirement.clause })
}

fn accepted(
    now: &Now<'_>,
    wish: &Book<'_>,
    slot: &Slot,
    category: Option<CategoryId>,
    member: &Member,
) -> Booking {
    Booking {
        id: wish.booking,
        member: member.id,
        vehicle: wish.vehicle,
        category,
        plan: member.plan_at(now.at),
        channel: wish.channel,
        made: now.at,
        start: slot.start,
        end: slot.end,
        agreed_end: slot.end,
        reserve: slot.reserve,
        pickup: slot.pickup,
        dropoff: slot.dropoff,
        state: State::Planned,
        reported: SmallVec::new(),
        extension_refused: false,
        waived: false,
        restored: false,
        exchanged: None,
    }
}
