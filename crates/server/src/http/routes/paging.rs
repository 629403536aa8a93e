//! Where to go on reading, for lists of a member's things and of the staff's.

use rimessa_app::{Actor, Trouble, parse_id};
use rimessa_domain::ids::MemberId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::guard::Caller;
use crate::http::problem::Problem;

/// Where to go on reading, and how far.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// The `next` of the page before.
    pub(super) after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
}

impl Page {
    /// After which id, and how many.
    pub(super) fn read(&self, language: &str) -> Result<(Option<u128>, i64), Problem> {
        let invalid = |field, code| Problem::new(&Trouble::invalid(field, code, ""), language);
        let after = match &self.after {
            None => None,
            Some(text) => Some(parse_id(text).ok_or_else(|| invalid("after", "not-a-cursor"))?),
        };
        match self.limit.unwrap_or(100) {
            limit @ 1..=500 => Ok((after, i64::from(limit))),
            _ => Err(invalid("limit", "beyond-500")),
        }
    }
}

/// Which of many, for the staff, and where to go on reading.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct InState {
    /// In which state; left out: those that wait for a decision.
    pub(super) state: Option<String>,
    /// Those of this member, by id or customer number, in whatever state; the latest first.
    pub(super) member: Option<String>,
    /// The `next` of the page before.
    pub(super) after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
}

/// Why something is decided so.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// The reason; the member reads it.
    pub(super) reason: String,
}

/// The member who calls.
pub(super) fn member_of(caller: &Caller) -> Result<MemberId, Problem> {
    match caller.actor {
        Actor::Member(member) => Ok(member),
        _ => Err(Problem::new(&Trouble::Forbidden, &caller.language)),
    }
}
