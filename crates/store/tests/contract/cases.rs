//! Cases, proposals, claims, issued items, readings, exits: kept whole, found by what is due.

use rimessa_domain::booking::State;
use rimessa_domain::ids::{BookingId, ContractId, MemberId, VehicleId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::cases::{self, CaseRow, EntryRow, Sought};
use rimessa_store::claims::{self, ClaimRow};
use rimessa_store::issued::{self, ItemRow};
use rimessa_store::odometer::{self, Reading};
use rimessa_store::proposals::{self, ProposalRow};
use rimessa_store::trips::{self, Late};
use rimessa_store::{Failure, bookings, exits, journal};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises!(
    a_case_comes_back_as_it_was,
    there_is_one_case_of_one_thing,
    the_queue_is_in_the_order_of_what_is_due,
    what_was_said_is_forgotten_with_the_person,
    a_proposal_comes_back_as_it_was,
    a_claim_that_is_overdue_is_found_once,
    what_was_issued_is_found_by_its_label,
    readings_and_exits_come_back_in_their_order,
    trips_are_found_before_after_and_late,
);

const ANNA: MemberId = MemberId(1);

fn case(id: u128, due: i64) -> CaseRow {
    CaseRow {
        id,
        kind: "damage".to_owned(),
        state: "open".to_owned(),
        outcome: None,
        opened: hour(0),
        opened_by: "member".to_owned(),
        due: hour(due),
        owner: None,
        member: Some(ANNA),
        booking: Some(BookingId(2)),
        vehicle: Some(VehicleId(3)),
        once: None,
        closed: None,
        version: 1,
    }
}

fn entry(id: u128) -> EntryRow {
    EntryRow {
        id,
        at: hour(0),
        author: "staff".to_owned(),
        author_id: Some(4),
        kind: "note".to_owned(),
        visible: false,
        sealed: vec![0, 255],
        uploads_json: "[]".to_owned(),
    }
}

fn a_case_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        let mut whole = CaseRow { once: Some("a".to_owned()), owner: Some(9), ..case(1, 1) };
        cases::insert(tx, OP, &whole)?;
        assert_eq!(cases::get(tx, OP, 1)?, Some(whole.clone()));
        assert_eq!(cases::lock(tx, OP, 1)?, Some(whole.clone()));
        assert_eq!(cases::get(tx, OTHER, 1)?, None);
        whole.state = "closed".to_owned();
        (whole.outcome, whole.closed) = (Some("settled".to_owned()), Some(hour(2)));
        (whole.owner, whole.once, whole.due) = (None, None, hour(5));
        cases::update(tx, OP, &whole)?;
        assert_eq!(cases::get(tx, OP, 1)?, Some(CaseRow { version: 2, ..whole }));
        let bare = CaseRow { member: None, booking: None, vehicle: None, ..case(2, 1) };
        cases::insert(tx, OP, &bare)?;
        assert_eq!(cases::get(tx, OP, 2)?, Some(bare));
        assert_eq!(cases::of_member(tx, OP, ANNA, u128::MAX, 9)?.len(), 1);
        assert_eq!(cases::of_member(tx, OP, ANNA, 1, 9)?.len(), 0);
        Ok(())
    });
}

fn there_is_one_case_of_one_thing(bench: &Bench) {
    let of = |id| CaseRow { once: Some("late-trip:7".to_owned()), ..case(id, 1) };
    bench.write(move |tx| {
        cases::insert(tx, OP, &of(1))?;
        cases::insert(tx, OTHER, &of(2))?;
        assert_eq!(cases::by_once(tx, OP, "late-trip:7")?.unwrap().id, 1);
        assert_eq!(cases::by_once(tx, OP, "late-trip:8")?, None);
        Ok(())
    });
    let second = bench.store.write_now(move |tx| cases::insert(tx, OP, &of(3)));
    assert!(matches!(second, Err(Failure::Corrupt(_))), "{second:?}");
}

