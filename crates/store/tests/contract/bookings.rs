//! Bookings: kept whole in all their states, found by what they stand in the way of, never two at once.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Failure, bookings, calendar};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises!(
    a_booking_comes_back_as_it_was,
    a_booking_is_changed_in_all_that_can_change,
    what_stands_in_the_way_of_a_vehicle_is_found,
    what_falls_due_is_found_in_its_order,
    a_member_sees_the_latest_first,
    a_vehicle_is_reserved_once,
    a_reserved_time_is_moved_only_where_there_is_room,
    what_is_no_longer_reserved_is_free,
);

fn enter(bench: &Bench, all: Vec<Booking>) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        all.iter().try_for_each(|one| bookings::insert(tx, OP, rules, one, b"sealed"))
    });
}

fn get(bench: &Bench, id: u128) -> Option<bookings::Stored> {
    let versions = versions("carcityclub");
    bench.read(move |tx| bookings::get(tx, OP, &versions, BookingId(id)))
}

fn sample((id, vehicle, member): (u128, u128, u128), times: (i64, i64)) -> Booking {
    let versions = versions("carcityclub");
    booking(versions.at(hour(0)), (id, vehicle, member), times)
}

const STATES: [State; 5] = [
    State::Planned,
    State::Driving,
    State::Returned(Instant(1_772_449_000_001)),
    State::Cancelled,
    State::NeverOpened,
];

fn a_booking_comes_back_as_it_was(bench: &Bench) {
    let mut all = Vec::new();
    for (id, state) in (1_u128..).zip(STATES) {
        let mut one = sample((id << 100 | 1, id, id), (1, 3));
        one.state = state;
        // Its return is entered when it is brought back, not when it is made.
        if !matches!(state, State::Returned(_)) {
            all.push(one);
        }
    }
    all.push(Booking { category: None, ..sample((9, 9, 9), (1, 3)) });
    all.push(Booking { restored: true, waived: true, ..sample((u128::MAX, 10, 9), (1, 3)) });
    enter(bench, all.clone());
    for one in all {
        let stored = get(bench, one.id.0).unwrap();
        assert_eq!(stored.code_sealed.as_deref(), Some(b"sealed".as_slice()));
        assert_eq!(stored.booking, one);
    }
    assert_eq!(get(bench, 77), None);
    let versions = versions("carcityclub");
    assert_eq!(bench.read(move |tx| bookings::get(tx, OTHER, &versions, BookingId(9))), None);
}

fn a_booking_is_changed_in_all_that_can_change(bench: &Bench) {
    let versions = versions("carcityclub");
    let names: Vec<_> = ["delay", "force-majeure", "bay-taken"]
        .iter()
        .filter_map(|name| versions.at(hour(0)).find_name(name))
        .collect();
    for (index, state) in (0_u128..).zip(STATES) {
        let one = sample((index + 1, index + 1, 1), (1, 3));
        enter(bench, vec![one.clone()]);
        let changed = Booking {
            vehicle: VehicleId(100 + index),
            start: hour(4),
            end: hour(9),
            agreed_end: hour(8),
            state,
            reported: names.iter().copied().collect(),
            extension_refused: true,
            waived: true,
            restored: true,
            ..one
        };
        let (wanted, versions) = (changed.clone(), versions.clone());
        bench.write(move |tx| bookings::update(tx, OP, versions.at(hour(0)), &changed));
        assert_eq!(get(bench, wanted.id.0).unwrap().booking, wanted);
    }
}

fn what_stands_in_the_way_of_a_vehicle_is_found(bench: &Bench) {
    let past = sample((1, 1, 1), (1, 2));
    let under_way = Booking { state: State::Driving, ..sample((2, 1, 1), (3, 4)) };
    let ahead = sample((3, 1, 2), (20, 22));
    let gone = Booking { state: State::Cancelled, ..sample((4, 1, 2), (20, 22)) };
    let elsewhere = sample((5, 2, 2), (20, 22));
    enter(bench, vec![past, under_way, ahead, gone, elsewhere]);
    let versions = versions("carcityclub");
    let found = bench.read(move |tx| {
        let v = VehicleId(1);
        let way = bookings::of_vehicle(tx, OP, &versions, v, (hour(10), hour(21)))?;
        let before = bookings::of_vehicle(tx, OP, &versions, v, (hour(10), hour(19)))?;
        let open = calendar::to_settle(tx, OP, &versions, v, hour(10))?;
        let nobody = bookings::of_vehicle(tx, OTHER, &versions, v, (hour(0), hour(24)))?;
        let all = bookings::reserving(tx, OP, &versions, hour(10))?;
        Ok([way, before, open, nobody, all]
            .map(|all| all.iter().map(|b| b.id.0).collect::<Vec<_>>()))
    });
    assert_eq!(found, [vec![3], vec![], vec![1], vec![], vec![3, 5]]);
}

