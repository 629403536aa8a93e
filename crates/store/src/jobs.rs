//! Jobs: each is done by one process at a time, which holds a lease on it.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::{Dialect, Tx};

/// Jobs are those of the whole installation.
const INSTALLATION: i64 = 0;

/// A job that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its name.
    pub kind: String,
    /// How often it was begun without coming to an end, this time included.
    pub attempts: i64,
    /// Until when it is held.
    pub until: Instant,
}

/// Enters a job that is due at `at`, unless it is there.
///
/// # Errors
/// [`Failure`].
pub fn ensure(tx: &mut Tx<'_>, kind: &str, at: Instant) -> Result<(), Failure> {
    let sql = "INSERT INTO job (operator_id, kind, due_at, attempts) VALUES ($1, $2, $3, 0)
        ON CONFLICT (operator_id, kind) DO NOTHING";
    tx.run(sql, params![INSTALLATION, kind, at]).map(drop)
}

/// Takes a job until `until` if it is due and nobody holds it.
///
/// # Errors
/// [`Failure`].
pub fn take(
    tx: &mut Tx<'_>,
    kind: &str,
    now: Instant,
    until: Instant,
) -> Result<Option<Held>, Failure> {
    const DUE: &str = "SELECT attempts FROM job WHERE operator_id = $1 AND kind = $2
        AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $4)";
    const LOCKED: &str = const_format::concatcp!(DUE, " FOR UPDATE SKIP LOCKED");
    let sql = match tx.dialect() {
        Dialect::Sqlite => DUE,
        Dialect::Postgres => LOCKED,
    };
    let found = tx.one(sql, params![INSTALLATION, kind, now, now], |row| row.int(0))?;
    let Some(before) = found else { return Ok(None) };
    let attempts = before + 1;
    let sql = "UPDATE job SET leased_until = $1, attempts = $2
        WHERE operator_id = $3 AND kind = $4";
    tx.run(sql, params![until, attempts, INSTALLATION, kind])?;
    Ok(Some(Held { kind: kind.to_owned(), attempts, until }))
}

/// Lets go of a job that is due again at `next`; `problem`: it failed. Whether it was still held.
///
/// # Errors
/// [`Failure`].
pub fn let_go(
    tx: &mut Tx<'_>,
    held: &Held,
    next: Instant,
    problem: Option<&str>,
) -> Result<bool, Failure> {
    let attempts = if problem.is_some() { held.attempts } else { 0 };
    let sql = "UPDATE job SET due_at = $1, leased_until = NULL, attempts = $2, problem = $3
        WHERE operator_id = $4 AND kind = $5 AND leased_until = $6";
    let values = params![next, attempts, problem, INSTALLATION, &held.kind, held.until];
    Ok(tx.run(sql, values)? > 0)
}

/// When the next job is due, or its lease ends.
///
/// # Errors
/// [`Failure`].
pub fn next(tx: &mut Tx<'_>) -> Result<Option<Instant>, Failure> {
    let sql = "SELECT MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END)
        FROM job WHERE operator_id = $1";
    Ok(tx.one(sql, params![INSTALLATION], |row| row.instant_or_null(0))?.flatten())
}
