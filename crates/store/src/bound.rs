//! The raw engine, to be measured against: SQLite, one overlap check and one insert for a booking,
//! nothing else.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::failure::Failure;

/// What the service does for a booking on PostgreSQL, as a script of pgbench.
pub const PGBENCH: &str = include_str!("../bench/booking.sql");

/// So many bookings go into a transaction.
pub const GROUP: i64 = 32;

const SCHEMA: &str = "CREATE TABLE booking (id INTEGER PRIMARY KEY, vehicle_id INT NOT NULL,
    t0 INT NOT NULL, t1 INT NOT NULL, customer INT);
    CREATE INDEX booking_by_vehicle ON booking (vehicle_id, t0, t1);";

/// Books `vehicles` vehicles one after the other, in one thread, for as long as `round`: how many
/// bookings, in what time.
///
/// # Errors
/// [`Failure`].
pub fn bookings(path: &Path, vehicles: i64, round: Duration) -> Result<(i64, Duration), Failure> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    connection.execute_batch(SCHEMA)?;
    let mut check = connection.prepare(
        "SELECT t1 FROM booking WHERE vehicle_id = ?1 AND t0 < ?2 ORDER BY t0 DESC LIMIT 1",
    )?;
    let mut insert = connection
        .prepare("INSERT INTO booking (vehicle_id, t0, t1, customer) VALUES (?1, ?2, ?3, 7)")?;
    let (began, mut count) = (Instant::now(), 0_i64);
    while began.elapsed() < round {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..GROUP {
            let (vehicle, start) = (count % vehicles, 1_893_456_000 + count / vehicles * 7200);
            let last: Option<i64> = check.query_row([vehicle, start + 7200], |row| row.get(0)).ok();
            if last.is_none_or(|end| end <= start) {
                insert.execute([vehicle, start, start + 7200])?;
            }
            count += 1;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok((count, began.elapsed()))
}
