//! What devices report, what is known of vehicles by it, and what devices shall do.

use rimessa_domain::ids::{BookingId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// Something that a device reported.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// The device's number for it.
    pub sequence: i64,
    /// When it happened.
    pub at: Instant,
    /// When it was received.
    pub received: Instant,
    /// The device's clock was wrong.
    pub clock_wrong: bool,
    /// What happened.
    pub kind: &'a str,
    /// At which vehicle.
    pub vehicle: VehicleId,
    /// The rest, as JSON.
    pub data: &'a str,
}

/// Keeps an event of a device; `false`: it came before.
///
/// # Errors
/// [`Failure`].
pub fn insert_event(
    tx: &mut Tx<'_>,
    op: OperatorId,
    device: u128,
    event: &NewEvent<'_>,
) -> Result<bool, Failure> {
    let sql = "INSERT INTO device_event (operator_id, device_id, sequence, at, received_at,
        clock_wrong, kind, vehicle_id, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (operator_id, device_id, sequence) DO NOTHING";
    let NewEvent { sequence, at, received, clock_wrong, kind, vehicle, data } = *event;
    let values = params![op, device, sequence, at, received, clock_wrong, kind, vehicle, data];
    Ok(tx.run(sql, values)? > 0)
}

/// How far a device's numbers have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// All numbers up to this one have come.
    pub sequence: i64,
    /// By how much its clock was wrong when it was last heard of, in ms.
    pub clock_off_ms: i64,
}

/// How far a device's numbers have come; locked, so that its calls are taken one after the other.
///
/// # Errors
/// [`Failure`].
pub fn progress(tx: &mut Tx<'_>, op: OperatorId, device: u128) -> Result<Progress, Failure> {
    const ONE: &str = "SELECT sequence, clock_off_ms FROM device_progress
        WHERE operator_id = $1 AND device_id = $2";
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    let read = |row: &Row<'_>| Ok(Progress { sequence: row.int(0)?, clock_off_ms: row.int(1)? });
    Ok(tx.one(sql, params![op, device], read)?.unwrap_or_default())
}

/// Keeps how far a device's numbers have come.
///
/// # Errors
/// [`Failure`].
pub fn put_progress(
    tx: &mut Tx<'_>,
    op: OperatorId,
    device: u128,
    at: Instant,
    progress: Progress,
) -> Result<(), Failure> {
    let sql = "INSERT INTO device_progress
        (operator_id, device_id, sequence, seen_at, clock_off_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (operator_id, device_id) DO UPDATE SET sequence = excluded.sequence,
        seen_at = excluded.seen_at, clock_off_ms = excluded.clock_off_ms";
    tx.run(sql, params![op, device, progress.sequence, at, progress.clock_off_ms]).map(drop)
}

/// The next numbers of a device after `after` that have come, at most `limit`.
///
/// # Errors
/// [`Failure`].
pub fn numbers_after(
    tx: &mut Tx<'_>,
    op: OperatorId,
    device: u128,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Failure> {
    let sql = "SELECT sequence FROM device_event WHERE operator_id = $1 AND device_id = $2
        AND sequence > $3 ORDER BY sequence LIMIT $4";
    tx.all(sql, params![op, device, after, limit], |row| row.int(0))
}

/// The kinds of event at a vehicle from `from` on, each with when it happened last.
///
/// # Errors
/// [`Failure`].
pub fn kinds_since(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    from: Instant,
) -> Result<Vec<(String, Instant)>, Failure> {
    let sql = "SELECT kind, MAX(at) FROM device_event
        WHERE operator_id = $1 AND vehicle_id = $2 AND at >= $3 GROUP BY kind";
    tx.all(sql, params![op, vehicle, from], |row| Ok((row.string(0)?, row.instant(1)?)))
}

/// Forgets what devices reported before `before`: where vehicles were is about people.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM device_event WHERE received_at < $1", params![before])
}

/// A reading of a vehicle: what was so, and since when that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What was read.
    pub kind: String,
    /// When.
    pub at: Instant,
    /// The value: a flag as 0 or 1, percent, metres, 10⁻⁷ degrees of latitude.
    pub value: i64,
    /// Of a position: 10⁻⁷ degrees of longitude.
    pub second: i64,
}

/// Keeps a reading of a vehicle, unless a later one is known.
///
/// # Errors
/// [`Failure`].
pub fn put_reading(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    reading: &Reading,
) -> Result<(), Failure> {
    let sql = "INSERT INTO vehicle_reading (operator_id, vehicle_id, kind, at, value, second_value)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (operator_id, vehicle_id, kind) DO UPDATE
        SET at = excluded.at, value = excluded.value, second_value = excluded.second_value
        WHERE vehicle_reading.at <= excluded.at";
    let Reading { kind, at, value, second } = reading;
    tx.run(sql, params![op, vehicle, kind, *at, *value, *second]).map(drop)
}

