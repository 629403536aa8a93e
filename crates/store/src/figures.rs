//! Sums over the trips of a stretch of time: how many, how long, what they brought.

use rimessa_domain::ids::{BookingId, StationId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// Sums over some trips.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many there were.
    pub trips: i64,
    /// For how long the vehicles were used or held, in milliseconds.
    pub used_ms: i64,
}

/// The trips that began in a stretch of time, by vehicle.
///
/// # Errors
/// [`Failure`].
pub fn by_vehicle(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(VehicleId, Sum)>, Failure> {
    let sql = "SELECT vehicle_id, COUNT(*),
        CAST(SUM(COALESCE(returned_at, end_at) - start_at) AS BIGINT) FROM booking
        WHERE operator_id = $1 AND start_at >= $2 AND start_at < $3
        AND state IN ('driving', 'returned') GROUP BY vehicle_id";
    tx.all(sql, params![op, from, until], |row| {
        Ok((row.vehicle(0)?, Sum { trips: row.int(1)?, used_ms: row.int(2)? }))
    })
}

/// The trips that began in a stretch of time, by the station at which they did; `None`: elsewhere.
///
/// # Errors
/// [`Failure`].
pub fn by_station(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(StationId, Sum)>, Failure> {
    let sql = "SELECT pickup, COUNT(*),
        CAST(SUM(COALESCE(returned_at, end_at) - start_at) AS BIGINT) FROM booking
        WHERE operator_id = $1 AND start_at >= $2 AND start_at < $3
        AND state IN ('driving', 'returned') GROUP BY pickup";
    tx.all(sql, params![op, from, until], |row| {
        Ok((StationId(row.id(0)?), Sum { trips: row.int(1)?, used_ms: row.int(2)? }))
    })
}

/// The trips that began in a stretch of time, by the hour since 1970 in UTC in which they did.
///
/// # Errors
/// [`Failure`].
pub fn by_hour(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(i64, i64)>, Failure> {
    let sql = "SELECT start_at / 3600000, COUNT(*) FROM booking
        WHERE operator_id = $1 AND start_at >= $2 AND start_at < $3
        AND state IN ('driving', 'returned') GROUP BY start_at / 3600000";
    tx.all(sql, params![op, from, until], |row| Ok((row.int(0)?, row.int(1)?)))
}

/// Keeps how far a vehicle was driven on a trip, in metres.
///
/// # Errors
/// [`Failure`].
pub fn set_driven(
    tx: &mut Tx<'_>,
    op: OperatorId,
    booking: BookingId,
    distance_m: i64,
) -> Result<(), Failure> {
    let sql = "UPDATE booking SET distance_m = $1 WHERE operator_id = $2 AND booking_id = $3";
    tx.run(sql, params![distance_m, op, booking]).map(drop)
}

/// What was driven on some trips of a category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Driven {
    /// The category, as it was when booking.
    pub category: Option<String>,
    /// In metres.
    pub distance_m: i64,
    /// On so many trips that ended it is not known.
    pub unknown: i64,
}

fn driven(row: &Row<'_>) -> Result<Driven, Failure> {
    let category = row.text_or_null(1)?.map(str::to_owned);
    Ok(Driven { category, distance_m: row.int(2)?, unknown: row.int(3)? })
}

/// What was driven on the trips that began in a stretch of time and have ended, by vehicle and category.
///
/// # Errors
/// [`Failure`].
pub fn driven_by_vehicle(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(VehicleId, Driven)>, Failure> {
    let sql = "SELECT vehicle_id, category, CAST(COALESCE(SUM(distance_m), 0) AS BIGINT),
        COUNT(*) - COUNT(distance_m) FROM booking
        WHERE operator_id = $1 AND start_at >= $2 AND start_at < $3 AND state = 'returned'
        GROUP BY vehicle_id, category";
    tx.all(sql, params![op, from, until], |row| Ok((row.vehicle(0)?, driven(row)?)))
}

/// The same, by the station at which the trips began.
///
/// # Errors
/// [`Failure`].
pub fn driven_by_station(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(StationId, Driven)>, Failure> {
    let sql = "SELECT pickup, category, CAST(COALESCE(SUM(distance_m), 0) AS BIGINT),
        COUNT(*) - COUNT(distance_m) FROM booking
        WHERE operator_id = $1 AND start_at >= $2 AND start_at < $3 AND state = 'returned'
        GROUP BY pickup, category";
    tx.all(sql, params![op, from, until], |row| Ok((StationId(row.id(0)?), driven(row)?)))
}

/// The same, by the hour since 1970 in UTC in which the trips began.
///
/// # Errors
/// [`Failure`].
pub fn driven_by_hour(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(i64, Driven)>, Failure> {
    let sql = "SELECT start_at / 3600000, category,
        CAST(COALESCE(SUM(distance_m), 0) AS BIGINT), COUNT(*) - COUNT(distance_m) FROM booking
        WHERE operator_id = $1 AND start_at >= $2 AND start_at < $3 AND state = 'returned'
        GROUP BY start_at / 3600000, category";
    tx.all(sql, params![op, from, until], |row| Ok((row.int(0)?, driven(row)?)))
}

/// What fell due in a stretch of time for bookings, in minor units, by vehicle.
///
/// # Errors
/// [`Failure`].
pub fn brought_by_vehicle(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(VehicleId, i64)>, Failure> {
    let sql = "SELECT b.vehicle_id, CAST(SUM(l.amount) AS BIGINT) FROM line l
        JOIN booking b ON b.operator_id = l.operator_id AND b.booking_id = l.about_id
        WHERE l.operator_id = $1 AND l.due_at >= $2 AND l.due_at < $3 AND l.about = 'booking'
        GROUP BY b.vehicle_id";
    tx.all(sql, params![op, from, until], |row| Ok((row.vehicle(0)?, row.int(1)?)))
}

/// The same, by the station at which the booking began.
///
/// # Errors
/// [`Failure`].
pub fn brought_by_station(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<Vec<(StationId, i64)>, Failure> {
    let sql = "SELECT b.pickup, CAST(SUM(l.amount) AS BIGINT) FROM line l
        JOIN booking b ON b.operator_id = l.operator_id AND b.booking_id = l.about_id
        WHERE l.operator_id = $1 AND l.due_at >= $2 AND l.due_at < $3 AND l.about = 'booking'
        GROUP BY b.pickup";
    tx.all(sql, params![op, from, until], |row| Ok((StationId(row.id(0)?), row.int(1)?)))
}

/// What fell due in a stretch of time for anything but bookings, in minor units.
///
/// # Errors
/// [`Failure`].
pub fn brought_besides(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (from, until): (Instant, Instant),
) -> Result<i64, Failure> {
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM line
        WHERE operator_id = $1 AND due_at >= $2 AND due_at < $3 AND about <> 'booking'";
    Ok(tx.one(sql, params![op, from, until], |row| row.int(0))?.unwrap_or(0))
}
