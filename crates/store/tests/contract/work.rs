//! Work on its way: done whole or not at all, refused when too much waits, and never stuck.

use std::sync::mpsc;
use std::thread;

use rimessa_domain::ids::MemberId;
use rimessa_store::{Failure, Settings, members, operators};

use crate::bench::{Bench, OP, booking, hour, promises, versions};

promises!(
    an_error_undoes_all_of_its_work,
    a_panic_undoes_its_work_and_stops_nobody,
    what_cannot_wait_is_refused,
    a_question_changes_nothing,
    a_question_sees_one_state,
    what_waits_is_done_before_the_store_closes,
    // The last one: it changes the schema.
    a_newer_schema_is_no_obstacle,
);

fn slugs(bench: &Bench) -> Vec<String> {
    bench.read(operators::all).into_iter().map(|row| row.slug).collect()
}

fn an_error_undoes_all_of_its_work(bench: &Bench) {
    let broken = bench.store.write_now(|tx| -> Result<(), Failure> {
        operators::insert(tx, "a", hour(0), "{}")?;
        Err(Failure::Conflict)
    });
    assert_eq!(broken, Err(Failure::Conflict), "its own error is told as it is");
    bench.write(|tx| operators::insert(tx, "b", hour(0), "{}"));
    assert_eq!(slugs(bench), ["b"]);
}

fn a_panic_undoes_its_work_and_stops_nobody(bench: &Bench) {
    for round in 0..6 {
        let broken = bench.store.write_now(move |tx| -> Result<(), Failure> {
            operators::insert(tx, "a", hour(0), "{}")?;
            panic!("as planned, {round}");
        });
        assert!(matches!(broken, Err(Failure::Corrupt(_))), "{broken:?}");
        let broken = bench.store.read_now(move |_| -> Result<(), Failure> {
            panic!("as planned, {round}");
        });
        assert!(matches!(broken, Err(Failure::Corrupt(_))), "{broken:?}");
    }
    bench.write(|tx| operators::insert(tx, "b", hour(0), "{}"));
    assert_eq!(slugs(bench), ["b"]);
}

fn what_cannot_wait_is_refused(bench: &Bench) {
    let settings = Settings { connections: 1, waiting: 2, ..Settings::default() };
    let store = bench.again(settings);
    let (begun, wait_begun) = mpsc::channel();
    let (go, wait_go) = mpsc::channel::<()>();
    let (ended, wait_ended) = mpsc::channel();
    let first = ended.clone();
    store.write(
        move |_| -> Result<(), Failure> {
            begun.send(()).unwrap();
            wait_go.recv().unwrap();
            Ok(())
        },
        move |done| first.send(done).unwrap(),
    );
    wait_begun.recv().unwrap();
    for _ in 0..3 {
        let ended = ended.clone();
        store.write(|_| -> Result<(), Failure> { Ok(()) }, move |done| ended.send(done).unwrap());
    }
    assert_eq!(wait_ended.recv().unwrap(), Err(Failure::Busy), "there is room for two");
    go.send(()).unwrap();
    for _ in 0..3 {
        assert_eq!(wait_ended.recv().unwrap(), Ok(()));
    }
    store.write_now(|_| -> Result<(), Failure> { Ok(()) }).unwrap();
}

fn a_question_changes_nothing(bench: &Bench) {
    let changed = bench.store.read_now(|tx| operators::insert(tx, "a", hour(0), "{}"));
    assert!(changed.is_err(), "{changed:?}");
    assert!(slugs(bench).is_empty());
}

fn a_question_sees_one_state(bench: &Bench) {
    let (read_once, wait_read) = mpsc::channel();
    let (go, wait_go) = mpsc::channel::<()>();
    let (ended, wait_ended) = mpsc::channel();
    bench.store.read(
        move |tx| {
            let before = operators::all(tx)?.len();
            read_once.send(()).unwrap();
            wait_go.recv().unwrap();
            Ok((before, operators::all(tx)?.len()))
        },
        move |seen: Result<_, Failure>| ended.send(seen).unwrap(),
    );
    wait_read.recv().unwrap();
    bench.write(|tx| operators::insert(tx, "a", hour(0), "{}"));
    assert_eq!(slugs(bench), ["a"], "nobody waits for whoever reads");
    go.send(()).unwrap();
    assert_eq!(wait_ended.recv().unwrap(), Ok((0, 0)));
}

fn what_waits_is_done_before_the_store_closes(bench: &Bench) {
    let store = bench.again(Settings::default());
    let (ended, wait_ended) = mpsc::channel();
    for n in 0..20 {
        let ended = ended.clone();
        let work = move |tx: &mut rimessa_store::Tx<'_>| {
            operators::insert(tx, &format!("o{n}"), hour(0), "{}")
        };
        store.write(work, move |done: Result<_, Failure>| ended.send(done.is_ok()).unwrap());
    }
    drop(store);
    drop(ended);
    assert_eq!(wait_ended.iter().filter(|done| *done).count(), 20);
    assert_eq!(slugs(bench).len(), 20);
}

/// The next version's migrations are in place while this version still runs.
fn a_newer_schema_is_no_obstacle(bench: &Bench) {
    let versions = versions("clem");
    bench.write(|tx| {
        tx.run("ALTER TABLE member ADD COLUMN of_the_future TEXT", &[])?;
        tx.run("ALTER TABLE booking ADD COLUMN of_the_future TEXT", &[])?;
        let sql = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
            VALUES (9999, 'of_the_future', '2026-03-02T09:00:00Z', '1')";
        tx.run(sql, &[]).map(drop)
    });
    let stores = [bench.store.clone(), bench.again(Settings::default())];
    thread::scope(|scope| {
        for (id, store) in (1_u128..).zip(stores) {
            let versions = versions.clone();
            scope.spawn(move || {
                let one = booking(versions.at(hour(0)), (id, id, 1), (1, 2));
                let done = store.write_now(move |tx| -> Result<_, Failure> {
                    let rules = versions.at(hour(0));
                    rimessa_store::bookings::insert(tx, OP, rules, &one, b"")?;
                    members::get(tx, OP, MemberId(1))
                });
                assert_eq!(done, Ok(None));
            });
        }
    });
}
