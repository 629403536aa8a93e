//! What the back office sees: the board, queues, the fleet, the rulebook, figures, the journal.

mod applications;
mod board;
mod figures;
mod fleet;
mod indemnities;
mod lists;
mod register;
mod rulebook;
mod staff;
mod timeline;

pub use applications::{ApplicationPage, ApplicationsPage, Field};
pub use board::{BoardPage, BoardParts};
pub use figures::{FiguresPage, HourBar};
pub use fleet::{
    DroppedPage, MovedTrip, Place, StationForm, StationPage, StationsPage, VehicleForm,
    VehiclePage, VehiclesPage,
};
pub use indemnities::{INDEMNITY_STATES, IndemnitiesPage, IndemnityPage};
pub use lists::{JournalPage, Looking, MESSAGE_STATES, MessagesPage};
pub use register::{Act, Cell, Look, Press, RegisterPage, Section, Table};
pub use rulebook::{NewRulebookPage, RulebookPage, RulebooksPage, TextForm};
pub use staff::{PersonPage, SettingsForm, SettingsPage, StaffPage, WelcomePage};
pub use timeline::{Bar, LaneShown, MovePage, Shown, TimelinePage};

use crate::desk::DeskFrame;

/// A page of the back office in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its address below the operator's part of the desk.
    pub path: &'static str,
    /// The key of its name.
    pub name: &'static str,
    /// Whose it is.
    roles: &'static str,
}

impl Tab {
    /// Its icon.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        match self.path {
            "" => "board",
            "vehicles" => "vehicle",
            "stations" => "station",
            path => path,
        }
    }
}

/// The icons of the menu.
#[cfg(test)]
pub(crate) fn icons() -> Vec<&'static str> {
    TABS.iter().map(Tab::icon).collect()
}

const fn tab(path: &'static str, name: &'static str, roles: &'static str) -> Tab {
    Tab { path, name, roles }
}

/// All of them.
const TABS: [Tab; 16] = [
    tab("", "office-board", "agent field billing manager administrator"),
    tab("applications", "office-applications", "billing manager"),
    tab("members", "register-members", "agent billing manager"),
    tab("indemnities", "office-indemnities", "agent field billing manager"),
    tab("claims", "register-claims", "agent billing manager"),
    tab("vehicles", "office-vehicles", "agent field manager"),
    tab("stations", "office-stations", "agent field manager"),
    tab("equipment", "register-equipment", "agent field manager"),
    tab("items", "register-items", "agent field manager"),
    tab("timeline", "office-timeline", "agent manager"),
    tab("figures", "office-figures", "billing manager"),
    tab("rulebook", "office-rulebook", "agent field billing manager administrator"),
    tab("messages", "office-messages", "agent manager"),
    tab("journal", "office-journal", "agent billing manager"),
    tab("staff", "office-staff", "administrator"),
    tab("settings", "office-settings", "manager administrator"),
];

impl DeskFrame {
    /// The pages of the back office that whoever looks at it may see.
    #[must_use]
    pub fn tabs(&self) -> Vec<Tab> {
        let shown = |_: &&crate::Workplace| self.is_known;
        match self.operator.as_ref().filter(shown) {
            Some(_) => TABS.into_iter().filter(|tab| self.may(tab.roles)).collect(),
            None => Vec::new(),
        }
    }

    /// Whether this page is that part of the back office.
    #[must_use]
    pub fn is_at(&self, part: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let Some(rest) = path.strip_prefix(&self.at("")) else { return false };
        rest.split('/').next() == Some(part)
    }
}
