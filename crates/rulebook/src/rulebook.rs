//! A regulation, read and compiled.

use jiff::civil::Date;
use rimessa_domain::ids::ClauseId;
use rimessa_domain::rules::Rules;

use crate::finding::Place;
use crate::regulation::Regulation;
use crate::texts::Texts;

/// A regulation: what the engine executes, what people are told, and where each of it stands.
#[derive(Debug)]
pub struct Rulebook {
    /// The operator's name, for people.
    pub name: Box<str>,
    /// The first day of the rulebook; what holds on it holds since ever.
    pub from: Date,
    /// The languages of its sentences; the first is the operator's own.
    pub languages: Vec<Box<str>>,
    /// What the engine executes.
    pub rules: Rules,
    /// What it does not execute.
    pub regulation: Regulation,
    /// All blocks, with what they rest on.
    pub entries: Vec<Entry>,
    /// The keys of the sentences that the blocks need.
    pub text_keys: Vec<TextKey>,
    /// The sentences.
    pub texts: Texts,
}

/// A block of the rulebook, or a part of one that has a clause of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The kind of block: `fee`, `limit`, `procedure` …
    pub kind: &'static str,
    /// Its name.
    pub id: Box<str>,
    /// The part of it: `rate`, `count`, the name of a step …
    pub part: Option<Box<str>>,
    /// The clause.
    pub clause: Option<ClauseId>,
    /// The regulation is silent about the value.
    pub assumed: bool,
    /// The bytes of its header.
    pub place: Place,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// A sentence that a block needs in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextKey {
    /// Its key.
    pub key: Box<str>,
    /// Whether a rulebook without it is incomplete.
    pub required: bool,
    /// The block that needs it.
    pub place: Place,
}

impl Rulebook {
    /// The blocks that rest on `clause`.
    pub fn entries_of(&self, clause: ClauseId) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.clause == Some(clause))
    }

    /// The block of that kind and name.
    #[must_use]
    pub fn entry(&self, kind: &str, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.kind == kind && &*e.id == id && e.part.is_none())
    }
}
