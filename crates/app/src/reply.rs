//! What comes of a use case that could be carried out: it was done, or it was refused.

use rimessa_domain::refusal::Refusal;
use rimessa_domain::rules::Rules;
use rimessa_rulebook::Rulebook;
use serde::{Deserialize, Serialize};

/// The answer of a use case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply<T> {
    /// It was done.
    Done(T),
    /// It was refused, for a reason of the regulation.
    Refused(RefusedView),
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedView {
    /// The stable code.
    pub code: String,
    /// The clause it rests on; `null`: the regulation is silent, it is assumed.
    pub clause: Option<String>,
    /// A sentence for the member, with what to do.
    pub words: String,
}

impl RefusedView {
    /// A refusal of the domain, in a language.
    #[must_use]
    pub fn new(refusal: Refusal, rules: &Rules, book: &Rulebook, language: &str) -> Self {
        let code = refusal.code.code();
        let key = format!("refusal-{code}");
        Self {
            code: code.to_owned(),
            clause: refusal.clause.map(|clause| rules.clause(clause).to_owned()),
            words: book.texts.get(language, &key, &[]).unwrap_or(key),
        }
    }
}

impl<T> Reply<T> {
    /// What was done, as something else.
    pub fn map<U>(self, work: impl FnOnce(T) -> U) -> Reply<U> {
        match self {
            Self::Done(done) => Reply::Done(work(done)),
            Self::Refused(refused) => Reply::Refused(refused),
        }
    }

    /// What was done, if it was.
    #[must_use]
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(done) => Some(done),
            Self::Refused(_) => None,
        }
    }

    /// The code of the refusal, if it was refused.
    #[must_use]
    pub fn refused(&self) -> Option<&str> {
        match self {
            Self::Done(_) => None,
            Self::Refused(refused) => Some(&refused.code),
        }
    }
}
