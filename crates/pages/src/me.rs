//! What members see and do about themselves: consents, data, contracts, cards, requests, sessions.

use askama::Template;
use rimessa_app::card::{CardView, EnrolmentView};
use rimessa_app::case_file::{CaseFile, CaseView};
use rimessa_app::consents::ConsentView;
use rimessa_app::contracts::{ContractView, PlanView};
use rimessa_app::exit::{Counted, ExitsView};
use rimessa_app::log_in::SessionView;
use rimessa_app::passkey::PasskeyView;
use rimessa_app::privacy::Erased;
use rimessa_app::profile::ProfileView;

use crate::form::{Errors, Input, Wrong};
use crate::frame::Frame;

/// What one agrees to.
#[derive(Debug, Template)]
#[template(path = "me/consents.html")]
pub struct Consents {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty: nothing.
    pub told: String,
    /// All of them, with what was said.
    pub all: Vec<ConsentView>,
    /// What is wrong.
    pub errors: Errors,
}

/// The data held on a person: to be had, to be restricted, to be erased.
#[derive(Debug, Template)]
#[template(path = "me/data.html")]
pub struct MyData {
    /// What stands around it.
    pub frame: Frame,
    /// Who it is.
    pub profile: ProfileView,
    /// What was erased and what is kept; `None`: nothing was erased.
    pub erased: Option<Erased>,
    /// What is wrong.
    pub errors: Errors,
}

/// The contracts of a member, and the plans there are.
#[derive(Debug, Template)]
#[template(path = "me/contracts.html")]
pub struct Contracts {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty: nothing.
    pub told: String,
    /// The plan of whoever subscribed to none.
    pub plan: String,
    /// The contracts, running and ended.
    pub all: Vec<ContractView>,
    /// What can be chosen.
    pub plans: Vec<PlanView>,
    /// Why the contracts are closed, or what else is wrong.
    pub errors: Errors,
}

/// The cards of a member.
#[derive(Debug, Template)]
#[template(path = "me/cards.html")]
pub struct Cards {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty: nothing.
    pub told: String,
    /// The cards.
    pub all: Vec<CardView>,
    /// A card that is being enabled.
    pub enrolment: Option<EnrolmentView>,
    /// The vehicles at which one can be enabled: fleet number and name.
    pub vehicles: Vec<(String, String)>,
    /// The name that was typed.
    pub label: String,
    /// What is wrong.
    pub errors: Errors,
}

impl Contracts {
    /// What is wrong with anything but the plan that is chosen, where one can be chosen.
    #[must_use]
    pub fn wrong_besides(&self) -> Vec<&Wrong> {
        let places: &[&str] = if self.plans.is_empty() { &[] } else { &["plan"] };
        self.errors.besides(places)
    }
}

impl Cards {
    /// What is wrong with anything but the fields that are shown.
    #[must_use]
    pub fn wrong_besides(&self) -> Vec<&Wrong> {
        let begins = self.enrolment.is_none() && !self.vehicles.is_empty();
        self.errors.besides(if begins { &["label", "vehicle"] } else { &["label"] })
    }

    /// The card was held to the reader, and needs a name.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.enrolment.as_ref().is_some_and(|one| one.state == "seen")
    }
}

/// The requests of a member.
#[derive(Debug, Template)]
#[template(path = "me/cases.html")]
pub struct Cases {
    /// What stands around it.
    pub frame: Frame,
    /// The latest first.
    pub all: Vec<CaseView>,
    /// The address of older ones; empty: there are none.
    pub older: String,
}

/// A request and what was said about it.
#[derive(Debug, Template)]
#[template(path = "me/case.html")]
pub struct Case {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty: nothing.
    pub told: String,
    /// The request.
    pub request: CaseFile,
    /// The answer that is typed.
    pub inputs: Vec<Input>,
    /// What is wrong.
    pub errors: Errors,
}

/// Where a member is logged in.
#[derive(Debug, Template)]
#[template(path = "me/sessions.html")]
pub struct Sessions {
    /// What stands around it.
    pub frame: Frame,
    /// The latest first.
    pub all: Vec<SessionView>,
}

/// The passkeys of a member.
#[derive(Debug, Template)]
#[template(path = "me/passkeys.html")]
pub struct Passkeys {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty: nothing.
    pub told: String,
    /// All of them.
    pub all: Vec<PasskeyView>,
    /// They can be used here.
    pub offered: bool,
    /// The name that was typed.
    pub label: String,
    /// What is wrong.
    pub errors: Errors,
}

/// The newsletter: whether a member receives it, and the other way round.
#[derive(Debug, Template)]
#[template(path = "me/newsletter.html")]
pub struct Newsletter {
    /// What stands around it.
    pub frame: Frame,
    /// What was just done; empty: nothing.
    pub told: String,
    /// The consent to it.
    pub consent: ConsentView,
    /// What is wrong.
    pub errors: Errors,
}

/// The exits of a month, on a contract on which they are counted.
#[derive(Debug, Template)]
#[template(path = "me/exits.html")]
pub struct Exits {
    /// What stands around it.
    pub frame: Frame,
    /// The contracts on which exits are counted.
    pub all: Vec<Counted>,
    /// The statement; `None`: it is closed to the member, or there is none of that month.
    pub statement: Option<ExitsView>,
    /// The month before, like `2026-03`.
    pub before: String,
    /// The month after it; empty: it has not begun.
    pub after: String,
    /// What is wrong.
    pub errors: Errors,
}

impl Exits {
    /// The name of a month like `2026-03`.
    #[must_use]
    pub fn month(&self, month: &str) -> String {
        let Some((year, number)) = month.split_once('-') else { return month.to_owned() };
        let name = self.frame.talk.t(&format!("month-{}", number.trim_start_matches('0')));
        format!("{name} {year}")
    }

    /// Whether that is the contract whose exits are shown.
    #[must_use]
    pub fn is_shown(&self, contract: &str) -> bool {
        self.statement.as_ref().is_some_and(|statement| statement.contract == contract)
    }

    /// How many there were, in words.
    #[must_use]
    pub fn count(&self, statement: &ExitsView) -> String {
        let talk = &self.frame.talk;
        let included = usize::try_from(statement.included).unwrap_or_default();
        let (all, free) = (
            talk.count("exits-count", statement.exits.len()),
            talk.count("exits-included", included),
        );
        format!("{all} {free}")
    }
}
