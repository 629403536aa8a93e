//! Indemnities, from evidence to decision.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::indemnity::IndemnityView;
use rimessa_app::journal::Entry;
use rimessa_app::profile::ProfileView;

use super::applications::name_of;
use crate::desk::DeskFrame;
use crate::form::Errors;

/// The states of an indemnity, in their order.
pub const INDEMNITY_STATES: [&str; 6] =
    ["proposed", "notified", "objected", "upheld", "unopposed", "waived"];

/// Indemnities in a state.
#[derive(Debug, Template)]
#[template(path = "office/indemnities.html")]
pub struct IndemnitiesPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// In which state.
    pub state: &'static str,
    /// Them, the oldest first.
    pub indemnities: Vec<IndemnityView>,
    /// The address of later ones; empty: there are none.
    pub further: String,
}

/// An indemnity.
#[derive(Debug, Template)]
#[template(path = "office/indemnity.html")]
pub struct IndemnityPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The indemnity.
    pub indemnity: IndemnityView,
    /// The booking that it is about.
    pub booking: Option<BookingView>,
    /// Who would pay.
    pub member: ProfileView,
    /// What happened to the booking, the latest first.
    pub events: Vec<Entry>,
    /// What was just done.
    pub told: Option<&'static str>,
    /// The tag of what is shown.
    pub seen: String,
    /// The reason that was typed.
    pub reason: String,
    /// What is wrong.
    pub errors: Errors,
}

impl IndemnityPage {
    /// What the member is called.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.member)
    }

    /// Whether it waits to be told or decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.indemnity.state.as_str(), "proposed" | "notified" | "objected")
    }

    /// The odometer that was noted, in kilometres.
    #[must_use]
    pub fn odometer(&self) -> Option<String> {
        let metres = self.indemnity.evidence.odometer_m?;
        Some(format!("{}.{} km", metres / 1000, metres % 1000 / 100))
    }
}
