//! What can stand in the way of a use case, other than a refusal.

use core::fmt;

use rimessa_domain::fault::{Fault, Overflow};
use rimessa_store::Failure;

/// Why a use case could not be carried out. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The store failed.
    Store(Failure),
    /// The rulebook has no single answer, or a number does not fit: the operator must look at it.
    Rulebook(Fault),
    /// Something that was typed or sent cannot be understood, or cannot be.
    Invalid(Vec<Invalid>),
    /// What is named does not exist, or is none of the caller's business.
    NotFound(&'static str),
    /// Who asks may not do this.
    Forbidden,
    /// Who asks may not do this, for a reason that has a code of its own.
    Denied(&'static str),
    /// Who asks did not show well enough who it is, for a reason that has a code of its own.
    LogIn(&'static str),
    /// Who asks must log in again: the name or the password is wrong, or the session has ended.
    NotLoggedIn,
    /// Too many wrong attempts; so many seconds must pass.
    TooMany(i64),
    /// The same key came with another question before.
    KeyUsed,
    /// The same question with the same key is being answered.
    UnderWay,
    /// It has changed since it was looked at.
    Stale,
}

/// What is wrong with something that was typed or sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Where: the name of the field.
    pub field: String,
    /// The key of the sentence that says what is wrong and what to do.
    pub code: &'static str,
    /// What stands there, shortened, where that helps.
    pub found: String,
}

impl Trouble {
    /// One thing that is wrong.
    #[must_use]
    pub fn invalid(field: &str, code: &'static str, found: &str) -> Self {
        let found = found.chars().take(80).collect();
        Self::Invalid(vec![Invalid { field: field.to_owned(), code, found }])
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Store(failure)
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Rulebook(fault)
    }
}

impl From<Overflow> for Trouble {
    fn from(overflow: Overflow) -> Self {
        Self::Rulebook(overflow.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(failure) => failure.fmt(out),
            Self::Rulebook(fault) => fault.fmt(out),
            Self::Invalid(all) => {
                let words = all.iter().map(|one| format!("{}: {}", one.field, one.code));
                write!(out, "{}", words.collect::<Vec<_>>().join(", "))
            }
            Self::NotFound(what) => write!(out, "there is no such {what}"),
            Self::Forbidden => write!(out, "not allowed"),
            Self::Denied(code) => write!(out, "not allowed: {code}"),
            Self::LogIn(code) => write!(out, "not logged in: {code}"),
            Self::NotLoggedIn => write!(out, "not logged in"),
            Self::TooMany(seconds) => write!(out, "too many attempts; wait {seconds} s"),
            Self::KeyUsed => write!(out, "this key was used for another question"),
            Self::UnderWay => write!(out, "the same question is being answered"),
            Self::Stale => write!(out, "it has changed meanwhile"),
        }
    }
}

impl std::error::Error for Trouble {}
