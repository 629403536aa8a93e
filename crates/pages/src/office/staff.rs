//! Staff, and what the operator sets.

use askama::Template;
use rimessa_app::staff::{ROLES, StaffView};

use crate::desk::DeskFrame;
use crate::form::Errors;

/// The staff of an operator.
#[derive(Debug, Template)]
#[template(path = "office/staff.html")]
pub struct StaffPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Them.
    pub staff: Vec<StaffView>,
    /// The address of the next ones; empty: this is all.
    pub further: String,
    /// The login name that was typed.
    pub name: String,
    /// The roles that were ticked.
    pub ticked: Vec<String>,
    /// What is wrong.
    pub errors: Errors,
}

impl StaffPage {
    /// Whether a role was ticked.
    #[must_use]
    pub fn is_ticked(&self, role: &str) -> bool {
        self.ticked.iter().any(|ticked| ticked == role)
    }
}

/// Somebody of the staff.
#[derive(Debug, Template)]
#[template(path = "office/person.html")]
pub struct PersonPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Who.
    pub person: StaffView,
    /// Something was just changed.
    pub told: bool,
    /// What is wrong.
    pub errors: Errors,
}

impl PersonPage {
    /// The roles that are not granted here.
    #[must_use]
    pub fn others(&self) -> Vec<&'static str> {
        let has = |role: &str| self.person.roles.iter().any(|own| own.role == role);
        ROLES.into_iter().filter(|role| !has(role)).collect()
    }
}

/// A temporary password, shown once.
#[derive(Debug, Template)]
#[template(path = "office/welcome.html")]
pub struct WelcomePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Whose.
    pub name: String,
    /// The password.
    pub password: String,
}

/// Something that can be set.
#[derive(Clone, Debug)]
pub struct SettingsForm {
    /// The field.
    pub name: &'static str,
    /// The key of what it is called.
    pub label: &'static str,
    /// What was typed; of a box, empty: not ticked.
    pub value: String,
    /// It is a box to tick.
    pub is_box: bool,
}

impl SettingsForm {
    /// Something to type.
    #[must_use]
    pub fn text(name: &'static str, label: &'static str, value: &str) -> Self {
        Self { name, label, value: value.to_owned(), is_box: false }
    }

    /// A box to tick.
    #[must_use]
    pub fn box_of(name: &'static str, label: &'static str, value: &str) -> Self {
        Self { is_box: true, ..Self::text(name, label, value) }
    }
}

/// What the operator sets.
#[derive(Debug, Template)]
#[template(path = "office/settings.html")]
pub struct SettingsPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// All that can be set.
    pub fields: Vec<SettingsForm>,
    /// The tag of what was looked at.
    pub seen: String,
    /// It was just kept.
    pub told: bool,
    /// What is wrong.
    pub errors: Errors,
}

impl SettingsPage {
    /// What is wrong with nothing that has a field.
    #[must_use]
    pub fn besides(&self) -> Vec<&crate::Wrong> {
        let names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
        self.errors.besides(&names)
    }
}
