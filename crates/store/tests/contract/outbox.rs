//! The outbox: each message is taken by one sender, and kept no longer than it must be.

use std::sync::mpsc;

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::outbox::{self, Ended, MessageRow, NewMessage};
use rimessa_store::{Failure, Store};

use crate::bench::{Bench, MORNING, OP, OTHER, hour, promises};

promises!(
    a_message_comes_back_as_it_was,
    a_message_is_taken_once_until_its_time_is_over,
    two_takers_share_and_do_not_wait,
    what_was_sent_keeps_no_text,
    who_comes_back_late_changes_nothing,
    what_is_dead_is_tried_again_when_asked,
    media_are_taken_apart,
);

const LATER: Instant = Instant(MORNING.0 + 3_600_000);
/// It was sent, and its text goes.
const SENT: Ended<'_> =
    Ended { state: "sent", problem: None, next: None, sent: Some(LATER), purge: true };

fn put(bench: &Bench, count: u128) {
    bench.write(move |tx| {
        (1..=count).try_for_each(|id| {
            let message = NewMessage {
                id,
                medium: "sms",
                kind: "confirmation",
                member: Some(MemberId(4)),
                booking: Some(BookingId(5)),
                sealed: b"\x00sealed",
            };
            outbox::put(tx, OP, hour(0), &message)
        })
    });
}

fn take(store: &Store, minutes: i64, limit: i64) -> Vec<MessageRow> {
    let now = hour(0).plus(Span::minutes(minutes));
    store
        .write_now(move |tx| outbox::take(tx, "sms", (now, now.plus(Span::minutes(5))), limit))
        .unwrap()
}

fn ids(rows: &[MessageRow]) -> Vec<u128> {
    let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids
}

fn a_message_comes_back_as_it_was(bench: &Bench) {
    put(bench, 2);
    let page = bench.read(|tx| outbox::page(tx, OP, u128::MAX, 9));
    assert_eq!(page.iter().map(|row| row.id).collect::<Vec<_>>(), [2, 1]);
    let wanted = MessageRow {
        operator: OP,
        id: 1,
        made: hour(0),
        medium: "sms".to_owned(),
        kind: "confirmation".to_owned(),
        member: Some(MemberId(4)),
        booking: Some(BookingId(5)),
        sealed: Some(b"\x00sealed".to_vec()),
        state: "waiting".to_owned(),
        attempts: 0,
        sent: None,
        problem: None,
    };
    assert_eq!(bench.read(|tx| outbox::page(tx, OP, 2, 9)), [wanted]);
    assert!(bench.read(|tx| outbox::page(tx, OTHER, u128::MAX, 9)).is_empty());
}

fn a_message_is_taken_once_until_its_time_is_over(bench: &Bench) {
    put(bench, 3);
    assert_eq!(take(&bench.store, 0, 2).len(), 2);
    assert_eq!(take(&bench.store, 1, 9).len(), 1);
    assert!(take(&bench.store, 2, 9).is_empty());
    // Whoever took the first two broke off; they are tried again.
    let again = take(&bench.store, 5, 9);
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|row| row.state == "sending" && row.attempts == 1));
}

fn two_takers_share_and_do_not_wait(bench: &Bench) {
    put(bench, 4);
    if !bench.is_postgres {
        // One writes after the other.
        let (first, second) = (take(&bench.store, 0, 2), take(&bench.store, 0, 9));
        assert_eq!((first.len(), second.len()), (2, 2));
        return;
    }
    let (taken, wait_taken) = mpsc::channel();
    let (go, wait_go) = mpsc::channel::<()>();
    let (ended, wait_ended) = mpsc::channel();
    bench.store.write(
        move |tx| {
            let rows = outbox::take(tx, "sms", (hour(0), hour(1)), 2)?;
            taken.send(()).unwrap();
            wait_go.recv().unwrap();
            Ok(rows)
        },
        move |done: Result<_, Failure>| ended.send(done).unwrap(),
    );
    wait_taken.recv().unwrap();
    let second = take(&bench.store, 0, 9);
    go.send(()).unwrap();
    let first = wait_ended.recv().unwrap().unwrap();
    assert_eq!((first.len(), second.len()), (2, 2));
    assert_eq!(ids(&[first, second].concat()), [1, 2, 3, 4]);
}

