//! What stands at stations: chargers, kiosks, and the slots where keys hang.

use rimessa_domain::ids::{StationId, VehicleId};

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A charger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargerRow {
    /// Its id.
    pub id: u128,
    /// What the operator calls it; unique.
    pub code: String,
    /// Where it stands.
    pub station: StationId,
    /// The bay that it serves, as it is marked.
    pub bay: Option<String>,
    /// What it gives at most, in watts.
    pub power_w: Option<i64>,
}

/// A kiosk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KioskRow {
    /// Its id.
    pub id: u128,
    /// What the operator calls it; unique.
    pub code: String,
    /// Where it stands.
    pub station: StationId,
}

/// A slot of a kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotRow {
    /// The kiosk.
    pub kiosk: u128,
    /// Its number there, from 1.
    pub no: i64,
    /// The vehicle whose key belongs there.
    pub vehicle: Option<VehicleId>,
}

fn charger(row: &Row<'_>) -> Result<ChargerRow, Failure> {
    Ok(ChargerRow {
        id: row.id(0)?,
        code: row.string(1)?,
        station: row.station(2)?,
        bay: row.string_or_null(3)?,
        power_w: row.int_or_null(4)?,
    })
}

/// All chargers, by code.
///
/// # Errors
/// [`Failure`].
pub fn chargers(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<ChargerRow>, Failure> {
    let sql = "SELECT charger_id, code, station_id, bay, power_w FROM charger
        WHERE operator_id = $1 ORDER BY code";
    tx.all(sql, params![op], charger)
}

/// The charger of that code.
///
/// # Errors
/// [`Failure`].
pub fn charger_by_code(
    tx: &mut Tx<'_>,
    op: OperatorId,
    code: &str,
) -> Result<Option<ChargerRow>, Failure> {
    let sql = "SELECT charger_id, code, station_id, bay, power_w FROM charger
        WHERE operator_id = $1 AND code = $2";
    tx.one(sql, params![op, code], charger)
}

/// Enters a charger, or gives the one of that id other values.
///
/// # Errors
/// [`Failure`].
pub fn put_charger(tx: &mut Tx<'_>, op: OperatorId, row: &ChargerRow) -> Result<(), Failure> {
    let sql = "INSERT INTO charger (operator_id, charger_id, code, station_id, bay, power_w)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (operator_id, charger_id) DO UPDATE SET code = excluded.code,
        station_id = excluded.station_id, bay = excluded.bay, power_w = excluded.power_w";
    let values = params![op, row.id, &row.code, row.station, row.bay.as_ref(), row.power_w];
    tx.run(sql, values).map(drop)
}

fn kiosk(row: &Row<'_>) -> Result<KioskRow, Failure> {
    Ok(KioskRow { id: row.id(0)?, code: row.string(1)?, station: row.station(2)? })
}

/// All kiosks, by code.
///
/// # Errors
/// [`Failure`].
pub fn kiosks(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<KioskRow>, Failure> {
    let sql = "SELECT kiosk_id, code, station_id FROM kiosk WHERE operator_id = $1 ORDER BY code";
    tx.all(sql, params![op], kiosk)
}

/// The kiosk of that code.
///
/// # Errors
/// [`Failure`].
pub fn kiosk_by_code(
    tx: &mut Tx<'_>,
    op: OperatorId,
    code: &str,
) -> Result<Option<KioskRow>, Failure> {
    let sql = "SELECT kiosk_id, code, station_id FROM kiosk
        WHERE operator_id = $1 AND code = $2";
    tx.one(sql, params![op, code], kiosk)
}

/// Enters a kiosk, or gives the one of that id another place.
///
/// # Errors
/// [`Failure`].
pub fn put_kiosk(tx: &mut Tx<'_>, op: OperatorId, row: &KioskRow) -> Result<(), Failure> {
    let sql = "INSERT INTO kiosk (operator_id, kiosk_id, code, station_id)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (operator_id, kiosk_id) DO UPDATE SET code = excluded.code,
        station_id = excluded.station_id";
    tx.run(sql, params![op, row.id, &row.code, row.station]).map(drop)
}

/// The slots of all kiosks, by kiosk and number.
///
/// # Errors
/// [`Failure`].
pub fn slots(tx: &mut Tx<'_>, op: OperatorId) -> Result<Vec<SlotRow>, Failure> {
    let sql = "SELECT kiosk_id, slot_no, vehicle_id FROM key_slot
        WHERE operator_id = $1 ORDER BY kiosk_id, slot_no";
    tx.all(sql, params![op], |row| {
        let vehicle = row.id_or_null(2)?.map(VehicleId);
        Ok(SlotRow { kiosk: row.id(0)?, no: row.int(1)?, vehicle })
    })
}

/// Enters a slot, or gives it to another vehicle. A vehicle's key hangs in one slot.
///
/// # Errors
/// [`Failure`].
pub fn put_slot(tx: &mut Tx<'_>, op: OperatorId, row: &SlotRow) -> Result<(), Failure> {
    if let Some(vehicle) = row.vehicle {
        let sql = "UPDATE key_slot SET vehicle_id = NULL
            WHERE operator_id = $1 AND vehicle_id = $2";
        tx.run(sql, params![op, vehicle])?;
    }
    let sql = "INSERT INTO key_slot (operator_id, kiosk_id, slot_no, vehicle_id)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (operator_id, kiosk_id, slot_no) DO UPDATE SET vehicle_id = excluded.vehicle_id";
    tx.run(sql, params![op, row.kiosk, row.no, row.vehicle]).map(drop)
}

/// A slot as whoever stands at the kiosk finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// The kiosk.
    pub kiosk: u128,
    /// What the operator calls the kiosk.
    pub code: String,
    /// The slot's number there.
    pub no: i64,
}

fn hook(row: &Row<'_>) -> Result<Hook, Failure> {
    Ok(Hook { kiosk: row.id(0)?, code: row.string(1)?, no: row.int(2)? })
}

const HOOKS: &str = "SELECT s.kiosk_id, k.code, s.slot_no FROM key_slot s JOIN kiosk k
    ON k.operator_id = s.operator_id AND k.kiosk_id = s.kiosk_id
    WHERE s.operator_id = $1 AND k.station_id = $2";

/// Where the key of a vehicle hangs at a station.
///
/// # Errors
/// [`Failure`].
pub fn slot_of(
    tx: &mut Tx<'_>,
    op: OperatorId,
    station: StationId,
    vehicle: VehicleId,
) -> Result<Option<Hook>, Failure> {
    const SQL: &str = const_format::concatcp!(HOOKS, " AND s.vehicle_id = $3");
    tx.one(SQL, params![op, station, vehicle], hook)
}

/// The first slot at a station in which no key hangs.
///
/// # Errors
/// [`Failure`].
pub fn free_slot(
    tx: &mut Tx<'_>,
    op: OperatorId,
    station: StationId,
) -> Result<Option<Hook>, Failure> {
    const SQL: &str = const_format::concatcp!(
        HOOKS,
        " AND s.vehicle_id IS NULL ORDER BY k.code, s.slot_no LIMIT 1"
    );
    tx.one(SQL, params![op, station], hook)
}

/// The slots of that number at a station: one for each kiosk that has it.
///
/// # Errors
/// [`Failure`].
pub fn slots_numbered(
    tx: &mut Tx<'_>,
    op: OperatorId,
    station: StationId,
    no: i64,
) -> Result<Vec<Hook>, Failure> {
    const SQL: &str = const_format::concatcp!(HOOKS, " AND s.slot_no = $3 ORDER BY k.code");
    tx.all(SQL, params![op, station, no], hook)
}
