//! The lines of all statements, as they came of the rules.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRow {
    /// Its id.
    pub id: u128,
    /// Who pays, or is paid.
    pub member: MemberId,
    /// What it is about: `account`, `booking`, `contract`.
    pub about: String,
    /// Which booking or contract.
    pub about_id: Option<u128>,
    /// The rule's name.
    pub rule: String,
    /// The rule's kind and place in its rulebook: kind × 65536 + place.
    pub source_no: i64,
    /// The clause; empty: assumed.
    pub clause: String,
    /// How it is taxed.
    pub vat: String,
    /// When it fell due.
    pub due: Instant,
    /// When it was made.
    pub made: Instant,
    /// Gross, in minor units.
    pub amount: i64,
    /// Since when the rulebook that made it was in force.
    pub rulebook_at: Instant,
    /// Its arithmetic.
    pub items_json: String,
}

const COLUMNS: &str = "SELECT line_id, member_id, about, about_id, rule, source_no, clause, vat,
    due_at, made_at, amount, rulebook_at, items_json FROM line";

fn read(row: &Row<'_>) -> Result<LineRow, Failure> {
    Ok(LineRow {
        id: row.id(0)?,
        member: row.member(1)?,
        about: row.string(2)?,
        about_id: row.id_or_null(3)?,
        rule: row.string(4)?,
        source_no: row.int(5)?,
        clause: row.string(6)?,
        vat: row.string(7)?,
        due: row.instant(8)?,
        made: row.instant(9)?,
        amount: row.int(10)?,
        rulebook_at: row.instant(11)?,
        items_json: row.string(12)?,
    })
}

/// Enters a line.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, line: &LineRow) -> Result<(), Failure> {
    let sql = "INSERT INTO line (operator_id, line_id, member_id, about, about_id, rule, source_no,
        clause, vat, due_at, made_at, amount, rulebook_at, items_json)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = params![
        op,
        line.id,
        line.member,
        &line.about,
        line.about_id,
        &line.rule,
        line.source_no,
        &line.clause,
        &line.vat,
        line.due,
        line.made,
        line.amount,
        line.rulebook_at,
        &line.items_json,
    ];
    tx.run(sql, values).map(drop)
}

/// A member's lines in the order in which they were made, from after `after` on.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    after: u128,
    limit: i64,
) -> Result<Vec<LineRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND line_id > $3 ORDER BY line_id LIMIT $4"
    );
    tx.all(SQL, params![op, member, after, limit], read)
}

/// The lines about a booking or contract, in the order in which they were made.
///
/// # Errors
/// [`Failure`].
pub fn about(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Vec<LineRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND about_id = $2 ORDER BY line_id"
    );
    tx.all(SQL, params![op, id], read)
}

/// A member's lines that fell due at or after `from`, in the order in which they were made.
///
/// # Errors
/// [`Failure`].
pub fn since(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    from: Instant,
    limit: i64,
) -> Result<Vec<LineRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND due_at >= $3 ORDER BY line_id LIMIT $4"
    );
    tx.all(SQL, params![op, member, from, limit], read)
}

/// All lines of an operator in the order in which they were made, from after `after` on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: u128,
    limit: i64,
) -> Result<Vec<LineRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND line_id > $2 ORDER BY line_id LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// The `limit` lines of a member that were made last, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn latest(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    limit: i64,
) -> Result<Vec<LineRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 ORDER BY line_id DESC LIMIT $3"
    );
    tx.all(SQL, params![op, member, limit], read)
}
