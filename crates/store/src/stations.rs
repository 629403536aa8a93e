//! Stations.

use rimessa_domain::ids::StationId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationRow {
    /// Its id.
    pub id: StationId,
    /// What the operator calls it, for short; unique.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Latitude in 10⁻⁷ degrees.
    pub lat_e7: i64,
    /// Longitude in 10⁻⁷ degrees.
    pub lon_e7: i64,
    /// Where it is, for people.
    pub address: Option<String>,
    /// How many bays it has, if that is limited.
    pub bays: Option<i64>,
    /// Since when it is closed.
    pub closed: Option<Instant>,
}

const COLUMNS: &str = "SELECT station_id, code, name, lat_e7, lon_e7, address, bays, closed_at
    FROM station";

fn read(row: &Row<'_>) -> Result<StationRow, Failure> {
    Ok(StationRow {
        id: row.station(0)?,
        code: row.string(1)?,
        name: row.string(2)?,
        lat_e7: row.int(3)?,
        lon_e7: row.int(4)?,
        address: row.string_or_null(5)?,
        bays: row.int_or_null(6)?,
        closed: row.instant_or_null(7)?,
    })
}

/// Enters a station, or gives the one of that id other values.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, op: OperatorId, station: &StationRow) -> Result<(), Failure> {
    let sql = "INSERT INTO station
        (operator_id, station_id, code, name, lat_e7, lon_e7, address, bays, closed_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
        ON CONFLICT (operator_id, station_id) DO UPDATE SET code = excluded.code,
        name = excluded.name, lat_e7 = excluded.lat_e7, lon_e7 = excluded.lon_e7,
        address = excluded.address, bays = excluded.bays, closed_at = excluded.closed_at,
        version = station.version + 1";
    let StationRow { id, code, name, lat_e7, lon_e7, address, bays, closed } = station;
    let (address, bays, closed) = (address.as_ref(), *bays, *closed);
    let values = params![op, *id, code, name, *lat_e7, *lon_e7, address, bays, closed];
    tx.run(sql, values).map(drop)
}

/// All stations in use, by code.
///
/// # Errors
/// [`Failure`].
pub fn all(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<StationRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND closed_at IS NULL ORDER BY code"
    );
    tx.all(SQL, params![op], read)
}

/// The stations in use whose code comes after `after`, by code.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: &str,
    limit: i64,
) -> Result<Vec<StationRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND closed_at IS NULL AND code > $2 ORDER BY code LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// A station.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: StationId) -> Result<Option<StationRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND station_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// The station of that code.
///
/// # Errors
/// [`Failure`].
pub fn by_code(tx: &mut Tx<'_>, op: OperatorId, code: &str) -> Result<Option<StationRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND code = $2");
    tx.one(SQL, params![op, code], read)
}

/// All stations, closed ones too.
///
/// # Errors
/// [`Failure`].
pub fn ever(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<StationRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 ORDER BY code");
    tx.all(SQL, params![op], read)
}

/// A station, locked: nobody else counts its bays until this transaction ends.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: StationId) -> Result<Option<StationRow>, Failure> {
    const ONE: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND station_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}
