//! Servers that are killed in the middle of their work: what they acknowledged is there, nothing is
//! half done, and whoever asks again with the same key has the same answer.
//!
//! `RIMESSA_TRIALS` says how much is tried: 200,000 are a hundred kills.

mod asking;
mod client;
#[path = "../../../app/tests/crossing/fleet.rs"]
mod fleet;
mod process;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rimessa_app::{Actor, history};
use rimessa_domain::ids::BookingId;
use rimessa_store::journal::{self, Position};
use rimessa_store::{Failure, Place, Store, Tx};
use rimessa_testing::Server as Postgres;

use asking::{Asker, Shared};
use fleet::{Random, check_bookings, number, trials};
use process::{Installation, Serving};

const CLIENTS: usize = 8;

fn kills() -> usize {
    (trials(0) / 2000).max(3)
}

/// What all clients were told must be what the store holds.
fn check(installation: &Installation, askers: &[Asker]) {
    let app = installation.open();
    let store = app.store();
    check_bookings(store);
    let sum = |count: fn(&Asker) -> usize| askers.iter().map(count).sum::<usize>();
    let booked = sum(|asker| asker.booked.len());
    let last = askers.last().and_then(|asker| asker.kept.last());
    assert!(booked > 50, "{booked} booked, no trial: {last:?}");
    let sql = "SELECT COUNT(*) FROM booking";
    assert_eq!(usize::try_from(number(store, sql)), Ok(booked), "bookings");
    let sql = "SELECT COUNT(*) FROM booking WHERE state = 'cancelled'";
    assert_eq!(usize::try_from(number(store, sql)), Ok(sum(|asker| asker.cancelled)), "cancelled");
    let sql = "SELECT COUNT(*) FROM idempotency";
    assert_eq!(usize::try_from(number(store, sql)), Ok(sum(|asker| asker.kept.len())), "answers");
    let sql = "SELECT COUNT(*) FROM journal WHERE kind IN ('book', 'cancel')";
    assert_eq!(usize::try_from(number(store, sql)), Ok(sum(|asker| asker.kept.len())), "events");
    let operator = app.directory().by_slug(process::OPERATOR).cloned().unwrap();
    let all: Vec<BookingId> = askers.iter().flat_map(|asker| asker.booked.clone()).collect();
    let versions = operator.clone();
    let missing = store.read_now(move |tx: &mut Tx<'_>| -> Result<_, Failure> {
        let mut missing = Vec::new();
        for id in &all {
            let found = rimessa_store::bookings::get(tx, versions.id, &versions.versions, *id)?;
            missing.extend(found.is_none().then_some(*id));
        }
        Ok(missing)
    });
    assert_eq!(missing, Ok(Vec::new()), "acknowledged, and gone");
    let now = app.clock().now();
    let told = app.ask_now(&operator, Actor::System, move |scene| history::history(scene, now));
    let told = told.unwrap().to_string();
    let scenario = rimessa_replay::scenario::Scenario::read(&told).unwrap();
    let rules = operator.versions.at(now);
    let statement = rimessa_replay::check::run(rules, &scenario, &told).unwrap();
    let differences =
        rimessa_replay::check::differences(&statement, scenario.expect.as_ref().unwrap());
    assert_eq!(differences, Vec::<String>::new());
}

fn nothing_is_lost_by_kills(place: Place) {
    let installation = Installation::found(place, CLIENTS);
    let mut askers = Asker::all(&installation, CLIENTS);
    let mut random = Random(7);
    for _ in 0..kills() {
        let mut serving = Serving::start(&installation);
        let shared = Shared::new(&[serving.address]);
        thread::scope(|scope| {
            for asker in &mut askers {
                let shared = &shared;
                scope.spawn(move || {
                    asker.ask_again(shared);
                    asker.ask_until_lost(shared);
                });
            }
            shared.wait_for(60 + usize::try_from(random.below(150)).unwrap());
            serving.kill();
        });
    }
    let serving = Serving::start(&installation);
    let shared = Shared::new(&[serving.address]);
    askers.iter_mut().for_each(|asker| asker.ask_again(&shared));
    drop(serving);
    check(&installation, &askers);
}

#[test]
fn nothing_is_lost_by_kills_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    nothing_is_lost_by_kills(Place::File(folder.path().join("store.db")));
}

#[test]
fn nothing_is_lost_by_kills_on_postgresql() {
    nothing_is_lost_by_kills(Postgres::shared().database().parse().unwrap());
}

/// Reads the journal as it grows; the numbers of what it saw, in that order.
fn follow(store: &Store, finished: &AtomicBool) -> Vec<i64> {
    let (mut seen, mut position) = (Vec::new(), Position::default());
    loop {
        let is_last = finished.load(Ordering::SeqCst);
        let new = store.read_now(move |tx| journal::follow(tx, position, 50)).unwrap();
        if new.is_empty() && is_last {
            return seen;
        }
        position = new.last().map_or(position, |entry| entry.position);
        seen.extend(new.iter().map(|entry| entry.position.seq));
    }
}

#[test]
fn one_of_two_servers_is_killed_and_nothing_is_lost() {
    let place: Place = Postgres::shared().database().parse().unwrap();
    let installation = Installation::found(place, CLIENTS);
    let mut askers = Asker::all(&installation, CLIENTS);
    let reader = installation.open();
    let mut serving = [Serving::start(&installation), Serving::start(&installation)];
    for round in 0..kills() {
        let shared = Shared::new(&[serving[0].address, serving[1].address]);
        let finished = AtomicBool::new(false);
        let seen = thread::scope(|scope| {
            let follower = scope.spawn(|| follow(reader.store(), &finished));
            let asking: Vec<_> = askers
                .iter_mut()
                .map(|asker| {
                    let shared = &shared;
                    scope.spawn(move || {
                        asker.ask_again(shared);
                        asker.ask_whoever_answers(shared);
                    })
                })
                .collect();
            shared.wait_for(80);
            serving[round % 2].kill();
            // The other one goes on.
            shared.wait_for(160);
            shared.stop();
            asking.into_iter().for_each(|one| one.join().unwrap());
            finished.store(true, Ordering::SeqCst);
            follower.join().unwrap()
        });
        let all = reader.store().read_now(|tx: &mut Tx<'_>| -> Result<_, Failure> {
            tx.all("SELECT seq FROM journal ORDER BY seq", &[], |row| row.int(0))
        });
        let mut sorted = seen;
        sorted.sort_unstable();
        assert_eq!(Ok(sorted), all, "a reader sees each entry once");
        serving[round % 2] = Serving::start(&installation);
    }
    drop(serving);
    check(&installation, &askers);
}
