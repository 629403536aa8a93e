//! The same statements in the same transaction, by PostgreSQL's own load generator.

use std::process::Command;
use std::time::Duration;

/// Bookings a second.
///
/// # Errors
/// In words: pgbench is not installed, or a statement is not that of the service any more.
pub(crate) fn bookings(
    url: &str,
    clients: usize,
    vehicles: usize,
    round: Duration,
) -> Result<f64, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let script = folder.path().join("booking.sql");
    std::fs::write(&script, rimessa_store::bound::PGBENCH).map_err(|error| error.to_string())?;
    let done = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-j", "2", "-c", &clients.to_string()])
        .args(["-T", &round.as_secs().to_string()])
        .args(["-D", &format!("vehicles={vehicles}"), "-D", &format!("members={clients}")])
        .arg("-f")
        .arg(&script)
        .arg(url)
        .output()
        .map_err(|error| format!("pgbench: {error}"))?;
    let said = String::from_utf8_lossy(&done.stdout);
    let tps = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let tps = tps.and_then(|rest| rest.split(' ').next()?.parse().ok());
    tps.ok_or_else(|| format!("pgbench: {}", String::from_utf8_lossy(&done.stderr)))
}
