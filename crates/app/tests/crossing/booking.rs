//! 64 clients on 10 vehicles.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use rimessa_app::book::{self, Wish};
use rimessa_app::{Actor, App, Clock, Keys, Reply, cancel, change, parse_id, show_moment};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Place, Settings};
use rimessa_testing::Server;

use crate::fleet::{Fleet, Random, check_bookings, found, number, trials};

/// 9:00 UTC on Monday, 2 March 2026.
const MORNING: Instant = Instant(1_772_442_000_000);
const CLIENTS: usize = 64;
const VEHICLES: u64 = 10;

/// What came of the attempts.
#[derive(Default)]
struct Count {
    booked: AtomicUsize,
    refused: AtomicUsize,
}

fn times(random: &mut Random) -> (String, String) {
    let quarters = i64::try_from(random.below(4 * 24 * 2)).unwrap();
    let long = i64::try_from(2 + random.below(20)).unwrap();
    let start = MORNING.plus(Span::minutes(60 + 15 * quarters));
    (show_moment(start), show_moment(start.plus(Span::minutes(15 * long))))
}

struct Client<'a> {
    app: &'a App,
    fleet: &'a Fleet,
    member: MemberId,
    random: Random,
    own: Vec<BookingId>,
}

impl Client<'_> {
    fn book(&mut self, count: &Count) {
        let (start, end) = times(&mut self.random);
        let vehicle = (1 + self.random.below(VEHICLES)).to_string();
        let wish = Wish { vehicle: Some(vehicle), start, end, ..Wish::default() };
        let actor = Actor::Member(self.member);
        let asked = self
            .app
            .command_now(&self.fleet.operator, actor, move |scene| book::book(scene, &wish));
        match asked.unwrap() {
            Reply::Done(view) => {
                count.booked.fetch_add(1, Ordering::SeqCst);
                self.own.push(BookingId(parse_id(&view.id).unwrap()));
            }
            Reply::Refused(_) => {
                count.refused.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    fn call_off(&mut self, id: BookingId) {
        let actor = Actor::Member(self.member);
        let asked = self.app.command_now(&self.fleet.operator, actor, move |scene| {
            cancel::cancel(scene, id, &cancel::Wish::default())
        });
        assert!(asked.unwrap().done().is_some());
    }

    fn move_to_another_time(&mut self, id: BookingId) {
        let (start, end) = times(&mut self.random);
        let wish = change::Wish { start: Some(start), end: Some(end), ..change::Wish::default() };
        let actor = Actor::Member(self.member);
        let asked = self.app.command_now(&self.fleet.operator, actor, move |scene| {
            change::change(scene, id, &wish)
        });
        asked.unwrap();
    }

    fn attempt(&mut self, count: &Count) {
        let dice = self.random.below(10);
        if self.own.is_empty() || dice < 6 {
            return self.book(count);
        }
        let which = usize::try_from(self.random.below(self.own.len() as u64)).unwrap();
        if dice < 8 {
            let id = self.own.swap_remove(which);
            self.call_off(id);
        } else {
            self.move_to_another_time(self.own[which]);
        }
    }
}

fn no_vehicle_is_booked_twice(place: &Place) {
    let keys = Keys::parse(&Keys::generate()).unwrap();
    let settings = Settings { durable: false, ..Settings::default() };
    let app = App::open(place, settings, keys, Clock::set_to(MORNING)).unwrap();
    let fleet = found(&app, "clem", usize::try_from(VEHICLES).unwrap(), CLIENTS);
    let count = Count::default();
    let left = AtomicU64::new(u64::try_from(5 * trials(400)).unwrap());
    let take = || left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    thread::scope(|scope| {
        for (seed, member) in (1..).zip(&fleet.members) {
            let (app, fleet, count, member) = (&app, &fleet, &count, *member);
            let take = &take;
            scope.spawn(move || {
                let random = Random(seed);
                let mut client = Client { app, fleet, member, random, own: Vec::new() };
                while take().is_ok() {
                    client.attempt(count);
                }
            });
        }
    });
    let store = app.store();
    check_bookings(store);
    let (booked, refused) = (count.booked.into_inner(), count.refused.into_inner());
    assert!(booked > 100 && refused > 50, "{booked} booked, {refused} refused: no trial");
    let rows = number(store, "SELECT COUNT(*) FROM booking");
    assert_eq!(usize::try_from(rows), Ok(booked), "each that was accepted is there");
    let sql = "SELECT COUNT(*) FROM journal WHERE kind = 'book' AND refused IS NOT NULL";
    assert_eq!(usize::try_from(number(store, sql)), Ok(refused));
    let messages = number(store, "SELECT COUNT(*) FROM outbox WHERE booking_id IS NOT NULL");
    assert!(messages >= rows, "each has a message");
}

#[test]
fn no_vehicle_is_booked_twice_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    no_vehicle_is_booked_twice(&Place::File(folder.path().join("store.db")));
}

#[test]
fn no_vehicle_is_booked_twice_on_postgresql() {
    no_vehicle_is_booked_twice(&Server::shared().database().parse().unwrap());
}