fn what_was_sent_keeps_no_text(bench: &Bench) {
    put(bench, 3);
    take(&bench.store, 0, 9);
    bench.write(|tx| {
        let failed = |state, problem, next| Ended {
            state,
            problem: Some(problem),
            next,
            sent: None,
            purge: false,
        };
        assert!(outbox::ended(tx, (OP, 1, 1), &SENT)?);
        assert!(outbox::ended(tx, (OP, 2, 1), &failed("waiting", "451 busy", Some(hour(2))))?);
        assert!(outbox::ended(tx, (OP, 3, 1), &failed("dead", "550 unknown", None))?);
        Ok(())
    });
    let rows = bench.read(|tx| outbox::page(tx, OP, u128::MAX, 9));
    let brief: Vec<_> = rows
        .iter()
        .map(|row| (row.id, &*row.state, row.sealed.is_some(), row.sent, row.problem.as_deref()))
        .collect();
    let wanted = [
        (3, "dead", true, None, Some("550 unknown")),
        (2, "waiting", true, None, Some("451 busy")),
        (1, "sent", false, Some(hour(1)), None),
    ];
    assert_eq!(brief, wanted);
    assert_eq!(ids(&take(&bench.store, 60 * 24, 9)), [2], "neither the sent nor the dead one");
}

fn who_comes_back_late_changes_nothing(bench: &Bench) {
    put(bench, 1);
    take(&bench.store, 0, 9);
    take(&bench.store, 6, 9);
    let failed = Ended { state: "waiting", problem: None, next: None, sent: None, purge: false };
    assert!(!bench.write(move |tx| outbox::ended(tx, (OP, 1, 1), &failed)), "somebody else has it");
    assert!(!bench.write(|tx| outbox::ended(tx, (OTHER, 1, 2), &SENT)));
    assert!(bench.write(|tx| outbox::ended(tx, (OP, 1, 2), &SENT)));
    assert!(!bench.write(|tx| outbox::ended(tx, (OP, 1, 2), &SENT)), "it is sent already");
}

fn what_is_dead_is_tried_again_when_asked(bench: &Bench) {
    put(bench, 2);
    take(&bench.store, 0, 9);
    let dead = Ended { state: "dead", problem: Some("550"), next: None, sent: None, purge: false };
    bench.write(move |tx| {
        outbox::ended(tx, (OP, 1, 1), &dead)?;
        outbox::ended(tx, (OP, 2, 1), &SENT)
    });
    let found = bench.read(|tx| outbox::in_state(tx, OP, "dead", u128::MAX, 9));
    assert_eq!(ids(&found), [1]);
    assert!(!bench.write(|tx| outbox::retry(tx, OTHER, 1, hour(1))));
    assert!(!bench.write(|tx| outbox::retry(tx, OP, 2, hour(1))), "it was sent");
    assert!(bench.write(|tx| outbox::retry(tx, OP, 1, hour(1))));
    assert_eq!(bench.read(|tx| outbox::next(tx, "sms")), Some(hour(1)));
    assert_eq!(ids(&take(&bench.store, 60, 9)), [1]);
}

fn media_are_taken_apart(bench: &Bench) {
    put(bench, 1);
    let mails = bench.write(|tx| outbox::take(tx, "mail", (hour(0), hour(1)), 9));
    assert!(mails.is_empty());
    assert_eq!(bench.read(|tx| outbox::next(tx, "mail")), None);
    assert_eq!(take(&bench.store, 0, 9).len(), 1);
}
