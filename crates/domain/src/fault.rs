//! What goes wrong although nobody did anything forbidden: faults of a rulebook or of a number.

use core::fmt;

/// A number left its range. Nothing was computed; nothing was wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount or a time is too large to be computed")
    }
}

impl core::error::Error for Overflow {}

/// Why a decision could not be taken at all.
///
/// Unlike a refusal this is nobody's answer to a member: it points at the rulebook or at the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A number left its range.
    Overflow,
    /// Two rules that exclude one another apply at once; last-wins would be a guess.
    Ambiguous {
        /// The rule that both would change, by its id in the rulebook.
        rule: Box<str>,
        /// The two, by their ids.
        both: [Box<str>; 2],
    },
    /// A price has no rate for the plan, category and time of a booking.
    NoRate {
        /// The price, by its id in the rulebook.
        price: Box<str>,
    },
}

impl From<Overflow> for Fault {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow => Overflow.fmt(f),
            Self::Ambiguous { rule, both: [a, b] } => write!(
                f,
                "the rulebook is ambiguous: \"{a}\" and \"{b}\" both apply to \"{rule}\" here; \
                 narrow the conditions of one of them"
            ),
            Self::NoRate { price } => write!(
                f,
                "the price \"{price}\" has no rate for this booking's plan, category and date; \
                 write one, with the amount \"0.00\" if it costs nothing"
            ),
        }
    }
}

impl core::error::Error for Fault {}