fn what_falls_due_is_found_in_its_order(bench: &Bench) {
    let driving = Booking { state: State::Driving, ..sample((4, 4, 1), (1, 2)) };
    enter(
        bench,
        vec![
            sample((1, 1, 1), (5, 6)),
            sample((2, 2, 2), (1, 2)),
            sample((3, 3, 1), (3, 4)),
            driving,
        ],
    );
    let versions = versions("carcityclub");
    let (of_member, anywhere, first) = bench.read(move |tx| {
        let of_member = bookings::due_of_member(tx, OP, &versions, MemberId(1), hour(6))?;
        let anywhere = bookings::next_due(tx, hour(7), 10)?;
        Ok((of_member, anywhere, bookings::next_due(tx, hour(7), 1)?))
    });
    // What falls due at a moment is not due before it.
    assert_eq!(of_member.iter().map(|b| b.id.0).collect::<Vec<_>>(), [3]);
    let wanted = [(2, hour(2)), (1, hour(4)), (1, hour(6))];
    assert_eq!(anywhere, wanted.map(|(member, at)| (OP, MemberId(member), at)));
    assert_eq!(first.len(), 1);
}

fn a_member_sees_the_latest_first(bench: &Bench) {
    let all = (1..=5).map(|n| sample((n, n, 1), (i64::try_from(n).unwrap(), 10))).collect();
    enter(bench, all);
    let versions = versions("carcityclub");
    let page = move |before: Instant, id: u128| {
        let before = (before, BookingId(id));
        let versions = versions.clone();
        let read =
            bench.read(move |tx| bookings::of_member(tx, OP, &versions, MemberId(1), before, 2));
        read.iter().map(|b| b.id.0).collect::<Vec<_>>()
    };
    assert_eq!(page(Instant(i64::MAX), 0), [5, 4]);
    assert_eq!(page(hour(4), 0), [3, 2]);
    assert_eq!(page(hour(4), 5), [4, 3]);
    assert_eq!(page(hour(1), 0), [] as [u128; 0]);
}

#[track_caller]
fn refused(bench: &Bench, one: Booking, update: bool) {
    let versions = versions("carcityclub");
    let done = bench.store.write_now(move |tx| {
        let rules = versions.at(hour(0));
        match update {
            true => bookings::update(tx, OP, rules, &one),
            false => bookings::insert(tx, OP, rules, &one, b""),
        }
    });
    match done {
        Err(Failure::Corrupt(why)) => assert!(why.contains("booking_reserved_once"), "{why}"),
        other => panic!("{other:?}"),
    }
}

fn a_vehicle_is_reserved_once(bench: &Bench) {
    enter(bench, vec![sample((1, 1, 1), (2, 4))]);
    for times in [(2, 4), (3, 5), (1, 3), (1, 9)] {
        refused(bench, sample((2, 1, 2), times), false);
    }
    // The quarter of an hour before it is reserved, too.
    let close = Booking { end: hour(2).minus(Span::minutes(14)), ..sample((2, 1, 2), (1, 2)) };
    refused(bench, close, false);
    let touching = Booking { end: hour(2).minus(Span::minutes(15)), ..sample((3, 1, 2), (1, 2)) };
    let after = Booking { start: hour(4).plus(Span::minutes(15)), ..sample((4, 1, 2), (4, 5)) };
    enter(bench, vec![touching, after, sample((5, 2, 2), (2, 4))]);
    assert_eq!(get(bench, 2), None, "nothing of what was refused is there");
}

fn a_reserved_time_is_moved_only_where_there_is_room(bench: &Bench) {
    let (first, second) = (sample((1, 1, 1), (2, 4)), sample((2, 1, 1), (6, 8)));
    let other = sample((3, 2, 1), (2, 4));
    enter(bench, vec![first.clone(), second, other.clone()]);
    refused(bench, Booking { end: hour(7), ..first.clone() }, true);
    refused(bench, Booking { vehicle: VehicleId(1), ..other }, true);
    let moved = Booking { start: hour(3), end: hour(5), ..first };
    let versions = versions("carcityclub");
    bench.write(move |tx| bookings::update(tx, OP, versions.at(hour(0)), &moved));
    assert_eq!(get(bench, 1).unwrap().booking.end, hour(5));
}

fn what_is_no_longer_reserved_is_free(bench: &Bench) {
    let early = hour(3).minus(Span::minutes(30));
    for (id, state) in [(1, State::Cancelled), (3, State::Returned(early))] {
        let one = sample((id, id, 1), (2, 4));
        enter(bench, vec![one.clone()]);
        let ended = Booking { state, ..one };
        let versions = versions("carcityclub");
        bench.write(move |tx| bookings::update(tx, OP, versions.at(hour(0)), &ended));
        enter(bench, vec![sample((id + 1, id, 2), (3, 4))]);
    }
}
