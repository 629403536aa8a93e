//! What falls due by itself, settled by two processes at once, and by use cases beside them.

use std::thread;

use rimessa_app::book::{self, Wish};
use rimessa_app::{Actor, App, Clock, Keys, assess, history, settle_all, show_moment, subscribe};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Place, Settings};
use rimessa_testing::Server;

use crate::fleet::{Fleet, check_bookings, found, number};

/// 9:00 UTC on Monday, 2 March 2026.
const MORNING: Instant = Instant(1_772_442_000_000);

fn open(place: &Place, keys: &str) -> App {
    let settings = Settings { durable: false, ..Settings::default() };
    App::open(place, settings, Keys::parse(keys).unwrap(), Clock::set_to(MORNING)).unwrap()
}

/// Books for each member once in so many hours, on a vehicle of the member's own.
fn book(app: &App, fleet: &Fleet, hours: i64) -> Vec<String> {
    let mut ids = Vec::new();
    for (number, member) in (1..).zip(&fleet.members) {
        let start = app.clock().now().plus(Span::hours(hours));
        let wish = Wish {
            vehicle: Some(number.to_string()),
            start: show_moment(start),
            end: show_moment(start.plus(Span::hours(2))),
            ..Wish::default()
        };
        let actor = Actor::Member(*member);
        let booked = app.command_now(&fleet.operator, actor, move |s| book::book(s, &wish));
        ids.push(booked.unwrap().done().unwrap().id);
    }
    ids
}

fn replays(app: &App, fleet: &Fleet) {
    let now = app.clock().now();
    let told = app.ask_now(&fleet.operator, Actor::System, move |s| history::history(s, now));
    let told = told.unwrap().to_string();
    let scenario = rimessa_replay::scenario::Scenario::read(&told).unwrap();
    let rules = fleet.operator.versions.at(now);
    let statement = rimessa_replay::check::run(rules, &scenario, &told).unwrap();
    let expect = scenario.expect.as_ref().unwrap();
    assert_eq!(rimessa_replay::check::differences(&statement, expect), Vec::<String>::new());
}

fn what_falls_due_is_settled_once(place: &Place) {
    const MEMBERS: usize = 12;
    let keys = Keys::generate();
    let first = open(place, &keys);
    let fleet = found(&first, "clem", MEMBERS, MEMBERS);
    let second = open(place, &keys);
    for (index, member) in fleet.members.iter().enumerate() {
        let plans = fleet.operator.versions.at(MORNING).subscriptions.iter();
        let plans: Vec<_> = plans.map(|terms| terms.plan).collect();
        let plan = plans[index % plans.len()];
        let plan = &fleet.operator.versions.at(MORNING).plans[usize::from(plan.0)].id;
        let wish = subscribe::Wish { plan: Some(plan.to_string()), ..subscribe::Wish::default() };
        let actor = Actor::Member(*member);
        let done = first
            .command_now(&fleet.operator, actor, move |s| subscribe::subscribe(s, &wish))
            .unwrap();
        assert!(done.done().is_some());
    }
    for round in 0..4 {
        for hours in [3, 9, 30] {
            book(&first, &fleet, hours);
        }
        let later = first.clock().now().plus(Span::days(33));
        [&first, &second].iter().for_each(|app| app.clock().set(later));
        thread::scope(|scope| {
            for app in [&first, &second, &first, &second] {
                scope.spawn(move || settle_all(app, later).unwrap());
            }
            // Use cases settle what concerns them, too.
            let (second, fleet) = (&second, &fleet);
            scope.spawn(move || book(second, fleet, 3));
        });
        check_bookings(first.store());
        let open = "SELECT COUNT(*) FROM booking WHERE state = 'never-opened'";
        let settled = i64::try_from((4 * round + 3) * MEMBERS).unwrap();
        assert_eq!(number(first.store(), open), settled);
        let lines = number(first.store(), "SELECT COUNT(*) FROM line");
        assert!(lines >= settled, "{lines} lines of {settled} bookings");
        let later = first.clock().now().plus(Span::hours(8));
        [&first, &second].iter().for_each(|app| app.clock().set(later));
        settle_all(&second, later).unwrap();
    }
    replays(&first, &fleet);
}

#[test]
fn what_falls_due_is_settled_once_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    what_falls_due_is_settled_once(&Place::File(folder.path().join("store.db")));
}

#[test]
fn what_falls_due_is_settled_once_on_postgresql() {
    what_falls_due_is_settled_once(&Server::shared().database().parse().unwrap());
}

/// Staff restore a booking that fell due a moment ago: it is settled first, and stays settled.
#[test]
fn what_was_settled_is_not_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(&Place::File(folder.path().join("store.db")), &Keys::generate());
    let fleet = found(&app, "carcityclub", 1, 1);
    let id = book(&app, &fleet, 1).remove(0);
    app.clock().set(MORNING.plus(Span::hours(9)));
    let wish =
        assess::Wish { kind: "restored".to_owned(), booking: Some(id), ..assess::Wish::default() };
    let asked =
        app.command_now(&fleet.operator, Actor::Staff(1), move |s| assess::assess(s, &wish));
    asked.unwrap();
    let due = "SELECT COUNT(*) FROM booking WHERE state <> 'never-opened'";
    assert_eq!(number(app.store(), due), 0);
    let lines = number(app.store(), "SELECT COUNT(*) FROM line");
    settle_all(&app, app.clock().now().plus(Span::days(1))).unwrap();
    assert_eq!(number(app.store(), "SELECT COUNT(*) FROM line"), lines);
    replays(&app, &fleet);
}
