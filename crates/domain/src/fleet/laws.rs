//! What must be true of the index after anything has happened: it answers as the plain model.

use super::model::{Model, Vehicle};
use super::{Booked, Fleet, Mismatch, Point, VehicleNo, Window, Wish, grid};
use crate::ids::{BookingId, CategoryId, Place, StationId, VehicleId};
use crate::time::{Instant, Span};
use core::mem::discriminant;
use proptest::prelude::*;

const VEHICLES: u32 = 5;
const STATIONS: u8 = 4;
/// Ticks of the tests, in ms: a quarter of an hour, three hours, two days. With them lengths reach
/// every class of the timeline.
const TICKS_MS: [i64; 3] = [900_000, 10_800_000, 172_800_000];

/// A moment: ticks and a few ms, so that boundaries are met and missed by one.
type Moment = (i64, i64);

#[derive(Clone, Debug)]
enum Told {
    Insert { from: Moment, length: Moment, pick_up: u8, drop_off: u8 },
    Change { which: usize, from: Moment, length: Moment, pick_up: u8, drop_off: u8 },
    Cancel { which: usize },
    Return { which: usize, at: Moment, place: u8 },
    Hold { which: usize, until: Moment },
    Move { at: Moment, place: u8 },
}

#[derive(Clone, Debug)]
struct Asked {
    from: Moment,
    length: Moment,
    buffer: i64,
    category: Option<u16>,
    station: Option<u8>,
    point: (i32, i32),
    count: usize,
}

fn moment() -> impl Strategy<Value = Moment> {
    (0..200_i64, prop_oneof![4 => Just(0), 1 => -1..=1_i64])
}

fn length() -> impl Strategy<Value = Moment> {
    let ticks = prop_oneof![1 => Just(0_i64), 16 => 1..9_i64, 3 => 9..60_i64];
    (ticks, prop_oneof![4 => Just(0), 1 => -1..=1_i64])
}

/// Mostly the first station, so that vehicles are also found at home; the last is off the network.
fn place() -> impl Strategy<Value = u8> {
    prop_oneof![12 => Just(0_u8), 4 => 0..STATIONS, 1 => Just(STATIONS)]
}

fn told() -> impl Strategy<Value = (u32, Told)> {
    let which = || any::<usize>();
    let told = prop_oneof![
        12 => (moment(), length(), place(), place()).prop_map(
            |(from, length, pick_up, drop_off)| Told::Insert { from, length, pick_up, drop_off }
        ),
        3 => (which(), moment(), length(), place(), place()).prop_map(
            |(which, from, length, pick_up, drop_off)| {
                Told::Change { which, from, length, pick_up, drop_off }
            }
        ),
        2 => which().prop_map(|which| Told::Cancel { which }),
        2 => (which(), moment(), place())
            .prop_map(|(which, at, place)| Told::Return { which, at, place }),
        2 => (which(), moment()).prop_map(|(which, until)| Told::Hold { which, until }),
        1 => (moment(), place()).prop_map(|(at, place)| Told::Move { at, place }),
    ];
    (0..VEHICLES, told)
}

fn asked() -> impl Strategy<Value = Asked> {
    let category = prop::option::of(0..2_u16);
    let station = prop::option::of(0..STATIONS);
    let point = (450_000_000..460_000_000_i32, 80_000_000..90_000_000_i32);
    (moment(), length(), -1..3_i64, category, station, point, 0..7_usize).prop_map(
        |(from, length, buffer, category, station, point, count)| Asked {
            from,
            length,
            buffer,
            category,
            station,
            point,
            count,
        },
    )
}

/// The index and the model, told the same.
struct Both {
    fleet: Fleet,
    model: Model,
    tick_ms: i64,
    next_id: u128,
}

impl Both {
    fn new(tick_ms: i64) -> Self {
        let (mut fleet, mut model) = (Fleet::default(), Model::default());
        for no in 0..STATIONS {
            let step = i32::from(no) * 2_000_000;
            let point = Point::new(455_000_000 + step, 85_000_000 - step).expect("a point");
            model.stations.push((StationId(no.into()), point));
        }
        fleet.put_stations(model.stations.iter().copied());
        for no in 0..VEHICLES {
            let category = CategoryId(u16::from(no % 2 == 1));
            // The last has a fact in the midst of things, as one that was added late.
            let at = Instant(if no == VEHICLES - 1 { 100 * tick_ms } else { i64::MIN });
            let fact = (at, station_or_none(u8::from(no == 1)));
            fleet.add_vehicle(VehicleId(no.into()), category, fact.0, fact.1).expect("new");
            model.vehicles.push(Vehicle { category, fact, bookings: vec![], held: None });
        }
        Self { fleet, model, tick_ms, next_id: 0 }
    }

