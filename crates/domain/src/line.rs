//! Lines of a statement, each with what it is made of.

use smallvec::SmallVec;

use crate::ids::{BookingId, ClauseId, ContractId, MemberId};
use crate::money::{Exact, Money, Percent, Rate};
use crate::time::Instant;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// The member's account as a whole.
    Account,
    /// A booking and its trip.
    Booking(BookingId),
    /// A contract.
    Contract(ContractId),
}

/// The rule that made a line: its place in the rulebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A charge.
    Charge(u16),
    /// The fee of a plan or contract.
    Subscription(u16),
    /// Counted events.
    Usage(u16),
    /// Money paid back.
    Refund(u16),
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who pays, or is paid.
    pub member: MemberId,
    /// For what.
    pub about: About,
    /// By which rule.
    pub source: Source,
    /// By which clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// How it is taxed: index into the VAT classes.
    pub vat: u16,
    /// When it fell due.
    pub due: Instant,
    /// Gross; the sum of the items, rounded once, half away from zero.
    pub amount: Money,
    /// The arithmetic. Never empty.
    pub items: Items,
}

/// The arithmetic of a line.
pub type Items = SmallVec<[Item; 3]>;

/// One step of the arithmetic of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is counted.
    pub what: What,
    /// How many `unit`s.
    pub quantity: i64,
    /// The price of one; negative amounts stand in `amount` alone.
    pub rate: Rate,
    /// At this percentage.
    pub percent: Option<Percent>,
    /// What it comes to, exactly.
    pub amount: Exact,
}

/// What an item counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A fixed amount.
    Fixed,
    /// Time or distance at a price.
    Units {
        /// Index into the prices; it tells whether this is time or distance.
        price: u16,
        /// Index into the bands of the rate, if it is the amount of one.
        band: Option<u16>,
        /// What `quantity` counts, in the price's measure (milliseconds, millimetres): a unit that
        /// counts whole once begun, or the smallest measure where the proportion is billed.
        tick: i64,
    },
    /// More than a cap allows, taken off: index into the prices, and into the caps of the rate.
    Capped {
        /// Index into the prices.
        price: u16,
        /// Index into the caps of the rate.
        cap: u16,
    },
    /// Free time of a plan, taken off: index into the allowances. `quantity` counts its price's units.
    Free(u16),
    /// A cost that was recorded under this name.
    Cost(Box<str>),
    /// A whole period of a plan or contract.
    Period,
    /// `quantity` days of a period of `of` days.
    Days {
        /// The days of the whole period.
        of: i64,
    },
    /// A period that was promised and not used.
    Commitment,
    /// Counted events beyond the included ones.
    Further {
        /// How many cost nothing.
        included: u32,
        /// How many there were.
        counted: u32,
    },
    /// Money advanced by the member.
    Advanced,
}
