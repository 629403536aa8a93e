//! What odometers showed, and when.

use rimessa_domain::ids::{BookingId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at: Instant,
    /// What it showed, in metres.
    pub odometer_m: i64,
    /// `opened`, `refused` (somebody was not let in), `returned` or `checked`.
    pub occasion: String,
    /// Of which booking.
    pub booking: Option<BookingId>,
}

const COLUMNS: &str = "SELECT at, odometer_m, occasion, booking_id FROM odometer";

fn read(row: &Row<'_>) -> Result<Reading, Failure> {
    Ok(Reading {
        at: row.instant(0)?,
        odometer_m: row.int(1)?,
        occasion: row.string(2)?,
        booking: row.id_or_null(3)?.map(BookingId),
    })
}

/// Keeps a reading.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    id: u128,
    reading: &Reading,
) -> Result<(), Failure> {
    let sql = "INSERT INTO odometer (operator_id, vehicle_id, reading_id, at, odometer_m, occasion,
        booking_id) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Reading { at, odometer_m, occasion, booking } = reading;
    tx.run(sql, params![op, vehicle, id, *at, *odometer_m, occasion, *booking]).map(drop)
}

/// The last readings of a vehicle, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn latest(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    limit: i64,
) -> Result<Vec<Reading>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND vehicle_id = $2 ORDER BY reading_id DESC LIMIT $3"
    );
    tx.all(SQL, params![op, vehicle, limit], read)
}
