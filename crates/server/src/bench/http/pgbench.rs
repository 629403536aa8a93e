//! The same statements in the same transaction, by PostgreSQL's own load generator.

use std::process::Command;
use std::time::Duration;

use super::served::Served;

/// Bookings a second, of all vehicles and members of a server, under one of its operator's plans: the
/// server reads them like its own.
///
/// # Errors
/// In words: pgbench is not installed, or a statement is not that of the service any more.
pub(crate) fn bookings(url: &str, served: &Served, round: Duration) -> Result<f64, String> {
    let (clients, vehicles) = (served.tokens.len(), served.vehicles);
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let script = folder.path().join("booking.sql");
    std::fs::write(&script, rimessa_store::bound::PGBENCH).map_err(|error| error.to_string())?;
    let done = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-j", "2", "-c", &clients.to_string()])
        .args(["-T", &round.as_secs().to_string()])
        .args(["-D", &format!("vehicles={vehicles}"), "-D", &format!("members={clients}")])
        .args(["-D", &format!("plan={}", served.plan)])
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
