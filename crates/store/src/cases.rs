//! Cases: what somebody must see to, until when, and what was said about it.

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its id.
    pub id: u128,
    /// What it is about: `accident`, `damage` …
    pub kind: String,
    /// `open`, `waiting` or `closed`.
    pub state: String,
    /// How it ended.
    pub outcome: Option<String>,
    /// When it was opened.
    pub opened: Instant,
    /// By which kind of actor.
    pub opened_by: String,
    /// Until when it must be seen to.
    pub due: Instant,
    /// Whose of the staff it is.
    pub owner: Option<u128>,
    /// Whose of the members it is.
    pub member: Option<MemberId>,
    /// The booking concerned.
    pub booking: Option<BookingId>,
    /// The vehicle concerned.
    pub vehicle: Option<VehicleId>,
    /// What would make a second case of one and the same thing.
    pub once: Option<String>,
    /// When it was closed.
    pub closed: Option<Instant>,
    /// How often something happened to it.
    pub version: i64,
}

const COLUMNS: &str =
    "SELECT case_id, kind, state, outcome, opened_at, opened_by, due_at, owner_id,
    member_id, booking_id, vehicle_id, once_key, closed_at, version FROM case_file";

fn read(row: &Row<'_>) -> Result<CaseRow, Failure> {
    Ok(CaseRow {
        id: row.id(0)?,
        kind: row.string(1)?,
        state: row.string(2)?,
        outcome: row.string_or_null(3)?,
        opened: row.instant(4)?,
        opened_by: row.string(5)?,
        due: row.instant(6)?,
        owner: row.id_or_null(7)?,
        member: row.id_or_null(8)?.map(MemberId),
        booking: row.id_or_null(9)?.map(BookingId),
        vehicle: row.id_or_null(10)?.map(VehicleId),
        once: row.string_or_null(11)?,
        closed: row.instant_or_null(12)?,
        version: row.int(13)?,
    })
}

/// Enters a case.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, case: &CaseRow) -> Result<(), Failure> {
    let sql = "INSERT INTO case_file (operator_id, case_id, kind, state, opened_at, opened_by,
        due_at, owner_id, member_id, booking_id, vehicle_id, once_key, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    let values = params![
        op,
        case.id,
        &case.kind,
        &case.state,
        case.opened,
        &case.opened_by,
        case.due,
        case.owner,
        case.member,
        case.booking,
        case.vehicle,
        case.once.as_ref(),
    ];
    tx.run(sql, values).map(drop)
}

/// A case as it stands.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<CaseRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND case_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// A case, locked: nothing happens to it until this transaction ends.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<CaseRow>, Failure> {
    const ONE: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND case_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// The case of one and the same thing, if there is one already.
///
/// # Errors
/// [`Failure`].
pub fn by_once(tx: &mut Tx<'_>, op: OperatorId, once: &str) -> Result<Option<CaseRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND once_key = $2");
    tx.one(SQL, params![op, once], read)
}

/// Keeps what has become of a case.
///
/// # Errors
/// [`Failure`].
pub fn update(tx: &mut Tx<'_>, op: OperatorId, case: &CaseRow) -> Result<(), Failure> {
    let sql = "UPDATE case_file SET state = $1, outcome = $2, due_at = $3, owner_id = $4,
        closed_at = $5, once_key = $6, version = version + 1
        WHERE operator_id = $7 AND case_id = $8";
    let values = params![
        &case.state,
        case.outcome.as_ref(),
        case.due,
        case.owner,
        case.closed,
        case.once.as_ref(),
        op,
        case.id,
    ];
    tx.run(sql, values).map(drop)
}

/// Which cases are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// In this state; `None`: all that are not closed.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Whose of the staff.
    pub owner: Option<u128>,
    /// Nobody's yet.
    pub unowned: bool,
}

