//! What may be booked, changed, opened and brought back.

use super::Validity;
use super::when::Energy;
use crate::ids::ClauseId;
use crate::refusal::RefusalCode;
use crate::time::{Instant, Span};

/// How vehicles are booked.
#[derive(Clone, Debug)]
pub struct BookingTerms {
    /// What drives the vehicles, where there are no categories.
    pub energy: Energy,
    /// Vehicles come back to where they were picked up, whatever was asked for.
    pub round_trip: bool,
    /// Limits in time.
    pub limits: Vec<Limit>,
    /// What must be true before something is allowed.
    pub requirements: Vec<Requirement>,
    /// Refusals after which a booking that is not used costs nothing.
    pub waivers: Vec<Waiver>,
}

/// A limit in time.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds.
    pub validity: Validity,
    /// Only by these channels (set of `Channel::bit`); `None`: by all.
    pub channels: Option<u8>,
    /// What it limits.
    pub kind: LimitKind,
}

/// What a limit limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// Start and end stand on multiples of this after the local hour. Whole minutes.
    Grid(Span),
    /// A booking is at least this long.
    Shortest(Span),
    /// A booking is at most this long.
    Longest(Span),
    /// This much before the start is reserved with the booking (charging time).
    ReserveBefore(Span),
    /// An extension is asked for at least this much before the end.
    ExtendBefore(Span),
    /// A booking not opened when more than this has passed since its start is suspended.
    SuspendAfter(Span),
    /// An overdue trip holds its vehicle until this much from now.
    OverdueHolds(Span),
}

/// Something that must be true before something is allowed.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds.
    pub validity: Validity,
    /// For what.
    pub on: RequiredOn,
    /// What must be true.
    pub what: Required,
}

/// For what something is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredOn {
    /// To book.
    Book,
    /// To open a vehicle for the first time.
    Unlock,
    /// To bring a vehicle back.
    Return,
}

/// What can be required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// The member's documents are verified.
    Validated,
    /// The vehicle is among those enabled for the member.
    VehicleEnabled,
    /// The vehicle stands at the station where it was picked up.
    PickupStation,
    /// The vehicle is plugged in, if it is electric.
    PluggedIn,
}

/// Refusals to open after which neither cancelling nor never opening costs anything.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds.
    pub validity: Validity,
    /// The refusals.
    pub after: Vec<RefusalCode>,
}

impl BookingTerms {
    /// The limits of one kind that hold at `at` by the channels of `channel` (one bit).
    pub fn limits_at(&self, at: Instant, channel: u8) -> impl Iterator<Item = &Limit> {
        let by = move |limit: &&Limit| limit.channels.is_none_or(|set| set & channel != 0);
        self.limits.iter().filter(move |limit| limit.validity.holds(at)).filter(by)
    }

    /// The time reserved before a booking made at `made`.
    #[must_use]
    pub fn reserve_before(&self, made: Instant) -> Span {
        self.span_of(made, |kind| match kind {
            LimitKind::ReserveBefore(span) => Some(span),
            _ => None,
        })
        .unwrap_or(Span::ZERO)
    }

    /// How long an overdue trip holds its vehicle from `now`.
    #[must_use]
    pub fn overdue_holds(&self, now: Instant) -> Span {
        self.span_of(now, |kind| match kind {
            LimitKind::OverdueHolds(span) => Some(span),
            _ => None,
        })
        .unwrap_or(Span::ZERO)
    }

    /// After which time without opening a booking made at `made` is suspended, and by which rule.
    #[must_use]
    pub fn suspend_after(&self, made: Instant) -> Option<(Span, &Limit)> {
        let mut holding = self.limits.iter().filter(|limit| limit.validity.holds(made));
        holding.find_map(|limit| match limit.kind {
            LimitKind::SuspendAfter(span) => Some((span, limit)),
            _ => None,
        })
    }

    /// What is required for `on` at `at`.
    pub fn required(&self, on: RequiredOn, at: Instant) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().filter(move |r| r.on == on && r.validity.holds(at))
    }

    fn span_of(&self, at: Instant, pick: impl Fn(LimitKind) -> Option<Span>) -> Option<Span> {
        self.limits.iter().filter(|l| l.validity.holds(at)).find_map(|l| pick(l.kind))
    }
}
