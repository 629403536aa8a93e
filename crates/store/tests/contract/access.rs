//! Jobs, cards, devices, wrong codes: each is counted once, and held by one.

use std::sync::mpsc;

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::time::Span;
use rimessa_store::cards::{self, CardRow, EnrolmentRow};
use rimessa_store::members::Person;
use rimessa_store::reports::{self, CommandRow, NewEvent, Reading};
use rimessa_store::{Failure, access, bookings, jobs, members};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises!(
    a_job_is_held_by_one_until_its_time_is_over,
    two_processes_do_not_hold_the_same_job,
    a_job_that_failed_says_so,
    a_card_is_found_by_its_hash,
    an_enrolment_runs_out,
    a_report_counts_once,
    a_late_reading_changes_nothing,
    a_command_is_answered_once,
    a_member_is_reminded_once,
    members_are_found_however_their_number_is_written,
    wrong_codes_are_counted,
    a_text_message_counts_once,
    bookings_are_found_at_their_station,
);

fn a_job_is_held_by_one_until_its_time_is_over(bench: &Bench) {
    let take =
        |hours: i64| bench.write(move |tx| jobs::take(tx, "settle", hour(hours), hour(hours + 1)));
    assert_eq!(take(0), None, "there is no such job");
    bench.write(|tx| jobs::ensure(tx, "settle", hour(1)));
    bench.write(|tx| jobs::ensure(tx, "settle", hour(9)));
    assert_eq!(take(0), None, "it is not due");
    let first = take(1).unwrap();
    assert_eq!(first.attempts, 1);
    assert_eq!(bench.write(|tx| jobs::take(tx, "settle", hour(1), hour(3))), None);
    assert_eq!(bench.read(jobs::next), Some(hour(2)));
    // Whoever held it broke off.
    let second = take(2).unwrap();
    assert_eq!(second.attempts, 2);
    assert!(
        !bench.write(move |tx| jobs::let_go(tx, &first, hour(5), None)),
        "it is not his any more"
    );
    assert!(bench.write(move |tx| jobs::let_go(tx, &second, hour(5), None)));
    assert_eq!(take(4), None);
    assert_eq!(take(5).unwrap().attempts, 1);
}

fn two_processes_do_not_hold_the_same_job(bench: &Bench) {
    bench.write(|tx| jobs::ensure(tx, "settle", hour(0)));
    if !bench.is_postgres {
        return;
    }
    let (taken, wait_taken) = mpsc::channel();
    let (go, wait_go) = mpsc::channel::<()>();
    let (ended, wait_ended) = mpsc::channel();
    bench.store.write(
        move |tx| {
            let held = jobs::take(tx, "settle", hour(0), hour(1))?;
            taken.send(()).unwrap();
            wait_go.recv().unwrap();
            Ok(held)
        },
        move |done: Result<_, Failure>| ended.send(done).unwrap(),
    );
    wait_taken.recv().unwrap();
    assert_eq!(bench.write(|tx| jobs::take(tx, "settle", hour(0), hour(1))), None);
    go.send(()).unwrap();
    assert!(wait_ended.recv().unwrap().unwrap().is_some());
}

fn a_job_that_failed_says_so(bench: &Bench) {
    bench.write(|tx| jobs::ensure(tx, "remind", hour(0)));
    let held = bench.write(|tx| jobs::take(tx, "remind", hour(0), hour(1))).unwrap();
    bench.write(move |tx| jobs::let_go(tx, &held, hour(2), Some("no")));
    let held = bench.write(|tx| jobs::take(tx, "remind", hour(2), hour(3))).unwrap();
    assert_eq!(held.attempts, 2, "attempts are counted until one succeeds");
}

fn card(id: u128, hash: &[u8], member: u128) -> CardRow {
    CardRow {
        id,
        uid_hash: hash.to_vec(),
        label: "bank card".to_owned(),
        member: MemberId(member),
        state: "active".to_owned(),
        made: hour(0),
    }
}