fn the_queue_is_in_the_order_of_what_is_due(bench: &Bench) {
    bench.write(|tx| {
        for (id, due) in [(1, 5), (2, 3), (3, 3), (4, 9)] {
            cases::insert(tx, OP, &case(id, due))?;
        }
        let closed = CaseRow { state: "closed".to_owned(), ..case(4, 9) };
        cases::update(tx, OP, &closed)?;
        cases::update(tx, OP, &CaseRow { owner: Some(7), ..case(3, 3) })?;
        let mut ids = |sought: &Sought, after: (Instant, u128), limit| {
            let found = cases::queue(tx, OP, sought, after, limit)?;
            Ok::<_, Failure>(found.iter().map(|case| case.id).collect::<Vec<_>>())
        };
        let all = Sought::default();
        assert_eq!(ids(&all, (Instant::MIN, 0), 9)?, [2, 3, 1]);
        assert_eq!(ids(&all, (hour(3), 2), 1)?, [3]);
        assert_eq!(ids(&all, (hour(3), 3), 9)?, [1]);
        let mine = Sought { owner: Some(7), ..Sought::default() };
        assert_eq!(ids(&mine, (Instant::MIN, 0), 9)?, [3]);
        let nobodys = Sought { unowned: true, ..Sought::default() };
        assert_eq!(ids(&nobodys, (Instant::MIN, 0), 9)?, [2, 1]);
        let done = Sought { state: Some("closed".to_owned()), ..Sought::default() };
        assert_eq!(ids(&done, (Instant::MIN, 0), 9)?, [4]);
        let other = Sought { kind: Some("dirt".to_owned()), ..Sought::default() };
        assert_eq!(ids(&other, (Instant::MIN, 0), 9)?, [0; 0]);
        Ok(())
    });
}

fn what_was_said_is_forgotten_with_the_person(bench: &Bench) {
    bench.write(|tx| {
        cases::insert(tx, OP, &case(1, 1))?;
        cases::insert(tx, OP, &CaseRow { member: Some(MemberId(8)), ..case(2, 1) })?;
        for id in [1, 2] {
            cases::add(tx, OP, id, &entry(10))?;
            cases::add(tx, OP, id, &EntryRow { author_id: None, ..entry(11) })?;
        }
        let both = [entry(10), EntryRow { author_id: None, ..entry(11) }];
        assert_eq!(cases::entries(tx, OP, 1)?, both);
        cases::forget(tx, OP, ANNA)?;
        assert_eq!(cases::entries(tx, OP, 1)?, []);
        assert_eq!(cases::entries(tx, OP, 2)?, both);
        assert!(cases::get(tx, OP, 1)?.is_some());
        Ok(())
    });
}

fn proposal(id: u128) -> ProposalRow {
    ProposalRow {
        id,
        member: ANNA,
        booking: None,
        case: Some(5),
        kind: "dirty".to_owned(),
        recorded_json: "{}".to_owned(),
        evidence_json: "{}".to_owned(),
        clause: String::new(),
        amount: -3,
        state: "proposed".to_owned(),
        proposed: hour(0),
        notified: None,
        object_until: None,
        objected: None,
        objection_sealed: None,
        decided: None,
        decided_by: None,
        reason_sealed: None,
        once: Some(format!("finding:{id}")),
        version: 1,
    }
}

