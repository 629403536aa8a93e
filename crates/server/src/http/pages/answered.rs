//! What became of a form: done, or what stood in the way and where that is told.

use rimessa_app::{Answer, RefusedView, Trouble};
use rimessa_pages::Errors;
use rimessa_store::Failure;
use serde::de::DeserializeOwned;

use super::wrong;

/// Why a form was not done.
pub(super) enum Stopped {
    /// Told at the form, which keeps what was typed.
    AtForm(Errors),
    /// Told on a page of its own.
    Apart(Trouble),
}

impl Stopped {
    /// Where a trouble is told.
    pub(super) fn by(trouble: Trouble, language: &str) -> Self {
        match wrong::at_fields(&trouble, language) {
            Some(errors) => Self::AtForm(errors),
            None => Self::Apart(trouble),
        }
    }
}

/// What a use case answered.
pub(super) fn outcome<T: DeserializeOwned>(
    answered: Result<Answer, Trouble>,
    language: &str,
) -> Result<T, Stopped> {
    let answer = answered.map_err(|trouble| Stopped::by(trouble, language))?;
    if !answer.refused {
        return read(&answer.json);
    }
    Err(Stopped::AtForm(wrong::refused(read::<RefusedView>(&answer.json)?)))
}

/// All answers are written by us: one that cannot be read is a mistake of ours.
fn read<T: DeserializeOwned>(json: &str) -> Result<T, Stopped> {
    let unread = |error: serde_json::Error| Failure::Corrupt(format!("an answer: {error}"));
    serde_json::from_str(json).map_err(|error| Stopped::Apart(Trouble::Store(unread(error))))
}
