//! How bookings are found at a door: by who sends a message, by the code that is typed at a station;
//! and how often somebody was wrong.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{BookingId, MemberId, StationId, VehicleId};
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::Instant;

use crate::bookings::{COLUMNS, Stored, read};
use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// The members of that phone number, written without blanks; at most ten.
///
/// # Errors
/// [`Failure`].
pub fn members_by_phone(
    tx: &mut Tx<'_>,
    op: OperatorId,
    number: &str,
) -> Result<Vec<MemberId>, Failure> {
    let sql = "SELECT member_id FROM person WHERE operator_id = $1 AND
        REPLACE(REPLACE(REPLACE(REPLACE(phone, ' ', ''), '-', ''), '.', ''), '/', '') = $2
        LIMIT 10";
    tx.all(sql, params![op, number], |row| row.member(0))
}

/// The bookings that a member pays for or drives and whose end is after `from`, and trips under way, with
/// their codes.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    member: MemberId,
    from: Instant,
) -> Result<Vec<Stored>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND (member_id = $2 OR driver_id = $2)
        AND (end_at > $3 OR state = 'driving')
        ORDER BY start_at, booking_id LIMIT 200"
    );
    tx.all(SQL, params![op, member, from], |row| read(row, versions))
}

/// The bookings that may be opened or brought back at a station between `from` and `until`.
///
/// # Errors
/// [`Failure`].
pub fn at_station(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    station: StationId,
    (from, until): (Instant, Instant),
) -> Result<Vec<Stored>, Failure> {
    const PLANNED: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = 'planned' AND start_at >= $2 AND start_at < $3
        AND pickup = $4 ORDER BY start_at, booking_id"
    );
    const DRIVING: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND state = 'driving' ORDER BY end_at, booking_id"
    );
    let mut found = tx.all(DRIVING, params![op], |row| read(row, versions))?;
    let planned = tx.all(PLANNED, params![op, from, until, station], |row| read(row, versions))?;
    found.extend(planned);
    Ok(found)
}

/// The trip that is under way with a vehicle.
///
/// # Errors
/// [`Failure`].
pub fn driving(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    vehicle: VehicleId,
) -> Result<Option<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND vehicle_id = $2 AND state = 'driving' LIMIT 1"
    );
    Ok(tx.one(SQL, params![op, vehicle], |row| read(row, versions))?.map(|stored| stored.booking))
}

/// Bookings of all operators in `state` that start (or, of trips, end) in a span, and were not
/// reminded of `about`.
///
/// # Errors
/// [`Failure`].
pub fn to_remind(
    tx: &mut Tx<'_>,
    op: OperatorId,
    about: &str,
    (from, until): (Instant, Instant),
    limit: i64,
) -> Result<Vec<BookingId>, Failure> {
    const STARTS: &str = "SELECT booking_id FROM booking b WHERE operator_id = $1
        AND state = 'planned' AND start_at > $2 AND start_at <= $3 AND NOT EXISTS
        (SELECT 1 FROM reminded r WHERE r.operator_id = b.operator_id
        AND r.booking_id = b.booking_id AND r.about = $4) ORDER BY start_at LIMIT $5";
    const ENDS: &str = "SELECT booking_id FROM booking b WHERE operator_id = $1
        AND state = 'driving' AND end_at > $2 AND end_at <= $3 AND NOT EXISTS
        (SELECT 1 FROM reminded r WHERE r.operator_id = b.operator_id
        AND r.booking_id = b.booking_id AND r.about = $4) ORDER BY end_at LIMIT $5";
    let sql = if about == "start" { STARTS } else { ENDS };
    tx.all(sql, params![op, from, until, about, limit], |row| row.booking(0))
}

/// Notes that a member was reminded; `false`: that was done before.
///
/// # Errors
/// [`Failure`].
pub fn reminded(
    tx: &mut Tx<'_>,
    op: OperatorId,
    booking: BookingId,
    about: &str,
    at: Instant,
) -> Result<bool, Failure> {
    let sql = "INSERT INTO reminded (operator_id, booking_id, about, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (operator_id, booking_id, about) DO NOTHING";
    Ok(tx.run(sql, params![op, booking, about, at])? > 0)
}

/// How often somebody was wrong, and since when that is counted.
///
/// # Errors
/// [`Failure`].
pub fn attempts(
    tx: &mut Tx<'_>,
    op: OperatorId,
    origin: &[u8],
) -> Result<Option<(Instant, i64)>, Failure> {
    let sql = "SELECT since, failures FROM attempt WHERE operator_id = $1 AND origin = $2";
    tx.one(sql, params![op, origin], |row: &Row<'_>| Ok((row.instant(0)?, row.int(1)?)))
}

/// Keeps how often somebody was wrong.
///
/// # Errors
/// [`Failure`].
pub fn put_attempts(
    tx: &mut Tx<'_>,
    op: OperatorId,
    origin: &[u8],
    (since, failures): (Instant, i64),
) -> Result<(), Failure> {
    let sql = "INSERT INTO attempt (operator_id, origin, since, failures) VALUES ($1, $2, $3, $4)
        ON CONFLICT (operator_id, origin) DO UPDATE SET since = excluded.since,
        failures = excluded.failures";
    tx.run(sql, params![op, origin, since, failures]).map(drop)
}

/// Forgets how often somebody was wrong.
///
/// # Errors
/// [`Failure`].
pub fn forget_attempts(tx: &mut Tx<'_>, op: OperatorId, origin: &[u8]) -> Result<(), Failure> {
    let sql = "DELETE FROM attempt WHERE operator_id = $1 AND origin = $2";
    tx.run(sql, params![op, origin]).map(drop)
}

/// Forgets whoever was not wrong any more since `before`; how many.
///
/// # Errors
/// [`Failure`].
pub fn forget_old_attempts(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM attempt WHERE since < $1", params![before])
}

/// Notes a text message that came in; `false`: it came before.
///
/// # Errors
/// [`Failure`].
pub fn sms_came(tx: &mut Tx<'_>, op: OperatorId, key: &str, at: Instant) -> Result<bool, Failure> {
    let sql = "INSERT INTO sms_in (operator_id, gateway_key, received_at, outcome)
        VALUES ($1, $2, $3, '') ON CONFLICT (operator_id, gateway_key) DO NOTHING";
    Ok(tx.run(sql, params![op, key, at])? > 0)
}

/// Notes what came of a text message.
///
/// # Errors
/// [`Failure`].
pub fn sms_answered(
    tx: &mut Tx<'_>,
    op: OperatorId,
    key: &str,
    outcome: &str,
    booking: Option<BookingId>,
) -> Result<(), Failure> {
    let sql = "UPDATE sms_in SET outcome = $1, booking_id = $2
        WHERE operator_id = $3 AND gateway_key = $4";
    tx.run(sql, params![outcome, booking, op, key]).map(drop)
}

/// What came of a text message.
///
/// # Errors
/// [`Failure`].
pub fn sms_outcome(tx: &mut Tx<'_>, op: OperatorId, key: &str) -> Result<String, Failure> {
    let sql = "SELECT outcome FROM sms_in WHERE operator_id = $1 AND gateway_key = $2";
    Ok(tx.one(sql, params![op, key], |row| row.string(0))?.unwrap_or_default())
}

/// Forgets messages of before `before`; how many.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM sms_in WHERE received_at < $1", params![before])
}
