//! Vehicles: what they are, and what their calendars begin with.

use rimessa_domain::ids::{Place, StationId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VehicleRow {
    /// Its id.
    pub id: VehicleId,
    /// Its fleet number; unique.
    pub code: String,
    /// Its plate.
    pub plate: Option<String>,
    /// Its name for members: make and model, or a nickname.
    pub name: Option<String>,
    /// Its category, by the rulebook's name.
    pub category: Option<String>,
    /// The station it belongs to.
    pub home: StationId,
    /// Where the first booking accepted for it picks it up.
    pub first_pickup: Option<Place>,
    /// Where its last trip or move left it, and when.
    pub left: Option<(Instant, Place)>,
    /// Since when it cannot be used.
    pub out_of_service: Option<Instant>,
    /// Since when it is no longer of the fleet.
    pub removed: Option<Instant>,
    /// How often something happened to it.
    pub version: i64,
}

const COLUMNS: &str = "SELECT vehicle_id, code, plate, name, category, station_id, first_pickup,
    left_at, left_place, out_of_service_at, version, removed_at
    FROM vehicle";

fn read(row: &Row<'_>) -> Result<VehicleRow, Failure> {
    Ok(VehicleRow {
        id: row.vehicle(0)?,
        code: row.string(1)?,
        plate: row.string_or_null(2)?,
        name: row.string_or_null(3)?,
        category: row.string_or_null(4)?,
        home: row.station(5)?,
        first_pickup: row.place_or_null(6)?,
        left: row.instant_or_null(7)?.zip(row.place_or_null(8)?),
        out_of_service: row.instant_or_null(9)?,
        version: row.int(10)?,
        removed: row.instant_or_null(11)?,
    })
}

/// Enters a vehicle.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, vehicle: &VehicleRow) -> Result<(), Failure> {
    let sql = "INSERT INTO vehicle
        (operator_id, vehicle_id, code, plate, name, category, station_id, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    let VehicleRow { id, code, plate, name, category, home, .. } = vehicle;
    let values = params![op, *id, code, plate.as_ref(), name.as_ref(), category.as_ref(), *home];
    tx.run(sql, values).map(drop)
}

/// Gives a vehicle another code, plate, name, category or home, or takes it out of the fleet.
///
/// # Errors
/// [`Failure`].
pub fn update(tx: &mut Tx<'_>, op: OperatorId, vehicle: &VehicleRow) -> Result<(), Failure> {
    let sql = "UPDATE vehicle SET code = $1, plate = $2, name = $3, category = $4,
        station_id = $5, removed_at = $6, version = version + 1
        WHERE operator_id = $7 AND vehicle_id = $8";
    let VehicleRow { id, code, plate, name, category, home, .. } = vehicle;
    let (plate, name, category) = (plate.as_ref(), name.as_ref(), category.as_ref());
    let values = params![code, plate, name, category, *home, vehicle.removed, op, *id];
    tx.run(sql, values).map(drop)
}

/// A vehicle, locked: nothing happens to it until this transaction ends.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: VehicleId) -> Result<Option<VehicleRow>, Failure> {
    const ONE: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND vehicle_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// A vehicle, as it stands.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: VehicleId) -> Result<Option<VehicleRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND vehicle_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// The vehicle of that code.
///
/// # Errors
/// [`Failure`].
pub fn by_code(tx: &mut Tx<'_>, op: OperatorId, code: &str) -> Result<Option<VehicleRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND code = $2");
    tx.one(SQL, params![op, code], read)
}

/// All vehicles of the fleet, by code.
///
/// # Errors
/// [`Failure`].
pub fn all(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<VehicleRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND removed_at IS NULL ORDER BY code"
    );
    tx.all(SQL, params![op], read)
}

/// The vehicles of the fleet whose code comes after `after`, by code.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: &str,
    limit: i64,
) -> Result<Vec<VehicleRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND removed_at IS NULL AND code > $2 ORDER BY code LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// Notes where a vehicle's calendar begins and where it was left; its version goes up by one.
///
/// # Errors
/// [`Failure`].
pub fn touch(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: VehicleId,
    first_pickup: Option<Place>,
    left: Option<(Instant, Place)>,
) -> Result<(), Failure> {
    let (at, place) = left.unzip();
    let sql = "UPDATE vehicle SET first_pickup = $1, left_at = $2, left_place = $3,
        version = version + 1 WHERE operator_id = $4 AND vehicle_id = $5";
    tx.run(sql, params![first_pickup, at, place, op, id]).map(drop)
}

/// Takes a vehicle out of service from `at` on, or puts it back.
///
/// # Errors
/// [`Failure`].
pub fn set_out_of_service(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: VehicleId,
    at: Option<Instant>,
) -> Result<(), Failure> {
    let sql = "UPDATE vehicle SET out_of_service_at = $1, version = version + 1
        WHERE operator_id = $2 AND vehicle_id = $3";
    tx.run(sql, params![at, op, id]).map(drop)
}

/// The vehicles of the fleet that may stand at a station: those that belong there, were left there
/// or are to be left there.
///
/// # Errors
/// [`Failure`].
pub fn around(
    tx: &mut Tx<'_>,
    op: OperatorId,
    station: StationId,
) -> Result<Vec<VehicleRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND removed_at IS NULL AND (station_id = $2 OR left_place = $2
        OR vehicle_id IN (SELECT vehicle_id FROM booking WHERE operator_id = $1 AND dropoff = $2
        AND pickup <> dropoff AND state IN ('planned', 'driving'))) ORDER BY code"
    );
    tx.all(SQL, params![op, station], read)
}

/// How many bookings a vehicle has had or will have since `from`.
///
/// # Errors
/// [`Failure`].
pub fn uses(tx: &mut Tx<'_>, op: OperatorId, id: VehicleId, from: Instant) -> Result<i64, Failure> {
    let sql = "SELECT COUNT(*) FROM booking
        WHERE operator_id = $1 AND vehicle_id = $2 AND reserved_until > $3";
    Ok(tx.one(sql, params![op, id, from], |row| row.int(0))?.unwrap_or(0))
}
