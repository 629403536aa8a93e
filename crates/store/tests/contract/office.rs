//! What the back office asks: what waits, what begins, the journal by what it is about, sums.

use rimessa_domain::booking::State;
use rimessa_domain::ids::{BookingId, MemberId, StationId, VehicleId};
use rimessa_domain::time::Instant;
use rimessa_store::board::{self, Waiting};
use rimessa_store::figures::{self, Sum};
use rimessa_store::journal::{self, Entry, Sought};
use rimessa_store::lines::{self, LineRow};
use rimessa_store::outbox::{self, Ended, NewMessage};
use rimessa_store::{Failure, bookings};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises!(
    what_begins_before_a_moment_is_found_in_order,
    what_waits_is_counted_and_no_further_than_asked,
    the_journal_is_searched_by_what_it_is_about,
    trips_and_what_they_brought_are_summed,
);

fn what_begins_before_a_moment_is_found_in_order(bench: &Bench) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        for (id, start) in [(1, 5), (2, 3), (3, 9)] {
            bookings::insert(tx, OP, rules, &booking(rules, (id, id, 1), (start, start + 1)), b"")?;
        }
        let mut gone = booking(rules, (4, 4, 1), (1, 2));
        gone.state = State::Cancelled;
        bookings::insert(tx, OP, rules, &gone, b"")?;
        let found = board::starting(tx, OP, &versions, hour(9), 10)?;
        assert_eq!(found.iter().map(|one| one.id.0).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(board::starting(tx, OP, &versions, hour(10), 2)?.len(), 2);
        assert!(board::starting(tx, OTHER, &versions, hour(10), 2)?.is_empty());
        Ok(())
    });
}

fn what_waits_is_counted_and_no_further_than_asked(bench: &Bench) {
    bench.write(|tx| {
        for id in 1..=3 {
            let message = NewMessage {
                id,
                medium: "mail",
                kind: "test",
                member: None,
                booking: None,
                sealed: b"x",
            };
            outbox::put(tx, OP, hour(0), &message)?;
        }
        for taken in outbox::take(tx, "mail", (hour(1), hour(2)), 10)? {
            let dead = Ended { state: "dead", problem: None, next: None, sent: None, purge: false };
            outbox::ended(tx, (OP, taken.id, 1), &dead)?;
        }
        let all = board::waiting(tx, OP, hour(0), 100)?;
        assert_eq!(all, Waiting { stuck: 3, ..Waiting::default() });
        assert_eq!(board::waiting(tx, OP, hour(0), 2)?.stuck, 2);
        assert_eq!(board::waiting(tx, OTHER, hour(0), 100)?, Waiting::default());
        Ok(())
    });
}

fn the_journal_is_searched_by_what_it_is_about(bench: &Bench) {
    bench.write(|tx| {
        let about = |kind, member, booking, vehicle| Entry {
            actor: "system",
            kind,
            member: Some(MemberId(member)),
            booking: Some(BookingId(booking)),
            vehicle: Some(VehicleId(vehicle)),
            data: "{}",
            ..Entry::default()
        };
        // What fell due earlier is entered later.
        for (at, entry) in [
            (1, about("book", 1, 1, 1)),
            (3, about("book", 2, 2, 1)),
            (2, about("settle", 1, 1, 2)),
            (3, about("return", 1, 1, 1)),
        ] {
            journal::append(tx, OP, hour(at), &entry)?;
        }
        let mut kinds = |sought: Sought, limit| -> Result<Vec<String>, Failure> {
            let found = journal::search(tx, OP, &sought, limit)?;
            Ok(found.into_iter().map(|row| row.kind).collect())
        };
        let all = Sought::default();
        assert_eq!(kinds(all.clone(), 9)?, ["return", "book", "settle", "book"]);
        assert_eq!(kinds(all.clone(), 2)?, ["return", "book"]);
        let member = Sought { member: Some(MemberId(1)), ..all.clone() };
        assert_eq!(kinds(member.clone(), 9)?, ["return", "settle", "book"]);
        let both = Sought { kind: Some("book".to_owned()), ..member };
        assert_eq!(kinds(both, 9)?, ["book"]);
        let vehicle = Sought { vehicle: Some(VehicleId(2)), ..all.clone() };
        assert_eq!(kinds(vehicle, 9)?, ["settle"]);
        let booking = Sought { booking: Some(BookingId(2)), ..all.clone() };
        assert_eq!(kinds(booking, 9)?, ["book"]);
        let kind = Sought { kind: Some("book".to_owned()), ..Sought::default() };
        assert_eq!(kinds(kind, 9)?.len(), 2);
        let between = Sought { from: Some(hour(2)), before: Some((hour(3), i64::MIN)), ..all };
        assert_eq!(kinds(between, 9)?, ["settle"]);
        let last = journal::search(tx, OP, &Sought::default(), 1)?.remove(0);
        let rest = Sought { before: Some((last.at, last.position.seq)), ..Sought::default() };
        let rest = journal::search(tx, OP, &rest, 9)?;
        assert_eq!(rest.len(), 3, "a page goes on where the one before ended");
        assert!(journal::search(tx, OTHER, &Sought::default(), 9)?.is_empty());
        Ok(())
    });
}

fn trips_and_what_they_brought_are_summed(bench: &Bench) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        for (id, (from, until), state) in [
            (1, (1, 3), State::Returned(hour(2))),
            (2, (4, 5), State::Driving),
            (3, (6, 7), State::Planned),
            (4, (8, 9), State::Returned(hour(9))),
        ] {
            let mut one = booking(rules, (id, 1, 1), (from, until));
            bookings::insert(tx, OP, rules, &one, b"")?;
            one.state = state;
            bookings::update(tx, OP, rules, &one)?;
            let line = LineRow {
                id,
                member: MemberId(1),
                about: "booking".to_owned(),
                about_id: Some(id),
                rule: "time".to_owned(),
                source_no: 1,
                clause: String::new(),
                vat: "standard".to_owned(),
                due: hour(from),
                made: hour(from),
                amount: 100,
                rulebook_at: hour(0),
                items_json: "[]".to_owned(),
            };
            lines::insert(tx, OP, &line)?;
            let account = LineRow { id: id + 10, about: "account".to_owned(), ..line };
            lines::insert(tx, OP, &LineRow { about_id: None, amount: 7, ..account })?;
        }
        let span = (hour(0), hour(8));
        let sum = Sum { trips: 2, used_ms: 2 * 3_600_000 };
        assert_eq!(figures::by_vehicle(tx, OP, span)?, [(VehicleId(1), sum)]);
        assert_eq!(figures::by_station(tx, OP, span)?, [(StationId(7), sum)]);
        assert_eq!(figures::brought_by_vehicle(tx, OP, span)?, [(VehicleId(1), 300)]);
        assert_eq!(figures::brought_by_station(tx, OP, span)?, [(StationId(7), 300)]);
        assert_eq!(figures::brought_besides(tx, OP, span)?, 21);
        let mut hours = figures::by_hour(tx, OP, span)?;
        hours.sort_unstable();
        assert_eq!(hours, [(hour(1).0 / 3_600_000, 1), (hour(4).0 / 3_600_000, 1)]);
        let never = (Instant(0), Instant(1));
        assert!(figures::by_vehicle(tx, OP, never)?.is_empty());
        assert_eq!(figures::brought_besides(tx, OTHER, span)?, 0);
        Ok(())
    });
}
