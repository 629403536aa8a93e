//! Pages for everybody: the communities, logging in, and what went wrong.

use askama::Template;

use crate::form::Errors;
use crate::frame::Frame;

/// A community that can be chosen.
#[derive(Clone, Debug)]
pub struct Community {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many stations it has.
    pub stations: usize,
    /// Its colour, as a class of the style sheet has it.
    pub brand: String,
}

/// The communities of this installation.
#[derive(Debug, Template)]
#[template(path = "communities.html")]
pub struct Communities {
    /// What stands around it.
    pub frame: Frame,
    /// All of them.
    pub all: Vec<Community>,
}

/// Logging in.
#[derive(Debug, Template)]
#[template(path = "log-in.html")]
pub struct LogIn {
    /// What stands around it.
    pub frame: Frame,
    /// The name that was typed.
    pub login: String,
    /// Where to go afterwards; empty: to the start page.
    pub next: String,
    /// What was done just before; empty: nothing.
    pub told: String,
    /// One can sign up here.
    pub open: bool,
    /// One can log in with a passkey.
    pub passkeys: bool,
    /// What is wrong.
    pub errors: Errors,
}

/// Something to be told, with a way on.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub struct Message {
    /// What stands around it.
    pub frame: Frame,
    /// What it is about.
    pub title: String,
    /// What happened, and what to do.
    pub words: String,
    /// The id of the request, for whoever looks into it; empty: there is nothing to look into.
    pub request: String,
}
