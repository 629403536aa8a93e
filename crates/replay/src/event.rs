//! Events of a scenario, understood: what [`crate::form`] made of their keys.

use rimessa_domain::ids::Place;
use rimessa_domain::money::Money;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::Instant;

/// Costs by name.
pub type Costs = Vec<(Box<str>, Money)>;

/// What happened, when, and by whom if that matters.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// When.
    pub at: Instant,
    /// By whom, where there is no booking.
    pub by: &'a str,
    /// What.
    pub what: What<'a>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What<'a> {
    /// Somebody books.
    Book(Book<'a>),
    /// A booking is to be moved.
    Change {
        /// Which.
        booking: &'a str,
        /// Another start.
        start: Option<Instant>,
        /// Another end.
        end: Option<Instant>,
        /// By which channel.
        channel: Channel,
    },
    /// A booking is to be extended.
    Extend {
        /// Which.
        booking: &'a str,
        /// The new end.
        end: Instant,
        /// By which channel.
        channel: Channel,
    },
    /// A booking is to be cancelled.
    Cancel {
        /// Which.
        booking: &'a str,
        /// By which channel.
        channel: Channel,
    },
    /// A booking is to have another vehicle.
    Exchange {
        /// Which.
        booking: &'a str,
        /// The other vehicle.
        vehicle: &'a str,
        /// Its category.
        category: Option<&'a str>,
        /// Where it is picked up.
        pickup: Option<Place>,
    },
    /// The operator has no vehicle for a booking.
    Waive(&'a str),
    /// Staff lift the lock of an account.
    Lift,
    /// A vehicle is to be opened for a booking.
    Unlock(&'a str),
    /// A vehicle comes back.
    Return(Return<'a>),
    /// Something is reported during the trip.
    Report {
        /// Of which booking.
        booking: &'a str,
        /// What.
        kind: &'a str,
    },
    /// Staff assess something, or do a service.
    Assess(Assess<'a>),
    /// Somebody wants back what he advanced.
    Refund(Refund<'a>),
    /// Somebody subscribes to a plan, or begins a contract.
    Subscribe {
        /// The plan.
        plan: &'a str,
        /// The contract.
        contract: Option<&'a str>,
    },
    /// Somebody leaves a plan or a contract.
    Unsubscribe {
        /// The plan.
        plan: Option<&'a str>,
        /// The contract.
        contract: Option<&'a str>,
    },
    /// A contract is used once.
    Exit(&'a str),
    /// Staff bring a vehicle somewhere.
    Move {
        /// Which.
        vehicle: &'a str,
        /// Where.
        to: Place,
    },
    /// Somebody's documents are verified.
    Validate,
    /// Somebody's documents hold no longer.
    Invalidate,
    /// These vehicles are enabled for somebody from now on; `None`: all.
    Enable(Option<Vec<&'a str>>),
}

/// Somebody books.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    /// The id of the booking to be.
    pub booking: &'a str,
    /// The vehicle.
    pub vehicle: &'a str,
    /// The category.
    pub category: Option<&'a str>,
    /// The start.
    pub start: Instant,
    /// The end.
    pub end: Instant,
    /// Where it begins.
    pub pickup: Place,
    /// Where it ends.
    pub dropoff: Place,
    /// By which channel.
    pub channel: Channel,
}

/// A vehicle comes back.
#[derive(Clone, Debug)]
pub struct Return<'a> {
    /// Of which booking.
    pub booking: &'a str,
    /// Where; `None`: where it was booked to be left.
    pub place: Option<Place>,
    /// What was driven, in millimetres.
    pub distance_mm: i64,
    /// Fuel, in millionths of a full tank.
    pub fuel: Option<i64>,
    /// Whether it is plugged in.
    pub plugged_in: bool,
    /// Whether the procedure was carried out.
    pub procedure_complete: bool,
    /// When the operator checked.
    pub checked: Option<Instant>,
    /// What it cost the operator.
    pub costs: Costs,
}

/// Staff assess something, or do a service.
#[derive(Clone, Debug)]
pub struct Assess<'a> {
    /// Of which kind.
    pub kind: &'a str,
    /// About which booking.
    pub booking: Option<&'a str>,
    /// What it cost the operator.
    pub costs: Costs,
    /// The span recorded.
    pub recorded: Option<(Instant, Instant)>,
    /// The distance recorded, in millimetres.
    pub recorded_mm: i64,
}

/// Somebody wants back what he advanced.
#[derive(Clone, Debug)]
pub struct Refund<'a> {
    /// Of which kind.
    pub kind: &'a str,
    /// About which booking.
    pub booking: Option<&'a str>,
    /// How much.
    pub amount: Money,
    /// The receipt is complete.
    pub receipt_complete: bool,
    /// The receipt bears the member's name.
    pub receipt_in_name: bool,
}
