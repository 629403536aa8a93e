//! Finding, booking by category, exchanging, dropping out: through the use cases, on a store of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rimessa_app::{
    Actor, App, BookingView, Clock, Keys, Operator, Reply, Scene, Settings, Trouble,
};
use rimessa_app::{
    book, cancel, change, exchange, extend, find, give_back, history, join, mailbox, missing,
    move_vehicle, out_of_service, set_up, unlock,
};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::Place;

/// 9:00 UTC on Monday, 2 March 2026: 10:00 where the vehicles are.
const MORNING: Instant = Instant(1_772_442_000_000);

/// Stations A (2 bays), B (1 bay) and C; vehicles 1, 2, 3 at A, 4 at B; members anna and bert.
struct Yard {
    app: App,
    operator: Arc<Operator>,
    anna: MemberId,
    bert: MemberId,
    _folder: tempfile::TempDir,
}

fn files(name: &str) -> set_up::RulebookFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks").join(name);
    let toml = std::fs::read_to_string(folder.join("rulebook.toml")).unwrap();
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("texts")).unwrap() {
        let path = entry.unwrap().path();
        let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
        texts.insert(language, std::fs::read_to_string(&path).unwrap());
    }
    set_up::RulebookFiles { toml, texts }
}

fn yard_with(name: &str, category: Option<&str>, settings: &Settings) -> Yard {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let keys = Keys::parse(&Keys::generate()).unwrap();
    let clock = Clock::set_to(MORNING);
    let app = App::open(&place, rimessa_store::Settings::default(), keys, clock).unwrap();
    let id = set_up::operator(&app, name, &files(name), settings).unwrap();
    let operator = Arc::clone(app.directory().by_id(id).unwrap());
    let category = category.map(str::to_owned);
    let members = app.command_now(&operator, Actor::System, move |scene| {
        let stations =
            [("A", 497_000_000, Some(3)), ("B", 497_100_000, Some(1)), ("C", 498_000_000, None)];
        for (code, lat_e7, bays) in stations {
            let station = set_up::NewStation {
                code: code.to_owned(),
                name: format!("Station {code}"),
                lat_e7,
                lon_e7: 47_000_000,
                bays,
                ..set_up::NewStation::default()
            };
            set_up::station(scene, &station)?;
        }
        for (code, station) in [("1", "A"), ("2", "A"), ("3", "A"), ("4", "B")] {
            let vehicle = set_up::NewVehicle {
                code: code.to_owned(),
                category: category.clone(),
                station: station.to_owned(),
                ..set_up::NewVehicle::default()
            };
            set_up::vehicle(scene, &vehicle)?;
        }
        let mut ids = Vec::new();
        for phone in ["+390110000001", "+390110000002"] {
            let mut new = join::NewMember { validated: true, ..join::NewMember::default() };
            new.person.email = Some(format!("{phone}@example.org"));
            new.person.phone = Some(phone.to_owned());
            ids.push(join::join(scene, &new)?);
        }
        Ok::<_, Trouble>(ids)
    });
    let members = members.unwrap();
    Yard { app, operator, anna: members[0], bert: members[1], _folder: folder }
}

fn yard(name: &str, category: Option<&str>) -> Yard {
    yard_with(name, category, &Settings::default())
}

impl Yard {
    fn work<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> T {
        self.app.command_now(&self.operator, actor, work).unwrap()
    }

    fn staff<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> T {
        self.work(Actor::Staff(7), work)
    }

    fn pass(&self, span: Span) {
        self.app.clock().set(self.app.clock().now().plus(span));
    }

    fn book(&self, who: MemberId, wish: &book::Wish) -> Reply<BookingView> {
        let wish = wish.clone();
        self.work(Actor::Member(who), move |scene| book::book(scene, &wish))
    }

    fn booked(&self, who: MemberId, wish: &book::Wish) -> (BookingId, BookingView) {
        let view = self.book(who, wish);
        let Reply::Done(view) = view else { panic!("{view:?}") };
        (BookingId(rimessa_app::parse_id(&view.id).unwrap()), view)
    }

    fn told(&self) -> Vec<String> {
        self.app.search().catch_up(&self.app).unwrap();
        let now = self.app.clock().now();
        self.app.search().ask(self.operator.id, |index| index.told(now)).unwrap()
    }