    fn instant(&self, (ticks, ms): Moment) -> Instant {
        Instant(ticks * self.tick_ms + ms)
    }

    fn booked(&self, id: BookingId, from: Moment, length: Moment, places: [u8; 2]) -> Booked {
        let [pick_up, drop_off] = places.map(station_or_none);
        let (from, length) = (self.instant(from), self.instant(length));
        Booked { id, from, until: Instant(from.0 + length.0), pick_up, drop_off }
    }

    /// Any booking of the vehicle, or an unknown one if it has none.
    fn which(&self, no: VehicleNo, which: usize) -> BookingId {
        let bookings = &self.model.vehicles[no.index()].bookings;
        let place = which.checked_rem(bookings.len());
        place.map_or(BookingId(u128::MAX), |place| bookings[place].id)
    }

    fn tell(&mut self, no: VehicleNo, told: &Told) -> [Result<(), Mismatch>; 2] {
        self.next_id += 1;
        let id = match told {
            Told::Insert { .. } | Told::Move { .. } => BookingId(self.next_id),
            Told::Change { which, .. }
            | Told::Cancel { which }
            | Told::Return { which, .. }
            | Told::Hold { which, .. } => self.which(no, *which),
        };
        let at = match *told {
            Told::Return { at, .. } | Told::Move { at, .. } | Told::Hold { until: at, .. } => {
                self.instant(at)
            }
            _ => Instant::MIN,
        };
        let booked = match *told {
            Told::Insert { from, length, pick_up, drop_off }
            | Told::Change { from, length, pick_up, drop_off, .. } => {
                Some(self.booked(id, from, length, [pick_up, drop_off]))
            }
            _ => None,
        };
        let (fleet, vehicle) = (&mut self.fleet, &mut self.model.vehicles[no.index()]);
        match (told, booked) {
            (Told::Insert { .. }, Some(new)) => [fleet.insert(no, &new), vehicle.insert(new)],
            (Told::Change { .. }, Some(new)) => [fleet.change(no, &new), vehicle.change(new)],
            (Told::Return { place, .. }, _) => {
                let place = station_or_none(*place);
                [fleet.return_at(no, id, at, place), vehicle.return_at(id, at, place)]
            }
            (Told::Hold { .. }, _) => [fleet.hold(no, id, at), vehicle.hold(id, at)],
            (Told::Move { place, .. }, _) => {
                let place = station_or_none(*place);
                vehicle.move_to(at, place);
                [fleet.move_to(no, at, place), Ok(())]
            }
            _ => [fleet.cancel(no, id).map(drop), vehicle.cancel(id)],
        }
    }

    fn ask(&self, asked: &Asked) {
        let Self { fleet, model, .. } = self;
        let (from, length) = (self.instant(asked.from), Span(self.instant(asked.length).0));
        let buffer = Span(asked.buffer * self.tick_ms);
        let window = Window { from, until: from.plus(length), buffer };
        let category = asked.category.map(CategoryId);
        let mut list = vec![VehicleNo(9)];
        fleet.all_free(category, &window, &mut list);
        assert_eq!(list, model.all_free(category, &window), "all free, {window:?}");

        let point = Point::new(asked.point.0, asked.point.1).expect("a point");
        let offers = fleet.nearest_free(point, &window, asked.count, category);
        let offers: Vec<_> = offers.iter().map(|offer| (offer.vehicle, offer.station)).collect();
        let nearest = model.nearest_free(point, &window, asked.count, category);
        assert_eq!(offers, nearest, "nearest to {point:?}, {window:?}");

        let busy = fleet.busy(&window);
        for (no, vehicle) in (0..).map(VehicleNo).zip(&model.vehicles) {
            assert_eq!(fleet.is_free(no, &window), vehicle.is_free(&window), "{no:?} {window:?}");
            assert_eq!(busy.contains(no), !vehicle.is_free(&window), "busy {no:?} {window:?}");
            assert_eq!(fleet.can_be_had(no, &window), vehicle.can_be_had(&window), "{no:?}");
            assert_eq!(fleet.place_at(no, from), vehicle.place_at(from), "{no:?} at {from:?}");
        }
        self.ask_next(asked, from, length, buffer);
    }

