//! The search index against its bounds, which know only short bookings.
//!
//! Both answer the same questions about the same vehicles. The index is asked twice: with the very
//! bookings of the bound, and with one in a hundred replaced by one of three hours to four weeks,
//! what it then overlaps being dropped.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "measuring, and a map made of kilometres"
)]

use super::bounds::{Bound, LAST_HOUR};
use super::{Row, median, random};
use rimessa_domain::fleet::{Booked, Fleet, Point, VehicleNo, Window};
use rimessa_domain::ids::{BookingId, CategoryId, Place, StationId, VehicleId};
use rimessa_domain::time::{Instant, Span};
use std::hint::black_box;
use std::time::Instant as Clock;

/// 2027-01-01T00:00:00Z.
const YEAR_START: Instant = Instant(1_798_761_600_000);
const WANTED_MINUTES: u32 = 180;
/// What the rows are held against.
const BOUND: &str = "flat arrays, short bookings";
const NEAREST: usize = 20;
/// One in so many bookings is long.
const LONG_ONE_IN: u64 = 100;
const LONGEST_MINUTES: f64 = 28.0 * 1440.0;
const BUILDS: usize = 3;
/// So many calls in a row.
const BLOCK: usize = 200;

/// Bookings in minutes of the year, those of each vehicle together and ascending.
struct Year {
    times: Vec<(u32, u32)>,
    /// Where each vehicle's bookings end in `times`.
    ends: Vec<usize>,
}

/// Questions, the same for the bound and for the index.
struct Questions {
    single: Vec<(usize, u32)>,
    /// The same, in the terms of the index.
    single_ours: Vec<(VehicleNo, Window)>,
    nearest: Vec<(u32, (f32, f32))>,
    all: Vec<u32>,
    all_in_bitmap: Vec<u32>,
}

/// Measures searching and loading `vehicles` × `each` bookings: medians in ns, with short and with
/// long bookings, beside the bound.
///
/// # Panics
/// If the index does not answer as the bound does on its data.
#[must_use]
pub(crate) fn run(vehicles: usize, each: usize) -> Vec<Row> {
    let mut rows = measure(vehicles, each, "short bookings", Year::short);
    rows.extend(measure(vehicles, each, "long bookings too", Year::with_long));
    rows
}

fn measure(
    vehicles: usize,
    each: usize,
    data: &str,
    year: impl Fn(&Bound, usize) -> Year,
) -> Vec<Row> {
    let (mut bound_loads, mut loads) = (vec![], vec![]);
    let mut built = None;
    for _ in 0..BUILDS {
        drop(built.take());
        let clock = Clock::now();
        let bound = Bound::new(vehicles, each);
        bound_loads.push(elapsed_ns(clock) / (vehicles * each) as f64);
        let year = year(&bound, each);
        let clock = Clock::now();
        let fleet = load(&bound, &year);
        loads.push(elapsed_ns(clock) / year.times.len() as f64);
        built = Some((bound, year, fleet));
    }
    let (bound, year, fleet) = built.expect("it is built at least once");
    let questions = Questions::new(&fleet, vehicles);
    if year.times.iter().map(|time| time.1).eq(bound.ends.iter().copied()) {
        check(&bound, &fleet, &questions);
    }
    let name = format!("load a booking, {data}");
    let (bound_ns, ours_ns) = (median(bound_loads), median(loads));
    vec![
        is_free(&bound, &fleet, &questions, data),
        nearest(&bound, &fleet, &questions, data),
        all_free(&bound, &fleet, &questions, data),
        Row { name, bound: BOUND.into(), bound_ns, ours_ns, limit: 3.0 },
    ]
}

impl Year {
    fn short(bound: &Bound, each: usize) -> Self {
        let times = bound.starts.iter().copied().zip(bound.ends.iter().copied()).collect();
        Self { times, ends: (1..=bound.vehicles).map(|vehicle| vehicle * each).collect() }
    }

    fn with_long(bound: &Bound, each: usize) -> Self {
        let mut state = 99;
        let mut year = Self { times: Vec::with_capacity(bound.starts.len()), ends: vec![] };
        for vehicle in 0..bound.vehicles {
            let mut free_from = 0;
            for i in vehicle * each..(vehicle + 1) * each {
                let (start, mut end) = (bound.starts[i], bound.ends[i]);
                if random(&mut state).is_multiple_of(LONG_ONE_IN) {
                    end = start + long_minutes(&mut state);
                }
                if start >= free_from {
                    year.times.push((start, end));
                    free_from = end;
                }
            }
            year.ends.push(year.times.len());
        }
        year
    }
}

