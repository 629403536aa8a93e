//! The outbox and the journal.

use askama::Template;
use rimessa_app::journal::Entry;
use rimessa_app::mailbox::MessageView;

use crate::desk::DeskFrame;
use crate::form::Errors;

/// The states of messages; empty: all.
pub const MESSAGE_STATES: [&str; 6] = ["", "dead", "unsure", "waiting", "sending", "sent"];

/// The outbox.
#[derive(Debug, Template)]
#[template(path = "office/messages.html")]
pub struct MessagesPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// In which state; empty: in any.
    pub state: &'static str,
    /// Them, the last one first.
    pub messages: Vec<MessageView>,
    /// The address of earlier ones; empty: there are none.
    pub further: String,
    /// One of them is sent again.
    pub told: bool,
    /// What is wrong.
    pub errors: Errors,
}

/// What is looked for in the journal.
#[derive(Clone, Debug, Default)]
pub struct Looking {
    /// Of this kind.
    pub kind: String,
    /// About this member.
    pub member: String,
    /// About this booking.
    pub booking: String,
    /// About this vehicle.
    pub vehicle: String,
    /// Not before.
    pub from: String,
    /// Before.
    pub until: String,
}

/// The journal.
#[derive(Debug, Template)]
#[template(path = "office/journal.html")]
pub struct JournalPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// What is looked for.
    pub looking: Looking,
    /// What was found, the latest first.
    pub entries: Vec<Entry>,
    /// The address of what was before; empty: nothing.
    pub further: String,
    /// What is wrong.
    pub errors: Errors,
}
