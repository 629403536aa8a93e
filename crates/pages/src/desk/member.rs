//! Somebody who calls: who it is, what runs, what comes, what happened.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::case_file::CaseView;
use rimessa_app::contracts::ContractView;
use rimessa_app::desk::Happened;
use rimessa_app::drivers::DriverView;
use rimessa_app::profile::{PersonView, ProfileView};
use rimessa_app::running::Running;

use super::{DeskFrame, Driver};
use crate::form::Errors;

/// Somebody who calls.
#[derive(Debug, Template)]
#[template(path = "desk/member.html")]
pub struct DeskMember {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Who it is.
    pub profile: ProfileView,
    /// Who pays, if it is another.
    pub payer: Option<Driver>,
    /// Who drives on this account.
    pub drivers: Vec<DriverView>,
    /// The contracts, as far as they are open.
    pub contracts: Vec<ContractView>,
    /// What is left to pay, like `12.50`: of whoever pays.
    pub balance: String,
    /// The trip under way.
    pub driving: Option<BookingView>,
    /// What it costs so far.
    pub running: Option<Running>,
    /// The trip should be over by now.
    pub is_overdue: bool,
    /// The bookings to come, the next one first.
    pub coming: Vec<BookingView>,
    /// Those that are over, the latest first.
    pub past: Vec<BookingView>,
    /// What happened, the latest first.
    pub events: Vec<Happened>,
    /// Where earlier events stand; empty: there are none.
    pub earlier: String,
    /// The open cases and the latest closed ones.
    pub cases: Vec<CaseView>,
    /// What was just done: the key of a sentence; empty: nothing.
    pub told: &'static str,
    /// What is wrong.
    pub errors: Errors,
}

impl DeskMember {
    /// The name, as far as it may be shown.
    #[must_use]
    pub fn name(&self) -> String {
        self.profile.person.as_ref().map_or_else(String::new, name_of)
    }

    /// What shows who is calling: what to ask, and what the answer should be.
    #[must_use]
    pub fn identity(&self) -> Vec<(&'static str, String)> {
        let Some(person) = &self.profile.person else { return Vec::new() };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let words = |parts: &[&Option<String>]| {
            parts.iter().filter_map(|part| part.as_deref()).collect::<Vec<_>>().join(" ")
        };
        let born = words(&[&person.birth_date, &person.birth_place]);
        let city = words(&[&person.postal_code, &person.city, &person.country]);
        let street = text(&person.street);
        let address = [street, city].into_iter().filter(|part| !part.is_empty());
        let all = [
            ("desk-born", born),
            ("desk-address", address.collect::<Vec<_>>().join(", ")),
            ("desk-mail", text(&person.mail)),
            ("desk-licence", text(&person.licence_number)),
            ("desk-organisation", text(&person.organisation)),
        ];
        all.into_iter().filter(|(_, answer)| !answer.is_empty()).collect()
    }

    /// The mobile number; empty: unknown.
    #[must_use]
    pub fn mobile(&self) -> String {
        let person = self.profile.person.as_ref();
        person.and_then(|person| person.mobile.clone()).unwrap_or_default()
    }

    /// Why the account is locked.
    #[must_use]
    pub fn lock(&self, reason: &str) -> String {
        self.frame.talk.rule(&format!("rule-{reason}")).unwrap_or_default()
    }
}

fn name_of(person: &PersonView) -> String {
    let names = [&person.given_name, &person.family_name];
    let names = names.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    if names.is_empty() { person.organisation.clone().unwrap_or_default() } else { names }
}
