//! Sessions of people, and tokens of programs, by the hash of what they show.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A session or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose: of members and programs.
    pub operator: OperatorId,
    /// The hash of the token.
    pub token_hash: Vec<u8>,
    /// Its id, by which it is listed and ended.
    pub id: u128,
    /// `member`, `staff` or `program`.
    pub kind: String,
    /// Which of them.
    pub subject: u128,
    /// What a person calls it.
    pub label: String,
    /// What a program may do, separated by blanks.
    pub scopes: String,
    /// When it began.
    pub created: Instant,
    /// When it ends.
    pub expires: Instant,
    /// When it was last used, coarsely.
    pub used: Option<Instant>,
    /// A second factor began it.
    pub second_factor: bool,
}

const COLUMNS: &str = "SELECT operator_id, token_hash, session_id, kind, subject_id, label, scopes,
    created_at, expires_at, used_at, second_factor FROM session";

fn read(row: &Row<'_>) -> Result<SessionRow, Failure> {
    Ok(SessionRow {
        operator: OperatorId(row.int(0)?),
        token_hash: row.bytes(1)?.to_vec(),
        id: row.id_or_null(2)?.unwrap_or_default(),
        kind: row.string(3)?,
        subject: row.id(4)?,
        label: row.string(5)?,
        scopes: row.string(6)?,
        created: row.instant(7)?,
        expires: row.instant(8)?,
        used: row.instant_or_null(9)?,
        second_factor: row.flag(10)?,
    })
}

/// Enters a session.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, session: &SessionRow) -> Result<(), Failure> {
    let sql = "INSERT INTO session (operator_id, token_hash, session_id, kind, subject_id, label,
        scopes, created_at, expires_at, used_at, second_factor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = params![
        session.operator,
        &session.token_hash,
        session.id,
        &session.kind,
        session.subject,
        &session.label,
        &session.scopes,
        session.created,
        session.expires,
        session.used,
        session.second_factor,
    ];
    tx.run(sql, values).map(drop)
}

/// The session of a token, whether it has ended or not.
///
/// # Errors
/// [`Failure`].
pub fn find(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE token_hash = $1");
    tx.one(SQL, params![token_hash], read)
}

/// The sessions of somebody that have not ended, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_subject(
    tx: &mut Tx<'_>,
    subject: u128,
    now: Instant,
    limit: i64,
) -> Result<Vec<SessionRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE subject_id = $1 AND expires_at > $2 ORDER BY created_at DESC, session_id DESC
        LIMIT $3"
    );
    tx.all(SQL, params![subject, now, limit], read)
}

/// An operator's tokens of programs, by id, after `after`.
///
/// # Errors
/// [`Failure`].
pub fn programs(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: u128,
    limit: i64,
) -> Result<Vec<SessionRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND kind = 'program' AND session_id > $2
        ORDER BY session_id LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// Ends a session; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn end(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<bool, Failure> {
    Ok(tx.run("DELETE FROM session WHERE token_hash = $1", params![token_hash])? > 0)
}

/// Ends the session of that id, if it is this subject's; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn end_one(tx: &mut Tx<'_>, subject: u128, id: u128) -> Result<bool, Failure> {
    let sql = "DELETE FROM session WHERE subject_id = $1 AND session_id = $2";
    Ok(tx.run(sql, params![subject, id])? > 0)
}

/// Ends an operator's token of a program; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn end_program(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<bool, Failure> {
    let sql = "DELETE FROM session
        WHERE operator_id = $1 AND kind = 'program' AND session_id = $2";
    Ok(tx.run(sql, params![op, id])? > 0)
}

/// Remembers that a session was used.
///
/// # Errors
/// [`Failure`].
pub fn used(tx: &mut Tx<'_>, token_hash: &[u8], at: Instant) -> Result<(), Failure> {
    let sql = "UPDATE session SET used_at = $1 WHERE token_hash = $2";
    tx.run(sql, params![at, token_hash]).map(drop)
}

/// Ends all sessions of somebody.
///
/// # Errors
/// [`Failure`].
pub fn end_all(tx: &mut Tx<'_>, subject: u128) -> Result<u64, Failure> {
    tx.run("DELETE FROM session WHERE subject_id = $1", params![subject])
}

/// Forgets sessions that ended before `before`.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM session WHERE expires_at < $1", params![before])
}
