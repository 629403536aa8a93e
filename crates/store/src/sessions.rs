//! Sessions of people, and tokens of programs and devices, by the hash of what they show.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A session or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose: of members, programs and devices.
    pub operator: OperatorId,
    /// The hash of the token.
    pub token_hash: Vec<u8>,
    /// `member`, `staff`, `program` or `device`.
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
}

/// Enters a session.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, session: &SessionRow) -> Result<(), Failure> {
    let sql = "INSERT INTO session (operator_id, token_hash, kind, subject_id, label, scopes,
        created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        session.operator,
        &session.token_hash,
        &session.kind,
        session.subject,
        &session.label,
        &session.scopes,
        session.created,
        session.expires,
    ];
    tx.run(sql, values).map(drop)
}

/// The session of a token, whether it has ended or not.
///
/// # Errors
/// [`Failure`].
pub fn find(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>, Failure> {
    let sql = "SELECT operator_id, kind, subject_id, label, scopes, created_at, expires_at
        FROM session WHERE token_hash = $1";
    tx.one(sql, params![token_hash], |row| {
        Ok(SessionRow {
            operator: OperatorId(row.int(0)?),
            token_hash: token_hash.to_vec(),
            kind: row.string(1)?,
            subject: row.id(2)?,
            label: row.string(3)?,
            scopes: row.string(4)?,
            created: row.instant(5)?,
            expires: row.instant(6)?,
        })
    })
}

/// Ends a session; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn end(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<bool, Failure> {
    Ok(tx.run("DELETE FROM session WHERE token_hash = $1", params![token_hash])? > 0)
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