    fn told_afresh(&self) -> Vec<String> {
        let fresh = rimessa_app::search::Search::default();
        fresh.catch_up(&self.app).unwrap();
        let now = self.app.clock().now();
        fresh.ask(self.operator.id, |index| index.told(now)).unwrap()
    }

    /// That the history, replayed, gives the statement that came of it.
    fn replays(&self) {
        let now = self.app.clock().now();
        rimessa_app::settle_all(&self.app, now).unwrap();
        let told = self.staff(move |scene| history::history(scene, now)).to_string();
        let scenario = rimessa_replay::scenario::Scenario::read(&told).unwrap();
        let rules = self.operator.versions.at(now);
        let statement = rimessa_replay::check::run(rules, &scenario, &told).unwrap();
        let expect = scenario.expect.as_ref().unwrap();
        let differences = rimessa_replay::check::differences(&statement, expect);
        assert_eq!(differences, Vec::<String>::new(), "{told}");
    }
}

fn wish(vehicle: Option<&str>, (start, end): (&str, &str)) -> book::Wish {
    book::Wish {
        vehicle: vehicle.map(str::to_owned),
        start: format!("2026-03-{start}"),
        end: format!("2026-03-{end}"),
        pickup: vehicle.is_none().then(|| "A".to_owned()),
        ..book::Wish::default()
    }
}

fn of_category(category: &str, times: (&str, &str)) -> book::Wish {
    book::Wish { category: Some(category.to_owned()), ..wish(None, times) }
}

const NOON: (&str, &str) = ("02T12:00", "02T14:00");
const DAYS_AHEAD: (&str, &str) = ("05T12:00", "05T14:00");

#[test]
fn evai_1_1_a_booking_by_category_has_a_vehicle_at_once_until_there_is_none() {
    let yard = yard("evai", Some("petrol"));
    let ask = of_category("petrol", NOON);
    let mut had: Vec<String> = (0..3).map(|_| yard.booked(yard.anna, &ask).1.vehicle).collect();
    had.sort();
    assert_eq!(had, ["1", "2", "3"]);
    assert_eq!(yard.book(yard.anna, &ask).refused(), Some("vehicle-taken"));
    let elsewhere = book::Wish { pickup: Some("C".to_owned()), ..ask.clone() };
    assert_eq!(yard.book(yard.anna, &elsewhere).refused(), Some("vehicle-taken"));
    let other = of_category("electric", NOON);
    assert_eq!(yard.book(yard.anna, &other).refused(), Some("vehicle-taken"));
    let nowhere = book::Wish { pickup: None, ..ask };
    let app = yard.app.clone();
    let missing = app.command_now(&yard.operator, Actor::Member(yard.anna), move |scene| {
        book::book(scene, &nowhere)
    });
    assert!(matches!(missing, Err(Trouble::Invalid(_))), "{missing:?}");
    yard.pass(Span::days(30));
    yard.replays();
}

#[test]
fn vehicles_used_least_come_next() {
    let yard = yard("evai", Some("petrol"));
    let ask = |times| yard.booked(yard.anna, &of_category("petrol", times)).1.vehicle;
    assert_eq!(ask(("03T08:00", "03T09:00")), "1");
    assert_eq!(ask(("03T10:00", "03T11:00")), "2");
    assert_eq!(ask(("03T12:00", "03T13:00")), "3");
    assert_eq!(ask(("03T14:00", "03T15:00")), "1");
}

#[test]
fn two_at_once_by_category_do_not_get_the_same_last_vehicle() {
    let yard = yard("evai", Some("petrol"));
    for vehicle in ["1", "2"] {
        yard.booked(yard.anna, &wish(Some(vehicle), NOON));
    }
    let (tell, told) = std::sync::mpsc::channel();
    for who in [yard.anna, yard.bert, yard.anna, yard.bert] {
        let (ask, tell) = (of_category("petrol", NOON), tell.clone());
        let operator = Arc::clone(&yard.operator);
        yard.app.command(
            (operator, Actor::Member(who), "en".to_owned()),
            None,
            move |scene| book::book(scene, &ask),
            move |answer| tell.send(answer.unwrap().refused).unwrap(),
        );
    }
    drop(tell);
    let mut refused: Vec<bool> = told.iter().collect();
    refused.sort_unstable();
    assert_eq!(refused, [false, true, true, true]);
}

