//! Whose pages these are: each ground has a session and a log-in page of its own.

use axum::response::Response;
use rimessa_app::{Operator, Trouble};

use super::{desk, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

/// Whose pages these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// Members', below the operator's address.
    Community,
    /// Those of staff, who may work for several operators.
    Desk,
}

impl Ground {
    /// The name of the cookie with the session.
    pub(super) const fn cookie(self) -> &'static str {
        match self {
            Self::Community => "rimessa",
            Self::Desk => "rimessa-desk",
        }
    }

    /// What all its addresses begin with.
    pub(super) fn begin(self, operator: &Operator) -> String {
        match self {
            Self::Community => format!("/{}/", operator.slug),
            Self::Desk => "/desk/".to_owned(),
        }
    }

    /// Where one logs in.
    pub(super) fn log_in(self, operator: &Operator) -> String {
        self.begin(operator) + "log-in"
    }

    /// Where a temporary password is replaced.
    pub(super) fn first_password(self, operator: &Operator) -> String {
        let page = match self {
            Self::Community => "first-login",
            Self::Desk => "password",
        };
        self.begin(operator) + page
    }

    /// What stood in the way, as a page.
    pub(super) fn wrong(self, web: &Web, caller: &Caller, trouble: &Trouble) -> Response {
        match self {
            Self::Community => wrong::page(web, caller, trouble),
            Self::Desk => desk::wrong(web, caller, trouble),
        }
    }
}
