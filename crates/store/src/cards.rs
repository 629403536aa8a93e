//! Cards and tags, their enrolment, and PINs: never what a reader reads, only hashes of it.

use rimessa_domain::ids::{MemberId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// Its id.
    pub id: u128,
    /// The keyed hash of what a reader reads.
    pub uid_hash: Vec<u8>,
    /// What it is called.
    pub label: String,
    /// Whose.
    pub member: MemberId,
    /// `active`, `blocked` or `lost`.
    pub state: String,
    /// Since when.
    pub made: Instant,
}

const COLUMNS: &str = "SELECT card_id, uid_hash, label, member_id, state, made_at FROM card";

fn read(row: &Row<'_>) -> Result<CardRow, Failure> {
    Ok(CardRow {
        id: row.id(0)?,
        uid_hash: row.bytes(1)?.to_vec(),
        label: row.string(2)?,
        member: row.member(3)?,
        state: row.string(4)?,
        made: row.instant(5)?,
    })
}

/// Enters a card.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, card: &CardRow) -> Result<(), Failure> {
    let sql = "INSERT INTO card (operator_id, card_id, uid_hash, label, member_id, state, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let CardRow { id, uid_hash, label, member, state, made } = card;
    tx.run(sql, params![op, *id, uid_hash, label, *member, state, *made]).map(drop)
}

/// A card.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<CardRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND card_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// The card of that hash.
///
/// # Errors
/// [`Failure`].
pub fn by_hash(
    tx: &mut Tx<'_>,
    op: OperatorId,
    uid_hash: &[u8],
) -> Result<Option<CardRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND uid_hash = $2");
    tx.one(SQL, params![op, uid_hash], read)
}

/// A member's cards, the oldest first.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
) -> Result<Vec<CardRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 ORDER BY card_id"
    );
    tx.all(SQL, params![op, member], read)
}

/// Gives a card another name and state.
///
/// # Errors
/// [`Failure`].
pub fn update(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    label: &str,
    state: &str,
) -> Result<(), Failure> {
    let sql = "UPDATE card SET label = $1, state = $2 WHERE operator_id = $3 AND card_id = $4";
    tx.run(sql, params![label, state, op, id]).map(drop)
}

/// Forgets a member's cards, enrolment and PIN: when the account is erased.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<(), Failure> {
    for sql in [
        "DELETE FROM card WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM card_enrolment WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM fuel_pin WHERE operator_id = $1 AND member_id = $2",
    ] {
        tx.run(sql, params![op, member])?;
    }
    Ok(())
}

/// A card on its way to being enabled by its member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// Whose.
    pub member: MemberId,
    /// At which vehicle.
    pub vehicle: VehicleId,
    /// Until when.
    pub expires: Instant,
    /// The card, once the reader has seen it.
    pub uid_hash: Option<Vec<u8>>,
}

const ENROLMENTS: &str = "SELECT member_id, vehicle_id, expires_at, uid_hash FROM card_enrolment";

fn read_enrolment(row: &Row<'_>) -> Result<EnrolmentRow, Failure> {
    Ok(EnrolmentRow {
        member: row.member(0)?,
        vehicle: row.vehicle(1)?,
        expires: row.instant(2)?,
        uid_hash: row.bytes_or_null(3)?.map(<[u8]>::to_vec),
    })
}

/// Begins or goes on with an enrolment.
///
/// # Errors
/// [`Failure`].
pub fn put_enrolment(
    tx: &mut Tx<'_>,
    op: OperatorId,
    enrolment: &EnrolmentRow,
) -> Result<(), Failure> {
    let sql =
        "INSERT INTO card_enrolment (operator_id, member_id, vehicle_id, expires_at, uid_hash)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (operator_id, member_id) DO UPDATE SET
        vehicle_id = excluded.vehicle_id, expires_at = excluded.expires_at,
        uid_hash = excluded.uid_hash";
    let EnrolmentRow { member, vehicle, expires, uid_hash } = enrolment;
    tx.run(sql, params![op, *member, *vehicle, *expires, uid_hash.as_ref()]).map(drop)
}

/// A member's enrolment.
///
/// # Errors
/// [`Failure`].
pub fn enrolment(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
) -> Result<Option<EnrolmentRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(ENROLMENTS, " WHERE operator_id = $1 AND member_id = $2");
    tx.one(SQL, params![op, member], read_enrolment)
}

/// The enrolments at a vehicle that still run at `now`.
///
/// # Errors
/// [`Failure`].
pub fn enrolments_at(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    now: Instant,
) -> Result<Vec<EnrolmentRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        ENROLMENTS,
        " WHERE operator_id = $1 AND vehicle_id = $2 AND expires_at > $3"
    );
    tx.all(SQL, params![op, vehicle, now], read_enrolment)
}

/// Ends an enrolment.
///
/// # Errors
/// [`Failure`].
pub fn end_enrolment(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<(), Failure> {
    let sql = "DELETE FROM card_enrolment WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, member]).map(drop)
}

/// What a member types at the pump, sealed.
///
/// # Errors
/// [`Failure`].
pub fn pin(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<Option<Vec<u8>>, Failure> {
    let sql = "SELECT sealed FROM fuel_pin WHERE operator_id = $1 AND member_id = $2";
    tx.one(sql, params![op, member], |row| Ok(row.bytes(0)?.to_vec()))
}

/// Keeps what a member types at the pump.
///
/// # Errors
/// [`Failure`].
pub fn put_pin(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    sealed: &[u8],
) -> Result<(), Failure> {
    let sql = "INSERT INTO fuel_pin (operator_id, member_id, sealed) VALUES ($1, $2, $3)
        ON CONFLICT (operator_id, member_id) DO UPDATE SET sealed = excluded.sealed";
    tx.run(sql, params![op, member, sealed]).map(drop)
}
