//! A booking, the trip that comes of it, and what happens to both.

use smallvec::SmallVec;

use crate::ids::{BookingId, CategoryId, MemberId, NameId, Place, PlanId, VehicleId};
use crate::rules::when::Channel;
use crate::time::{Instant, Span};

/// A booking that was accepted. What was agreed then (category, plan, reserved time) stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// Who booked.
    pub member: MemberId,
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// In which category.
    pub category: Option<CategoryId>,
    /// Under which plan: that of the member when booking.
    pub plan: PlanId,
    /// By which channel.
    pub channel: Channel,
    /// When it was made: the rules of that moment hold for it.
    pub made: Instant,
    /// The booked start.
    pub start: Instant,
    /// The booked end, as extended; exclusive.
    pub end: Instant,
    /// The end as booked before the start.
    pub agreed_end: Instant,
    /// Reserved with the booking before its start.
    pub reserve: Span,
    /// Where the vehicle is picked up.
    pub pickup: Place,
    /// Where it is to be left.
    pub dropoff: Place,
    /// How far it has come.
    pub state: State,
    /// What was reported during the trip.
    pub reported: SmallVec<[NameId; 4]>,
    /// An extension was refused as too late, or because another booking follows.
    pub extension_refused: bool,
    /// Opening was refused for a reason that is not the member's, or the operator has no vehicle for it:
    /// unused, it costs nothing.
    pub waived: bool,
    /// Its suspension was lifted.
    pub restored: bool,
    /// When it was given another vehicle, which it holds only from then on; `None`: never.
    pub exchanged: Option<Instant>,
}

/// How far a booking has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not opened yet.
    Planned,
    /// Opened, and not yet returned.
    Driving,
    /// Brought back at that moment.
    Returned(Instant),
    /// Cancelled.
    Cancelled,
    /// Its end passed, and it was never opened.
    NeverOpened,
}

/// What happened to a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookingEvent {
    /// It was accepted.
    Booked(Box<Booking>),
    /// It was moved to these times, before its start.
    Changed {
        /// The new start.
        start: Instant,
        /// The new end.
        end: Instant,
    },
    /// It ends later.
    Extended {
        /// The new end.
        end: Instant,
        /// Before the start: the new end counts as agreed.
        agreed: bool,
    },
    /// An extension was refused as too late, or because another booking follows.
    ExtensionRefused,
    /// It was cancelled.
    Cancelled,
    /// Opening was refused for a reason that is not the member's, or the operator has no vehicle for it.
    Waived,
    /// The vehicle was opened for the first time.
    Opened,
    /// Something was reported during the trip.
    Reported(NameId),
    /// Its suspension was lifted.
    Restored,
    /// The vehicle was brought back.
    Returned {
        /// When.
        at: Instant,
        /// Where it was left.
        place: Place,
    },
    /// Its end passed, and it was never opened.
    NeverOpened,
    /// It was given another vehicle.
    Reassigned {
        /// When.
        at: Instant,
        /// The other vehicle.
        vehicle: VehicleId,
        /// Where that is picked up.
        pickup: Place,
        /// Where it is to be left.
        dropoff: Place,
    },
}

impl Booking {
    /// The beginning of the reserved time.
    #[must_use]
    pub fn reserved_start(&self) -> Instant {
        self.start.minus(self.reserve)
    }

    /// From when on it holds its vehicle: from the beginning of the reserved time, but not before it
    /// was given that vehicle in exchange.
    #[must_use]
    pub fn holds_from(&self) -> Instant {
        self.exchanged.map_or(self.reserved_start(), |at| at.max(self.reserved_start()))
    }

    /// Whether it was ever opened.
    #[must_use]
    pub fn opened(&self) -> bool {
        matches!(self.state, State::Driving | State::Returned(_))
    }

    /// When it falls due to be settled by itself, if it stays unopened: once this has passed.
    #[must_use]
    pub fn settles_at(&self) -> Option<Instant> {
        (self.state == State::Planned).then_some(self.end)
    }

    /// Takes in what happened.
    pub fn apply(&mut self, event: &BookingEvent) {
        match event {
            BookingEvent::Booked(booking) => self.clone_from(booking),
            BookingEvent::Changed { start, end } => {
                (self.start, self.end, self.agreed_end) = (*start, *end, *end);
            }
            BookingEvent::Extended { end, agreed } => {
                self.end = *end;
                if *agreed {
                    self.agreed_end = *end;
                }
            }
            BookingEvent::ExtensionRefused => self.extension_refused = true,
            BookingEvent::Cancelled => self.state = State::Cancelled,
            BookingEvent::Waived => self.waived = true,
            BookingEvent::Opened => self.state = State::Driving,
            BookingEvent::Reported(kind) => {
                if !self.reported.contains(kind) {
                    self.reported.push(*kind);
                }
            }
            BookingEvent::Restored => self.restored = true,
            BookingEvent::Returned { at, .. } => self.state = State::Returned(*at),
            BookingEvent::NeverOpened => self.state = State::NeverOpened,
            BookingEvent::Reassigned { at, vehicle, pickup, dropoff } => {
                (self.vehicle, self.exchanged) = (*vehicle, Some(*at));
                (self.pickup, self.dropoff) = (*pickup, *dropoff);
                // In time for the start it is a booking like any other again.
                self.waived &= *at >= self.start;
            }
        }
    }
}