fn a_proposal_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        for id in [1, 2, 3] {
            proposals::insert(tx, OP, &proposal(id))?;
        }
        assert_eq!(proposals::get(tx, OP, 1)?, Some(proposal(1)));
        assert_eq!(proposals::by_once(tx, OP, "finding:2")?, Some(proposal(2)));
        let told = |id, until| ProposalRow {
            state: "notified".to_owned(),
            notified: Some(hour(1)),
            object_until: Some(until),
            objected: Some(hour(2)),
            objection_sealed: Some(vec![1]),
            decided: Some(hour(3)),
            decided_by: Some(6),
            reason_sealed: Some(vec![2]),
            amount: 2500,
            ..proposal(id)
        };
        proposals::update(tx, OP, &told(1, hour(9)))?;
        proposals::update(tx, OP, &told(2, hour(8)))?;
        let kept = ProposalRow { version: 2, ..told(1, hour(9)) };
        assert_eq!(proposals::lock(tx, OP, 1)?, Some(kept));
        assert_eq!(proposals::of_case(tx, OP, 5)?.len(), 3);
        assert_eq!(proposals::of_member(tx, OP, ANNA, false, u128::MAX, 9)?.len(), 2);
        assert_eq!(proposals::of_member(tx, OP, ANNA, true, u128::MAX, 9)?.len(), 3);
        assert_eq!(proposals::page(tx, OP, "proposed", 0, 9)?, [proposal(3)]);
        let start = (Instant::MIN, 0);
        assert_eq!(proposals::unopposed(tx, hour(8).minus(Span(1)), start, 9)?, []);
        let both = [(OP, 2, hour(8)), (OP, 1, hour(9))];
        assert_eq!(proposals::unopposed(tx, hour(9), start, 9)?, both);
        assert_eq!(proposals::unopposed(tx, hour(9), (hour(8), 2), 9)?, both[1..]);
        proposals::forget(tx, OP, ANNA)?;
        let left = proposals::get(tx, OP, 1)?.unwrap();
        assert_eq!((left.objection_sealed, left.reason_sealed), (None, None));
        Ok(())
    });
}

fn a_claim_that_is_overdue_is_found_once(bench: &Bench) {
    let claim = ClaimRow {
        id: 1,
        member: ANNA,
        booking: Some(BookingId(2)),
        kind: "taxi".to_owned(),
        amount: 1800,
        upload: Some(3),
        text_sealed: vec![9],
        state: "asked".to_owned(),
        asked: hour(0),
        due: hour(5),
        decided: None,
        decided_by: None,
        reason_sealed: None,
    };
    bench.write(move |tx| {
        claims::insert(tx, OP, &claim)?;
        assert_eq!(claims::get(tx, OP, 1)?.as_ref(), Some(&claim));
        assert_eq!(claims::page(tx, OP, "asked", 0, 9)?.as_slice(), std::slice::from_ref(&claim));
        assert_eq!(claims::of_member(tx, OP, ANNA, u128::MAX, 9)?.len(), 1);
        assert_eq!(claims::overdue(tx, hour(5).minus(Span(1)), 9)?, []);
        assert_eq!(claims::overdue(tx, hour(5), 9)?, [(OP, 1)]);
        claims::escalated(tx, OP, 1, hour(5))?;
        assert_eq!(claims::overdue(tx, hour(6), 9)?, []);
        let paid = ClaimRow {
            state: "paid".to_owned(),
            decided: Some(hour(6)),
            decided_by: Some(7),
            reason_sealed: Some(vec![1]),
            ..claim.clone()
        };
        claims::update(tx, OP, &paid)?;
        assert_eq!(claims::lock(tx, OP, 1)?, Some(paid.clone()));
        claims::forget(tx, OP, ANNA, b"-")?;
        let bare = ClaimRow { text_sealed: b"-".to_vec(), reason_sealed: None, ..paid };
        assert_eq!(claims::get(tx, OP, 1)?, Some(bare));
        Ok(())
    });
}