impl Questions {
    fn new(fleet: &Fleet, vehicles: usize) -> Self {
        let mut state = 7;
        let hour = |state: &mut u64| (random(state) % LAST_HOUR) as u32 * 60;
        let single: Vec<_> = (0..1_000_000)
            .map(|_| ((random(&mut state) % vehicles as u64) as usize, hour(&mut state)))
            .collect();
        let number = |vehicle| fleet.vehicle_no(VehicleId(vehicle as u128)).expect("it was added");
        let single_ours = single.iter().map(|asked| (number(asked.0), window(asked.1))).collect();
        let nearest = (0..20_000)
            .map(|_| {
                let from = hour(&mut state);
                (from, ((random(&mut state) % 200) as f32, (random(&mut state) % 200) as f32))
            })
            .collect();
        let all: Vec<_> = (0..1000).map(|_| hour(&mut state)).collect();
        let all_in_bitmap =
            (0..all.len()).map(|_| (random(&mut state) % (92 * 24 - 10)) as u32 * 60).collect();
        Self { single, single_ours, nearest, all, all_in_bitmap }
    }
}

fn is_free(bound: &Bound, fleet: &Fleet, questions: &Questions, data: &str) -> Row {
    let chunks: Vec<_> = questions.single.chunks(1000).collect();
    let chunks_ours: Vec<_> = questions.single_ours.chunks(1000).collect();
    let (bound_ns, ours_ns) = alternate(
        chunks.len(),
        |i| {
            let of = |&&(vehicle, from): &&_| bound.is_free(vehicle, from, from + WANTED_MINUTES);
            chunks[i].iter().filter(of).count()
        },
        |i| chunks_ours[i].iter().filter(|(no, window)| fleet.is_free(*no, window)).count(),
    );
    let [bound_ns, ours_ns] = [bound_ns, ours_ns].map(|ns| ns / 1000.0);
    Row { name: format!("is it free, {data}"), bound: BOUND.into(), bound_ns, ours_ns, limit: 3.0 }
}

fn nearest(bound: &Bound, fleet: &Fleet, questions: &Questions, data: &str) -> Row {
    let mut found = vec![];
    let (bound_ns, ours_ns) = alternate(
        questions.nearest.len(),
        |i| {
            let (from, at) = questions.nearest[i];
            bound.nearest_free(at, (from, from + WANTED_MINUTES), NEAREST, &mut found);
            found.len()
        },
        |i| {
            let (from, at) = questions.nearest[i];
            fleet.nearest_free(point(at), &window(from), NEAREST, None).len()
        },
    );
    Row {
        name: format!("nearest {NEAREST} free, {data}"),
        bound: BOUND.into(),
        bound_ns,
        ours_ns,
        limit: 3.0,
    }
}

/// The bound is the better of its two ways; the index is asked what the first of them is asked.
fn all_free(bound: &Bound, fleet: &Fleet, questions: &Questions, data: &str) -> Row {
    let (mut busy, mut bound_list, mut list) = (vec![0; bound.words], vec![], vec![]);
    let (scan_ns, ours_ns) = alternate(
        questions.all.len(),
        |i| {
            let from = questions.all[i];
            bound.all_free_by_scan(from, from + WANTED_MINUTES, &mut busy, &mut bound_list);
            bound_list.len()
        },
        |i| {
            fleet.all_free(None, &window(questions.all[i]), &mut list);
            list.len()
        },
    );
    let (bits_ns, _) = alternate(
        questions.all.len(),
        |i| {
            let from = questions.all_in_bitmap[i];
            bound.all_free_by_bits(from, from + WANTED_MINUTES, &mut busy, &mut bound_list);
            bound_list.len()
        },
        |i| {
            fleet.all_free(None, &window(questions.all_in_bitmap[i]), &mut list);
            list.len()
        },
    );
    let bound_ns = scan_ns.min(bits_ns);
    Row { name: format!("all free, {data}"), bound: BOUND.into(), bound_ns, ours_ns, limit: 4.0 }
}