#[test]
fn evai_1_4_it_is_said_before_confirming_whether_a_booking_is_guaranteed() {
    let yard = yard("evai", Some("petrol"));
    yard.told();
    let ask = |from: &str| {
        let wish = find::Wish {
            from: Some(from.to_owned()),
            until: Some("2026-03-09T10:00".to_owned()),
            station: Some("A".to_owned()),
            ..find::Wish::default()
        };
        find::free(&yard.app, &yard.operator, &wish).unwrap()[0].guaranteed
    };
    // 18 hours after 10:00 on the wall clock.
    assert_eq!(ask("2026-03-03T03:45"), Some(false));
    assert_eq!(ask("2026-03-03T04:00"), Some(true));
    let (_, view) = yard.booked(yard.anna, &wish(Some("1"), ("03T04:00", "03T05:00")));
    assert_eq!(view.guaranteed, Some(true));
}

#[test]
fn an_exchange_moves_the_booking_and_its_member_is_told() {
    let yard = yard("carcityclub", Some("city"));
    let (id, before) = yard.booked(yard.anna, &wish(Some("1"), NOON));
    let sent = || yard.staff(|scene| mailbox::latest(scene, 100)).len();
    let swap = |vehicle: &str| {
        let wish = exchange::Wish { vehicle: vehicle.to_owned(), pickup: None };
        yard.staff(move |scene| exchange::exchange(scene, id, &wish))
    };
    let messages = sent();
    let Reply::Done(after) = swap("2") else { panic!() };
    assert_eq!((after.vehicle.as_str(), &after.start), ("2", &before.start));
    assert_eq!(sent(), messages + 1);
    assert_eq!(swap("4").refused(), Some("vehicle-elsewhere"));
    assert_eq!(swap("2").refused(), Some("not-offered"));
    yard.booked(yard.bert, &wish(Some("1"), NOON));
    assert_eq!(swap("1").refused(), Some("vehicle-taken"));
    yard.pass(Span::minutes(125));
    yard.work(Actor::Member(yard.anna), move |scene| {
        unlock::unlock(scene, id, &unlock::Wish::default())
    });
    assert_eq!(swap("3").refused(), Some("booking-started"));
    yard.pass(Span::days(40));
    yard.replays();
}

#[test]
fn evai_1_4_when_a_vehicle_drops_out_the_guaranteed_are_kept_whole_first() {
    let yard = yard("evai", Some("petrol"));
    // Two on vehicle 1 want vehicle 2 instead, on which only one of them fits; 3 is taken.
    yard.booked(yard.bert, &wish(Some("3"), ("03T00:00", "03T20:00")));
    yard.booked(yard.bert, &wish(Some("2"), ("03T09:00", "03T10:00")));
    yard.booked(yard.bert, &wish(Some("2"), ("03T03:00", "03T03:30")));
    let (late, _) = yard.booked(yard.anna, &wish(Some("1"), ("03T03:00", "03T03:45")));
    let (sure, _) = yard.booked(yard.anna, &wish(Some("1"), ("03T05:00", "03T06:00")));
    let wish = out_of_service::Wish::default();
    let done = yard.staff(move |scene| out_of_service::take_out(scene, "1", &wish)).done().unwrap();
    let moved: Vec<_> = done.moved.iter().map(|m| (m.booking.clone(), m.guaranteed)).collect();
    assert_eq!(moved, [(rimessa_app::show_id(sure.0), Some(true))]);
    assert_eq!(done.stranded, [rimessa_app::show_id(late.0)]);
    let again = self::wish(Some("1"), ("06T09:00", "06T10:00"));
    assert_eq!(yard.book(yard.anna, &again).refused(), Some("vehicle-taken"));
    let extended = extend::Wish { end: "2026-03-03T04:00".to_owned(), ..extend::Wish::default() };
    let extended = yard.work(Actor::Member(yard.anna), move |s| extend::extend(s, late, &extended));
    assert_eq!(extended.refused(), Some("vehicle-taken"));
    yard.told();
    assert_eq!(yard.told(), yard.told_afresh());
    yard.staff(|scene| out_of_service::put_back(scene, "1"));
    yard.booked(yard.anna, &again);
    yard.pass(Span::days(30));
    yard.replays();
}

