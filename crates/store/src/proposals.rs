//! Indemnities on their way: proposed, notified, objected to, upheld or waived.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// An indemnity that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    /// Its id.
    pub id: u128,
    /// Who would pay.
    pub member: MemberId,
    /// About which booking.
    pub booking: Option<BookingId>,
    /// The case that it came of.
    pub case: Option<u128>,
    /// The kind of assessment, by the rulebook's name.
    pub kind: String,
    /// What was recorded: costs, span, distance, as JSON.
    pub recorded_json: String,
    /// What it rests on, as JSON: ids, never words.
    pub evidence_json: String,
    /// The clause; empty: assumed.
    pub clause: String,
    /// What it comes to, gross, in minor units.
    pub amount: i64,
    /// `proposed`, `notified`, `objected`, `upheld`, `unopposed` or `waived`.
    pub state: String,
    /// When it was proposed.
    pub proposed: Instant,
    /// When the member was told.
    pub notified: Option<Instant>,
    /// Until when the member can object; exclusive.
    pub object_until: Option<Instant>,
    /// When the member objected.
    pub objected: Option<Instant>,
    /// What the member said, sealed.
    pub objection_sealed: Option<Vec<u8>>,
    /// When it was decided.
    pub decided: Option<Instant>,
    /// Who of the staff decided; `None`: nobody objected in time.
    pub decided_by: Option<u128>,
    /// Why, sealed.
    pub reason_sealed: Option<Vec<u8>>,
    /// What would make a second proposal of one and the same thing.
    pub once: Option<String>,
    /// How often something happened to it.
    pub version: i64,
}

const COLUMNS: &str = "SELECT proposal_id, member_id, booking_id, case_id, kind, recorded_json,
    evidence_json, clause, amount, state, proposed_at, notified_at, object_until, objected_at,
    objection_sealed, decided_at, decided_by, reason_sealed, once_key, version FROM proposal";

fn read(row: &Row<'_>) -> Result<ProposalRow, Failure> {
    Ok(ProposalRow {
        id: row.id(0)?,
        member: row.member(1)?,
        booking: row.id_or_null(2)?.map(BookingId),
        case: row.id_or_null(3)?,
        kind: row.string(4)?,
        recorded_json: row.string(5)?,
        evidence_json: row.string(6)?,
        clause: row.string(7)?,
        amount: row.int(8)?,
        state: row.string(9)?,
        proposed: row.instant(10)?,
        notified: row.instant_or_null(11)?,
        object_until: row.instant_or_null(12)?,
        objected: row.instant_or_null(13)?,
        objection_sealed: row.bytes_or_null(14)?.map(<[u8]>::to_vec),
        decided: row.instant_or_null(15)?,
        decided_by: row.id_or_null(16)?,
        reason_sealed: row.bytes_or_null(17)?.map(<[u8]>::to_vec),
        once: row.string_or_null(18)?,
        version: row.int(19)?,
    })
}

/// Enters a proposal.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, proposal: &ProposalRow) -> Result<(), Failure> {
    let sql =
        "INSERT INTO proposal (operator_id, proposal_id, member_id, booking_id, case_id, kind,
        recorded_json, evidence_json, clause, amount, state, proposed_at, once_key, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)";
    let values = params![
        op,
        proposal.id,
        proposal.member,
        proposal.booking,
        proposal.case,
        &proposal.kind,
        &proposal.recorded_json,
        &proposal.evidence_json,
        &proposal.clause,
        proposal.amount,
        &proposal.state,
        proposal.proposed,
        proposal.once.as_ref(),
    ];
    tx.run(sql, values).map(drop)
}

/// A proposal as it stands.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<ProposalRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND proposal_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// A proposal, locked: nothing happens to it until this transaction ends.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<ProposalRow>, Failure> {
    const ONE: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND proposal_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// The proposal of one and the same thing, if there is one already.
///
/// # Errors
/// [`Failure`].
pub fn by_once(
    tx: &mut Tx<'_>,
    op: OperatorId,
    once: &str,
) -> Result<Option<ProposalRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND once_key = $2");
    tx.one(SQL, params![op, once], read)
}

/// The proposals that came of a case.
///
/// # Errors
/// [`Failure`].
pub fn of_case(tx: &mut Tx<'_>, op: OperatorId, case: u128) -> Result<Vec<ProposalRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND case_id = $2 ORDER BY proposal_id"
    );
    tx.all(SQL, params![op, case], read)
}

/// A member's proposals, the latest first, from before `before` on; those of which he was told, or all.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    all: bool,
    before: u128,
    limit: i64,
) -> Result<Vec<ProposalRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND ($3 OR notified_at IS NOT NULL)
        AND proposal_id < $4 ORDER BY proposal_id DESC LIMIT $5"
    );
    tx.all(SQL, params![op, member, all, before, limit], read)
}

/// All proposals in a state, the oldest first, from after `after` on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    state: &str,
    after: u128,
    limit: i64,
) -> Result<Vec<ProposalRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = $2 AND proposal_id > $3
        ORDER BY proposal_id LIMIT $4"
    );
    tx.all(SQL, params![op, state, after, limit], read)
}

/// Keeps what has become of a proposal.
///
/// # Errors
/// [`Failure`].
pub fn update(tx: &mut Tx<'_>, op: OperatorId, proposal: &ProposalRow) -> Result<(), Failure> {
    let sql = "UPDATE proposal SET recorded_json = $1, clause = $2, amount = $3, state = $4,
        notified_at = $5, object_until = $6, objected_at = $7, objection_sealed = $8,
        decided_at = $9, decided_by = $10, reason_sealed = $11, version = version + 1
        WHERE operator_id = $12 AND proposal_id = $13";
    let values = params![
        &proposal.recorded_json,
        &proposal.clause,
        proposal.amount,
        &proposal.state,
        proposal.notified,
        proposal.object_until,
        proposal.objected,
        proposal.objection_sealed.as_ref(),
        proposal.decided,
        proposal.decided_by,
        proposal.reason_sealed.as_ref(),
        op,
        proposal.id,
    ];
    tx.run(sql, values).map(drop)
}

/// The proposals anywhere to which nobody objected until `now`, the longest due first.
///
/// # Errors
/// [`Failure`].
pub fn unopposed(
    tx: &mut Tx<'_>,
    now: Instant,
    (after, id): (Instant, u128),
    limit: i64,
) -> Result<Vec<(OperatorId, u128, Instant)>, Failure> {
    let sql = "SELECT operator_id, proposal_id, object_until FROM proposal
        WHERE state = 'notified' AND object_until <= $1
        AND (object_until > $2 OR (object_until = $3 AND proposal_id > $4))
        ORDER BY object_until, proposal_id LIMIT $5";
    tx.all(sql, params![now, after, after, id, limit], |row| {
        Ok((OperatorId(row.int(0)?), row.id(1)?, row.instant(2)?))
    })
}

/// Forgets what a member said in objections, and the reasons given: the person is erased.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<(), Failure> {
    let sql = "UPDATE proposal SET objection_sealed = NULL, reason_sealed = NULL
        WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, member]).map(drop)
}
