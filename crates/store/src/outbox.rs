//! Messages that wait to be sent. Addresses, texts and codes are sealed, and purged once delivered.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A message to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// Its id.
    pub id: u128,
    /// `mail` or `sms`.
    pub medium: &'a str,
    /// What it tells: the name of its text.
    pub kind: &'a str,
    /// To whom.
    pub member: Option<MemberId>,
    /// About which booking.
    pub booking: Option<BookingId>,
    /// Address, subject and text, sealed.
    pub sealed: &'a [u8],
}

/// A message as it waits or was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Whose.
    pub operator: OperatorId,
    /// Its id.
    pub id: u128,
    /// When it was made.
    pub made: Instant,
    /// `mail` or `sms`.
    pub medium: String,
    /// What it tells.
    pub kind: String,
    /// To whom.
    pub member: Option<MemberId>,
    /// About which booking.
    pub booking: Option<BookingId>,
    /// Address, subject and text, sealed; `None` once purged.
    pub sealed: Option<Vec<u8>>,
    /// `waiting`, `sending`, `sent`, `unsure` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was sent.
    pub sent: Option<Instant>,
    /// What went wrong last.
    pub problem: Option<String>,
}

const COLUMNS: &str =
    "SELECT operator_id, message_id, made_at, medium, kind, member_id, booking_id,
    sealed, state, attempts, sent_at, problem FROM outbox";

fn read(row: &Row<'_>) -> Result<MessageRow, Failure> {
    Ok(MessageRow {
        operator: OperatorId(row.int(0)?),
        id: row.id(1)?,
        made: row.instant(2)?,
        medium: row.string(3)?,
        kind: row.string(4)?,
        member: row.id_or_null(5)?.map(MemberId),
        booking: row.id_or_null(6)?.map(BookingId),
        sealed: row.bytes_or_null(7)?.map(<[u8]>::to_vec),
        state: row.string(8)?,
        attempts: row.int(9)?,
        sent: row.instant_or_null(10)?,
        problem: row.string_or_null(11)?,
    })
}

/// Puts a message into the outbox.
///
/// # Errors
/// [`Failure`].
pub fn put(
    tx: &mut Tx<'_>,
    op: OperatorId,
    at: Instant,
    message: &NewMessage<'_>,
) -> Result<(), Failure> {
    let sql = "INSERT INTO outbox (operator_id, message_id, made_at, medium, kind, member_id,
        booking_id, sealed, state, attempts, next_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9)";
    let values = params![
        op,
        message.id,
        at,
        message.medium,
        message.kind,
        message.member,
        message.booking,
        message.sealed,
        at,
    ];
    tx.run(sql, values).map(drop)
}

/// Takes up to `limit` messages of a medium that are due, so that nobody else takes them before
/// `until`. They are as they were: one whose state is `sending` was taken before by somebody who did
/// not come back.
///
/// # Errors
/// [`Failure`].
pub fn take(
    tx: &mut Tx<'_>,
    medium: &str,
    (now, until): (Instant, Instant),
    limit: i64,
) -> Result<Vec<MessageRow>, Failure> {
    const DUE: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE next_at <= $1 AND medium = $2 ORDER BY next_at LIMIT $3"
    );
    const LOCKED: &str = const_format::concatcp!(DUE, " FOR UPDATE SKIP LOCKED");
    let sql = match tx.dialect() {
        Dialect::Sqlite => DUE,
        Dialect::Postgres => LOCKED,
    };
    let due = tx.all(sql, params![now, medium, limit], read)?;
    for message in &due {
        let sql = "UPDATE outbox SET state = 'sending', next_at = $1, attempts = attempts + 1
            WHERE operator_id = $2 AND message_id = $3";
        tx.run(sql, params![until, message.operator, message.id])?;
    }
    Ok(due)
}

/// How an attempt to send a message ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// `waiting`, `sent`, `unsure` or `dead`.
    pub state: &'a str,
    /// What went wrong; without addresses and texts.
    pub problem: Option<&'a str>,
    /// When to try again.
    pub next: Option<Instant>,
    /// When it was sent.
    pub sent: Option<Instant>,
    /// Whether address and text go now.
    pub purge: bool,
}

/// Keeps how the attempt of that number ended; `false`: somebody else has taken the message since.
///
/// # Errors
/// [`Failure`].
pub fn ended(
    tx: &mut Tx<'_>,
    (op, id, attempt): (OperatorId, u128, i64),
    ended: &Ended<'_>,
) -> Result<bool, Failure> {
    let sql = "UPDATE outbox SET state = $1, problem = $2, next_at = $3, sent_at = $4,
        sealed = CASE WHEN $5 THEN NULL ELSE sealed END
        WHERE operator_id = $6 AND message_id = $7 AND attempts = $8
        AND state IN ('sending', 'unsure')";
    let Ended { state, problem, next, sent, purge } = *ended;
    Ok(tx.run(sql, params![state, problem, next, sent, purge, op, id, attempt])? > 0)
}

/// Lets a message that is dead or unsure be tried again from `at` on; `false`: it is neither.
///
/// # Errors
/// [`Failure`].
pub fn retry(tx: &mut Tx<'_>, op: OperatorId, id: u128, at: Instant) -> Result<bool, Failure> {
    let sql = "UPDATE outbox SET state = 'waiting', attempts = 0, next_at = $1
        WHERE operator_id = $2 AND message_id = $3 AND state IN ('dead', 'unsure')
        AND sealed IS NOT NULL";
    Ok(tx.run(sql, params![at, op, id])? > 0)
}

/// A message.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<MessageRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND message_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// When the next message is due.
///
/// # Errors
/// [`Failure`].
pub fn next(tx: &mut Tx<'_>, medium: &str) -> Result<Option<Instant>, Failure> {
    let sql = "SELECT MIN(next_at) FROM outbox WHERE next_at IS NOT NULL AND medium = $1";
    Ok(tx.one(sql, params![medium], |row| row.instant_or_null(0))?.flatten())
}

/// An operator's messages, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    before: u128,
    limit: i64,
) -> Result<Vec<MessageRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND message_id < $2 ORDER BY message_id DESC LIMIT $3"
    );
    tx.all(SQL, params![op, before, limit], read)
}

/// How many messages there are of each state, those that were sent apart.
///
/// # Errors
/// [`Failure`].
pub fn counts(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>, Failure> {
    // Each half is answered by an index of its own.
    let sql = "SELECT state, COUNT(*) FROM outbox WHERE next_at IS NOT NULL GROUP BY state
        UNION ALL SELECT state, COUNT(*) FROM outbox WHERE state IN ('dead', 'unsure')
        GROUP BY state";
    tx.all(sql, &[], |row| Ok((row.string(0)?, row.int(1)?)))
}

/// An operator's messages in that state, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn in_state(
    tx: &mut Tx<'_>,
    op: OperatorId,
    state: &str,
    before: u128,
    limit: i64,
) -> Result<Vec<MessageRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = $2 AND message_id < $3
        ORDER BY message_id DESC LIMIT $4"
    );
    tx.all(SQL, params![op, state, before, limit], read)
}