#[test]
fn guaranteed_bookings_come_before_earlier_ones_that_are_not() {
    let yard = yard("evai", Some("petrol"));
    // Only vehicle 2 is free, for one of two bookings that both want it at the same time of day.
    yard.booked(yard.bert, &wish(Some("3"), ("02T11:00", "05T20:00")));
    yard.booked(yard.bert, &wish(Some("2"), ("02T11:00", "03T02:00")));
    let (sure, _) = yard.booked(yard.anna, &wish(Some("1"), ("03T05:00", "03T06:00")));
    yard.pass(Span::hours(10));
    let (late, view) = yard.booked(yard.anna, &wish(Some("1"), ("03T02:30", "03T04:30")));
    assert_eq!(view.guaranteed, Some(false));
    let done = yard
        .staff(|scene| out_of_service::take_out(scene, "1", &out_of_service::Wish::default()))
        .done()
        .unwrap();
    let moved: Vec<_> = done.moved.iter().map(|m| m.booking.clone()).collect();
    assert_eq!(moved, [rimessa_app::show_id(sure.0), rimessa_app::show_id(late.0)]);
    assert!(done.stranded.is_empty());
}

#[test]
fn evai_1_1_one_way_only_with_a_free_bay_at_arrival() {
    let yard = yard("evai", Some("petrol"));
    let to = |vehicle: &str, station: &str, times| book::Wish {
        dropoff: Some(station.to_owned()),
        ..wish(Some(vehicle), times)
    };
    // B has one bay, in which 4 stands.
    let refused = yard.book(yard.anna, &to("1", "B", NOON));
    let Reply::Refused(refused) = refused else { panic!() };
    assert_eq!(refused.code, "no-free-bay");
    assert!(refused.words.len() > 40, "{}", refused.words);
    // Once 4 goes elsewhere before, there is room for one; not for a second one.
    yard.booked(yard.bert, &to("4", "C", ("02T11:00", "02T12:00")));
    yard.booked(yard.anna, &to("1", "B", NOON));
    assert_eq!(
        yard.book(yard.anna, &to("2", "B", ("02T15:00", "02T16:00"))).refused(),
        Some("no-free-bay")
    );
    // Nor for one that comes earlier: the bay was promised to the later one.
    assert_eq!(
        yard.book(yard.anna, &to("2", "B", ("02T12:00", "02T13:00"))).refused(),
        Some("no-free-bay")
    );
    yard.pass(Span::days(30));
    yard.replays();
}

#[test]
fn evai_1_1_one_way_only_for_whom_it_was_authorised() {
    let settings = Settings { one_way_needs_authorisation: true, ..Settings::default() };
    let yard = yard_with("evai", Some("petrol"), &settings);
    let ask = book::Wish { dropoff: Some("C".to_owned()), ..wish(Some("1"), NOON) };
    assert_eq!(yard.book(yard.anna, &ask).refused(), Some("one-way-not-authorised"));
    let anna = yard.anna;
    yard.staff(move |scene| set_up::let_one_way(scene, anna, true));
    yard.booked(yard.anna, &ask);
    let bert = book::Wish { vehicle: Some("2".to_owned()), ..ask };
    assert_eq!(yard.book(yard.bert, &bert).refused(), Some("one-way-not-authorised"));
}

