//! Asked-for resets of passwords, by the hash of the token that was sent.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// Enters a reset; `login` is `None` if nobody has the name that was typed.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    login: Option<u128>,
    expires: Instant,
) -> Result<(), Failure> {
    let sql = "INSERT INTO password_reset (operator_id, token_hash, login_id, expires_at)
        VALUES ($1, $2, $3, $4)";
    tx.run(sql, params![op, token_hash, login, expires]).map(drop)
}

/// How many resets of somebody are under way.
///
/// # Errors
/// [`Failure`].
pub fn under_way(
    tx: &mut Tx<'_>,
    op: OperatorId,
    login: u128,
    now: Instant,
) -> Result<i64, Failure> {
    let sql = "SELECT COUNT(*) FROM password_reset
        WHERE operator_id = $1 AND login_id = $2 AND expires_at > $3";
    Ok(tx.one(sql, params![op, login, now], |row| row.int(0))?.unwrap_or(0))
}

/// Whose password a token resets, if it still does.
///
/// # Errors
/// [`Failure`].
pub fn find(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<u128>, Failure> {
    let sql = "SELECT login_id FROM password_reset
        WHERE operator_id = $1 AND token_hash = $2 AND expires_at > $3";
    Ok(tx.one(sql, params![op, token_hash, now], |row| row.id_or_null(0))?.flatten())
}

/// Ends all resets of somebody.
///
/// # Errors
/// [`Failure`].
pub fn end_all(tx: &mut Tx<'_>, op: OperatorId, login: u128) -> Result<(), Failure> {
    let sql = "DELETE FROM password_reset WHERE operator_id = $1 AND login_id = $2";
    tx.run(sql, params![op, login]).map(drop)
}

/// Forgets the resets that ended before `before`.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM password_reset WHERE expires_at < $1", params![before])
}
