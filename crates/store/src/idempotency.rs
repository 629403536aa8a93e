//! Answers that were given once and are given again to whoever repeats the question.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The digest of what was asked.
    pub digest: Vec<u8>,
    /// The answer.
    pub answer: String,
    /// When it was kept.
    pub made: Instant,
}

/// The answer given to `actor` for `key`.
///
/// # Errors
/// [`Failure`].
pub fn find(
    tx: &mut Tx<'_>,
    op: OperatorId,
    actor: &str,
    key: &str,
) -> Result<Option<Given>, Failure> {
    let sql = "SELECT digest, answer, made_at FROM idempotency
        WHERE operator_id = $1 AND actor = $2 AND key = $3";
    tx.one(sql, params![op, actor, key], |row| {
        Ok(Given { digest: row.bytes(0)?.to_vec(), answer: row.string(1)?, made: row.instant(2)? })
    })
}

/// Keeps an answer.
///
/// # Errors
/// [`Failure`].
pub fn keep(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (actor, key): (&str, &str),
    at: Instant,
    digest: &[u8],
    answer: &str,
) -> Result<(), Failure> {
    let sql = "INSERT INTO idempotency (operator_id, actor, key, digest, made_at, answer)
        VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(sql, params![op, actor, key, digest, at, answer]).map(drop)
}

/// Keeps another answer in the place of one.
///
/// # Errors
/// [`Failure`].
pub fn replace(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (actor, key): (&str, &str),
    answer: &str,
) -> Result<(), Failure> {
    let sql = "UPDATE idempotency SET answer = $1
        WHERE operator_id = $2 AND actor = $3 AND key = $4";
    tx.run(sql, params![answer, op, actor, key]).map(drop)
}

/// Forgets an answer.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, op: OperatorId, (actor, key): (&str, &str)) -> Result<(), Failure> {
    let sql = "DELETE FROM idempotency WHERE operator_id = $1 AND actor = $2 AND key = $3";
    tx.run(sql, params![op, actor, key]).map(drop)
}