#[test]
fn ccc_10_evai_3_5_a_missing_vehicle_is_replaced_in_one_call_or_there_is_a_taxi() {
    for (name, category) in [("carcityclub", "city"), ("evai", "petrol")] {
        let yard = yard(name, Some(category));
        let (id, _) = yard.booked(yard.anna, &wish(Some("1"), NOON));
        yard.told();
        let tell = |vehicle: Option<&str>, taxi: bool| {
            let wish = missing::Wish { vehicle: vehicle.map(str::to_owned), taxi };
            let anna = Actor::Member(yard.anna);
            yard.work(anna, move |scene| missing::missing(scene, id, &wish))
        };
        assert_eq!(tell(None, false).refused(), Some("before-start"), "{name}");
        yard.pass(Span::minutes(130));
        let Reply::Done(found) = tell(None, false) else { panic!() };
        let codes = |all: &[find::FreeVehicle]| -> Vec<String> {
            all.iter().map(|vehicle| vehicle.code.clone()).collect()
        };
        assert_eq!(
            (codes(&found.here), codes(&found.nearby)),
            (vec!["2".to_owned(), "3".to_owned()], vec!["4".to_owned()])
        );
        assert_eq!(found.taxi_at_most.as_deref(), Some("25.00"), "{name}");
        assert_eq!(tell(None, true).refused(), Some("take-another-vehicle"), "{name}");
        let Reply::Done(taken) = tell(Some("4"), false) else { panic!() };
        assert_eq!(
            (&*taken.booking.vehicle, &*taken.booking.pickup, &*taken.booking.dropoff),
            ("4", "B", "B")
        );
        let Reply::Done(back) = tell(Some("2"), false) else { panic!() };
        assert_eq!((&*back.booking.vehicle, &*back.booking.pickup), ("2", "A"));
        for vehicle in ["1", "3"] {
            yard.booked(yard.bert, &wish(Some(vehicle), ("02T13:30", "02T20:00")));
        }
        yard.told();
        let Reply::Done(taxi) = tell(None, true) else { panic!() };
        assert!(taxi.taxi && taxi.here.is_empty(), "{taxi:?}");
        let stranger = missing::Wish::default();
        let others = yard.app.command_now(&yard.operator, Actor::Member(yard.bert), move |scene| {
            missing::missing(scene, id, &stranger)
        });
        assert_eq!(others.unwrap_err(), Trouble::NotFound("booking"));
        yard.pass(Span::days(40));
        yard.replays();
    }
}

#[test]
fn what_is_taken_has_alternatives() {
    let yard = yard("carcityclub", Some("city"));
    yard.booked(yard.anna, &wish(Some("1"), DAYS_AHEAD));
    yard.told();
    let (from, until) = ("2026-03-05T12:00", "2026-03-05T14:00");
    let found =
        find::alternatives(&yard.app, &yard.operator, "1", Some(from), Some(until)).unwrap();
    assert_eq!(found.here.iter().map(|v| &*v.code).collect::<Vec<_>>(), ["2", "3"]);
    assert_eq!(found.nearby.iter().map(|v| &*v.code).collect::<Vec<_>>(), ["4"]);
    assert_eq!(found.later[0].from, "2026-03-05T13:00:00Z");
}

#[derive(Clone, Debug)]
enum Step {
    Book { vehicle: u8, hour: i64, hours: i64, dropoff: u8 },
    ByCategory { hour: i64, hours: i64 },
    Change { booking: usize, hour: i64 },
    Extend { booking: usize, hours: i64 },
    Cancel(usize),
    Unlock(usize),
    Return { booking: usize, station: u8 },
    Exchange { booking: usize, vehicle: u8 },
    Move { vehicle: u8, station: u8 },
    Out { vehicle: u8, hour: i64 },
    Back(u8),
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let (hour, hours, vehicle, booking) = (0..30i64, 1..5i64, 1..5u8, 0..12usize);
    prop_oneof![
        6 => (vehicle.clone(), hour.clone(), hours.clone(), 0..4u8).prop_map(|(vehicle, hour, hours, dropoff)| Step::Book { vehicle, hour, hours, dropoff }),
        2 => (hour.clone(), hours.clone()).prop_map(|(hour, hours)| Step::ByCategory { hour, hours }),
        1 => (booking.clone(), hour.clone()).prop_map(|(booking, hour)| Step::Change { booking, hour }),
        1 => (booking.clone(), hours).prop_map(|(booking, hours)| Step::Extend { booking, hours }),
        1 => booking.clone().prop_map(Step::Cancel),
        4 => booking.clone().prop_map(Step::Unlock),
        3 => (booking.clone(), 0..3u8).prop_map(|(booking, station)| Step::Return { booking, station }),
        2 => (booking, vehicle.clone()).prop_map(|(booking, vehicle)| Step::Exchange { booking, vehicle }),
        1 => (vehicle.clone(), 0..3u8).prop_map(|(vehicle, station)| Step::Move { vehicle, station }),
        1 => (vehicle.clone(), hour).prop_map(|(vehicle, hour)| Step::Out { vehicle, hour }),
        1 => vehicle.prop_map(Step::Back),
        4 => (1..180i64).prop_map(Step::Pass),
    ]
}