/// The index answers as the bound does; distances agree but for the curvature of the map.
fn check(bound: &Bound, fleet: &Fleet, questions: &Questions) {
    for (&(vehicle, from), (no, window)) in questions.single.iter().zip(&questions.single_ours) {
        let free = bound.is_free(vehicle, from, from + WANTED_MINUTES);
        assert_eq!(fleet.is_free(*no, window), free, "{vehicle} {from}");
    }
    let (mut busy, mut expected, mut list) = (vec![0; bound.words], vec![], vec![]);
    for &from in questions.all.iter().take(50) {
        bound.all_free_by_scan(from, from + WANTED_MINUTES, &mut busy, &mut expected);
        fleet.all_free(None, &window(from), &mut list);
        let is_same = |(no, vehicle): (&VehicleNo, &u32)| {
            fleet.vehicle_id(*no) == VehicleId((*vehicle).into())
        };
        assert_eq!(list.len(), expected.len(), "all free at minute {from}");
        assert!(list.iter().zip(&expected).all(is_same), "all free at minute {from}");
    }
    let mut found = vec![];
    for &(from, at) in questions.nearest.iter().take(1000) {
        bound.nearest_free(at, (from, from + WANTED_MINUTES), NEAREST, &mut found);
        let offers = fleet.nearest_free(point(at), &window(from), NEAREST, None);
        assert_eq!(offers.len(), found.len(), "nearest to {at:?} at minute {from}");
        for (offer, (square, _)) in offers.iter().zip(&found) {
            let bound_m = f64::from(square.sqrt()) * 1000.0;
            let off_m = (f64::from(offer.distance_m) - bound_m).abs();
            assert!(off_m <= 2.0 + bound_m * 0.02, "{offer:?} against {bound_m} m");
        }
    }
}

/// One station for each vehicle, where the bound has it stand.
fn load(bound: &Bound, year: &Year) -> Fleet {
    let mut fleet = Fleet::default();
    let stations = bound.points.iter().enumerate();
    fleet.put_stations(stations.map(|(i, at)| (StationId(i as u128), point(*at))));
    let (mut from, mut id) = (0, 0);
    for (vehicle, until) in year.ends.iter().enumerate() {
        let home = Place::Station(StationId(vehicle as u128));
        let no = fleet
            .add_vehicle(VehicleId(vehicle as u128), CategoryId(0), YEAR_START, home)
            .expect("vehicles are numbered");
        let bookings = year.times[from..*until].iter().map(|&(start, end)| {
            id += 1;
            Booked {
                id: BookingId(id),
                from: instant(start),
                until: instant(end),
                pick_up: home,
                drop_off: home,
            }
        });
        fleet.load(no, bookings).expect("generated bookings do not overlap");
        from = *until;
    }
    fleet.shrink();
    fleet
}

/// Runs both alternately, [`BLOCK`] calls each so that neither finds the caches full of the other's
/// data, and answers the medians of one call, in ns.
fn alternate(
    times: usize,
    mut bound: impl FnMut(usize) -> usize,
    mut ours: impl FnMut(usize) -> usize,
) -> (f64, f64) {
    let (mut bound_ns, mut ours_ns) = (Vec::with_capacity(times), Vec::with_capacity(times));
    for first in (0..times).step_by(BLOCK) {
        let block = first..times.min(first + BLOCK);
        bound_ns.extend(block.clone().map(|i| timed_ns(|| bound(black_box(i)))));
        ours_ns.extend(block.map(|i| timed_ns(|| ours(black_box(i)))));
    }
    (median(bound_ns), median(ours_ns))
}

fn timed_ns(call: impl FnOnce() -> usize) -> f64 {
    let clock = Clock::now();
    black_box(call());
    elapsed_ns(clock)
}

fn elapsed_ns(clock: Clock) -> f64 {
    clock.elapsed().as_nanos() as f64
}

/// As many between three hours and twice as long as between two and four weeks.
fn long_minutes(state: &mut u64) -> u32 {
    let shortest = f64::from(WANTED_MINUTES);
    let part = (random(state) % (1 << 20)) as f64 / f64::from(1 << 20);
    let minutes = shortest * (LONGEST_MINUTES / shortest).powf(part);
    (minutes / 15.0) as u32 * 15
}

fn window(from: u32) -> Window {
    let until = instant(from + WANTED_MINUTES);
    Window { from: instant(from), until, buffer: Span::ZERO }
}

fn instant(minutes: u32) -> Instant {
    YEAR_START.plus(Span::minutes(minutes.into()))
}

/// The plane of the bound, laid around 45.9° north.
fn point((x_km, y_km): (f32, f32)) -> Point {
    const DEGREE_KM: f64 = 111.195_08;
    let lat = 45.0 + f64::from(y_km) / DEGREE_KM;
    let lon = 8.0 + f64::from(x_km) / (DEGREE_KM * 45.9_f64.to_radians().cos());
    Point::new((lat * 1e7) as i32, (lon * 1e7) as i32).expect("it is on the earth")
}