    fn ask_next(&self, asked: &Asked, from: Instant, length: Span, buffer: Span) {
        let Self { fleet, model, tick_ms, .. } = self;
        let station = asked.station.map(|no| StationId(no.into()));
        let (wish, step) = (Wish { from, length, buffer, station }, Span(tick_ms / 2));
        let first = grid(step)(from);
        let starts = || (0..700).map(|steps| first.plus(Span(steps * step.0)));
        let category = asked.category.map(CategoryId);
        let all = (0..VEHICLES).map(VehicleNo);
        let of = |no: &VehicleNo| category.is_none_or(|c| c == model.vehicles[no.index()].category);
        let among: Vec<_> = all.clone().filter(of).collect();
        let found = fleet.first_free(category, &wish, grid(step));
        let found = found.map(|slot| (slot.from, slot.vehicle));
        assert_eq!(found, model.next_free(&among, &wish, starts()), "first free, {wish:?}");
        for no in all {
            let found = fleet.next_free(no, &wish, grid(step)).map(|slot| (slot.from, no));
            assert_eq!(found, model.next_free(&[no], &wish, starts()), "{no:?}, {wish:?}");
        }
    }
}

fn station_or_none(no: u8) -> Place {
    if no < STATIONS { Place::Station(StationId(no.into())) } else { Place::OffNetwork }
}

fn tick_ms() -> impl Strategy<Value = i64> {
    prop::sample::select(TICKS_MS.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_answers_as_the_model(
        tick_ms in tick_ms(),
        told in prop::collection::vec(told(), 0..90),
        asked in prop::collection::vec(asked(), 1..4),
    ) {
        let mut both = Both::new(tick_ms);
        for (no, told) in told {
            let said = both.tell(VehicleNo(no), &told);
            let [index, model] = said.map(|said| said.map_err(|e| discriminant(&e)));
            prop_assert_eq!(index, model, "{:?}", told);
        }
        for (no, vehicle) in (0..).map(VehicleNo).zip(&both.model.vehicles) {
            prop_assert_eq!(both.fleet.bookings(no).collect::<Vec<_>>(), vehicle.bookings.clone());
            prop_assert_eq!(both.fleet.stranded(no), vehicle.stranded());
        }
        asked.iter().for_each(|asked| both.ask(asked));
    }

    #[test]
    fn bookings_of_a_vehicle_never_overlap(
        tick_ms in tick_ms(),
        told in prop::collection::vec(told(), 0..150),
    ) {
        let mut both = Both::new(tick_ms);
        for (no, told) in told {
            let _ = both.tell(VehicleNo(no), &told);
            let bookings: Vec<_> = both.fleet.bookings(VehicleNo(no)).collect();
            prop_assert!(bookings.iter().all(|booked| booked.from < booked.until));
            prop_assert!(bookings.windows(2).all(|pair| pair[0].until <= pair[1].from));
        }
    }

    #[test]
    fn the_order_of_independent_bookings_does_not_matter(
        tick_ms in tick_ms(),
        (told, shuffled) in prop::collection::vec(told(), 0..60).prop_flat_map(|told| {
            (Just(told.clone()), Just((0..told.len()).collect::<Vec<_>>()).prop_shuffle())
        }),
        asked in asked(),
    ) {
        let mut both = Both::new(tick_ms);
        let is_insert = |told: &Told| matches!(told, Told::Insert { .. });
        for (no, told) in told.iter().filter(|(_, told)| is_insert(told)) {
            let _ = both.tell(VehicleNo(*no), told);
        }
        let mut accepted: Vec<_> = (0..VEHICLES)
            .map(VehicleNo)
            .flat_map(|no| both.fleet.bookings(no).map(move |booked| (no, booked)))
            .collect();
        let (mut again, mut loaded) = (Both::new(tick_ms), Both::new(tick_ms));
        accepted.sort_by_key(|(_, booked)| {
            let id = usize::try_from(booked.id.0).expect("small");
            shuffled.get(id).copied()
        });
        for (no, booked) in &accepted {
            again.fleet.insert(*no, booked).expect("it fitted in another order");
        }
        for no in (0..VEHICLES).map(VehicleNo) {
            let own = accepted.iter().filter(|(of, _)| *of == no).map(|(_, booked)| *booked);
            loaded.fleet.load(no, own).expect("they fitted one by one");
        }
        loaded.fleet.shrink();
        for other in [again.fleet, loaded.fleet] {
            both.fleet = other;
            both.ask(&asked);
        }
    }
}
