//! Forgetting what has been kept long enough. How long that is, is not said here.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// An answer that was kept: whose, to whom, and for which key.
pub type Answered = (OperatorId, String, String);

/// Answers that were given before `before`, at most `limit`. They are not in the order of their age, so
/// that keeping one costs no more than it must: finding them reads all, which is not to be done
/// where it keeps others from writing.
///
/// # Errors
/// [`Failure`].
pub fn old_answers(tx: &mut Tx<'_>, before: Instant, limit: i64) -> Result<Vec<Answered>, Failure> {
    let sql = "SELECT operator_id, actor, key FROM idempotency WHERE made_at < $1 LIMIT $2";
    tx.all(sql, params![before, limit], |row| {
        Ok((OperatorId(row.int(0)?), row.string(1)?, row.string(2)?))
    })
}

/// Forgets these answers.
///
/// # Errors
/// [`Failure`].
pub fn forget_answers(tx: &mut Tx<'_>, all: &[Answered]) -> Result<(), Failure> {
    for (op, actor, key) in all {
        let sql = "DELETE FROM idempotency WHERE operator_id = $1 AND actor = $2 AND key = $3";
        tx.run(sql, params![*op, actor, key])?;
    }
    Ok(())
}

/// Forgets address and text of messages made before `before` that nobody will try again, at most
/// `limit`; how many there were.
///
/// # Errors
/// [`Failure`].
pub fn forget_letters(tx: &mut Tx<'_>, before: Instant, limit: i64) -> Result<u64, Failure> {
    let sql = "UPDATE outbox SET sealed = NULL WHERE (operator_id, message_id) IN
        (SELECT operator_id, message_id FROM outbox WHERE sealed IS NOT NULL AND next_at IS NULL
        AND made_at < $1 ORDER BY made_at LIMIT $2)";
    tx.run(sql, params![before, limit])
}

/// Forgets keys of devices that were replaced, and held until before `before`; how many there were.
///
/// # Errors
/// [`Failure`].
pub fn forget_device_keys(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    let sql = "UPDATE device SET old_key_sealed = NULL, old_key_until = NULL
        WHERE old_key_until < $1";
    tx.run(sql, params![before])
}
