//! What was issued and can be lost: fuel cards and keys, each by the label that stands on it.

use rimessa_domain::ids::{MemberId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A fuel card or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// Its id.
    pub id: u128,
    /// `fuel-card` or `key`.
    pub kind: String,
    /// What stands on it.
    pub label: String,
    /// The vehicle it belongs to.
    pub vehicle: Option<VehicleId>,
    /// The member who has it.
    pub member: Option<MemberId>,
    /// `issued`, `blocked` or `replaced`.
    pub state: String,
    /// When it was issued.
    pub issued: Instant,
    /// When it was reported lost: from then on nobody answers for it.
    pub lost: Option<Instant>,
    /// The case of its loss.
    pub case: Option<u128>,
    /// What replaces it.
    pub replaced_by: Option<u128>,
}

const COLUMNS: &str = "SELECT item_id, kind, label, vehicle_id, member_id, state, issued_at,
    lost_at, case_id, replaced_by FROM issued_item";

fn read(row: &Row<'_>) -> Result<ItemRow, Failure> {
    Ok(ItemRow {
        id: row.id(0)?,
        kind: row.string(1)?,
        label: row.string(2)?,
        vehicle: row.id_or_null(3)?.map(VehicleId),
        member: row.id_or_null(4)?.map(MemberId),
        state: row.string(5)?,
        issued: row.instant(6)?,
        lost: row.instant_or_null(7)?,
        case: row.id_or_null(8)?,
        replaced_by: row.id_or_null(9)?,
    })
}

/// Enters what is issued.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, item: &ItemRow) -> Result<(), Failure> {
    let sql = "INSERT INTO issued_item (operator_id, item_id, kind, label, vehicle_id, member_id,
        state, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        op,
        item.id,
        &item.kind,
        &item.label,
        item.vehicle,
        item.member,
        &item.state,
        item.issued,
    ];
    tx.run(sql, values).map(drop)
}

/// A fuel card or key.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<ItemRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND item_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// The one of that kind and label.
///
/// # Errors
/// [`Failure`].
pub fn by_label(
    tx: &mut Tx<'_>,
    op: OperatorId,
    kind: &str,
    label: &str,
) -> Result<Option<ItemRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND kind = $2 AND label = $3");
    tx.one(SQL, params![op, kind, label], read)
}

/// What belongs to a vehicle, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_vehicle(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
) -> Result<Vec<ItemRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND vehicle_id = $2 ORDER BY item_id DESC"
    );
    tx.all(SQL, params![op, vehicle], read)
}

/// What a member has or had, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
) -> Result<Vec<ItemRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 ORDER BY item_id DESC"
    );
    tx.all(SQL, params![op, member], read)
}

/// Forgets which items a member has or had: the person is erased.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<(), Failure> {
    let sql = "UPDATE issued_item SET member_id = NULL WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, member]).map(drop)
}

/// All that was issued, from after `after` on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: u128,
    limit: i64,
) -> Result<Vec<ItemRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND item_id > $2 ORDER BY item_id LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// Keeps what has become of it.
///
/// # Errors
/// [`Failure`].
pub fn update(tx: &mut Tx<'_>, op: OperatorId, item: &ItemRow) -> Result<(), Failure> {
    let sql = "UPDATE issued_item SET state = $1, lost_at = $2, case_id = $3, replaced_by = $4
        WHERE operator_id = $5 AND item_id = $6";
    let values = params![&item.state, item.lost, item.case, item.replaced_by, op, item.id];
    tx.run(sql, values).map(drop)
}