/// The queue: what is due first comes first, from after that moment and case on.
///
/// # Errors
/// [`Failure`].
pub fn queue(
    tx: &mut Tx<'_>,
    op: OperatorId,
    sought: &Sought,
    (due, id): (Instant, u128),
    limit: i64,
) -> Result<Vec<CaseRow>, Failure> {
    const FILTERS: &str = " AND ($2 = '' OR kind = $3)
        AND (CAST($4 AS BIGINT) = 0 OR (CAST($5 AS BIGINT) = 1 AND owner_id IS NULL)
            OR (CAST($6 AS BIGINT) = 2 AND owner_id = $7))
        AND (due_at > $8 OR (due_at = $9 AND case_id > $10))";
    const OPEN: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state <> 'closed'",
        FILTERS,
        " ORDER BY due_at, case_id LIMIT $11"
    );
    const OF_STATE: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1",
        FILTERS,
        " AND state = $11 ORDER BY due_at, case_id LIMIT $12"
    );
    let kind = sought.kind.as_deref().unwrap_or_default();
    let by_owner: i64 = match (sought.unowned, sought.owner) {
        (true, _) => 1,
        (false, Some(_)) => 2,
        (false, None) => 0,
    };
    let owner = sought.owner.unwrap_or_default();
    let common: [crate::Value<'_>; 10] = [
        op.into(),
        kind.into(),
        kind.into(),
        by_owner.into(),
        by_owner.into(),
        by_owner.into(),
        owner.into(),
        due.into(),
        due.into(),
        id.into(),
    ];
    let mut values = common.to_vec();
    let sql = match &sought.state {
        None => OPEN,
        Some(state) => {
            values.push(state.into());
            OF_STATE
        }
    };
    values.push(limit.into());
    tx.all(sql, &values, read)
}

/// A member's cases, the latest first, from before `before` on.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    before: u128,
    limit: i64,
) -> Result<Vec<CaseRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND case_id < $3
        ORDER BY case_id DESC LIMIT $4"
    );
    tx.all(SQL, params![op, member, before, limit], read)
}

/// Something that was said about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Its id.
    pub id: u128,
    /// When.
    pub at: Instant,
    /// By which kind of actor.
    pub author: String,
    /// By which of them.
    pub author_id: Option<u128>,
    /// `message`, `note`, `hand-over`, `form` or `outcome`.
    pub kind: String,
    /// Whether the member sees it.
    pub visible: bool,
    /// The text, sealed.
    pub sealed: Vec<u8>,
    /// The ids of what was uploaded with it, as JSON.
    pub uploads_json: String,
}

/// Adds to what was said about a case.
///
/// # Errors
/// [`Failure`].
pub fn add(tx: &mut Tx<'_>, op: OperatorId, case: u128, entry: &EntryRow) -> Result<(), Failure> {
    let sql = "INSERT INTO case_entry (operator_id, case_id, entry_id, at, author, author_id, kind,
        visible, sealed, uploads_json) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        op,
        case,
        entry.id,
        entry.at,
        &entry.author,
        entry.author_id,
        &entry.kind,
        entry.visible,
        &entry.sealed,
        &entry.uploads_json,
    ];
    tx.run(sql, values).map(drop)
}

/// What was said about a case, in order; at most the first 500.
///
/// # Errors
/// [`Failure`].
pub fn entries(tx: &mut Tx<'_>, op: OperatorId, case: u128) -> Result<Vec<EntryRow>, Failure> {
    let sql = "SELECT entry_id, at, author, author_id, kind, visible, sealed, uploads_json
        FROM case_entry WHERE operator_id = $1 AND case_id = $2 ORDER BY entry_id LIMIT 500";
    tx.all(sql, params![op, case], |row| {
        Ok(EntryRow {
            id: row.id(0)?,
            at: row.instant(1)?,
            author: row.string(2)?,
            author_id: row.id_or_null(3)?,
            kind: row.string(4)?,
            visible: row.flag(5)?,
            sealed: row.bytes(6)?.to_vec(),
            uploads_json: row.string(7)?,
        })
    })
}

/// Forgets what was said in a member's cases, and what the member said in others: the person is erased.
/// The cases themselves stay.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<(), Failure> {
    let sql = "DELETE FROM case_entry WHERE operator_id = $1 AND case_id IN
        (SELECT case_id FROM case_file WHERE operator_id = $2 AND member_id = $3)";
    tx.run(sql, params![op, op, member])?;
    let sql = "DELETE FROM case_entry
        WHERE operator_id = $1 AND author = 'member' AND author_id = $2";
    tx.run(sql, params![op, member]).map(drop)
}
