//! What decisions see of a vehicle: the whole, and what matters to a stretch of time.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{Place, StationId, VehicleId};
use rimessa_domain::time::{Instant, Span};
use rimessa_domain::vehicle::{VehicleCalendar, Wanted};
use rimessa_store::calendar::{self, Stretch};
use rimessa_store::{Failure, bookings};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises![
    what_lies_around_a_stretch_decides_as_the_whole_does,
    only_what_ended_unopened_is_to_be_settled,
];

/// The present of these tests.
const NOW: i64 = 60;
/// So many calendars are tried.
const CALENDARS: u128 = 40;

/// Numbers that seem to have no order, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn hours(&mut self, from: i64, until: i64) -> i64 {
        from + i64::try_from(self.below((until - from).unsigned_abs())).unwrap()
    }
}

/// Bookings of a vehicle, one after the other, some long ago, in all states that their times allow.
fn made_up(vehicle: u128) -> Vec<Booking> {
    let versions = versions("carcityclub");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ u64::try_from(vehicle).unwrap());
    let (mut all, mut at, mut driven) = (Vec::new(), chance.hours(-30, 20), false);
    for number in 0..2 + u128::from(chance.below(14)) {
        let from = at + chance.hours(1, 9);
        let until = from + chance.hours(1, 7);
        at = until;
        let mut one =
            booking(versions.at(hour(0)), (vehicle * 100 + number, vehicle, 1), (from, until));
        let place = |number: u64| match number {
            0 => Place::OffNetwork,
            number => Place::Station(StationId(number.into())),
        };
        (one.pickup, one.dropoff) = (place(chance.below(3)), place(chance.below(3)));
        one.state = match chance.below(5) {
            0 => State::Cancelled,
            1 if from < NOW && !driven => State::Driving,
            2 if until < NOW => State::Returned(hour(until).minus(Span::minutes(30))),
            3 if until < NOW => State::NeverOpened,
            _ => State::Planned,
        };
        driven |= one.state == State::Driving;
        all.push(one);
    }
    all
}

fn what_lies_around_a_stretch_decides_as_the_whole_does(bench: &Bench) {
    let now = hour(NOW);
    for vehicle in 1..=CALENDARS {
        bench.write(move |tx| {
            let versions = versions("carcityclub");
            for booking in made_up(vehicle) {
                bookings::insert(tx, OP, versions.at(hour(0)), &booking, b"")?;
                // What is entered is planned: what has become of it is kept afterwards.
                bookings::update(tx, OP, versions.at(hour(0)), &booking)?;
            }
            Ok(())
        });
        let mut chance = Chance(7 + u64::try_from(vehicle).unwrap());
        for _ in 0..25 {
            let start = hour(chance.hours(NOW - 3, NOW + 90));
            let until = start.plus(Span::hours(chance.hours(1, 40)));
            let free_from = start.minus(Span::minutes(15));
            let wanted = Stretch { free_from, there_at: start.max(now), until };
            let (whole, around) = bench.read(move |tx| {
                let (v, versions) = (VehicleId(vehicle), versions("carcityclub"));
                let from = now.minus(calendar::LOOK_BACK);
                let whole = calendar::whole(tx, OP, &versions, v, from)?;
                let around = calendar::around(tx, OP, &versions, v, from, wanted)?;
                assert!(calendar::around(tx, OTHER, &versions, v, from, wanted)?.is_empty());
                Ok((whole, around))
            });
            assert!(around.iter().all(|booking| whole.contains(booking)), "{vehicle}");
            let seen = [whole, around].map(|all| seen(&all, wanted, now));
            assert_eq!(seen[0], seen[1], "vehicle {vehicle}, {wanted:?}");
        }
    }
}

/// What a decision about a new booking asks of the calendar.
fn seen(all: &[Booking], wanted: Stretch, now: Instant) -> (bool, Option<Place>, Option<Place>) {
    let calendar = VehicleCalendar::gathered(None, None, all);
    let stretch = Wanted { from: wanted.free_from, until: wanted.until, except: None };
    let taken = calendar.is_taken(stretch, now, Span::hours(2));
    // Whoever wants a stretch that is taken is told so, whatever comes after it.
    let next = if taken { None } else { calendar.next_pickup(wanted.until, None) };
    (taken, calendar.place_at(wanted.there_at, None), next)
}

fn only_what_ended_unopened_is_to_be_settled(bench: &Bench) {
    let versions = versions("carcityclub");
    let rules = versions.at(hour(0)).clone();
    bench.write(move |tx| {
        let late = booking(&rules, (1, 1, 1), (1, 2));
        let of_another = booking(&rules, (2, 2, 1), (1, 2));
        let to_come = booking(&rules, (3, 1, 1), (5, 6));
        let driven = booking(&rules, (4, 1, 1), (3, 4));
        for one in [&late, &of_another, &to_come, &driven] {
            bookings::insert(tx, OP, &rules, one, b"")?;
        }
        let driven = Booking { state: State::Driving, ..driven };
        bookings::update(tx, OP, &rules, &driven)
    });
    let found = bench.read(move |tx| -> Result<_, Failure> {
        let of =
            |tx: &mut _, op, until| calendar::to_settle(tx, op, &versions, VehicleId(1), until);
        Ok([of(tx, OP, hour(4))?, of(tx, OP, hour(1))?, of(tx, OTHER, hour(4))?])
    });
    assert_eq!(
        found.map(|all| all.iter().map(|b| b.id.0).collect::<Vec<_>>()),
        [vec![1], vec![], vec![]]
    );
}
