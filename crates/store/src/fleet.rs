//! Questions about the bookings of a whole fleet.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{MemberId, StationId, VehicleId};
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::Instant;

use crate::bookings::{COLUMNS, read};
use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// The trips under way.
///
/// # Errors
/// [`Failure`].
pub fn driving(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = 'driving' ORDER BY end_at"
    );
    tx.all(SQL, params![op], |row| Ok(read(row, versions)?.booking))
}

/// The bookings to come and under way that bring a vehicle to a station from elsewhere, or take one
/// elsewhere from there.
///
/// # Errors
/// [`Failure`].
pub fn one_way(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    station: StationId,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND pickup <> dropoff AND state IN ('planned', 'driving')
        AND (dropoff = $2 OR pickup = $2) ORDER BY booking_id"
    );
    tx.all(SQL, params![op, station], |row| Ok(read(row, versions)?.booking))
}

/// How many vehicles of the fleet were last left at a station.
///
/// # Errors
/// [`Failure`].
pub fn standing(tx: &mut Tx<'_>, op: OperatorId, station: StationId) -> Result<i64, Failure> {
    let sql = "SELECT COUNT(*) FROM vehicle
        WHERE operator_id = $1 AND left_place = $2 AND removed_at IS NULL";
    Ok(tx.one(sql, params![op, station], |row| row.int(0))?.unwrap_or(0))
}

/// The bookings to come of a vehicle that end after `from`, by start.
///
/// # Errors
/// [`Failure`].
pub fn to_come(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    vehicle: VehicleId,
    from: Instant,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND vehicle_id = $2 AND reserved_until > $3
        AND state = 'planned' ORDER BY start_at, booking_id"
    );
    tx.all(SQL, params![op, vehicle, from], |row| Ok(read(row, versions)?.booking))
}

/// The plans that members have, are subscribed to, or have left while something is to fall due.
///
/// # Errors
/// [`Failure`].
pub fn plans_in_use(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<String>, Failure> {
    let sql = "SELECT plan FROM member WHERE operator_id = $1
        UNION SELECT plan FROM subscription
        WHERE operator_id = $1 AND (NOT has_left OR due_at IS NOT NULL) ORDER BY 1";
    tx.all(sql, params![op], |row| row.string(0))
}

/// What the running subscriptions have used of their allowances, as JSON each.
///
/// # Errors
/// [`Failure`].
pub fn allowances_in_use(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<String>, Failure> {
    let sql = "SELECT DISTINCT free_used_json FROM subscription
        WHERE operator_id = $1 AND (NOT has_left OR due_at IS NOT NULL)";
    tx.all(sql, params![op], |row| row.string(0))
}

/// The categories of the vehicles of the fleet.
///
/// # Errors
/// [`Failure`].
pub fn categories_in_use(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<String>, Failure> {
    let sql = "SELECT DISTINCT category FROM vehicle
        WHERE operator_id = $1 AND category IS NOT NULL AND removed_at IS NULL ORDER BY 1";
    tx.all(sql, params![op], |row| row.string(0))
}

/// Whether a member may leave vehicles elsewhere, where not everybody may.
///
/// # Errors
/// [`Failure`].
pub fn may_one_way(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<bool, Failure> {
    let sql = "SELECT 1 FROM one_way_member WHERE operator_id = $1 AND member_id = $2";
    Ok(tx.one(sql, params![op, member], |_| Ok(()))?.is_some())
}

/// Lets a member leave vehicles elsewhere, or no longer.
///
/// # Errors
/// [`Failure`].
pub fn let_one_way(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    may: bool,
) -> Result<(), Failure> {
    let sql = if may {
        "INSERT INTO one_way_member (operator_id, member_id) VALUES ($1, $2)
        ON CONFLICT (operator_id, member_id) DO NOTHING"
    } else {
        "DELETE FROM one_way_member WHERE operator_id = $1 AND member_id = $2"
    };
    tx.run(sql, params![op, member]).map(drop)
}
