//! Copying an SQLite store as it is, and looking whether a copy holds what it must.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::failure::Failure;
use crate::store::PATIENCE;

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its tables with how many rows each has.
    pub tables: Vec<(String, i64)>,
    /// What is wrong, in words; empty: nothing.
    pub findings: Vec<String>,
}

/// What must not be there, and what it would mean.
const MUST_BE_NONE: [(&str, &str); 5] = [
    (
        "postings do not sum to zero",
        "SELECT COUNT(*) FROM (SELECT 1 FROM ledger_entry GROUP BY operator_id, posting_id, unit
            HAVING SUM(amount) <> 0)",
    ),
    (
        "lines were never posted",
        "SELECT COUNT(*) FROM line WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS entry
            WHERE entry.operator_id = line.operator_id AND entry.posting_id = line.line_id)",
    ),
    (
        "bookings in the journal are missing",
        "SELECT COUNT(*) FROM journal WHERE kind = 'book' AND refused IS NULL
            AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.operator_id = journal.operator_id
            AND booking.booking_id = journal.booking_id)",
    ),
    (
        "bookings are of members that are missing",
        "SELECT COUNT(*) FROM booking WHERE NOT EXISTS (SELECT 1 FROM member
            WHERE member.operator_id = booking.operator_id
            AND member.member_id = booking.member_id)",
    ),
    (
        "bookings are of vehicles that are missing",
        "SELECT COUNT(*) FROM booking WHERE NOT EXISTS (SELECT 1 FROM vehicle
            WHERE vehicle.operator_id = booking.operator_id
            AND vehicle.vehicle_id = booking.vehicle_id)",
    ),
];

/// Copies a consistent state of the store in `from` into the new file `to`, while others use it. The
/// schema stays as it is.
///
/// # Errors
/// [`Failure`].
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    let to = to.to_string_lossy().into_owned();
    connection.execute("VACUUM INTO ?1", [to])?;
    Ok(())
}

/// Looks through a store that nobody uses: whether the file is whole, what it holds, and whether
/// journal, ledger and the rest fit together.
///
/// # Errors
/// [`Failure`], if it is no store at all.
pub fn verify(path: &Path) -> Result<Report, Failure> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut report = Report::default();
    let mut check = connection.prepare("PRAGMA integrity_check(10)")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            report.findings.push(said);
        }
    }
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        ORDER BY name";
    let mut named = connection.prepare(sql)?;
    let names = named.query_map([], |row| row.get::<_, String>(0))?;
    for name in names {
        let name = name?;
        // Names of tables cannot be values; these come from the schema itself.
        let sql = format!("SELECT COUNT(*) FROM \"{}\"", name.replace('"', "\"\""));
        report.tables.push((name, connection.query_row(&sql, [], |row| row.get(0))?));
    }
    for (what, sql) in MUST_BE_NONE {
        match connection.query_row(sql, [], |row| row.get::<_, i64>(0)) {
            Ok(0) => {}
            Ok(count) => report.findings.push(format!("{count} {what}")),
            Err(error) => report.findings.push(format!("{what}? It cannot be told: {error}")),
        }
    }
    Ok(report)
}
