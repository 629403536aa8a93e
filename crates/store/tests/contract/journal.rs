//! The journal: readers miss nothing and see nothing twice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_store::journal::{self, Entry, Position};
use rimessa_store::{Settings, Store};

use crate::bench::{Bench, OP, OTHER, hour, promises};

promises!(
    an_entry_comes_back_as_it_was,
    an_older_transaction_is_not_overtaken,
    a_follower_among_writers_misses_nothing,
    whoever_begins_at_the_end_misses_nothing,
);

fn append(store: &Store, subject: u128) {
    let done = store.write_now(move |tx| {
        let entry =
            Entry { actor: "system", kind: "test", subject: Some(subject), ..Entry::default() };
        journal::append(tx, OP, hour(0), &Entry { data: "{}", ..entry })
    });
    done.unwrap();
}

fn follow(store: &Store, after: Position, limit: i64) -> (Vec<u128>, Position) {
    let rows = store.read_now(move |tx| journal::follow(tx, after, limit)).unwrap();
    let last = rows.last().map_or(after, |row| row.position);
    (rows.into_iter().filter_map(|row| row.subject).collect(), last)
}

fn an_entry_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        let whole = Entry {
            actor: "staff",
            actor_id: Some(5),
            kind: "book",
            refused: Some("vehicle-taken"),
            member: Some(MemberId(1)),
            booking: Some(BookingId(2)),
            vehicle: Some(VehicleId(3)),
            subject: Some(u128::MAX),
            version: Some(7),
            data: r#"{"é":"\u0000"}"#,
        };
        journal::append(tx, OP, hour(1), &whole)?;
        let bare = Entry { actor: "system", kind: "tick", data: "", ..Entry::default() };
        journal::append(tx, OP, hour(2), &bare)?;
        journal::append(tx, OTHER, hour(3), &bare)
    });
    let page = bench.read(|tx| journal::page(tx, OP, 0, 10));
    assert_eq!(page.len(), 2);
    let (whole, bare) = (&page[0], &page[1]);
    assert_eq!((whole.operator, whole.at, &*whole.actor), (OP, hour(1), "staff"));
    assert_eq!((&*whole.kind, whole.refused.as_deref()), ("book", Some("vehicle-taken")));
    assert_eq!((whole.actor_id, whole.member), (Some(5), Some(MemberId(1))));
    assert_eq!((whole.booking, whole.vehicle), (Some(BookingId(2)), Some(VehicleId(3))));
    assert_eq!((whole.subject, &*whole.data), (Some(u128::MAX), r#"{"é":"\u0000"}"#));
    assert_eq!((bare.actor_id, bare.refused.as_deref(), bare.subject), (None, None, None));
    assert!(whole.position < bare.position);
    let after = whole.position.seq;
    let rest = bench.read(move |tx| journal::page(tx, OP, after, 10));
    assert_eq!(rest.iter().collect::<Vec<_>>(), [bare]);
    let whole = [whole.clone()];
    assert_eq!(bench.read(|tx| journal::of_booking(tx, OP, BookingId(2))), whole);
    assert_eq!(bench.read(|tx| journal::of_member(tx, OP, MemberId(1), i64::MAX, 9)), whole);
    assert!(bench.read(move |tx| journal::of_member(tx, OP, MemberId(1), after, 9)).is_empty());
    assert!(bench.read(|tx| journal::of_booking(tx, OTHER, BookingId(2))).is_empty());
}

/// A transaction that began first and commits last has the lower number; whoever read beyond it would
/// never see it.
fn an_older_transaction_is_not_overtaken(bench: &Bench) {
    if !bench.is_postgres {
        return; // There is one writer, and so no overtaking.
    }
    let (begun, wait_begun) = mpsc::channel();
    let (go, wait_go) = mpsc::channel::<()>();
    let (ended, wait_ended) = mpsc::channel();
    bench.store.write(
        move |tx| {
            let entry = Entry { actor: "a", kind: "b", data: "{}", ..Entry::default() };
            journal::append(tx, OP, hour(0), &Entry { subject: Some(1), ..entry })?;
            begun.send(()).unwrap();
            wait_go.recv().unwrap();
            journal::append(tx, OP, hour(0), &Entry { subject: Some(2), ..entry })
        },
        move |done: Result<(), rimessa_store::Failure>| ended.send(done).unwrap(),
    );
    wait_begun.recv().unwrap();
    append(&bench.store, 3);
    let start = Position::default();
    assert_eq!(follow(&bench.store, start, 10), (vec![], start), "the older one is still open");
    go.send(()).unwrap();
    wait_ended.recv().unwrap().unwrap();
    let (all, last) = follow(&bench.store, start, 10);
    assert_eq!(all, [1, 2, 3]);
    assert_eq!(follow(&bench.store, last, 10), (vec![], last));
}

fn a_follower_among_writers_misses_nothing(bench: &Bench) {
    const WRITERS: u128 = 4;
    const EACH: u128 = 60;
    let others = bench.again(Settings { connections: 4, ..Settings::default() });
    let finished = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let follower = scope.spawn(|| {
            let (mut all, mut position) = (Vec::new(), Position::default());
            loop {
                let last_round = finished.load(Ordering::SeqCst);
                let (mut new, last) = follow(&bench.store, position, 7);
                let nothing = new.is_empty();
                all.append(&mut new);
                position = last;
                if nothing && last_round {
                    return all;
                }
            }
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let store = if writer % 2 == 0 { &bench.store } else { &others };
                scope.spawn(move || (0..EACH).for_each(|n| append(store, writer * EACH + n)))
            })
            .collect();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        finished.store(true, Ordering::SeqCst);
        follower.join().unwrap()
    });
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..WRITERS * EACH).collect::<Vec<_>>());
    for writer in 0..WRITERS {
        let own = seen.iter().filter(|n| **n / EACH == writer);
        assert!(own.is_sorted(), "each writer's own order is kept");
    }
}

fn whoever_begins_at_the_end_misses_nothing(bench: &Bench) {
    append(&bench.store, 1);
    let end = bench.read(journal::end);
    append(&bench.store, 2);
    let (new, _) = follow(&bench.store, end, 10);
    // What was there already may come again; what came later must come.
    assert!(new == [2] || new == [1, 2], "{new:?}");
}