impl Yard {
    fn hour(&self, hours: i64) -> String {
        let now = self.app.clock().now().0;
        rimessa_app::show_moment(Instant(now - now.rem_euclid(3_600_000) + hours * 3_600_000))
    }

    fn take(&self, step: &Step, made: &mut Vec<BookingId>) {
        let code = |no: &u8| ["A", "B", "C", "C"][usize::from(*no)].to_owned();
        let mut keep = |reply: Reply<BookingView>| {
            if let Reply::Done(view) = reply {
                made.push(BookingId(rimessa_app::parse_id(&view.id).unwrap()));
            }
        };
        match step {
            Step::Pass(minutes) => self.pass(Span::minutes(*minutes)),
            Step::Book { vehicle, hour, hours, dropoff } => keep(self.book(
                self.anna,
                &book::Wish {
                    vehicle: Some(vehicle.to_string()),
                    start: self.hour(1 + hour),
                    end: self.hour(1 + hour + hours),
                    dropoff: (*dropoff > 1).then(|| code(dropoff)),
                    ..book::Wish::default()
                },
            )),
            Step::ByCategory { hour, hours } => keep(self.book(
                self.bert,
                &book::Wish {
                    start: self.hour(1 + hour),
                    end: self.hour(1 + hour + hours),
                    pickup: Some("A".to_owned()),
                    ..book::Wish::default()
                },
            )),
            Step::Move { vehicle, station } => {
                let (vehicle, to) = (vehicle.to_string(), code(station));
                self.staff(move |scene| move_vehicle::move_vehicle(scene, &vehicle, &to));
            }
            Step::Out { vehicle, hour } => {
                let wish = out_of_service::Wish { from: Some(self.hour(*hour)) };
                let vehicle = vehicle.to_string();
                self.staff(move |scene| out_of_service::take_out(scene, &vehicle, &wish));
            }
            Step::Back(vehicle) => {
                let vehicle = vehicle.to_string();
                self.staff(move |scene| out_of_service::put_back(scene, &vehicle));
            }
            _ => self.take_of_booking(step, made),
        }
    }

    fn take_of_booking(&self, step: &Step, made: &[BookingId]) {
        let code = |no: &u8| ["A", "B", "C"][usize::from(*no)].to_owned();
        let known = |no: &usize| made.get(*no).copied();
        match step {
            Step::Change { booking, hour } => {
                let Some(id) = known(booking) else { return };
                let wish = change::Wish {
                    start: Some(self.hour(1 + hour)),
                    end: Some(self.hour(3 + hour)),
                    channel: None,
                };
                self.staff(move |scene| change::change(scene, id, &wish));
            }
            Step::Extend { booking, hours } => {
                let Some(id) = known(booking) else { return };
                let wish = extend::Wish { end: self.hour(*hours), channel: None };
                self.staff(move |scene| extend::extend(scene, id, &wish));
            }
            Step::Cancel(booking) => {
                let Some(id) = known(booking) else { return };
                self.staff(move |scene| cancel::cancel(scene, id, &cancel::Wish::default()));
            }
            Step::Unlock(booking) => {
                let Some(id) = known(booking) else { return };
                self.staff(move |scene| unlock::unlock(scene, id, &unlock::Wish::default()));
            }
            Step::Return { booking, station } => {
                let Some(id) = known(booking) else { return };
                let wish = give_back::Wish {
                    station: (*station > 0).then(|| code(station)),
                    ..give_back::Wish::default()
                };
                self.staff(move |scene| give_back::give_back(scene, id, &wish));
            }
            Step::Exchange { booking, vehicle } => {
                let Some(id) = known(booking) else { return };
                let wish = exchange::Wish { vehicle: vehicle.to_string(), pickup: None };
                self.staff(move |scene| exchange::exchange(scene, id, &wish));
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_search_that_followed_equals_one_freshly_loaded(
        steps in prop::collection::vec(step(), 1..50),
        often in 1..8usize,
    ) {
        let yard = yard("carcityclub", Some("city"));
        let mut made = Vec::new();
        for (no, step) in steps.iter().enumerate() {
            yard.take(step, &mut made);
            if no % often == 0 {
                yard.told();
            }
        }
        yard.told();
        yard.pass(Span::minutes(2));
        prop_assert_eq!(yard.told(), yard.told_afresh());
        yard.replays();
    }
}
