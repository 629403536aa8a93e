//! The rulebook: its versions, the regulation with the rules beside it, and a new version.

use askama::Template;
use rimessa_app::rulebooks::{Beside, Found, Version};

use crate::desk::DeskFrame;
use crate::form::Errors;

/// The versions.
#[derive(Debug, Template)]
#[template(path = "office/rulebooks.html")]
pub struct RulebooksPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Them, the one that comes into force last first.
    pub versions: Vec<Version>,
    /// One was just kept.
    pub told: bool,
}

/// A version: the clauses with the rules beside them.
#[derive(Debug, Template)]
#[template(path = "office/rulebook.html")]
pub struct RulebookPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The version.
    pub beside: Beside,
}

/// A text of a new version.
#[derive(Clone, Debug, Default)]
pub struct TextForm {
    /// Its language.
    pub language: &'static str,
    /// The language's own name for itself.
    pub called: &'static str,
    /// What was typed.
    pub text: String,
}

/// A new version.
#[derive(Debug, Template)]
#[template(path = "office/new-rulebook.html")]
pub struct NewRulebookPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The main file, as typed.
    pub toml: String,
    /// The sentences, as typed.
    pub texts: Vec<TextForm>,
    /// When it shall come into force.
    pub from: String,
    /// What the checker finds suspicious, if it was asked and nothing is wrong.
    pub findings: Option<Vec<Found>>,
    /// What is wrong: at a field, or at a place of a file like `rulebook.toml:12:3`.
    pub errors: Errors,
}

impl NewRulebookPage {
    /// What is wrong with the files, each with its place.
    #[must_use]
    pub fn at_places(&self) -> Vec<&crate::Wrong> {
        self.errors.besides(&["from"])
    }
}
