//! Claims: what members advanced and want back.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// What a member wants back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRow {
    /// Its id.
    pub id: u128,
    /// Who.
    pub member: MemberId,
    /// About which booking.
    pub booking: Option<BookingId>,
    /// Of which kind, by the rulebook's name.
    pub kind: String,
    /// How much, in minor units.
    pub amount: i64,
    /// The receipt.
    pub upload: Option<u128>,
    /// The reason that the member gives, sealed.
    pub text_sealed: Vec<u8>,
    /// `asked`, `paid` or `refused`.
    pub state: String,
    /// When it was asked for.
    pub asked: Instant,
    /// Until when it must be paid.
    pub due: Instant,
    /// When it was decided.
    pub decided: Option<Instant>,
    /// By whom of the staff.
    pub decided_by: Option<u128>,
    /// Why it was refused, sealed.
    pub reason_sealed: Option<Vec<u8>>,
}

const COLUMNS: &str =
    "SELECT claim_id, member_id, booking_id, kind, amount, upload_id, text_sealed,
    state, asked_at, due_at, decided_at, decided_by, reason_sealed FROM claim";

fn read(row: &Row<'_>) -> Result<ClaimRow, Failure> {
    Ok(ClaimRow {
        id: row.id(0)?,
        member: row.member(1)?,
        booking: row.id_or_null(2)?.map(BookingId),
        kind: row.string(3)?,
        amount: row.int(4)?,
        upload: row.id_or_null(5)?,
        text_sealed: row.bytes(6)?.to_vec(),
        state: row.string(7)?,
        asked: row.instant(8)?,
        due: row.instant(9)?,
        decided: row.instant_or_null(10)?,
        decided_by: row.id_or_null(11)?,
        reason_sealed: row.bytes_or_null(12)?.map(<[u8]>::to_vec),
    })
}

/// Enters a claim.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, claim: &ClaimRow) -> Result<(), Failure> {
    let sql = "INSERT INTO claim (operator_id, claim_id, member_id, booking_id, kind, amount,
        upload_id, text_sealed, state, asked_at, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = params![
        op,
        claim.id,
        claim.member,
        claim.booking,
        &claim.kind,
        claim.amount,
        claim.upload,
        &claim.text_sealed,
        &claim.state,
        claim.asked,
        claim.due,
    ];
    tx.run(sql, values).map(drop)
}

/// A claim as it stands.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<ClaimRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND claim_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// A claim, locked.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<ClaimRow>, Failure> {
    const ONE: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND claim_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// Keeps how a claim was decided.
///
/// # Errors
/// [`Failure`].
pub fn update(tx: &mut Tx<'_>, op: OperatorId, claim: &ClaimRow) -> Result<(), Failure> {
    let sql = "UPDATE claim SET state = $1, decided_at = $2, decided_by = $3, reason_sealed = $4
        WHERE operator_id = $5 AND claim_id = $6";
    let values = params![
        &claim.state,
        claim.decided,
        claim.decided_by,
        claim.reason_sealed.as_ref(),
        op,
        claim.id,
    ];
    tx.run(sql, values).map(drop)
}

/// A member's claims, the latest first, from before `before` on.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    before: u128,
    limit: i64,
) -> Result<Vec<ClaimRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND claim_id < $3
        ORDER BY claim_id DESC LIMIT $4"
    );
    tx.all(SQL, params![op, member, before, limit], read)
}

/// All claims in a state, the oldest first, from after `after` on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    state: &str,
    after: u128,
    limit: i64,
) -> Result<Vec<ClaimRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = $2 AND claim_id > $3 ORDER BY claim_id LIMIT $4"
    );
    tx.all(SQL, params![op, state, after, limit], read)
}

/// The claims anywhere that were to be paid before `now` and of which nobody was told yet.
///
/// # Errors
/// [`Failure`].
pub fn overdue(
    tx: &mut Tx<'_>,
    now: Instant,
    limit: i64,
) -> Result<Vec<(OperatorId, u128)>, Failure> {
    let sql = "SELECT operator_id, claim_id FROM claim WHERE state = 'asked'
        AND escalated_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2";
    tx.all(sql, params![now, limit], |row| Ok((OperatorId(row.int(0)?), row.id(1)?)))
}

/// Notes that somebody was told of a claim that is overdue.
///
/// # Errors
/// [`Failure`].
pub fn escalated(tx: &mut Tx<'_>, op: OperatorId, id: u128, at: Instant) -> Result<(), Failure> {
    let sql = "UPDATE claim SET escalated_at = $1 WHERE operator_id = $2 AND claim_id = $3";
    tx.run(sql, params![at, op, id]).map(drop)
}

/// Forgets what a member wrote in claims, and the reasons given: the person is erased. What was paid
/// stays.
///
/// # Errors
/// [`Failure`].
pub fn forget(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    nothing_sealed: &[u8],
) -> Result<(), Failure> {
    let sql = "UPDATE claim SET text_sealed = $1, reason_sealed = NULL
        WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![nothing_sealed, op, member]).map(drop)
}
