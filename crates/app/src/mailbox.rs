//! Reading what is in the outbox: for the demo, and for whoever answers for what was sent.

use rimessa_domain::booking::State;
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::refusal::{Refusal, RefusalCode};
use rimessa_store::outbox::{self, MessageRow};
use rimessa_store::vehicles;
use serde::Serialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::message::{Letter, OUTBOX};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
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
    /// What it says; `null` once purged.
    pub letter: Option<Letter>,
}

/// A message as staff see it: neither to which address nor what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageView {
    /// Its id.
    pub id: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// `mail` or `sms`.
    pub medium: String,
    /// What it tells.
    pub kind: String,
    /// The member's id.
    pub member: Option<String>,
    /// The booking's id.
    pub booking: Option<String>,
    /// `waiting`, `sending`, `sent`, `unsure` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was sent, RFC 3339.
    pub sent: Option<String>,
    /// What went wrong last.
    pub problem: Option<String>,
}

impl From<MessageRow> for MessageView {
    fn from(row: MessageRow) -> Self {
        Self {
            id: show_id(row.id),
            made: show_moment(row.made),
            medium: row.medium,
            kind: row.kind,
            member: row.member.map(|id| show_id(id.0)),
            booking: row.booking.map(|id| show_id(id.0)),
            state: row.state,
            attempts: row.attempts,
            sent: row.sent.map(show_moment),
            problem: row.problem,
        }
    }
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

const STATES: [&str; 5] = ["waiting", "sending", "sent", "unsure", "dead"];

/// Messages, the last one first, from before `before`; `state`: only those.
///
/// # Errors
/// [`Trouble::Invalid`]: there is no such state; [`Trouble`].
pub fn list(
    scene: &mut Scene<'_, '_>,
    state: Option<&str>,
    before: Option<u128>,
    limit: i64,
) -> Result<Vec<MessageView>, Trouble> {
    let (op, before) = (scene.operator.id, before.unwrap_or(u128::MAX));
    let rows = match state {
        None => outbox::page(scene.tx, op, before, limit)?,
        Some(state) if STATES.contains(&state) => {
            outbox::in_state(scene.tx, op, state, before, limit)?
        }
        Some(state) => return Err(Trouble::invalid("state", "no-such-state", state)),
    };
    Ok(rows.into_iter().map(MessageView::from).collect())
}

/// Lets a message that is dead or unsure be tried again.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Invalid`]: it needs no retry, or its text is gone.
pub fn retry(scene: &mut Scene<'_, '_>, id: u128) -> Result<Reply<MessageView>, Trouble> {
    let (op, at) = (scene.operator.id, scene.now());
    let found = outbox::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("message"))?;
    if !outbox::retry(scene.tx, op, id, at)? {
        return Err(Trouble::invalid("state", "needs-no-retry", &found.state));
    }
    let event = Event { kind: "message-retried", ..Event::default() };
    let concerns = Concerns { member: found.member, subject: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    scene.app.bell().raise();
    let row = outbox::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("message"))?;
    Ok(Reply::Done(row.into()))
}

/// A code that was sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CodeResent)]
pub struct Resent {
    /// The booking's id.
    pub booking: String,
}

/// So often a code is sent again within [`crate::origin::WINDOW`].
const MOST_RESENT: i64 = 3;

/// Sends the code of a booking again, to whoever drives it.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::TooMany`]; [`Trouble`].
pub fn resend_code(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Reply<Resent>, Trouble> {
    let booking = scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    let at = scene.now();
    if !matches!(booking.state, State::Planned | State::Driving) {
        let refusal = Refusal { code: RefusalCode::BookingExpired, clause: None };
        let rules = scene.operator.versions.at(booking.made);
        return Ok(Reply::Refused(scene.refused(refusal, rules, booking.made)));
    }
    let origin = scene.origin("code", &show_id(id.0));
    scene.check_origin(&origin, MOST_RESENT)?;
    scene.count_against(&origin)?;
    let row = scene.lock_member(booking.member)?;
    let row = scene.reader_row(&booking, &row)?;
    let vehicle = vehicles::get(scene.tx, scene.operator.id, booking.vehicle)?;
    let vehicle = vehicle.ok_or(Trouble::NotFound("vehicle"))?;
    scene.inform("code", &row, &booking, &vehicle)?;
    let event = Event { kind: "code-sent", booking: Some(show_id(id.0)), ..Event::default() };
    let member: MemberId = booking.member;
    let concerns = Concerns { member: Some(member), booking: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(Resent { booking: show_id(id.0) }))
}
