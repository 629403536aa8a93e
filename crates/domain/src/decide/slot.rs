//! Whether a vehicle can be booked for certain times: the checks that booking and changing share.

use super::Now;
use crate::ids::{BookingId, Place};
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::booking::{BookingTerms, LimitKind};
use crate::rules::when::Channel;
use crate::time::{Instant, Span};
use crate::vehicle::{VehicleCalendar, Wanted};

/// The times and places that are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The start.
    pub start: Instant,
    /// The end, exclusive.
    pub end: Instant,
    /// Reserved before the start.
    pub reserve: Span,
    /// Where the vehicle is picked up.
    pub pickup: Place,
    /// Where it will be left.
    pub dropoff: Place,
    /// By which channel it is asked for.
    pub channel: Channel,
    /// The moment whose limits hold: when the booking was made.
    pub made: Instant,
    /// The booking itself, when it is changed.
    pub except: Option<BookingId>,
    /// What lies before this is not asked for: the booking had another vehicle then.
    pub held_from: Option<Instant>,
}

/// The first reason for which the slot cannot be had, from `in-the-past` on.
#[must_use]
pub fn check(
    now: &Now<'_>,
    terms: &BookingTerms,
    vehicle: &VehicleCalendar,
    slot: &Slot,
) -> Option<Refusal> {
    check_times(now, terms, slot).or_else(|| check_vehicle(now, terms, vehicle, slot))
}

fn check_times(now: &Now<'_>, terms: &BookingTerms, slot: &Slot) -> Option<Refusal> {
    if slot.start < now.at {
        return Some(now.refuse(RefusalCode::InThePast));
    }
    if let Some(refusal) = off_grid(now, terms, (slot.made, slot.channel), &[slot.start, slot.end])
    {
        return Some(refusal);
    }
    if slot.end <= slot.start {
        return Some(now.refuse(RefusalCode::EndBeforeStart));
    }
    let length = slot.end.since(slot.start);
    let by = slot.channel.bit();
    let too_short = terms.limits_at(slot.made, by).find_map(|limit| match limit.kind {
        LimitKind::Shortest(least) if length < least => {
            Some(Refusal { code: RefusalCode::TooShort, clause: limit.clause })
        }
        _ => None,
    });
    too_short.or_else(|| too_long(terms, slot.made, slot.channel, length))
}

/// Whether the vehicle can be had: `vehicle-taken`, `vehicle-elsewhere`.
pub(super) fn check_vehicle(
    now: &Now<'_>,
    terms: &BookingTerms,
    vehicle: &VehicleCalendar,
    slot: &Slot,
) -> Option<Refusal> {
    let reserved = slot.start.minus(slot.reserve);
    let from = slot.held_from.map_or(reserved, |at| at.max(reserved));
    let wanted = Wanted { from, until: slot.end, except: slot.except };
    if vehicle.is_taken(wanted, now.at, terms.overdue_holds(now.at)) {
        return Some(now.refuse(RefusalCode::VehicleTaken));
    }
    let there = vehicle.place_at(slot.start.max(now.at), slot.except);
    let missing = slot.pickup == Place::OffNetwork || there.is_some_and(|p| p != slot.pickup);
    let next = vehicle.next_pickup(slot.end, slot.except);
    if missing || next.is_some_and(|pickup| pickup != slot.dropoff) {
        return Some(now.refuse(RefusalCode::VehicleElsewhere));
    }
    None
}

/// `off-grid` if one of the moments does not stand on the grid of the wall clock.
pub(super) fn off_grid(
    now: &Now<'_>,
    terms: &BookingTerms,
    (made, channel): (Instant, Channel),
    moments: &[Instant],
) -> Option<Refusal> {
    let holding = terms.limits_at(made, channel.bit());
    let mut grids = holding.filter_map(|limit| match limit.kind {
        LimitKind::Grid(step) => Some((step.0 / 60_000, limit.clause)),
        _ => None,
    });
    grids.find_map(|(minutes, clause)| {
        let off = moments.iter().any(|at| !now.rules.zone.on_grid(*at, minutes));
        off.then_some(Refusal { code: RefusalCode::OffGrid, clause })
    })
}

/// `too-long` if a booking of that length cannot be had by the channel.
pub(super) fn too_long(
    terms: &BookingTerms,
    made: Instant,
    channel: Channel,
    length: Span,
) -> Option<Refusal> {
    terms.limits_at(made, channel.bit()).find_map(|limit| match limit.kind {
        LimitKind::Longest(most) if length > most => {
            Some(Refusal { code: RefusalCode::TooLong, clause: limit.clause })
        }
        _ => None,
    })
}
