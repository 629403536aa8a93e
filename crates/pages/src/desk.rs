//! What staff see: who is calling, and what happened to whom.

mod access;
mod book;
mod booking;
mod cases;
mod events;
mod member;
mod script;

pub use access::{DeskFactor, DeskPassword, Factor};
pub use book::{DeskBook, Driver};
pub use booking::{Acts, DeskBooking, DeskMissing, DeskTimes, Typed};
pub use cases::{DeskCase, DeskCases, DeskNewCase, Queued, Shown};
pub use member::DeskMember;
pub use script::{SCRIPT, SCRIPT_VERSION};

use askama::Template;
use rimessa_app::desk::FoundMember;

use crate::form::Errors;
use crate::talk::Talk;

/// An operator somebody works for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workplace {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// What stands around every page of staff.
#[derive(Clone, Debug)]
pub struct DeskFrame {
    /// Its words.
    pub talk: Talk,
    /// The operator that the page is about.
    pub operator: Option<Workplace>,
    /// All operators that whoever looks at it works for.
    pub workplaces: Vec<Workplace>,
    /// The roles of whoever looks at it for this operator: `agent`, `manager` …
    pub roles: Vec<String>,
    /// The address of this page, for coming back to it.
    pub path: String,
    /// Somebody is logged in.
    pub is_known: bool,
    /// What shows that a form is of this session.
    pub form_token: String,
    /// What makes a form that is sent twice count once.
    pub form_key: String,
}

impl DeskFrame {
    /// An address below the operator's part of the desk.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        match &self.operator {
            Some(operator) => format!("/desk/{}/{path}", operator.slug),
            None => format!("/desk/{path}"),
        }
    }

    /// Whether this is that operator's page.
    #[must_use]
    pub fn is_of(&self, slug: &str) -> bool {
        self.operator.as_ref().is_some_and(|operator| operator.slug == slug)
    }

    /// Whether whoever looks at it has one of these roles here, separated by blanks.
    #[must_use]
    pub fn may(&self, roles: &str) -> bool {
        roles.split(' ').any(|role| self.roles.iter().any(|own| own == role))
    }
}

/// Logging in.
#[derive(Debug, Template)]
#[template(path = "desk/log-in.html")]
pub struct DeskLogIn {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The name that was typed.
    pub login: String,
    /// Where to go afterwards; empty: to the start page.
    pub next: String,
    /// The password was just set.
    pub is_set: bool,
    /// What is wrong.
    pub errors: Errors,
}

/// Something to be told, with a way on.
#[derive(Debug, Template)]
#[template(path = "desk/message.html")]
pub struct DeskMessage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// What it is about.
    pub title: String,
    /// What happened, and what to do.
    pub words: String,
    /// The id of the request, for whoever looks into it; empty: there is nothing to look into.
    pub request: String,
}

/// Those who were found at an operator.
#[derive(Debug)]
pub struct FoundAt {
    /// Where.
    pub workplace: Workplace,
    /// Who.
    pub members: Vec<FoundMember>,
}

/// Who is calling.
#[derive(Debug, Template)]
#[template(path = "desk/start.html")]
pub struct DeskStart {
    /// What stands around it.
    pub frame: DeskFrame,
    /// What was looked for; empty: nothing yet.
    pub find: String,
    /// Who was found, by operator.
    pub found: Vec<FoundAt>,
    /// Those that ask for a second factor before they can be worked for.
    pub locked: Vec<Workplace>,
    /// What waits for whoever looks at it, what is due first coming first.
    pub cases: Vec<Queued>,
    /// What is wrong.
    pub errors: Errors,
}
