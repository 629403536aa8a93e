//! Several at once: locks hold, and whoever was crossed is tried again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use rimessa_domain::ids::{MemberId, VehicleId};
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{Failure, idempotency, members, operators, vehicles};

use crate::bench::{Bench, OP, hour, promises};

promises!(
    a_locked_row_is_seen_as_it_is,
    who_waits_for_each_other_both_get_through,
    the_same_key_at_the_same_time_has_one_answer,
    the_same_number_at_the_same_time_is_given_once,
    what_stays_wrong_is_not_tried_for_ever,
    readers_go_on_while_others_write,
);

fn vehicle(id: u128) -> VehicleRow {
    VehicleRow {
        id: VehicleId(id),
        code: id.to_string(),
        plate: None,
        name: None,
        category: None,
        home: rimessa_domain::ids::StationId(1),
        first_pickup: None,
        left: None,
        out_of_service: None,
        version: 0,
    }
}

fn vehicles_of(bench: &Bench, count: u128) {
    bench.write(move |tx| (1..=count).try_for_each(|id| vehicles::insert(tx, OP, &vehicle(id))));
}

/// Runs the same on so many threads at once; what came of each.
fn at_once<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(count);
    thread::scope(|scope| {
        let run = |index| {
            let (barrier, work) = (&barrier, &work);
            scope.spawn(move || {
                barrier.wait();
                work(index)
            })
        };
        let threads: Vec<_> = (0..count).map(run).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Reading, adding one, writing: nothing is lost if the row was locked first.
fn a_locked_row_is_seen_as_it_is(bench: &Bench) {
    vehicles_of(bench, 1);
    at_once(4, |_| {
        for _ in 0..25 {
            bench.write(|tx| {
                let row = vehicles::lock(tx, OP, VehicleId(1))?.unwrap();
                let count = row.plate.as_deref().map_or(0, |plate| plate.parse::<u32>().unwrap());
                let plate = Some((count + 1).to_string());
                vehicles::update(tx, OP, &VehicleRow { plate, ..row })
            });
        }
    });
    let row = bench.read(|tx| vehicles::get(tx, OP, VehicleId(1))).unwrap();
    assert_eq!((row.plate.as_deref(), row.version), (Some("100"), 100));
}

fn who_waits_for_each_other_both_get_through(bench: &Bench) {
    vehicles_of(bench, 2);
    let met = Arc::new((Mutex::new(0), std::sync::Condvar::new()));
    let rounds = Arc::new(AtomicUsize::new(0));
    let is_postgres = bench.is_postgres;
    at_once(2, |index| {
        let (first, second) = if index == 0 { (1, 2) } else { (2, 1) };
        let (met, rounds) = (Arc::clone(&met), Arc::clone(&rounds));
        bench.write(move |tx| {
            rounds.fetch_add(1, Ordering::SeqCst);
            vehicles::lock(tx, OP, VehicleId(first))?;
            if is_postgres {
                // Only once both hold their first lock does either ask for its second.
                let (count, both) = &*met;
                let mut holding = count.lock().unwrap();
                *holding += 1;
                both.notify_all();
                drop(both.wait_while(holding, |holding| *holding < 2).unwrap());
            }
            vehicles::lock(tx, OP, VehicleId(second))?;
            vehicles::touch(tx, OP, VehicleId(second), None, None)
        });
    });
    let rounds = rounds.load(Ordering::SeqCst);
    assert_eq!(rounds > 2, is_postgres, "{rounds} rounds: one was undone and tried again");
    let versions = bench.read(|tx| vehicles::all(tx, OP));
    assert!(versions.iter().all(|row| row.version == 1));
}

fn the_same_key_at_the_same_time_has_one_answer(bench: &Bench) {
    for round in 0..10 {
        let key = format!("key-{round}");
        let done = at_once(4, |_| {
            let key = key.clone();
            bench.write(move |tx| {
                if idempotency::find(tx, OP, "member:1", &key)?.is_some() {
                    return Ok(false);
                }
                operators::insert(tx, &format!("o-{key}"), hour(0), "{}")?;
                idempotency::keep(tx, OP, ("member:1", &key), hour(0), b"d", "Done")?;
                Ok(true)
            })
        });
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    }
    assert_eq!(bench.read(operators::all).len(), 10);
}

fn the_same_number_at_the_same_time_is_given_once(bench: &Bench) {
    let numbers = at_once(4, |index| {
        bench.write(move |tx| {
            let number = members::next_number(tx, OP)?;
            let row = members::MemberRow {
                id: MemberId(index as u128 + 1),
                number: number.clone(),
                created: hour(0),
                language: "fr".to_owned(),
                plan: String::new(),
                state: "active".to_owned(),
                validated: true,
                validated_at_first: true,
                vehicles_limited: false,
                has_subscription: false,
                payer: None,
                locked_by: None,
                counted_json: None,
                version: 1,
            };
            members::insert(tx, OP, &row)?;
            Ok(number)
        })
    });
    let mut numbers = numbers;
    numbers.sort();
    assert_eq!(numbers, ["100001", "100002", "100003", "100004"]);
}

fn what_stays_wrong_is_not_tried_for_ever(bench: &Bench) {
    vehicles_of(bench, 1);
    let rounds = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&rounds);
    let done = bench.store.write_now(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        vehicles::insert(tx, OP, &VehicleRow { id: VehicleId(2), ..vehicle(1) })
    });
    assert!(matches!(done, Err(Failure::Corrupt(_))), "{done:?}");
    assert!(rounds.load(Ordering::SeqCst) <= 12);
}

fn readers_go_on_while_others_write(bench: &Bench) {
    vehicles_of(bench, 2);
    let seen = at_once(5, |index| {
        for _ in 0..40 {
            if index == 0 {
                bench.write(|tx| {
                    vehicles::touch(tx, OP, VehicleId(1), None, None)?;
                    vehicles::touch(tx, OP, VehicleId(2), None, None)
                });
                continue;
            }
            let rows = bench.read(|tx| vehicles::all(tx, OP));
            assert_eq!(rows[0].version, rows[1].version, "half of a commit was seen");
        }
        index
    });
    assert_eq!(seen.len(), 5);
    assert!(bench.read(|tx| vehicles::all(tx, OP)).iter().all(|row| row.version == 40));
}
