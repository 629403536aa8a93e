//! What every rule has: a name, what it rests on, and the days on which it holds.

use jiff::civil::Date;

use crate::finding::{Code, Finding, Place};
use crate::reader::{At, Table};

/// The head of a block.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// How an author calls the block: `[[fee]]`.
    pub(crate) what: &'static str,
    /// Its name.
    pub(crate) id: At<String>,
    /// What it rests on.
    pub(crate) basis: Basis,
    /// When it holds.
    pub(crate) dates: Dates,
    /// Where it stands.
    pub(crate) place: Place,
}

/// What a rule rests on.
#[derive(Clone, Debug)]
pub(crate) struct Basis {
    /// The clause.
    pub(crate) clause: Option<At<String>>,
    /// The regulation is silent about the value.
    pub(crate) assumed: bool,
    /// Where it says so.
    pub(crate) place: Place,
}

/// The days on which a rule holds, as written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    /// The first day.
    pub(crate) from: Option<At<Date>>,
    /// The first day on which it no longer holds.
    pub(crate) until: Option<At<Date>>,
}

impl Head {
    /// Reads the head of a block with an `id`.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        Self::named(t, t.required_id("id"))
    }

    /// Reads the head of a block that is named otherwise.
    pub(crate) fn named(t: &Table<'_>, id: At<String>) -> Self {
        let (basis, dates) = (Basis::required(t), Dates::read(t));
        Self { what: t.what, id, basis, dates, place: t.place }
    }
}

impl Basis {
    /// Reads a clause or `assumed = true`, of which one must be there.
    pub(crate) fn required(t: &Table<'_>) -> Self {
        let basis = Self::optional(t);
        if basis.clause.is_none() && !t.has("assumed") && !t.has("clause") {
            let message = format!("{} has neither `clause` nor `assumed = true`", t.what);
            let finding = Finding::error(Code::NoClause, t.place, message);
            t.report(finding.help(
                "name the clause of the regulation that says so, or write `assumed = true` if \
                 none does",
            ));
        }
        basis
    }

    /// Reads a clause or `assumed`, both of which may be missing.
    pub(crate) fn optional(t: &Table<'_>) -> Self {
        let (clause, assumed) = (t.text("clause"), t.flag("assumed"));
        if let Some(At { value: false, place }) = assumed {
            let finding =
                Finding::error(Code::Contradiction, place, "`assumed = false` says nothing");
            t.report(finding.help("leave it out"));
        }
        let place = clause.as_ref().map_or(t.place, |clause| clause.place);
        Self { clause, assumed: assumed.is_some_and(|assumed| assumed.value), place }
    }
}

impl Dates {
    /// Reads `from` and `until`.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let dates = Self { from: t.date("from"), until: t.date("until") };
        if let (Some(from), Some(until)) = (dates.from, dates.until)
            && until.value <= from.value
        {
            let message = format!("`until` ({}) is not after `from` ({})", until.value, from.value);
            let finding = Finding::error(Code::DateOrder, until.place, message);
            t.report(finding.help("`until` is the first day on which the rule no longer holds"));
        }
        dates
    }
}
