//! One vehicle's calendar: when it is taken, where it is, where it will be.
//!
//! This is what decisions are taken on. (The search over all vehicles is [`crate::fleet`], a
//! projection that decisions never read.)

use crate::booking::{Booking, BookingEvent, State};
use crate::ids::{BookingId, Place};
use crate::time::{Instant, Span};

/// The calendar of one vehicle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VehicleCalendar {
    /// Where the first booking accepted for it picked it up, cancelled or not.
    first_pickup: Option<Place>,
    /// Where its last trip or its last move left it, and when.
    left: Option<(Instant, Place)>,
    /// Its bookings that were not cancelled, by start.
    stays: Vec<Stay>,
}

/// A booking in the calendar of its vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stay {
    booking: BookingId,
    from: Instant,
    start: Instant,
    end: Instant,
    pickup: Place,
    dropoff: Place,
    state: State,
}

/// A stretch of time wanted of a vehicle.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// From here (reserved time included).
    pub from: Instant,
    /// Until here, exclusive.
    pub until: Instant,
    /// The booking that wants it, if it is in the calendar already.
    pub except: Option<BookingId>,
}

impl VehicleCalendar {
    /// The calendar of what is known of a vehicle: where its first booking picked it up, where it was
    /// left and when, and its bookings, of which those may be missing that no decision looks at any more.
    #[must_use]
    pub fn gathered(
        first_pickup: Option<Place>,
        left: Option<(Instant, Place)>,
        bookings: &[Booking],
    ) -> Self {
        let mut calendar = Self { first_pickup, left, stays: Vec::with_capacity(bookings.len()) };
        let live = bookings.iter().filter(|booking| booking.state != State::Cancelled);
        live.for_each(|booking| calendar.insert(booking));
        calendar
    }

    /// Where its first booking picked it up, and where it was left and when.
    #[must_use]
    pub fn places(&self) -> (Option<Place>, Option<(Instant, Place)>) {
        (self.first_pickup, self.left)
    }

    /// Whether some other booking holds a part of the stretch.
    ///
    /// A booking holds its reserved time and its booked time, in exchange for another vehicle only
    /// what is left of them; once brought back, only up to its
    /// return; while overdue, until `overdue_holds` from `now`.
    #[must_use]
    pub fn is_taken(&self, wanted: Wanted, now: Instant, overdue_holds: Span) -> bool {
        self.stays.iter().any(|stay| {
            Some(stay.booking) != wanted.except
                && stay.from < wanted.until
                && wanted.from < stay.held_until(now, overdue_holds)
        })
    }

    /// Whether another trip than `booking` has the vehicle.
    #[must_use]
    pub fn is_away(&self, booking: BookingId) -> bool {
        self.stays.iter().any(|stay| stay.booking != booking && stay.state == State::Driving)
    }

    /// Where it is: where its last trip left it or staff moved it since; before either, where the
    /// first booking accepted for it picks it up. `None`: nothing is known yet.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.left.map(|(_, place)| place).or(self.first_pickup)
    }

    /// Where it will be at `moment` (not before now): where the last at or before then leaves it,
    /// of its trips ended, its moves, and its bookings to come or under way.
    ///
    /// Of a fact and a plan of the same moment the fact decides.
    #[must_use]
    pub fn place_at(&self, moment: Instant, except: Option<BookingId>) -> Option<Place> {
        let plans = self.stays.iter().filter(|stay| {
            matches!(stay.state, State::Planned | State::Driving)
                && stay.end <= moment
                && Some(stay.booking) != except
        });
        match (plans.max_by_key(|stay| stay.end), self.left) {
            (Some(plan), Some((at, place))) if at >= plan.end => Some(place),
            (Some(plan), _) => Some(plan.dropoff),
            (None, _) => self.place(),
        }
    }

    /// Where the next booking to come after `end` picks the vehicle up.
    #[must_use]
    pub fn next_pickup(&self, end: Instant, except: Option<BookingId>) -> Option<Place> {
        let mut coming = self.stays.iter().filter(|stay| {
            stay.state == State::Planned && stay.start >= end && Some(stay.booking) != except
        });
        coming.next().map(|stay| stay.pickup)
    }

    /// The bookings to come that would not find the vehicle at their pick-up, by start: what a
    /// cancellation, a change, or a return elsewhere strands.
    #[must_use]
    pub fn stranded(&self, now: Instant) -> Vec<BookingId> {
        let live = |s: &&Stay| matches!(s.state, State::Planned | State::Driving);
        let here = self.place();
        let at_home = |s: &Stay| Some(s.pickup) == here && s.dropoff == s.pickup;
        if here != Some(Place::OffNetwork) && self.stays.iter().filter(live).all(at_home) {
            return Vec::new(); // Nothing ever leaves its place: the usual case, at one look.
        }
        let coming = self.stays.iter().filter(|s| s.state == State::Planned && s.end > now);
        let missing = coming.filter(|stay| {
            let there = self.place_at(stay.start.max(now), Some(stay.booking));
            there.is_some_and(|place| place != stay.pickup || place == Place::OffNetwork)
        });
        missing.map(|stay| stay.booking).collect()
    }

    /// Takes in that staff brought the vehicle to `place`.
    pub fn moved(&mut self, at: Instant, place: Place) {
        self.left = Some((at, place));
    }

    /// Takes in what happened to `booking`, which has taken it in already. That it was given another
    /// vehicle is told to both: the one that had it lets it go.
    pub fn apply(&mut self, booking: &Booking, event: &BookingEvent) {
        match event {
            BookingEvent::Booked(_) => {
                self.first_pickup.get_or_insert(booking.pickup);
                self.insert(booking);
            }
            BookingEvent::Changed { .. } => {
                self.stays.retain(|stay| stay.booking != booking.id);
                self.insert(booking);
            }
            BookingEvent::Reassigned { .. } => {
                let before = self.stays.len();
                self.stays.retain(|stay| stay.booking != booking.id);
                if self.stays.len() == before {
                    self.first_pickup.get_or_insert(booking.pickup);
                    self.insert(booking);
                }
            }
            BookingEvent::Cancelled => self.stays.retain(|stay| stay.booking != booking.id),
            BookingEvent::Returned { at, place } => {
                self.moved(*at, *place);
                self.update(booking);
            }
            BookingEvent::Extended { .. } | BookingEvent::Opened | BookingEvent::NeverOpened => {
                self.update(booking);
            }
            BookingEvent::ExtensionRefused
            | BookingEvent::Waived
            | BookingEvent::Reported(_)
            | BookingEvent::Restored => {}
        }
    }

    fn insert(&mut self, booking: &Booking) {
        let stay = Stay {
            booking: booking.id,
            from: booking.holds_from(),
            start: booking.start,
            end: booking.end,
            pickup: booking.pickup,
            dropoff: booking.dropoff,
            state: booking.state,
        };
        let at = self.stays.partition_point(|other| other.start <= stay.start);
        self.stays.insert(at, stay);
    }

    fn update(&mut self, booking: &Booking) {
        if let Some(stay) = self.stays.iter_mut().find(|stay| stay.booking == booking.id) {
            (stay.end, stay.state) = (booking.end, booking.state);
        }
    }
}

impl Stay {
    fn held_until(&self, now: Instant, overdue_holds: Span) -> Instant {
        match self.state {
            State::Returned(at) => at,
            State::Driving if now > self.end => now.plus(overdue_holds).max(self.end),
            _ => self.end,
        }
    }
}
