//! A booking is given another vehicle.

use std::path::Path;

use rimessa_domain::rules::Rules;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

fn rules(name: &str) -> Rules {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks").join(name);
    let toml = std::fs::read_to_string(folder.join("rulebook.toml")).unwrap();
    rimessa_rulebook::parse(&toml).unwrap().rules
}

/// A booking of `v1` from 10:00 to 14:00, then the events; the codes of all refusals, with their place.
fn refused(events: &str) -> Vec<(usize, &'static str)> {
    let text = format!(
        r#"{{"rulebook": "carcityclub", "events": [
        {{"at": "2026-03-02T08:00", "type": "move", "vehicle": "v1", "to": "A"}},
        {{"at": "2026-03-02T08:00", "type": "move", "vehicle": "v2", "to": "A"}},
        {{"at": "2026-03-02T08:00", "type": "move", "vehicle": "v3", "to": "B"}},
        {{"at": "2026-03-02T09:00", "type": "book", "booking": "b", "vehicle": "v1",
         "category": "city", "start": "2026-03-02T10:00", "end": "2026-03-02T14:00"}},
        {events}]}}"#
    );
    let scenario = Scenario::read(&text).unwrap();
    let rules = rules("carcityclub");
    let statement = check::run(&rules, &scenario, &text).unwrap();
    statement.refused.iter().map(|(index, refusal)| (*index, refusal.code.code())).collect()
}

fn exchange(at: &str, more: &str) -> String {
    format!(r#"{{"at": "2026-03-02T{at}", "type": "exchange", "booking": "b", {more}}}"#)
}

fn other(vehicle: &str, times: (&str, &str)) -> String {
    format!(
        r#"{{"at": "2026-03-02T09:01", "type": "book", "booking": "c-{vehicle}", "vehicle": "{vehicle}",
         "category": "city", "start": "2026-03-02T{}", "end": "2026-03-02T{}"}}"#,
        times.0, times.1
    )
}

#[test]
fn what_is_let_go_can_be_booked_and_what_is_taken_cannot() {
    let events = [
        exchange("09:00", r#""vehicle": "v2""#),
        other("v1", ("10:00", "14:00")),
        other("v2", ("13:00", "15:00")),
    ];
    assert_eq!(refused(&events.join(",")), [(6, "vehicle-taken")]);
}

#[test]
fn an_exchange_is_refused_with_the_first_reason() {
    let unlock =
        r#"{"at": "2026-03-02T10:00", "type": "unlock", "booking": "b", "method": "card"}"#;
    type Case = (Vec<String>, &'static [(usize, &'static str)]);
    let cases: [Case; 9] = [
        (vec![exchange("09:00", r#""vehicle": "v1""#)], &[(4, "not-offered")]),
        (vec![exchange("09:00", r#""vehicle": "v2", "category": "van""#)], &[(4, "not-offered")]),
        (vec![exchange("09:00", r#""vehicle": "v2", "category": "city""#)], &[]),
        (vec![exchange("09:00", r#""vehicle": "v3""#)], &[(4, "vehicle-elsewhere")]),
        (vec![exchange("09:00", r#""vehicle": "v3", "pickup": "B""#)], &[]),
        (
            vec![other("v2", ("12:00", "13:00")), exchange("09:02", r#""vehicle": "v2""#)],
            &[(5, "vehicle-taken")],
        ),
        (
            vec![unlock.to_owned(), exchange("10:01", r#""vehicle": "v2""#)],
            &[(5, "booking-started")],
        ),
        (vec![exchange("14:00", r#""vehicle": "v2""#)], &[(4, "booking-expired")]),
        (
            vec![exchange("09:00", r#""vehicle": "v2""#).replace(r#""b""#, r#""x""#)],
            &[(4, "no-such-booking")],
        ),
    ];
    for (events, expected) in cases {
        assert_eq!(refused(&events.join(",")), expected, "{events:?}");
    }
}

#[test]
fn after_the_start_only_what_is_left_is_needed() {
    let late = [
        other("v2", ("09:15", "11:00")),
        r#"{"at": "2026-03-02T09:20", "type": "unlock", "booking": "c-v2", "method": "card"}"#
            .to_owned(),
        exchange("10:15", r#""vehicle": "v2""#),
        r#"{"at": "2026-03-02T10:20", "type": "return", "booking": "c-v2"}"#.to_owned(),
        exchange("10:30", r#""vehicle": "v2""#),
        r#"{"at": "2026-03-02T10:31", "type": "unlock", "booking": "b", "method": "card"}"#
            .to_owned(),
        r#"{"at": "2026-03-02T13:00", "type": "return", "booking": "b", "km": 12}"#.to_owned(),
    ];
    assert_eq!(refused(&late.join(",")), [(6, "vehicle-taken")]);
}

/// A booking that begins in two hours, then the events; the amounts of all lines.
fn billed(events: &str) -> Vec<String> {
    let text = format!(
        r#"{{"rulebook": "carcityclub", "bill_until": "2026-03-03T00:00", "events": [
        {{"at": "2026-03-02T08:00", "type": "move", "vehicle": "v1", "to": "A"}},
        {{"at": "2026-03-02T09:00", "type": "book", "booking": "b", "vehicle": "v1",
         "category": "city", "start": "2026-03-02T10:00", "end": "2026-03-02T14:00"}}
        {events}]}}"#
    );
    let scenario = Scenario::read(&text).unwrap();
    let rules = rules("carcityclub");
    let statement = check::run(&rules, &scenario, &text).unwrap();
    statement.world.lines().iter().map(|line| line.amount.to_string()).collect()
}

#[test]
fn ccc_10_who_is_let_off_pays_nothing_for_not_driving_nor_for_cancelling() {
    let at = |time: &str, kind: &str| {
        format!(r#",{{"at": "2026-03-02T{time}", "type": "{kind}", "booking": "b"}}"#)
    };
    assert_eq!(billed("").len(), 1, "who does not come pays");
    assert_eq!(billed(&at("09:30", "cancel")).len(), 1, "and who cancels so late");
    for let_off in ["09:30", "13:59"] {
        let waived = at(let_off, "waive");
        assert!(billed(&waived).is_empty(), "{let_off}");
        assert!(billed(&(waived + &at("13:59", "cancel"))).is_empty(), "{let_off}");
    }
    assert_eq!(billed(&at("14:00", "waive")).len(), 1, "what is over stays billed");
    for (exchanged, pays) in [("09:45", 1), ("10:00", 0)] {
        let other = format!(
            r#",{{"at": "2026-03-02T{exchanged}", "type": "exchange", "booking": "b",
            "vehicle": "v2"}}"#
        );
        let lines = billed(&(at("09:30", "waive") + &other));
        assert_eq!(lines.len(), pays, "another vehicle at {exchanged}");
    }
}