fn a_card_is_found_by_its_hash(bench: &Bench) {
    bench.write(|tx| cards::insert(tx, OP, &card(1, b"hash", 4)));
    bench.write(|tx| cards::insert(tx, OTHER, &card(1, b"hash", 9)));
    assert!(bench.store.write_now(|tx| cards::insert(tx, OP, &card(2, b"hash", 5))).is_err());
    assert_eq!(bench.read(|tx| cards::by_hash(tx, OP, b"hash")), Some(card(1, b"hash", 4)));
    bench.write(|tx| cards::update(tx, OP, 1, "sticker", "lost"));
    let found = bench.read(|tx| cards::of_member(tx, OP, MemberId(4))).remove(0);
    assert_eq!((&*found.label, &*found.state), ("sticker", "lost"));
    assert_eq!(bench.read(|tx| cards::get(tx, OTHER, 1)).unwrap().state, "active");
    bench.write(|tx| cards::put_pin(tx, OP, MemberId(4), b"sealed"));
    bench.write(|tx| cards::forget(tx, OP, MemberId(4)));
    assert_eq!(bench.read(|tx| cards::get(tx, OP, 1)), None);
    assert_eq!(bench.read(|tx| cards::pin(tx, OP, MemberId(4))), None);
}

fn an_enrolment_runs_out(bench: &Bench) {
    let row = EnrolmentRow {
        member: MemberId(4),
        vehicle: VehicleId(6),
        expires: hour(1),
        uid_hash: None,
    };
    let put = row.clone();
    bench.write(move |tx| cards::put_enrolment(tx, OP, &put));
    let at = |hours| bench.read(move |tx| cards::enrolments_at(tx, OP, VehicleId(6), hour(hours)));
    assert_eq!(at(0).len(), 1);
    assert!(at(1).is_empty());
    let seen = EnrolmentRow { uid_hash: Some(b"hash".to_vec()), ..row };
    let put = seen.clone();
    bench.write(move |tx| cards::put_enrolment(tx, OP, &put));
    assert_eq!(bench.read(|tx| cards::enrolment(tx, OP, MemberId(4))), Some(seen));
}

fn a_report_counts_once(bench: &Bench) {
    let put = |sequence: i64| {
        bench.write(move |tx| {
            let event = NewEvent {
                sequence,
                at: hour(sequence),
                received: hour(9),
                clock_wrong: false,
                kind: "plugged",
                vehicle: VehicleId(6),
                data: "{}",
            };
            reports::insert_event(tx, OP, 3, &event)
        })
    };
    assert_eq!([put(2), put(5), put(2), put(1)], [true, true, false, true]);
    assert_eq!(bench.read(|tx| reports::numbers_after(tx, OP, 3, 1, 9)), [2, 5]);
    let kinds = bench.read(|tx| reports::kinds_since(tx, OP, VehicleId(6), hour(0)));
    assert_eq!(kinds, [("plugged".to_owned(), hour(5))]);
    assert_eq!(bench.write(|tx| reports::forget(tx, hour(9))), 0);
    assert_eq!(bench.write(|tx| reports::forget(tx, hour(10))), 3);
}

fn a_late_reading_changes_nothing(bench: &Bench) {
    for (at, value) in [(2, 80), (1, 90), (3, 70)] {
        bench.write(move |tx| {
            let reading = Reading { kind: "charge".to_owned(), at: hour(at), value, second: 0 };
            reports::put_reading(tx, OP, VehicleId(6), &reading)
        });
        let now = bench.read(|tx| reports::readings(tx, OP, VehicleId(6))).remove(0);
        assert_eq!(now.value, if at == 3 { 70 } else { 80 });
    }
    assert!(bench.read(|tx| reports::readings(tx, OTHER, VehicleId(6))).is_empty());
}

fn a_command_is_answered_once(bench: &Bench) {
    let row = CommandRow {
        id: 1,
        vehicle: VehicleId(6),
        booking: Some(BookingId(5)),
        what: "open".to_owned(),
        asked: hour(0),
        expires: hour(1),
        state: "waiting".to_owned(),
        problem: None,
    };
    let put = row.clone();
    bench.write(move |tx| reports::command(tx, OP, &put));
    let waiting = |hours| bench.read(move |tx| reports::waiting(tx, OP, VehicleId(6), hour(hours)));
    assert_eq!(waiting(0), [row]);
    assert!(waiting(1).is_empty());
    assert!(bench.write(|tx| reports::answered(tx, OP, 1, "failed", Some("jammed"))));
    assert!(!bench.write(|tx| reports::answered(tx, OP, 1, "done", None)));
    assert!(waiting(0).is_empty());
}