fn what_was_issued_is_found_by_its_label(bench: &Bench) {
    let item = |id| ItemRow {
        id,
        kind: "key".to_owned(),
        label: format!("K{id}"),
        vehicle: Some(VehicleId(3)),
        member: None,
        state: "issued".to_owned(),
        issued: hour(0),
        lost: None,
        case: None,
        replaced_by: None,
    };
    bench.write(move |tx| {
        issued::insert(tx, OP, &item(1))?;
        issued::insert(tx, OP, &item(2))?;
        assert_eq!(issued::by_label(tx, OP, "key", "K1")?, Some(item(1)));
        assert_eq!(issued::by_label(tx, OP, "fuel-card", "K1")?, None);
        assert_eq!(issued::of_vehicle(tx, OP, VehicleId(3))?, [item(2), item(1)]);
        assert_eq!(issued::page(tx, OP, 1, 9)?, [item(2)]);
        let gone = ItemRow {
            state: "replaced".to_owned(),
            lost: Some(hour(1)),
            case: Some(4),
            replaced_by: Some(2),
            ..item(1)
        };
        issued::update(tx, OP, &gone)?;
        assert_eq!(issued::get(tx, OP, 1)?, Some(gone));
        Ok(())
    });
}

fn readings_and_exits_come_back_in_their_order(bench: &Bench) {
    bench.write(|tx| {
        let reading = |hours, odometer_m| Reading {
            at: hour(hours),
            odometer_m,
            occasion: "checked".to_owned(),
            booking: (hours == 1).then_some(BookingId(5)),
        };
        for (id, hours) in [(1, 1), (2, 2)] {
            odometer::insert(tx, OP, VehicleId(3), id, &reading(hours, 10 * hours))?;
        }
        let latest = odometer::latest(tx, OP, VehicleId(3), 9)?;
        assert_eq!(latest, [reading(2, 20), reading(1, 10)]);
        assert_eq!(odometer::latest(tx, OP, VehicleId(4), 9)?, []);
        for (id, hours) in [(1, 1), (2, 2), (3, 3)] {
            exits::insert(tx, OP, ContractId(6), id, hour(hours))?;
        }
        let between = exits::between(tx, OP, ContractId(6), (hour(1), hour(3)))?;
        assert_eq!(between, [hour(1), hour(2)]);
        Ok(())
    });
}

fn trips_are_found_before_after_and_late(bench: &Bench) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        for (id, times, state) in [
            (1, (0, 1), State::Returned(hour(1))),
            (2, (2, 3), State::Returned(hour(3))),
            (3, (4, 5), State::Driving),
            (4, (6, 7), State::Planned),
            (5, (8, 9), State::Planned),
        ] {
            let mut one = booking(rules, (id, 1, id), times);
            bookings::insert(tx, OP, rules, &one, b"-")?;
            one.state = state;
            bookings::update(tx, OP, rules, &one)?;
        }
        let (vehicle, third) = (VehicleId(1), BookingId(3));
        assert_eq!(trips::before(tx, OP, vehicle, third, hour(4))?, Some(BookingId(2)));
        assert_eq!(trips::before(tx, OP, vehicle, BookingId(2), hour(3))?, Some(BookingId(1)));
        assert_eq!(trips::before(tx, OP, vehicle, third, hour(0))?, None);
        assert_eq!(trips::next(tx, OP, vehicle, third, hour(5))?, Some(BookingId(4)));
        assert_eq!(trips::next(tx, OP, vehicle, BookingId(4), hour(5))?, Some(BookingId(5)));
        let late = Late { booking: third, member: MemberId(3), end: hour(5) };
        let start = (Instant::MIN, BookingId(0));
        assert_eq!(trips::late(tx, OP, hour(5), start, 9)?, [late]);
        assert_eq!(trips::late(tx, OP, hour(5), (hour(5), third), 9)?, []);
        assert_eq!(trips::late(tx, OP, hour(5).minus(Span(1)), start, 9)?, []);
        assert_eq!(trips::last_decided(tx, OP, vehicle, 0)?, None);
        for (hours, kind) in [(4, "unlock"), (5, "odometer")] {
            let entry = journal::Entry { kind, vehicle: Some(vehicle), ..Default::default() };
            journal::append(tx, OP, hour(hours), &entry)?;
        }
        assert_eq!(trips::last_decided(tx, OP, vehicle, 0)?, Some(hour(4)));
        Ok(())
    });
}
