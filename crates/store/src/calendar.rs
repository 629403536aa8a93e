//! What decisions look at of a vehicle's bookings.
//!
//! Those that reserve a vehicle never overlap, so that the order of their ends is that of their starts:
//! whoever wants a stretch of time finds all that matters with a few steps in one index.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::VehicleId;
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::{Instant, Span};

use crate::bookings::{COLUMNS, read, reserved};
use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// How long before now a reserved time may begin that a decision looks at: longer than any reserve.
pub const LOOK_BACK: Span = Span::days(2);

/// So many bookings after a stretch are read at once: the next one to come is nearly always the first.
const AFTER: usize = 4;

/// A stretch of time that somebody wants of a vehicle.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// From here on the vehicle must be free: the start, less the time reserved before it.
    pub free_from: Instant,
    /// At this moment it must be at its place: the start, or now if that is later.
    pub there_at: Instant,
    /// The end, exclusive.
    pub until: Instant,
}

const OF_VEHICLE: &str =
    const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND vehicle_id = $2");
/// What is under way, whatever its time.
const DRIVING: &str = const_format::concatcp!(" UNION ALL ", OF_VEHICLE, " AND state = 'driving'");
/// What is to be settled. It is the only planned booking that lies in the past, and found among those of
/// all vehicles: there is hardly ever one. SQLite is kept from looking through all that the
/// vehicle ever did.
const SETTLED: &str = const_format::concatcp!(
    " UNION ALL ",
    COLUMNS,
    " WHERE settles_at <= $3 AND operator_id = $1 AND vehicle_id = $2"
);
const SETTLED_BY_SQLITE: &str = const_format::concatcp!(
    " UNION ALL ",
    COLUMNS,
    " WHERE settles_at <= $3 AND +operator_id = $1 AND +vehicle_id = $2"
);

/// What decisions at or after `from` see of a vehicle's bookings: those that reserve it after that, and
/// those under way or to be settled, whatever their time. In no order.
///
/// # Errors
/// [`Failure`].
pub fn whole(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    vehicle: VehicleId,
    from: Instant,
) -> Result<Vec<Booking>, Failure> {
    const BEGIN: &str = const_format::concatcp!(
        OF_VEHICLE,
        " AND reserved_until > $3",
        DRIVING,
        " AND NOT reserved_until > $3"
    );
    const OF_SQLITE: &str = const_format::concatcp!(BEGIN, SETTLED_BY_SQLITE);
    const OF_POSTGRES: &str = const_format::concatcp!(BEGIN, SETTLED);
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    let read = |row: &Row<'_>| Ok(read(row, versions)?.booking);
    tx.all(sql, params![op, vehicle, from], read)
}

/// As [`whole`], as far as it matters to whoever wants a stretch of time: what stands in the way of it,
/// the last before it, the next after it, what is under way, what is to be settled.
///
/// # Errors
/// [`Failure`].
pub fn around(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    vehicle: VehicleId,
    from: Instant,
    wanted: Stretch,
) -> Result<Vec<Booking>, Failure> {
    const BEGIN: &str = const_format::concatcp!(
        "SELECT * FROM (",
        OF_VEHICLE,
        " AND reserved_until > $3 AND reserved_until <= $4 AND state IN ('planned', 'driving')
        ORDER BY reserved_until DESC LIMIT 1) AS before UNION ALL SELECT * FROM (",
        OF_VEHICLE,
        " AND reserved_until > $5 ORDER BY reserved_until LIMIT ",
        AFTER,
        ") AS after",
        DRIVING
    );
    const OF_SQLITE: &str = const_format::concatcp!(BEGIN, SETTLED_BY_SQLITE);
    const OF_POSTGRES: &str = const_format::concatcp!(BEGIN, SETTLED);
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    let free_from = wanted.free_from.max(from);
    let values = params![op, vehicle, from, wanted.there_at, free_from];
    let mut all: Vec<Booking> = Vec::new();
    for booking in tx.all(sql, values, |row| Ok(read(row, versions)?.booking))? {
        if all.iter().all(|known| known.id != booking.id) {
            all.push(booking);
        }
    }
    let after = |booking: &&Booking| reserved(booking).is_some_and(|(_, until)| until > free_from);
    let next = |booking: &Booking| booking.state == State::Planned && booking.start >= wanted.until;
    if all.iter().filter(after).count() >= AFTER && !all.iter().any(next) {
        // Many lie one after the other in the stretch itself, or are no plans any more.
        return whole(tx, op, versions, vehicle, from);
    }
    Ok(all)
}

/// The bookings of a vehicle that should be settled: nobody opened them before they ended, until `until`.
///
/// # Errors
/// [`Failure`].
pub fn to_settle(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    vehicle: VehicleId,
    until: Instant,
) -> Result<Vec<Booking>, Failure> {
    const OF_SQLITE: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE settles_at <= $1 AND +operator_id = $2 AND +vehicle_id = $3
        ORDER BY start_at, booking_id"
    );
    const OF_POSTGRES: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE settles_at <= $1 AND operator_id = $2 AND vehicle_id = $3
        ORDER BY start_at, booking_id"
    );
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    let read = |row: &Row<'_>| Ok(read(row, versions)?.booking);
    tx.all(sql, params![until, op, vehicle], read)
}