fn a_member_is_reminded_once(bench: &Bench) {
    let versions = versions("carcityclub");
    let rules = versions.at(hour(0)).clone();
    bench.write(move |tx| {
        bookings::insert(tx, OP, &rules, &booking(&rules, (5, 6, 4), (1, 2)), b"code")
    });
    let near = || bench.read(|tx| access::to_remind(tx, OP, "start", (hour(0), hour(1)), 9));
    assert_eq!(near(), [BookingId(5)]);
    assert!(bench.read(|tx| access::to_remind(tx, OP, "end", (hour(0), hour(9)), 9)).is_empty());
    assert!(bench.write(|tx| access::reminded(tx, OP, BookingId(5), "start", hour(0))));
    assert!(!bench.write(|tx| access::reminded(tx, OP, BookingId(5), "start", hour(0))));
    assert!(near().is_empty());
}

fn members_are_found_however_their_number_is_written(bench: &Bench) {
    for (id, phone) in [(4, "+39 333 000-0001"), (5, "+39/333.0000001"), (6, "+393330000002")] {
        bench.write(move |tx| {
            let person = Person { phone: Some(phone.to_owned()), ..Person::default() };
            members::put_person(tx, OP, MemberId(id), &person)
        });
    }
    let mut found = bench.read(|tx| access::members_by_phone(tx, OP, "+393330000001"));
    found.sort_unstable();
    assert_eq!(found, [MemberId(4), MemberId(5)]);
    assert!(bench.read(|tx| access::members_by_phone(tx, OTHER, "+393330000001")).is_empty());
}

fn wrong_codes_are_counted(bench: &Bench) {
    assert_eq!(bench.read(|tx| access::attempts(tx, OP, b"here")), None);
    for failures in 1..=2 {
        bench.write(move |tx| access::put_attempts(tx, OP, b"here", (hour(0), failures)));
    }
    assert_eq!(bench.read(|tx| access::attempts(tx, OP, b"here")), Some((hour(0), 2)));
    assert_eq!(bench.read(|tx| access::attempts(tx, OTHER, b"here")), None);
    bench.write(|tx| access::put_attempts(tx, OP, b"there", (hour(2), 1)));
    bench.write(|tx| access::forget_old_attempts(tx, hour(1)));
    assert_eq!(bench.read(|tx| access::attempts(tx, OP, b"here")), None);
    bench.write(|tx| access::forget_attempts(tx, OTHER, b"there"));
    assert_eq!(bench.read(|tx| access::attempts(tx, OP, b"there")), Some((hour(2), 1)));
    bench.write(|tx| access::forget_attempts(tx, OP, b"there"));
    assert_eq!(bench.read(|tx| access::attempts(tx, OP, b"there")), None);
}

fn a_text_message_counts_once(bench: &Bench) {
    assert!(bench.write(|tx| access::sms_came(tx, OP, "m1", hour(0))));
    bench.write(|tx| access::sms_answered(tx, OP, "m1", "opened", Some(BookingId(5))));
    assert!(!bench.write(|tx| access::sms_came(tx, OP, "m1", hour(1))));
    assert!(bench.write(|tx| access::sms_came(tx, OTHER, "m1", hour(1))));
    assert_eq!(bench.read(|tx| access::sms_outcome(tx, OP, "m1")), "opened");
}

fn bookings_are_found_at_their_station(bench: &Bench) {
    let versions = versions("carcityclub");
    let rules = versions.at(hour(0)).clone();
    bench.write(move |tx| {
        bookings::insert(tx, OP, &rules, &booking(&rules, (5, 6, 4), (1, 2)), b"code")
    });
    let station = rimessa_domain::ids::StationId(7);
    let of = |station, from: i64| {
        let versions = versions.clone();
        bench.read(move |tx| {
            let span = (hour(from), hour(from).plus(Span::hours(1)));
            access::at_station(tx, OP, &versions, station, span)
        })
    };
    assert_eq!(of(station, 1).len(), 1);
    assert!(of(station, 2).is_empty());
    assert!(of(rimessa_domain::ids::StationId(8), 1).is_empty());
    let versions = versions.clone();
    let own = bench.read(move |tx| access::of_member(tx, OP, &versions, MemberId(4), hour(1)));
    assert_eq!(own[0].code_sealed.as_deref(), Some(b"code".as_slice()));
}
