//! Reading what is in the outbox: for the demo, and for whoever answers for what was sent.

use rimessa_store::outbox;
use serde::Serialize;

use crate::identity::show_id;
use crate::message::{Letter, OUTBOX};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// A message with what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// When it was made.
    pub made: String,
    /// `mail` or `sms`.
    pub medium: String,
    /// What it tells.
    pub kind: String,
    /// `waiting`, `sending`, `sent`, `unsure` or `dead`.
    pub state: String,
    /// What it says; `None` once purged.
    pub letter: Option<Letter>,
}

/// The latest messages, the last one first.
///
/// # Errors
/// [`Trouble`].
pub fn latest(scene: &mut Scene<'_, '_>, limit: i64) -> Result<Vec<Message>, Trouble> {
    let rows = outbox::page(scene.tx, scene.operator.id, u128::MAX, limit)?;
    let keys = scene.app.keys();
    let open = |sealed: Option<Vec<u8>>| {
        let text = keys.open(OUTBOX, &sealed?)?;
        serde_json::from_slice(&text).ok()
    };
    let messages = rows.into_iter().map(|row| Message {
        id: show_id(row.id),
        made: show_moment(row.made),
        medium: row.medium,
        kind: row.kind,
        state: row.state,
        letter: open(row.sealed),
    });
    Ok(messages.collect())
}
