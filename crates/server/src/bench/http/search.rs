//! The search of the nearest free vehicles of a large fleet, beside a static answer of the same server,
//! both while bookings come in.

use std::thread;

use super::load::{self, Load};
use super::served::{self, Served};
use super::{CLIENTS, Measured, ROUND};
use crate::bench::{Row, median};

const VEHICLES: usize = 100_000;
/// Members who book meanwhile.
const BOOKING: usize = 4;
/// What [`served::place`] counts in.
const E7: f64 = 1e7;

/// Measures both in turn.
///
/// # Errors
/// In words.
pub(super) fn run() -> Result<Measured, String> {
    let served = Served::with_fleet(None, VEHICLES, BOOKING)?;
    let nearest = format!("/api/v1/{}/vehicles/free", served.slug);
    let slot = jiff::Timestamp::from_second(load::FIRST_SLOT).unwrap_or(jiff::Timestamp::MAX);
    let until = slot.checked_add(jiff::SignedDuration::from_hours(1)).unwrap_or(slot);
    let question = |number: usize| {
        // Every question of another place: a little beside a station that is not the last one's neighbour.
        let (lat, lon) = served::place(number * 37 % (VEHICLES / 100));
        let (lat, lon) = (lat as f64 / E7 + 0.004, lon as f64 / E7 + 0.007);
        format!("{nearest}?lat={lat:.6}&lon={lon:.6}&from={slot}&until={until}&limit=20")
    };
    let (mut still, mut search) = (Vec::new(), Vec::new());
    for round in 0..3 {
        still.push(while_booking(&served, round * 2, |served| {
            load::reading(served, &|_| "/healthz".to_owned(), CLIENTS, ROUND)
        })?);
        search.push(while_booking(&served, round * 2 + 1, |served| {
            load::reading(served, &question, CLIENTS, ROUND)
        })?);
    }
    let note = format!(
        "searched while {:.0} bookings a second came in; the server then holds {} MB",
        median(search.iter().map(|(_, bookings)| *bookings).collect()),
        served.resident_kb()? / 1024
    );
    let rate = |all: Vec<(f64, f64)>| median(all.into_iter().map(|(rate, _)| rate).collect());
    let row = Row {
        name: format!("nearest 20 of {VEHICLES} over HTTP, {CLIENTS} clients, {BOOKING} book"),
        bound: "a static answer".to_owned(),
        bound_ns: 1e9 / rate(still),
        ours_ns: 1e9 / rate(search),
        limit: 3.0,
    };
    Ok(Measured { rows: vec![row], notes: vec![note] })
}

/// Answers a second, and bookings a second that came in at the same time.
fn while_booking(
    served: &Served,
    round: usize,
    asked: impl FnOnce(&Served) -> Result<Load, String>,
) -> Result<(f64, f64), String> {
    thread::scope(|scope| {
        let bookings = scope.spawn(|| load::bookings(served, BOOKING, ROUND, round));
        let asked = asked(served)?.rate();
        let booked = bookings.join().map_err(|_| "the bookings broke off".to_owned())??;
        Ok((asked, booked.rate()))
    })
}
