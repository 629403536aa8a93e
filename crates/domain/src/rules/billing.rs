//! What time and distance cost, what is billed when, what is paid back.

use super::Validity;
use super::when::{ALWAYS, When};
use crate::ids::{CategoryId, ClauseId, NameId, PlanId};
use crate::money::{Percent, Rate};
use crate::time::Span;

/// What one unit of time or distance costs. Billed where a [`Charge`] says so.
#[derive(Clone, Debug)]
pub struct Price {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause, for rates that have none of their own; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// What it is the price of.
    pub unit: Unit,
    /// Started units count whole. Otherwise the exact proportion is billed.
    pub started: bool,
    /// The amounts; the one that fits category, plan and time is taken.
    pub rates: Vec<PriceRate>,
}

/// What is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So much time.
    Time(Span),
    /// So many millimetres.
    Distance(i64),
}

/// Amounts of a price for a category, a plan and a time.
#[derive(Clone, Debug)]
pub struct PriceRate {
    /// Its clause, if not the price's.
    pub clause: Option<ClauseId>,
    /// When it holds: the moment of booking decides.
    pub validity: Validity,
    /// Only for this plan.
    pub plan: Option<PlanId>,
    /// Only for this category.
    pub category: Option<CategoryId>,
    /// Amount by unit; never empty, limits rise, the last has none.
    pub tiers: Vec<Tier>,
    /// Other amounts at certain hours, for units that begin then. Only beside a single tier.
    pub bands: Vec<Band>,
    /// Most that is charged in certain stretches of time.
    pub caps: Vec<Cap>,
}

/// The amount of the units up to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Up to and including this many units; `None`: all further ones.
    pub until: Option<i64>,
    /// The amount of each.
    pub rate: Rate,
}

/// Another amount at certain hours.
#[derive(Clone, Debug)]
pub struct Band {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause, if not the rate's.
    pub clause: Option<ClauseId>,
    /// When, in the week.
    pub week: WeekWindow,
    /// The amount of a unit that begins then.
    pub rate: Rate,
}

/// Hours of certain days, on the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekWindow {
    /// The days on which it begins: bit 0 is Monday, bit 6 Sunday, bit 7 a holiday.
    pub days: u8,
    /// Minutes after 00:00 of the first moment inside.
    pub from_minute: u16,
    /// Minutes after 00:00 of the first moment outside; not after `from_minute`: the next day.
    pub until_minute: u16,
}

/// The most that is charged within a stretch of time.
#[derive(Clone, Debug)]
pub struct Cap {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause, if not the rate's.
    pub clause: Option<ClauseId>,
    /// The stretch.
    pub window: CapWindow,
    /// For the first, second … stretch of the trip; the last for all further ones. Never empty.
    pub amounts: Vec<Rate>,
}

/// Stretches of time under a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapWindow {
    /// One after the other from the start, each so long.
    Each(Span),
    /// The local calendar day.
    CalendarDay,
    /// The local hours of certain days (a night, a weekend as its days).
    Hours(WeekWindow),
    /// From a weekday and minute to another, local: Monday 00:00 is 0, a week has 10080 minutes.
    Week {
        /// First minute of the week inside.
        from_minute: u16,
        /// First minute of the week outside; not after `from_minute`: in the next week.
        until_minute: u16,
    },
}

/// What is billed, when, for what.
#[derive(Clone, Debug)]
pub struct Charge {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause; `None`: that of the price it bills, or assumed.
    pub clause: Option<ClauseId>,
    /// When it holds: the moment of booking decides, or of the event where nothing is booked.
    pub validity: Validity,
    /// On which occasions (set of [`Occasion::bit`]).
    pub on: u16,
    /// The kinds of assessment or service it answers.
    pub kinds: Vec<NameId>,
    /// Only if; `None`: always.
    pub when: Option<When>,
    /// Not if one of these; each with the clause that says so.
    pub unless: Vec<(When, Option<ClauseId>)>,
    /// What is added up.
    pub parts: Vec<ChargePart>,
    /// Index into the VAT classes.
    pub vat: u16,
    /// This is the bill of a price itself: the clause of its rate stands on the line, and free time
    /// of the plan is used before anything is billed.
    pub bill: bool,
    /// An assessment that lifts the suspension of a booking, and is refused for any other.
    pub restores: bool,
    /// What changes it in certain cases.
    pub exceptions: Vec<Exception>,
}

