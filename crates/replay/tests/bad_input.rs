//! Input that is no scenario: a clear error with its place, never a panic, never a wrong number.

#[path = "books/shelf.rs"]
mod shelf;

use std::fmt::Write as _;

use proptest::prelude::*;
use rimessa_replay::stream::{self, Mode, Summary};
use serde_json::Value;
use shelf::Shelf;

/// Scenarios and, after `=> `, what comes of each: the error, or what was refused and the totals.
const TABLE: &str = include_str!("bad_input/scenarios.txt");

/// A scenario with every key that there is, and some that come once in a while.
const COMPLETE: &str = include_str!("bad_input/complete.json");

/// What came of a stream.
struct Said {
    summary: Summary,
    statements: Vec<Value>,
    problems: Vec<String>,
}

fn replay(shelf: &Shelf, input: &[u8]) -> Said {
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    let find = |name: &str| shelf.find(name);
    let summary =
        stream::replay(("s", input), Mode::Print { reasons: true }, &find, &mut out, &mut problems)
            .unwrap();
    let (out, problems) = (String::from_utf8(out).unwrap(), String::from_utf8(problems).unwrap());
    let said = Said {
        summary,
        statements: out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        problems: problems.lines().map(str::to_owned).collect(),
    };
    assert_eq!(said.summary.errors, said.problems.len() as u64, "{problems}");
    assert_eq!(said.summary.replayed, said.statements.len() as u64, "{out}");
    said
}

fn shelf() -> Shelf {
    Shelf::of(str::to_owned)
}

/// What came of one scenario, as the table writes it.
fn in_short(said: &Said) -> String {
    let mut all = said.problems.clone();
    for statement in &said.statements {
        let refused = statement["refused"].as_array().unwrap().iter();
        let refused: Vec<_> = refused.map(|refusal| refusal["reason"].as_str().unwrap()).collect();
        all.push(format!("refused {refused:?}, total {}", statement["total"]));
    }
    all.join(" | ")
}

#[test]
fn each_scenario_of_the_table_comes_to_what_it_says() {
    let (shelf, mut rows, mut now) = (shelf(), 0, String::new());
    let mut scenario = String::new();
    for line in TABLE.lines() {
        match line.strip_prefix("=>") {
            Some(_) => {
                rows += 1;
                let came = in_short(&replay(&shelf, scenario.as_bytes()));
                write!(now, "{scenario}=> {came}\n\n").unwrap();
                scenario.clear();
            }
            None if line.is_empty() || line.starts_with('#') => {
                assert!(scenario.is_empty(), "nothing is said about {scenario}");
                if !line.is_empty() {
                    write!(now, "{line}\n\n").unwrap();
                }
            }
            None => writeln!(scenario, "{line}").unwrap(),
        }
    }
    assert!(rows > 150, "the table has {rows} rows");
    let differing = TABLE.trim().lines().zip(now.trim().lines()).find(|(was, is)| was != is);
    assert_eq!(differing, None, "of the table (left) and what came out (right)");
    assert_eq!(TABLE.trim(), now.trim());
}

#[test]
fn the_complete_scenario_is_one() {
    let said = replay(&shelf(), COMPLETE.as_bytes());
    assert_eq!(said.problems, Vec::<String>::new());
    assert_eq!(in_short(&said), "refused [\"not-an-extension\"], total {\"m1\":\"229.05\"}");
}

#[test]
fn a_scenario_cut_off_at_any_byte_is_an_error_with_its_place() {
    let shelf = shelf();
    let end = COMPLETE.trim_end().len();
    for cut in 1..end {
        let said = replay(&shelf, &COMPLETE.as_bytes()[..cut]);
        assert!(said.summary.replayed == 0 && said.summary.errors > 0, "cut at {cut}");
        let place = said.problems[0].strip_prefix("s:").and_then(|rest| rest.split_once(": error"));
        assert!(place.is_some_and(|(place, _)| place.contains(':')), "{}", said.problems[0]);
    }
}

#[test]
fn an_empty_stream_has_no_scenario() {
    for text in ["", " ", "\n", " \r\n\t\n"] {
        assert_eq!(replay(&shelf(), text.as_bytes()).summary, Summary::default(), "{text:?}");
    }
}

#[test]
fn lines_may_end_as_on_windows_and_leave_lines_free() {
    let line = r#"{"rulebook": "clem", "events": []}"#;
    for text in [
        format!("{line}\r\n{line}\r\n"),
        format!("{line}\n\n\r\n  \n{line}"),
        format!("\n\n{line}\n{line}\n\n"),
        COMPLETE.replace('\n', "\r\n") + &COMPLETE.replace('\n', "\r\n"),
    ] {
        let said = replay(&shelf(), text.as_bytes());
        assert_eq!((said.summary.replayed, said.problems), (2, vec![]), "{text}");
    }
}