/// All readings of a vehicle.
///
/// # Errors
/// [`Failure`].
pub fn readings(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
) -> Result<Vec<Reading>, Failure> {
    let sql = "SELECT kind, at, value, second_value FROM vehicle_reading
        WHERE operator_id = $1 AND vehicle_id = $2 ORDER BY kind";
    tx.all(sql, params![op, vehicle], |row| {
        Ok(Reading {
            kind: row.string(0)?,
            at: row.instant(1)?,
            value: row.int(2)?,
            second: row.int(3)?,
        })
    })
}

/// Something that a vehicle shall do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandRow {
    /// Its id.
    pub id: u128,
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// For which booking.
    pub booking: Option<BookingId>,
    /// `open` or `close`.
    pub what: String,
    /// When it was asked for.
    pub asked: Instant,
    /// When it is too late for it.
    pub expires: Instant,
    /// `waiting`, `done` or `failed`.
    pub state: String,
    /// What went wrong.
    pub problem: Option<String>,
}

const COMMANDS: &str = "SELECT command_id, vehicle_id, booking_id, what, asked_at, expires_at,
    state, problem FROM device_command";

fn read_command(row: &Row<'_>) -> Result<CommandRow, Failure> {
    Ok(CommandRow {
        id: row.id(0)?,
        vehicle: row.vehicle(1)?,
        booking: row.id_or_null(2)?.map(BookingId),
        what: row.string(3)?,
        asked: row.instant(4)?,
        expires: row.instant(5)?,
        state: row.string(6)?,
        problem: row.string_or_null(7)?,
    })
}

/// Asks a vehicle to do something.
///
/// # Errors
/// [`Failure`].
pub fn command(tx: &mut Tx<'_>, op: OperatorId, command: &CommandRow) -> Result<(), Failure> {
    let sql = "INSERT INTO device_command (operator_id, command_id, vehicle_id, booking_id, what,
        asked_at, expires_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting')";
    let CommandRow { id, vehicle, booking, what, asked, expires, .. } = command;
    tx.run(sql, params![op, *id, *vehicle, *booking, what, *asked, *expires]).map(drop)
}

/// What a vehicle shall do and has not done, as far as it is not too late.
///
/// # Errors
/// [`Failure`].
pub fn waiting(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    now: Instant,
) -> Result<Vec<CommandRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COMMANDS,
        " WHERE operator_id = $1 AND vehicle_id = $2 AND state = 'waiting' AND expires_at > $3
        ORDER BY command_id LIMIT 50"
    );
    tx.all(SQL, params![op, vehicle, now], read_command)
}

/// What a vehicle was asked to do.
///
/// # Errors
/// [`Failure`].
pub fn asked(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<CommandRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COMMANDS, " WHERE operator_id = $1 AND command_id = $2");
    tx.one(SQL, params![op, id], read_command)
}

/// Keeps what came of a command; `false`: that is known already.
///
/// # Errors
/// [`Failure`].
pub fn answered(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    state: &str,
    problem: Option<&str>,
) -> Result<bool, Failure> {
    let sql = "UPDATE device_command SET state = $1, problem = $2
        WHERE operator_id = $3 AND command_id = $4 AND state = 'waiting'";
    Ok(tx.run(sql, params![state, problem, op, id])? > 0)
}

/// Keeps that a step of a procedure was done for a booking; the first time counts.
///
/// # Errors
/// [`Failure`].
pub fn step_done(
    tx: &mut Tx<'_>,
    op: OperatorId,
    booking: BookingId,
    (procedure, step): (&str, &str),
    at: Instant,
) -> Result<(), Failure> {
    let sql = "INSERT INTO procedure_step (operator_id, booking_id, of_procedure, step, done_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    tx.run(sql, params![op, booking, procedure, step, at]).map(drop)
}

/// The steps of a procedure that were done for a booking.
///
/// # Errors
/// [`Failure`].
pub fn steps_done(
    tx: &mut Tx<'_>,
    op: OperatorId,
    booking: BookingId,
    procedure: &str,
) -> Result<Vec<(String, Instant)>, Failure> {
    let sql = "SELECT step, done_at FROM procedure_step
        WHERE operator_id = $1 AND booking_id = $2 AND of_procedure = $3";
    tx.all(sql, params![op, booking, procedure], |row| Ok((row.string(0)?, row.instant(1)?)))
}
