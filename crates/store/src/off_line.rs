//! When a vehicle was last heard of by its on-board unit.

use rimessa_domain::ids::VehicleId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// When a vehicle was last heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub vehicle: VehicleId,
    /// When its unit reported last, or was registered if it never did.
    pub at: Instant,
}

const HEARD: &str = "SELECT v.vehicle_id, MAX(COALESCE(p.seen_at, d.created_at)) FROM vehicle v
    JOIN device d ON d.operator_id = v.operator_id AND d.vehicle_id = v.vehicle_id
        AND d.kind = 'on-board' AND d.disabled_at IS NULL
    LEFT JOIN device_progress p ON p.operator_id = d.operator_id AND p.device_id = d.device_id
    WHERE v.operator_id = $1 AND v.removed_at IS NULL";

fn read(row: &Row<'_>) -> Result<Heard, Failure> {
    Ok(Heard { vehicle: row.vehicle(0)?, at: row.instant(1)? })
}

/// The vehicles with an on-board unit that was not heard of since `before`, the longest silent first.
///
/// # Errors
/// [`Failure`].
pub fn silent(
    tx: &mut Tx<'_>,
    op: OperatorId,
    before: Instant,
    limit: i64,
) -> Result<Vec<Heard>, Failure> {
    const SQL: &str = const_format::concatcp!(
        HEARD,
        " GROUP BY v.vehicle_id HAVING MAX(COALESCE(p.seen_at, d.created_at)) < $2
        ORDER BY 2, 1 LIMIT $3"
    );
    tx.all(SQL, params![op, before, limit], read)
}

/// When a vehicle was last heard of; `None`: it has no on-board unit.
///
/// # Errors
/// [`Failure`].
pub fn heard(
    tx: &mut Tx<'_>,
    op: OperatorId,
    vehicle: VehicleId,
) -> Result<Option<Instant>, Failure> {
    const SQL: &str =
        const_format::concatcp!(HEARD, " AND v.vehicle_id = $2 GROUP BY v.vehicle_id");
    Ok(tx.one(SQL, params![op, vehicle], read)?.map(|heard| heard.at))
}
