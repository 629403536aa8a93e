//! Bookings over HTTP, with all rules, journal and outbox, against the raw engine; the search against
//! a static answer; what an idle server holds, and how soon it answers.

mod history;
mod load;
pub(crate) mod pages;
mod pgbench;
mod search;
mod served;

use std::time::Duration;

use rimessa_store::bound;

use super::Row;
use load::Load;
use served::Served;

/// How long each load runs.
const ROUND: Duration = Duration::from_secs(6);
/// Members who book at the same time.
const CLIENTS: usize = 32;
/// Every vehicle is booked in slots of two hours, so that no two bookings meet.
const VEHICLES: usize = 2000;

/// What was measured, and what else is worth knowing.
pub(crate) struct Measured {
    /// Ratios with limits.
    pub(crate) rows: Vec<Row>,
    /// Plain figures.
    pub(crate) notes: Vec<String>,
}

/// Measures a server of this binary on an embedded store, durable, side by side with the bounds.
///
/// # Errors
/// A sentence, if it cannot be started or does not answer as it should.
pub(crate) fn run() -> Result<Measured, String> {
    let mut measured = embedded()?;
    let searched = search::run()?;
    measured.rows.extend(searched.rows);
    measured.notes.extend(searched.notes);
    Ok(measured)
}

/// Measures a server on the empty PostgreSQL database of that address, beside pgbench with the same
/// statements in the same transaction.
///
/// # Errors
/// As [`run`].
pub(crate) fn on_postgres(url: &str) -> Result<Row, String> {
    let served = Served::with_fleet(Some(url), VEHICLES, CLIENTS)?;
    let (mut raw, mut ours) = (Vec::new(), Vec::new());
    for round in 0..3 {
        raw.push(pgbench::bookings(url, &served, ROUND)?);
        ours.push(load::bookings(&served, CLIENTS, ROUND, round)?.rate());
    }
    Ok(Row {
        name: format!("book over HTTP, PostgreSQL, {CLIENTS} clients"),
        bound: "pgbench, the same statements".to_owned(),
        bound_ns: 1e9 / super::median(raw),
        ours_ns: 1e9 / super::median(ours),
        limit: 2.0,
    })
}

fn embedded() -> Result<Measured, String> {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    let empty = Served::empty()?;
    notes.push(format!(
        "first answer of a server on an empty store after {} ms (limit 200), then it holds {} kB",
        empty.first_answer.as_millis(),
        empty.resident_kb()?
    ));
    drop(empty);
    let served = Served::with_fleet(None, VEHICLES, CLIENTS)?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    // In turn, as machines drift.
    let (mut raw, mut ours): (Vec<f64>, Vec<Load>) = (Vec::new(), Vec::new());
    for round in 0..3 {
        let path = folder.path().join(format!("raw-{round}.db"));
        let vehicles = i64::try_from(VEHICLES).unwrap_or(i64::MAX);
        let (count, elapsed) =
            bound::bookings(&path, vehicles, ROUND).map_err(|e| e.to_string())?;
        raw.push(count as f64 / elapsed.as_secs_f64());
        ours.push(load::bookings(&served, CLIENTS, ROUND, round)?);
    }
    ours.sort_by(|a, b| a.rate().total_cmp(&b.rate()));
    let (raw, ours) = (super::median(raw), ours.swap_remove(1));
    rows.push(Row {
        name: format!("book over HTTP, SQLite, durable, {CLIENTS} clients"),
        bound: format!("raw SQLite, {} a transaction", bound::GROUP),
        bound_ns: 1e9 / raw,
        ours_ns: 1e9 / ours.rate(),
        limit: 1.0 / 0.15,
    });
    rows.push(Row {
        name: "… the slowest hundredth".to_owned(),
        bound: "the median".to_owned(),
        bound_ns: ours.percentile_ns(50),
        ours_ns: ours.percentile_ns(99),
        limit: 3.0,
    });
    notes.push(format!("{:.0} bookings a second; raw {raw:.0}", ours.rate()));
    let still = load::reading(&served, &|_| "/healthz".to_owned(), CLIENTS, ROUND)?;
    notes.push(format!("{:.0} static answers a second", still.rate()));
    Ok(Measured { rows, notes })
}
