//! Lines of a statement, each with what it is made of.

use crate::fault::Overflow;
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

/// One line of a statement. Its arithmetic is kept by the [`Lines`] it stands in.
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
    /// Where its items are among those of its lines.
    items: (u32, u32),
}

impl Line {
    /// A line as its rule tells it; the amount comes with its items.
    #[must_use]
    pub fn new(member: MemberId, about: About, source: Source, due: Instant) -> Self {
        let (clause, vat, amount, items) = (None, 0, Money(0), (0, 0));
        Self { member, about, source, clause, vat, due, amount, items }
    }
}

/// Lines in their order, with the arithmetic of each: two tables, as a store would keep them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    lines: Vec<Line>,
    /// Those of each line one after the other; the last may belong to a line that is being made.
    items: Vec<Item>,
}

impl Lines {
    /// A line that was made before, with its arithmetic and its amount, which is not reckoned again.
    #[must_use]
    pub fn restored(mut line: Line, items: Vec<Item>) -> Self {
        line.items = (0, index(items.len()));
        Self { lines: vec![line], items }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The lines.
    pub fn iter(&self) -> core::slice::Iter<'_, Line> {
        self.lines.iter()
    }

    /// The arithmetic of one of these lines. Never empty.
    #[must_use]
    pub fn items(&self, line: &Line) -> &[Item] {
        let (from, until) = (line.items.0 as usize, line.items.1 as usize);
        self.items.get(from..until).unwrap_or_default()
    }

    /// Drops all, and keeps the memory.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.items.clear();
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Self) {
        if self.lines.is_empty() {
            *self = other;
            return;
        }
        let shift = index(self.items.len());
        self.items.extend(other.items);
        self.lines.extend(other.lines.into_iter().map(|line| {
            let items = (line.items.0 + shift, line.items.1 + shift);
            Line { items, ..line }
        }));
    }

    /// Adds a line of one item, unless its amount is zero.
    ///
    /// # Errors
    /// [`Overflow`] if the amount does not fit.
    pub fn push(&mut self, line: Line, item: Item) -> Result<(), Overflow> {
        let exact = item.amount;
        self.items.push(item);
        self.close(line, exact)
    }

    /// The items, to add those of the line that is being made.
    pub(crate) fn making(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }

    /// Ends the line that is being made: the items added since the last line are its arithmetic,
    /// `exact` is their sum. A line that rounds to zero is none.
    ///
    /// # Errors
    /// [`Overflow`] if the amount does not fit.
    pub(crate) fn close(&mut self, mut line: Line, exact: Exact) -> Result<(), Overflow> {
        let from = self.lines.last().map_or(0, |last| last.items.1);
        line.amount = exact.round()?;
        if line.amount.0 == 0 {
            self.items.truncate(from as usize);
            return Ok(());
        }
        line.items = (from, index(self.items.len()));
        self.lines.push(line);
        Ok(())
    }
}

impl<'a> IntoIterator for &'a Lines {
    type Item = &'a Line;
    type IntoIter = core::slice::Iter<'a, Line>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// More than four billion items do not fit into any memory.
fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

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
        /// Index into the rates of the price.
        rate: u16,
        /// Index into the bands of the rate, if it is the amount of one.
        band: Option<u16>,
        /// What `quantity` counts, in the price's measure (milliseconds, millimetres): a unit that
        /// counts whole once begun, or the smallest measure where the proportion is billed.
        tick: i64,
    },
    /// More than a cap allows, taken off. `quantity` counts the stretches under the cap, the item's
    /// rate is the amount of the first.
    Capped {
        /// Index into the prices.
        price: u16,
        /// Index into the rates of the price.
        rate: u16,
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
