//! Trips in the order in which a vehicle made them, and those that run late.

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// The trip of a vehicle, other than `except`, that ended last until `until`.
///
/// # Errors
/// [`Failure`].
pub fn before(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    except: BookingId,
    until: Instant,
) -> Result<Option<BookingId>, Failure> {
    let sql = "SELECT booking_id FROM booking WHERE operator_id = $1 AND vehicle_id = $2
        AND state = 'returned' AND booking_id <> $3 AND returned_at <= $4
        ORDER BY returned_at DESC, booking_id DESC LIMIT 1";
    tx.one(sql, params![op, vehicle, except, until], |row| row.booking(0))
}

/// The booking of a vehicle, not opened yet, that begins first from `from` on.
///
/// # Errors
/// [`Failure`].
pub fn next(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    except: BookingId,
    from: Instant,
) -> Result<Option<BookingId>, Failure> {
    let sql = "SELECT booking_id FROM booking WHERE operator_id = $1 AND vehicle_id = $2
        AND state = 'planned' AND booking_id <> $3 AND reserved_until > $4
        ORDER BY start_at, booking_id LIMIT 1";
    tx.one(sql, params![op, vehicle, except, from], |row| row.booking(0))
}

/// A trip that should have ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// Of which booking.
    pub booking: BookingId,
    /// Whose.
    pub member: MemberId,
    /// When it should have ended.
    pub end: Instant,
}

/// The trips under way that should have ended until `until`, by their ends, from after a moment and
/// booking on.
///
/// # Errors
/// [`Failure`].
pub fn late(
    tx: &mut Tx<'_>,
    op: OperatorId,
    until: Instant,
    (after, id): (Instant, BookingId),
    limit: i64,
) -> Result<Vec<Late>, Failure> {
    let sql = "SELECT booking_id, member_id, end_at FROM booking WHERE operator_id = $1
        AND state = 'driving' AND end_at <= $2
        AND (end_at > $3 OR (end_at = $4 AND booking_id > $5))
        ORDER BY end_at, booking_id LIMIT $6";
    tx.all(sql, params![op, until, after, after, id, limit], |row: &Row<'_>| {
        Ok(Late { booking: row.booking(0)?, member: row.member(1)?, end: row.instant(2)? })
    })
}

/// The last moment since the journal's entry `seq` at which something was decided about a vehicle.
///
/// # Errors
/// [`Failure`].
pub fn last_decided(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
    seq: i64,
) -> Result<Option<Instant>, Failure> {
    let sql = "SELECT MAX(at) FROM journal WHERE operator_id = $1 AND seq >= $2
        AND vehicle_id = $3 AND kind IN ('book', 'change', 'extend', 'cancel', 'unlock', 'return',
        'report', 'move')";
    Ok(tx.one(sql, params![op, seq, vehicle], |row| row.instant_or_null(0))?.flatten())
}
