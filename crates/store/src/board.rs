//! Questions about the day of an operator: what begins, and how much waits for somebody.

use rimessa_domain::booking::Booking;
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::Instant;

use crate::bookings::{COLUMNS, read};
use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// The bookings to be opened that begin before `until`, by start.
///
/// # Errors
/// [`Failure`].
pub fn starting(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    until: Instant,
    limit: i64,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = 'planned' AND start_at < $2
        ORDER BY start_at, booking_id LIMIT $3"
    );
    tx.all(SQL, params![op, until, limit], |row| Ok(read(row, versions)?.booking))
}

/// How much waits for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Members whose documents wait to be verified.
    pub requests: i64,
    /// Indemnities of which nobody has told the member.
    pub proposed: i64,
    /// Indemnities to which the member objected.
    pub objected: i64,
    /// Open cases.
    pub cases: i64,
    /// Those of them that are overdue.
    pub overdue: i64,
    /// Messages that nobody will try to send again.
    pub stuck: i64,
}

/// How much waits for somebody, each counted up to `most`.
///
/// # Errors
/// [`Failure`].
pub fn waiting(
    tx: &mut Tx<'_>,
    op: OperatorId,
    now: Instant,
    most: i64,
) -> Result<Waiting, Failure> {
    let mut count = |sql: &'static str, values: &[crate::Value<'_>]| -> Result<i64, Failure> {
        Ok(tx.one(sql, values, |row: &Row<'_>| row.int(0))?.unwrap_or(0))
    };
    let requests = "SELECT COUNT(*) FROM (SELECT 1 FROM member
        WHERE operator_id = $1 AND applied_at IS NOT NULL LIMIT $2) AS found";
    let indemnities = "SELECT COUNT(*) FROM (SELECT 1 FROM proposal
        WHERE operator_id = $1 AND state = $2 LIMIT $3) AS found";
    let cases = "SELECT COUNT(*) FROM (SELECT 1 FROM case_file
        WHERE operator_id = $1 AND state <> 'closed' AND due_at < $2 LIMIT $3) AS found";
    let stuck = "SELECT COUNT(*) FROM (SELECT 1 FROM outbox
        WHERE operator_id = $1 AND state IN ('dead', 'unsure') LIMIT $2) AS found";
    Ok(Waiting {
        requests: count(requests, params![op, most])?,
        proposed: count(indemnities, params![op, "proposed", most])?,
        objected: count(indemnities, params![op, "objected", most])?,
        cases: count(cases, params![op, Instant::MAX, most])?,
        overdue: count(cases, params![op, now, most])?,
        stuck: count(stuck, params![op, most])?,
    })
}
