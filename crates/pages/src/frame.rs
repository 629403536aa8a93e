//! What stands around every page.

use crate::talk::Talk;

/// The parts of the site, for the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// The start page.
    Start,
    /// Looking for a vehicle and booking it.
    Find,
    /// Bookings and trips.
    Bookings,
    /// What there is to pay.
    Account,
    /// None of them.
    Elsewhere,
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its words.
    pub talk: Talk,
    /// The operator's name; empty: of none.
    pub operator: String,
    /// The operator's name in addresses; empty: of none.
    pub slug: String,
    /// The number of the assistance; empty: there is none.
    pub assistance: String,
    /// The operator's own site; empty: there is none.
    pub site: String,
    /// The address of this page, for coming back to it.
    pub path: String,
    /// Somebody is logged in.
    pub is_known: bool,
    /// What shows that a form is of this session.
    pub form_token: String,
    /// What makes a form that is sent twice count once.
    pub form_key: String,
    /// Vehicles can be booked here.
    pub has_bookings: bool,
    /// What else there is, by the names of their pages, for the foot of each page.
    pub more: Vec<&'static str>,
    /// The part of the site.
    pub here: Here,
}

impl Frame {
    /// An address below the operator's.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("/{}/{path}", self.slug)
    }

    /// `page`, where this is that part of the site: for `aria-current`.
    #[must_use]
    pub fn is(&self, here: &str) -> bool {
        let name = match self.here {
            Here::Start => "start",
            Here::Find => "find",
            Here::Bookings => "bookings",
            Here::Account => "account",
            Here::Elsewhere => "",
        };
        name == here
    }

    /// An assistance number as a link dials it.
    #[must_use]
    pub fn dial(&self) -> String {
        self.assistance.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}
