//! Rating a trip with itemised lines, against the same tariff written out in integers.

use std::hint::black_box;
use std::time::Instant as Clock;

use rimessa_domain::fault::Fault;
use rimessa_domain::ids::PlanId;
use rimessa_domain::money::{Money, Percent};
use rimessa_domain::rating::case::{Case, Trip as Asked};
use rimessa_domain::rating::charges::{self, Bill};
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::when::Energy;
use rimessa_domain::time::{Instant, Span};

use super::{Row, median, random};

const ROUNDS: usize = 9;
/// 2027-01-01T00:00Z, from which the minutes of the trips count.
const MIDNIGHT: Instant = Instant(1_798_761_600_000);

/// A trip of the benchmark: minutes since a midnight, tenths of kilometres.
#[derive(Clone, Copy)]
struct Trip {
    start: u32,
    end: u32,
    km: u32,
    late: u32,
}

/// Both ways over the same trips, in turn.
///
/// # Errors
/// A sentence if the two do not come to the same totals.
pub(crate) fn run(trips: usize) -> Result<Vec<Row>, String> {
    let rules = rules()?;
    let trips = generate(trips);
    let (mut bound_ns, mut ours_ns) = (Vec::new(), Vec::new());
    let mut out = vec![(0, 0); trips.len()];
    for _ in 0..ROUNDS {
        let clock = Clock::now();
        out.iter_mut().zip(&trips).for_each(|(out, trip)| *out = hard_coded(trip));
        bound_ns.push(per_trip(clock, trips.len()));
        let wide = |(total, tax): &(u32, u32)| (i64::from(*total), i64::from(*tax));
        let bound = black_box(&out).iter().map(wide).fold((0, 0), add);

        let clock = Clock::now();
        let (mut ours, mut bill) = ((0, 0), Bill::default());
        for trip in &trips {
            ours =
                add(ours, by_rulebook(&rules, trip, &mut bill).map_err(|fault| fault.to_string())?);
        }
        ours_ns.push(per_trip(clock, trips.len()));
        if bound != ours {
            return Err(format!(
                "the totals differ: {bound:?} hard-coded, {ours:?} by the rulebook"
            ));
        }
    }
    Ok(vec![Row {
        name: "rate a trip, itemised".to_owned(),
        bound: "hard-coded tariff".to_owned(),
        bound_ns: median(bound_ns),
        ours_ns: median(ours_ns),
        limit: 60.0,
    }])
}

fn per_trip(clock: Clock, trips: usize) -> f64 {
    clock.elapsed().as_secs_f64() * 1e9 / trips as f64
}

fn add(sum: (i64, i64), one: (i64, i64)) -> (i64, i64) {
    (sum.0 + one.0, sum.1 + one.1)
}

fn rules() -> Result<Rules, String> {
    let book = rimessa_rulebook::parse(include_str!("rating.toml"));
    book.map(|book| book.rules).map_err(|findings| format!("{findings:?}"))
}

fn by_rulebook(rules: &Rules, trip: &Trip, bill: &mut Bill) -> Result<(i64, i64), Fault> {
    let at = |minutes: u32| MIDNIGHT.plus(Span::minutes(i64::from(minutes)));
    let (start, end) = (at(trip.start), at(trip.end));
    let late = Span::minutes(i64::from(trip.late));
    let case = Case::of_trip(&Asked {
        plan: PlanId(0),
        category: None,
        energy: Energy::Electric,
        made: start,
        start,
        reserve: Span::ZERO,
        end,
        returned: end.plus(late),
        trip_mm: i64::from(trip.km) * 100_000,
    });
    charges::bill_into(rules, &case, bill)?;
    let mut total = Money(0);
    for line in &bill.lines {
        total = total.plus(line.amount)?;
    }
    let total = total.rounded_to(5)?;
    let tax = total.tax_contained(Percent(81_000))?;
    black_box(bill);
    Ok((total.0, tax.0))
}

/// The bound: quarter hours at 75, at night (23 to 7) 25, the first 24 hours at most 4500, further
/// ones 3600; kilometres at 80, 60 past 100, 45 past 300; delay past 5 minutes 2000 and 50 a
/// minute; the total rounded to 5, with 8.1 % tax in it.
#[inline]
fn hard_coded(trip: &Trip) -> (u32, u32) {
    let units = (trip.end - trip.start).div_ceil(15);
    let (blocks, rest) = (units / 96, units % 96);
    let night = night_units(trip.start / 15 % 96, rest);
    let part = (rest - night) * 75 + night * 25;
    let time = match blocks {
        0 => part.min(4500),
        more => 4500 + (more - 1) * 3600 + part.min(3600),
    };
    let km = trip.km.div_ceil(10);
    let distance =
        km.min(100) * 80 + km.saturating_sub(100).min(200) * 60 + km.saturating_sub(300) * 45;
    let delay = if trip.late > 5 { 2000 + 50 * trip.late } else { 0 };
    let total = (time + distance + delay + 2) / 5 * 5;
    (total, (total * 162 + 1081) / 2162)
}

/// Night units among `count` units (below 96) from that unit of the day.
fn night_units(from: u32, count: u32) -> u32 {
    let before = |unit: u32| unit / 96 * 32 + (unit % 96).min(28) + (unit % 96).saturating_sub(92);
    before(from + count) - before(from)
}

fn generate(count: usize) -> Vec<Trip> {
    let mut seed = 42;
    let mut draw = |below: u64| u32::try_from(random(&mut seed) % below).unwrap_or(0);
    let mut one = || {
        let start = draw(525_600);
        let longest = if draw(8) == 0 { 5760 } else { 600 };
        let end = start + 15 + draw(longest);
        let km = draw(4000);
        let luck = draw(100);
        Trip { start, end, km, late: if luck < 6 { luck * 9 } else { 0 } }
    };
    (0..count).map(|_| one()).collect()
}
