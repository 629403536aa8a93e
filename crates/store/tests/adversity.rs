//! What goes wrong around the store: a database that goes and comes back, a disk that is full.
//! It is told clearly, nothing is lost, and no restart is needed.

use std::time::{Duration, Instant as Steady};

use rimessa_domain::time::Instant;
use rimessa_store::operators;
use rimessa_store::{Failure, Place, Settings, Store, Tx};
use rimessa_testing::Server;

const SETTINGS: Settings = Settings { connections: 2, waiting: 1024, group: 64, durable: true };

fn add(store: &Store, slug: &str) -> Result<(), Failure> {
    let slug = slug.to_owned();
    store.write_now(move |tx| operators::insert(tx, &slug, Instant(0), "{}").map(drop))
}

fn slugs(store: &Store) -> Result<Vec<String>, Failure> {
    let rows = store.read_now(operators::all)?;
    Ok(rows.into_iter().map(|row| row.slug).collect())
}

#[track_caller]
fn unreachable<T: std::fmt::Debug>(done: Result<T, Failure>) -> String {
    match done {
        Err(Failure::Unreachable(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_database_that_was_gone_is_used_again() {
    let server = Server::start();
    let store = Store::open(&server.database().parse().unwrap(), SETTINGS).unwrap();
    add(&store, "before").unwrap();
    server.stop();
    for _ in 0..3 {
        unreachable(add(&store, "lost"));
        unreachable(slugs(&store));
    }
    server.resume();
    // Each of the connections was lost while idle, which nobody notices.
    for n in 0..4 {
        add(&store, &format!("after-{n}")).unwrap();
    }
    assert_eq!(slugs(&store).unwrap(), ["before", "after-0", "after-1", "after-2", "after-3"]);
    // It goes and comes back while nothing is asked: not one question fails.
    server.stop();
    server.resume();
    for n in 4..8 {
        assert_eq!(slugs(&store).unwrap().len(), n + 1);
        add(&store, &format!("after-{n}")).unwrap();
    }
}

#[test]
fn a_database_that_goes_in_the_middle_of_work_undoes_it() {
    let server = Server::start();
    let store = Store::open(&server.database().parse().unwrap(), SETTINGS).unwrap();
    let (begun, wait_begun) = std::sync::mpsc::channel();
    let (go, wait_go) = std::sync::mpsc::channel::<()>();
    let (ended, wait_ended) = std::sync::mpsc::channel();
    store.write(
        move |tx: &mut Tx<'_>| -> Result<(), Failure> {
            operators::insert(tx, "half", Instant(0), "{}")?;
            begun.send(()).unwrap();
            wait_go.recv().unwrap();
            operators::insert(tx, "whole", Instant(0), "{}").map(drop)
        },
        move |done| ended.send(done).unwrap(),
    );
    wait_begun.recv().unwrap();
    server.stop();
    go.send(()).unwrap();
    unreachable(wait_ended.recv().unwrap());
    server.resume();
    assert_eq!(slugs(&store).unwrap(), [] as [&str; 0]);
    add(&store, "after").unwrap();
}

#[test]
fn a_database_that_is_not_there_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = format!("host={} user=x dbname=x", folder.path().display());
    let begun = Steady::now();
    unreachable(Store::open(&Place::Postgres(nowhere), SETTINGS).map(drop));
    unreachable(Store::open(&Place::Postgres("port=none dbname=x".to_owned()), SETTINGS).map(drop));
    let missing = folder.path().join("no").join("folder").join("store.db");
    unreachable(Store::open(&Place::File(missing), SETTINGS).map(drop));
    assert!(begun.elapsed() < Duration::from_secs(9));
}

/// Lets an SQLite file grow no further, or again.
fn fill_up(store: &Store, full: bool) {
    let sql = if full { "PRAGMA max_page_count = 1" } else { "PRAGMA max_page_count = 1000000" };
    let room = store.write_now(move |tx: &mut Tx<'_>| -> Result<_, Failure> {
        let used = tx.one("PRAGMA page_count", &[], |row| row.int(0))?.unwrap();
        Ok(tx.one(sql, &[], |row| row.int(0))?.unwrap() - used)
    });
    assert_eq!(room.unwrap() == 0, full);
}

#[test]
fn a_full_disk_is_told_and_overcome() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let store = Store::open(&place, SETTINGS).unwrap();
    add(&store, "before").unwrap();
    fill_up(&store, true);
    let large = "x".repeat(20_000);
    let mut accepted = vec!["before".to_owned()];
    let mut refused = 0;
    for n in 0..20 {
        let (slug, settings) = (format!("full-{n}"), large.clone());
        let named = slug.clone();
        let done = store
            .write_now(move |tx| operators::insert(tx, &named, Instant(0), &settings).map(drop));
        match done {
            Ok(()) => accepted.push(slug),
            Err(Failure::Unreachable(why)) => {
                refused += 1;
                assert!(why.contains("full"), "{why}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(slugs(&store).unwrap(), accepted, "what was accepted can be read");
    }
    assert!(refused > 0, "the disk was never full");
    fill_up(&store, false);
    add(&store, "after").unwrap();
    accepted.push("after".to_owned());
    assert_eq!(slugs(&store).unwrap(), accepted);
    drop(store);
    assert_eq!(slugs(&Store::open(&place, SETTINGS).unwrap()).unwrap(), accepted);
}

/// Whoever shares a commit with work that fills the disk is told so, and has nothing half done.
#[test]
fn a_group_that_fills_the_disk_is_undone_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let store = Store::open(&place, SETTINGS).unwrap();
    fill_up(&store, true);
    let (ended, wait_ended) = std::sync::mpsc::channel();
    let (begun, wait_begun) = std::sync::mpsc::channel();
    let (go, wait_go) = std::sync::mpsc::channel::<()>();
    let work = move |tx: &mut Tx<'_>| -> Result<(), Failure> {
        begun.send(()).unwrap();
        wait_go.recv().unwrap();
        operators::insert(tx, "small", Instant(0), "{}").map(drop)
    };
    let first = ended.clone();
    store.write(work, move |done| first.send(("small", done)).unwrap());
    wait_begun.recv().unwrap();
    let large = "x".repeat(4_000_000);
    let work = move |tx: &mut Tx<'_>| operators::insert(tx, "large", Instant(0), &large).map(drop);
    let second = ended.clone();
    store.write(work, move |done| second.send(("large", done)).unwrap());
    go.send(()).unwrap();
    let told: Vec<(&str, Result<(), Failure>)> = wait_ended.iter().take(2).collect();
    let found = slugs(&store).unwrap();
    for (slug, done) in told {
        match done {
            Ok(()) => assert_eq!((slug, &*found), ("small", &["small".to_owned()][..])),
            Err(Failure::Unreachable(_)) => assert!(!found.contains(&slug.to_owned())),
            other => panic!("{slug}: {other:?}"),
        }
    }
    fill_up(&store, false);
    add(&store, "after").unwrap();
}

#[test]
fn a_copy_is_one_state_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let store = Store::open(&place, SETTINGS).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 0..60 {
                let pair = [format!("a{n}"), format!("b{n}")];
                let done = store.write_now(move |tx| -> Result<(), Failure> {
                    pair.iter()
                        .try_for_each(|s| operators::insert(tx, s, Instant(0), "{}").map(drop))
                });
                done.unwrap();
            }
        });
        for n in 0..3 {
            let copy = folder.path().join(format!("copy{n}.db"));
            store.copy_to(&copy).unwrap();
            let copied = Store::open(&Place::File(copy.clone()), SETTINGS).unwrap();
            assert_eq!(slugs(&copied).unwrap().len() % 2, 0, "half of a commit was copied");
            assert!(store.copy_to(&copy).is_err(), "nothing is written over");
        }
        writer.join().unwrap();
    });
}
