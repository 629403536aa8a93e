//! Cases: what waits, who sees to it until when, and what was said.

use askama::Template;
use rimessa_app::case_file::{CaseFile, CaseView};
use rimessa_app::desk::Colleague;

use super::{DeskFrame, Driver, Workplace};
use crate::form::Errors;
use crate::talk::Talk;

/// A case of an operator.
#[derive(Debug)]
pub struct Queued {
    /// Where.
    pub workplace: Workplace,
    /// Its words, on its wall clock.
    pub talk: Talk,
    /// The case.
    pub case: CaseView,
    /// The name of whoever sees to it; empty: nobody.
    pub owner: String,
}

/// Which cases are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// `open`: all that are not closed; `closed`.
    pub state: String,
    /// `me`, `nobody`, or empty: whoever's.
    pub owner: String,
    /// Only those that are overdue.
    pub overdue: bool,
}

impl Shown {
    /// Whether that is what is shown: `all`, `me`, `nobody`, `overdue` or `closed`.
    #[must_use]
    pub fn is(&self, what: &str) -> bool {
        match what {
            "closed" => self.state == "closed",
            _ if self.state == "closed" => false,
            "overdue" => self.overdue,
            "all" => self.owner.is_empty() && !self.overdue,
            owner => self.owner == owner && !self.overdue,
        }
    }
}

/// The cases of all operators that somebody works for.
#[derive(Debug, Template)]
#[template(path = "desk/cases.html")]
pub struct DeskCases {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Which.
    pub shown: Shown,
    /// The cases: what is due first comes first.
    pub cases: Vec<Queued>,
    /// There are more than are shown.
    pub more: bool,
}

/// A case with what was said about it.
#[derive(Debug, Template)]
#[template(path = "desk/case.html")]
pub struct DeskCase {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The case.
    pub file: CaseFile,
    /// Whose it is.
    pub member: Option<Driver>,
    /// The name of whoever sees to it; empty: nobody.
    pub owner: String,
    /// Whoever looks at it sees to it.
    pub is_mine: bool,
    /// Those to whom it can be handed over.
    pub colleagues: Vec<Colleague>,
    /// What was just done: the key of a sentence; empty: nothing.
    pub told: &'static str,
    /// The answer that was typed.
    pub text: String,
    /// To whom it should be handed over, as it was typed.
    pub to: String,
    /// What they must know, as it was typed.
    pub note: String,
    /// What the member is told at the end, as it was typed.
    pub last: String,
    /// What is wrong.
    pub errors: Errors,
}

impl DeskCase {
    /// An address below the case's.
    #[must_use]
    pub fn at(&self, act: &str) -> String {
        self.frame.at(&format!("cases/{}/{act}", self.file.case.id))
    }

    /// Whether it can still be worked on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.file.case.state != "closed"
    }

    /// Whether the booking's page may be seen.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        self.frame.may("agent manager")
    }

    /// The name of somebody of the staff; empty: it is none.
    #[must_use]
    pub fn name_of(&self, id: &Option<String>) -> String {
        let found = self.colleagues.iter().find(|one| Some(&one.id) == id.as_ref());
        found.map_or_else(String::new, |one| one.name.clone())
    }

    /// How a case can end.
    #[must_use]
    pub fn outcomes(&self) -> [&'static str; 4] {
        ["settled", "passed-on", "unfounded", "duplicate"]
    }
}

/// A case to be opened.
#[derive(Debug, Template)]
#[template(path = "desk/new-case.html")]
pub struct DeskNewCase {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Whose it is; `None`: nobody's in particular.
    pub member: Option<Driver>,
    /// About which booking, by id; empty: none.
    pub booking: String,
    /// The kind that was chosen.
    pub kind: String,
    /// What a contact is about.
    pub topic: String,
    /// About which vehicle, by fleet number.
    pub vehicle: String,
    /// What was typed.
    pub text: String,
    /// What is wrong.
    pub errors: Errors,
}

impl DeskNewCase {
    /// What somebody can report.
    #[must_use]
    pub fn kinds(&self) -> [&'static str; 13] {
        [
            "breakdown",
            "accident",
            "vehicle-missing",
            "lost-property",
            "damage",
            "dirt",
            "key",
            "fuel-card",
            "query",
            "contact",
            "theft",
            "vandalism",
            "other",
        ]
    }

    /// What a contact can be about.
    #[must_use]
    pub fn topics(&self) -> [&'static str; 4] {
        ["address", "phone", "plate", "other"]
    }

    /// Whether that is chosen.
    #[must_use]
    pub fn is(&self, kind: &str) -> bool {
        self.kind == kind || self.topic == kind
    }
}