#[test]
fn what_is_wrong_in_one_scenario_leaves_the_others() {
    let good = r#"{"rulebook": "clem", "events": []}"#;
    let deep = "[".repeat(100_000);
    let deeper = r#"{"rulebook": "#.repeat(10_000);
    for bad in [&good[..20], "}", "[1]", "\u{0}", "é", "\u{a0}", &deep, &deeper, r#"{"a": 1e9999}"#]
    {
        let lines = replay(&shelf(), format!("{good}\n{bad}\n{good}\n").as_bytes());
        assert_eq!((lines.summary.replayed, lines.summary.errors), (2, 1), "{bad:.40}");
        assert!(lines.problems[0].starts_with("s:2:"), "{}", lines.problems[0]);
        let first = replay(&shelf(), format!("{bad}\n{good}\n{good}\n").as_bytes());
        assert_eq!((first.summary.replayed, first.summary.errors), (2, 1), "{bad:.40}");
    }
}

#[test]
fn a_line_that_is_not_utf8_is_told_and_leaves_the_others() {
    let good = br#"{"rulebook": "clem", "events": []}"#;
    let bad = b"{\"rulebook\": \"cl\xe9m\", \"events\": []}";
    for (lines, place) in [
        ([&good[..], bad, good], "s:2:17"),
        ([bad, good, good], "s:1:17"),
        ([good, good, bad], "s:3:17"),
    ] {
        let said = replay(&shelf(), &lines.join(&b'\n'));
        assert_eq!((said.summary.replayed, said.summary.errors), (2, 1), "{place}");
        assert!(said.problems[0].starts_with(place), "{place}: {}", said.problems[0]);
    }
}

#[test]
fn a_byte_order_mark_at_the_beginning_says_nothing() {
    let line = r#"{"rulebook": "clem", "events": []}"#;
    for text in [format!("\u{feff}{line}\n{line}\n"), format!("\u{feff}{COMPLETE}{COMPLETE}")] {
        let said = replay(&shelf(), text.as_bytes());
        assert_eq!((said.summary.replayed, said.problems), (2, vec![]), "{text}");
    }
}

#[test]
fn printed_scenarios_are_told_apart_from_lines() {
    let event = r#"{"at": "2026-03-02T08:00", "type": "validate"}"#;
    for head in [r#"{"rulebook": "clem", "events": ["#, r#"{"rulebook":"#] {
        let text = match head.ends_with('[') {
            true => format!("{head}\n{event}\n]}}\n"),
            false => format!("{head}\n\"clem\", \"events\":\n[{event}]}}\n"),
        };
        let said = replay(&shelf(), (text.clone() + &text).as_bytes());
        assert_eq!((said.summary.replayed, said.problems), (2, vec![]), "{text}");
    }
    for bad in ["é", "{\n \"a\": é", "\u{85}", "}"] {
        let said = replay(&shelf(), format!("{COMPLETE}{bad}\n{COMPLETE}").as_bytes());
        assert_eq!((said.summary.replayed, said.summary.errors), (2, 1), "{bad}");
    }
    let said =
        replay(&shelf(), &[COMPLETE.as_bytes(), b"{\n\xff}\n", COMPLETE.as_bytes()].concat());
    assert_eq!((said.summary.replayed, said.summary.errors), (2, 1), "{:?}", said.problems);
}

#[test]
fn a_line_without_end_is_told_and_not_followed() {
    let said = replay(&shelf(), "{\"title\": \"".repeat(100_000).as_bytes());
    assert_eq!((said.summary.replayed, said.summary.errors), (0, 1));
}

#[test]
fn a_total_that_does_not_fit_is_an_error() {
    let costs: Vec<_> = (0..200).map(|n| format!("\"c{n}\": \"999999999999.99\"")).collect();
    let event = format!(
        r#"{{"at": "2026-03-02T08:00", "type": "assess", "kind": "dirty", "costs": {{{}}}}}"#,
        costs.join(", ")
    );
    let of = |events: usize| {
        let events = vec![&*event; events].join(", ");
        format!(r#"{{"rulebook": "carcityclub", "events": [{events}]}}"#)
    };
    assert_eq!(
        in_short(&replay(&shelf(), of(1).as_bytes())).split('"').nth(3),
        Some("200000000000023.00")
    );
    let said = replay(&shelf(), of(500).as_bytes());
    assert_eq!((said.summary.replayed, said.summary.errors), (0, 1), "{:?}", said.statements);
    assert!(said.problems[0].contains("too large"), "{:.300}", said.problems[0]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_give_an_error_or_a_statement(
        flips in prop::collection::vec((0..COMPLETE.len(), any::<u8>()), 1..4),
    ) {
        let mut bytes = COMPLETE.as_bytes().to_vec();
        for (at, byte) in flips {
            bytes[at] = byte;
        }
        let said = replay(&SHELF, &bytes);
        prop_assert!(said.summary.replayed + said.summary.errors > 0);
    }

    #[test]
    fn values_that_are_exchanged_give_an_error_or_a_statement(
        at in 0usize..400, value in prop::sample::select(ODD.to_vec()),
    ) {
        let mut scenario: Value = serde_json::from_str(COMPLETE).unwrap();
        let mut count = at;
        exchange(&mut scenario, &mut count, &serde_json::from_str(value).unwrap());
        let said = replay(&SHELF, scenario.to_string().as_bytes());
        prop_assert_eq!(said.summary.replayed + said.summary.errors, 1);
    }
}

static SHELF: std::sync::LazyLock<Shelf> = std::sync::LazyLock::new(shelf);

/// Values that have made programs stumble.
const ODD: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "0",
    "-1",
    "1e308",
    "1e-308",
    "9007199254740993",
    "18446744073709551616",
    "-9223372036854775809",
    "0.1",
    "\"\"",
    "\"-1\"",
    "\"1e9\"",
    "\"b1\"",
    "\"0001-01-01T00:00\"",
    "\"9999-12-31T23:59:59.999\"",
    "\"-009999-01-01T00:00\"",
    "\"9999-12-31T23:59+00:00\"",
    "\"2026-10-25T02:30\"",
    "\"2026-03-29T02:30\"",
    "\"\\u0000\"",
    "\"off-network\"",
    "\"999999999999.99\"",
];

/// Puts `value` in the place of the value of that number.
fn exchange(place: &mut Value, count: &mut usize, value: &Value) {
    if *count == 0 {
        *place = value.clone();
    }
    *count = count.wrapping_sub(1);
    match place {
        Value::Array(all) => all.iter_mut().for_each(|part| exchange(part, count, value)),
        Value::Object(all) => all.values_mut().for_each(|part| exchange(part, count, value)),
        _ => {}
    }
}
