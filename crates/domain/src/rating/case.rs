//! The facts of an occasion that something may be billed on.

use crate::ids::{BookingId, CategoryId, MemberId, NameId, PlanId};
use crate::line::About;
use crate::money::Money;
use crate::rules::billing::{Occasion, Point};
use crate::rules::when::{Channel, Energy, Facts, Left};
use crate::time::{Instant, Span};

/// Everything that the charges of one occasion are decided and computed from.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The occasion.
    pub occasion: Occasion,
    /// Who pays.
    pub member: MemberId,
    /// For what.
    pub about: About,
    /// Now: when the lines fall due.
    pub at: Instant,
    /// The moment that decides which version of a rule holds: when the booking was made.
    pub made: Instant,
    /// What conditions are held against.
    pub facts: Facts<'a>,
    /// The kind of assessment.
    pub kind: Option<NameId>,
    /// Points in time.
    pub points: Points,
    /// Start and end before a change.
    pub before: Option<(Instant, Instant)>,
    /// Driven on the trip, in millimetres.
    pub trip_mm: i64,
    /// Recorded by staff, in millimetres.
    pub recorded_mm: i64,
    /// Costs by name.
    pub costs: &'a [(Box<str>, Money)],
    /// Free time that is left at `at`.
    pub free: &'a [Free],
}

/// A trip that went as it should: what somebody asks who wants to know a price.
#[derive(Clone, Copy, Debug)]
pub struct Trip {
    /// The plan.
    pub plan: PlanId,
    /// The category.
    pub category: Option<CategoryId>,
    /// What drives the vehicle.
    pub energy: Energy,
    /// When it was booked.
    pub made: Instant,
    /// The booked start.
    pub start: Instant,
    /// Reserved before it.
    pub reserve: Span,
    /// The booked end.
    pub end: Instant,
    /// The return.
    pub returned: Instant,
    /// What was driven, in millimetres.
    pub trip_mm: i64,
}

impl Case<'static> {
    /// The return of a trip: as booked, plugged in, the procedure carried out, nothing reported.
    #[must_use]
    pub fn of_trip(trip: &Trip) -> Self {
        let facts = Facts {
            channel: Some(Channel::Web),
            category: trip.category,
            plan: Some(trip.plan),
            energy: Some(trip.energy),
            late: Some(trip.returned.since(trip.end)),
            left: Some(Left::AsBooked),
            plugged_in: Some(true),
            procedure_complete: Some(true),
            opened: true,
            ..Facts::default()
        };
        let points = Points {
            start: Some(trip.start),
            reserved_start: Some(trip.start.minus(trip.reserve)),
            booked_end: Some(trip.end),
            agreed_end: Some(trip.end),
            returned: Some(trip.returned),
            checked: Some(trip.returned),
            ..Points::default()
        };
        Self {
            occasion: Occasion::Return,
            member: MemberId(0),
            about: About::Booking(BookingId(0)),
            at: trip.returned,
            made: trip.made,
            facts,
            kind: None,
            points,
            before: None,
            trip_mm: trip.trip_mm,
            recorded_mm: 0,
            costs: &[],
            free: &[],
        }
    }
}

/// Free time that is left of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// Index into the allowances.
    pub allowance: u16,
    /// Index into the prices whose time is free.
    pub price: u16,
    /// What is left.
    pub left: Span,
}

/// The points in time of an occasion; `None`: it has no such point.
#[derive(Clone, Copy, Debug, Default)]
pub struct Points {
    /// The booked start.
    pub start: Option<Instant>,
    /// The beginning of the time reserved before it.
    pub reserved_start: Option<Instant>,
    /// The booked end, as extended.
    pub booked_end: Option<Instant>,
    /// The end as booked before the start.
    pub agreed_end: Option<Instant>,
    /// The return.
    pub returned: Option<Instant>,
    /// The operator's check.
    pub checked: Option<Instant>,
    /// The begin that staff recorded.
    pub recorded_from: Option<Instant>,
    /// The end that staff recorded.
    pub recorded_until: Option<Instant>,
}

impl Points {
    /// The moment of a point.
    #[must_use]
    pub fn at(&self, point: Point) -> Option<Instant> {
        match point {
            Point::Start => self.start,
            Point::ReservedStart => self.reserved_start,
            Point::BookedEnd => self.booked_end,
            Point::AgreedEnd => self.agreed_end,
            Point::Return => self.returned,
            Point::Check => self.checked,
            Point::RecordedFrom => self.recorded_from,
            Point::RecordedUntil => self.recorded_until,
        }
    }
}
