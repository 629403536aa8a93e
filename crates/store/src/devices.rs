//! Devices: kiosks, on-board units, chargers, gateways, each with a key of its own.

use rimessa_domain::ids::{StationId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its id.
    pub id: u128,
    /// `kiosk`, `on-board`, `charger` or `sms-gateway`.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// The station it stands at.
    pub station: Option<StationId>,
    /// The vehicle it is built into.
    pub vehicle: Option<VehicleId>,
    /// Its key, sealed.
    pub key_sealed: Vec<u8>,
    /// The key it had before, sealed.
    pub old_key_sealed: Option<Vec<u8>>,
    /// How long the old key still holds.
    pub old_key_until: Option<Instant>,
    /// When it was registered.
    pub created: Instant,
    /// Since when it may do nothing.
    pub disabled: Option<Instant>,
}

const COLUMNS: &str = "SELECT device_id, kind, label, station_id, vehicle_id, key_sealed,
    old_key_sealed, old_key_until, created_at, disabled_at FROM device";

fn read(row: &Row<'_>) -> Result<DeviceRow, Failure> {
    Ok(DeviceRow {
        id: row.id(0)?,
        kind: row.string(1)?,
        label: row.string(2)?,
        station: row.id_or_null(3)?.map(StationId),
        vehicle: row.id_or_null(4)?.map(VehicleId),
        key_sealed: row.bytes(5)?.to_vec(),
        old_key_sealed: row.bytes_or_null(6)?.map(<[u8]>::to_vec),
        old_key_until: row.instant_or_null(7)?,
        created: row.instant(8)?,
        disabled: row.instant_or_null(9)?,
    })
}

/// Enters a device, or gives the one of that id other values.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, op: OperatorId, device: &DeviceRow) -> Result<(), Failure> {
    let sql = "INSERT INTO device (operator_id, device_id, kind, label, station_id, vehicle_id,
        key_sealed, old_key_sealed, old_key_until, created_at, disabled_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (operator_id, device_id) DO UPDATE SET label = excluded.label,
        station_id = excluded.station_id, vehicle_id = excluded.vehicle_id,
        key_sealed = excluded.key_sealed, old_key_sealed = excluded.old_key_sealed,
        old_key_until = excluded.old_key_until, disabled_at = excluded.disabled_at";
    let values = params![
        op,
        device.id,
        &device.kind,
        &device.label,
        device.station,
        device.vehicle,
        &device.key_sealed,
        device.old_key_sealed.as_ref(),
        device.old_key_until,
        device.created,
        device.disabled,
    ];
    tx.run(sql, values).map(drop)
}

/// A device.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<DeviceRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND device_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// A device, locked.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<DeviceRow>, Failure> {
    const ONE: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND device_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// An operator's devices, by id, after `after`.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: u128,
    limit: i64,
) -> Result<Vec<DeviceRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND device_id > $2 ORDER BY device_id LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}