impl Charge {
    /// The condition; that which always holds if there is none.
    #[must_use]
    pub fn condition(&self) -> &When {
        self.when.as_ref().unwrap_or(&ALWAYS)
    }
}

/// On what occasion something is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A booking was accepted.
    Book,
    /// A booking was changed.
    Change,
    /// A booking was extended.
    Extend,
    /// A booking was cancelled.
    Cancel,
    /// The vehicle was brought back.
    Return,
    /// The end of a booking passed that was never opened.
    NeverOpened,
    /// Staff assessed something or did a service.
    Assess,
}

impl Occasion {
    /// All occasions, with their names.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Book, "book"),
        (Self::Change, "change"),
        (Self::Extend, "extend"),
        (Self::Cancel, "cancel"),
        (Self::Return, "return"),
        (Self::NeverOpened, "never-opened"),
        (Self::Assess, "assess"),
    ];

    /// This occasion as a set of one.
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// One summand of a charge.
#[derive(Clone, Debug)]
pub struct ChargePart {
    /// What it is.
    pub what: PartKind,
    /// Only if.
    pub when: Option<When>,
    /// At this percentage.
    pub percent: Option<Percent>,
    /// Index into the VAT classes, if not the charge's: then it makes a line of its own.
    pub vat: Option<u16>,
}

/// What a summand is.
#[derive(Clone, Debug)]
pub enum PartKind {
    /// A fixed amount.
    Fixed(Rate),
    /// Time at a price.
    Time(TimePart),
    /// Distance at a price (index into the prices): of the trip, or as recorded by staff.
    Distance {
        /// Index into the prices.
        price: u16,
        /// The distance that staff recorded, instead of the trip's.
        recorded: bool,
    },
    /// A recorded cost, as it is.
    Cost(NameId),
    /// All recorded costs, as they are.
    AllCosts,
}

/// Time at a price.
#[derive(Clone, Debug)]
pub struct TimePart {
    /// Index into the prices.
    pub price: u16,
    /// Which time.
    pub span: SpanRule,
    /// Counted in started units of this length, instead of the price's own counting.
    pub started: Option<Span>,
    /// Every unit at the price of this one (1 is the first), instead of each at its own.
    pub of_unit: Option<u32>,
    /// At least so many units, with the clause that says so.
    pub at_least: Option<(i64, Option<ClauseId>)>,
}

/// Which time is billed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanRule {
    /// Units of the booked time less units of the time used, if positive.
    Unused,
    /// Units given up by a change: of the old duration less those of the new, if positive.
    GivenUp,
    /// From one point to another; points that the occasion does not have do not count.
    Between {
        /// Where it begins.
        begin: Point,
        /// Where it ends.
        end: Point,
        /// Not before this point.
        at_least: Option<Point>,
        /// Not after this point.
        at_most: Option<Point>,
    },
}

/// A point in time of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The booked start.
    Start,
    /// The beginning of the time reserved before the start.
    ReservedStart,
    /// The booked end as extended.
    BookedEnd,
    /// The end as booked before the start: extensions made later do not count.
    AgreedEnd,
    /// The return.
    Return,
    /// The operator's check after the return.
    Check,
    /// The begin that staff recorded.
    RecordedFrom,
    /// The end that staff recorded.
    RecordedUntil,
}

/// What changes a charge in certain cases. Two that apply at once are a fault, never last-wins.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds.
    pub validity: Validity,
    /// In which cases.
    pub when: When,
    /// Another time is billed.
    pub span: Option<SpanRule>,
    /// At this percentage.
    pub percent: Option<Percent>,
    /// Nothing is billed.
    pub waive: bool,
}

/// What is paid back to a member who advanced it.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// The kind of request it answers.
    pub kind: NameId,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds.
    pub validity: Validity,
    /// At most this much each.
    pub at_most: Option<Rate>,
    /// Only against a complete receipt.
    pub receipt_complete: bool,
    /// Only against a receipt that bears the member's name.
    pub receipt_in_name: bool,
    /// Index into the VAT classes.
    pub vat: u16,
}
