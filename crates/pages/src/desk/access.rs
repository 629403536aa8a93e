//! How staff show who they are: the password, the second factor.

use askama::Template;

use super::DeskFrame;
use crate::form::Errors;

/// Setting another password.
#[derive(Debug, Template)]
#[template(path = "desk/password.html")]
pub struct DeskPassword {
    /// What stands around it.
    pub frame: DeskFrame,
    /// What is wrong.
    pub errors: Errors,
}

/// How far a second factor is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Nothing was begun.
    None,
    /// The secret is to be typed into an authenticator.
    Begun {
        /// The secret.
        secret: String,
        /// The same as an address that an authenticator on this device takes.
        url: String,
    },
    /// It is set up; these codes stand in for it, each once.
    Done {
        /// The codes.
        codes: Vec<String>,
    },
}

/// Setting up a second factor.
#[derive(Debug, Template)]
#[template(path = "desk/second-factor.html")]
pub struct DeskFactor {
    /// What stands around it.
    pub frame: DeskFrame,
    /// How far it is.
    pub factor: Factor,
    /// What is wrong.
    pub errors: Errors,
}

impl DeskFactor {
    /// The secret in groups of four, as it is easier to type.
    #[must_use]
    pub fn grouped(&self, secret: &str) -> String {
        let letters: Vec<char> = secret.chars().collect();
        letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }
}
