//! Members whose documents wait to be verified.

use askama::Template;
use rimessa_app::licences::LicenceView;
use rimessa_app::profile::ProfileView;
use rimessa_app::validate::{Application, Dossier};

use crate::desk::DeskFrame;
use crate::form::Errors;
use crate::talk::Talk;

/// The queue.
#[derive(Debug, Template)]
#[template(path = "office/applications.html")]
pub struct ApplicationsPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Who waits, the oldest first.
    pub queue: Vec<Application>,
    /// Licences that expire soon, or have expired.
    pub licences: Vec<LicenceView>,
    /// What was just decided.
    pub told: Option<&'static str>,
    /// The address of those who wait less long; empty: there are none.
    pub further: String,
}

/// Something known of somebody, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub name: String,
    /// What is known.
    pub value: String,
}

impl Field {
    /// All that was typed when signing up, in the order of the documents that show it.
    #[must_use]
    pub fn of(talk: &Talk, profile: &ProfileView) -> Vec<Self> {
        let Some(person) = &profile.person else { return Vec::new() };
        let address = [&person.street, &person.postal_code, &person.city, &person.country];
        let address = address.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
        let named = [
            (talk.t("office-family-name"), person.family_name.clone()),
            (talk.t("office-given-name"), person.given_name.clone()),
            (talk.t("office-birth-date"), person.birth_date.clone()),
            (talk.t("office-birth-place"), person.birth_place.clone()),
            (talk.t("office-licence-number"), person.licence_number.clone()),
            (talk.t("office-licence-issued"), person.licence_issued.clone()),
            (talk.t("office-licence-expires"), person.licence_expires.clone()),
            (talk.t("office-address"), Some(address)),
            (talk.t("office-organisation"), person.organisation.clone()),
            (talk.t("office-mail"), person.mail.clone()),
            (talk.t("office-mobile"), person.mobile.clone()),
        ];
        let given = named.into_iter().filter_map(|(name, value)| {
            Some(Self { name, value: value.filter(|value| !value.is_empty())? })
        });
        given.collect()
    }
}

/// Somebody whose documents are looked at: the scans beside the data.
#[derive(Debug, Template)]
#[template(path = "office/application.html")]
pub struct ApplicationPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Who it is, and what was uploaded.
    pub dossier: Dossier,
    /// What was typed.
    pub fields: Vec<Field>,
    /// What was about to be decided.
    pub act: String,
    /// The reason that was typed.
    pub reason: String,
    /// What is wrong.
    pub errors: Errors,
}

/// What somebody is called, as far as it may be shown; else the customer number.
pub(crate) fn name_of(profile: &ProfileView) -> String {
    let person = profile.person.as_ref();
    let names = person.map(|person| [&person.given_name, &person.family_name]);
    let names = names.into_iter().flatten().flatten().cloned().collect::<Vec<_>>();
    if names.is_empty() { profile.number.clone() } else { names.join(" ") }
}

impl ApplicationsPage {
    /// What somebody is called.
    #[must_use]
    pub fn name(&self, application: &Application) -> String {
        name_of(&application.profile)
    }
}

impl ApplicationPage {
    /// What somebody is called.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.dossier.profile)
    }

    /// What an upload shows.
    #[must_use]
    pub fn purpose(&self, purpose: &str) -> String {
        let talk = &self.frame.talk;
        match purpose {
            "licence-front" => talk.t("office-licence-front"),
            "licence-back" => talk.t("office-licence-back"),
            "identity-front" => talk.t("office-identity-front"),
            "identity-back" => talk.t("office-identity-back"),
            "receipt" => talk.t("office-receipt"),
            other => other.to_owned(),
        }
    }
}
