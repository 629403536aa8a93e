//! Rules that none of the five operators has, and that were once billed wrongly or not at all.

use rimessa_domain::rules::Rules;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

const HEAD: &str = r#"
format = 1
operator = "fine-print"
name = "Fine Print"
version = "1"
from = 2026-01-01
country = "AT"
time_zone = "Europe/Vienna"
currency = "EUR"
languages = ["en"]
[[vat]]
class = "standard"
percent = "20"
[[plan]]
id = "all"
assumed = true
[[plan]]
id = "plus"
assumed = true
[booking]
assumed = true
energy = "electric"
[[price]]
id = "time"
assumed = true
per = "hour"
count = { started = true }
[[price.rate]]
amount = "4.00"
"#;

fn rules(more: &str) -> Rules {
    let book = rimessa_rulebook::parse(&format!("{HEAD}{more}"));
    book.unwrap_or_else(|findings| panic!("{findings:#?}")).rules
}

/// The amounts of the lines, in order; or what is wrong.
fn bill(rules: &Rules, events: &str) -> String {
    let text =
        format!(r#"{{"rulebook": "x", "bill_until": "2027-01-01T00:00", "events": [{events}]}}"#);
    let scenario = Scenario::read(&text).unwrap();
    match check::run(rules, &scenario, &text) {
        Err(error) => error.to_string(),
        Ok(statement) => {
            let lines = statement.world.lines().iter().map(|line| line.amount.to_string());
            lines.collect::<Vec<_>>().join(" ")
        }
    }
}

fn trip(back: &str) -> String {
    format!(
        r#"{{"at": "2026-03-02T09:00", "type": "book", "booking": "b", "vehicle": "v",
             "start": "2026-03-02T10:00", "end": "2026-03-02T14:00"}},
           {{"at": "2026-03-02T10:00", "type": "unlock", "booking": "b", "method": "card"}},
           {{"at": "2026-03-02T{back}", "type": "return", "booking": "b"}}"#
    )
}

const BOOKED: &str = r#"{"at": "2026-03-02T09:00", "type": "book", "booking": "b", "vehicle": "v",
    "start": "2026-03-02T10:00", "end": "2026-03-02T11:00"}"#;

const PLUS: &str = r#"
[[subscription]]
id = "plus"
plan = "plus"
assumed = true
amount = "10.00"
every = "year"
anchor = "calendar"
first = "whole"
leaving = "period-end"
[[allowance]]
id = "first"
plan = "plus"
assumed = true
price = "time"
free = { hours = 2 }
"#;

const JOIN: &str = r#"{"at": "2026-03-01T09:00", "type": "subscribe", "plan": "plus"},"#;

#[test]
fn a_cancellation_is_judged_by_its_own_channel() {
    let rules = rules(
        r#"[[fee]]
id = "by-phone"
assumed = true
on = ["cancel"]
when = { channel = ["phone"] }
amount = "1.00""#,
    );
    let cancel = |channel: &str| {
        let at = r#""at": "2026-03-02T09:30", "type": "cancel", "booking": "b""#;
        bill(&rules, &format!(r#"{BOOKED}, {{{at}, "channel": "{channel}"}}"#))
    };
    assert_eq!(cancel("phone"), "1.00");
    assert_eq!(cancel("web"), "");
}

#[test]
fn free_time_is_used_once_however_many_bills_it_could_pay() {
    let used_and_unused = format!(
        r#"[[price.bill]]
on = ["return"]
span = "used"
[[price.bill]]
id = "unused"
on = ["return"]
span = "unused"
percent = "50"
{PLUS}"#
    );
    let back_at_noon = format!("{JOIN}{}", trip("12:00"));
    assert_eq!(bill(&rules(&used_and_unused), &back_at_noon), "10.00 4.00");
}

#[test]
fn two_allowances_free_one_stretch_after_the_other() {
    let second = PLUS.split("[[allowance]]").nth(1).unwrap().replace("first", "second");
    let more = format!(
        "[[price.bill]]\non = [\"return\"]\nspan = \"booked\"\n{PLUS}[[allowance]]{second}"
    );
    let again = r#"{"at": "2026-03-03T09:00", "type": "book", "booking": "c", "vehicle": "v",
        "start": "2026-03-03T10:00", "end": "2026-03-03T13:00"},
        {"at": "2026-03-03T10:00", "type": "unlock", "booking": "c", "method": "card"},
        {"at": "2026-03-03T13:00", "type": "return", "booking": "c"}"#;
    let events = format!("{JOIN}{},{again}", trip("14:00"));
    assert_eq!(bill(&rules(&more), &events), "10.00 12.00", "four hours free, then three paid");
}

#[test]
fn exits_of_a_contract_that_is_left_and_joined_again_are_billed() {
    let rules = rules(
        r#"[[subscription]]
id = "parking"
plan = "plus"
assumed = true
amount = "30.00"
every = "month"
anchor = "calendar"
first = "whole"
leaving = "at-once"
contract = true
[[usage]]
id = "exits"
plan = "plus"
assumed = true
event = "exit"
included = 1
amount = "2.00""#,
    );
    let at =
        |at: &str, what: &str| format!(r#"{{"at": "2026-12-0{at}", {what}, "contract": "c"}}"#);
    let (join, leave) = (r#""type": "subscribe", "plan": "plus""#, r#""type": "unsubscribe""#);
    let exit = r#""type": "exit""#;
    let events = [
        at("1T09:00", join),
        at("2T09:00", exit),
        at("3T09:00", exit),
        at("4T09:00", leave),
        at("5T09:00", join),
        at("6T09:00", exit),
    ];
    assert_eq!(bill(&rules, &events.join(",")), "30.00 30.00 4.00", "three exits, one included");
}

#[test]
fn a_first_period_by_its_days_is_that_of_its_anchor() {
    for (every, anchor, first) in [
        ("month", "calendar", "16.00"), // 16 of 30 days of April
        ("month", "joining-day", "30.00"),
        ("year", "joining-month", "28.85"), // 351 of 365 days from April to March
        ("year", "calendar", "21.45"),      // 261 of 365 days
    ] {
        let rules = rules(&format!(
            r#"[[subscription]]
id = "plus"
plan = "plus"
assumed = true
amount = "30.00"
every = "{every}"
anchor = "{anchor}"
first = "by-days"
leaving = "at-once""#
        ));
        let events = r#"{"at": "2026-04-15T09:00", "type": "subscribe", "plan": "plus"},
            {"at": "2026-04-15T10:00", "type": "unsubscribe"}"#;
        assert_eq!(bill(&rules, events), first, "{every} {anchor}");
    }
}

#[test]
fn a_minimum_counts_the_units_that_are_counted() {
    let rules = rules(
        r#"[[fee]]
id = "late"
assumed = true
on = ["return"]
when = { late = true }
add = [{ price = "time", span = "late", started = "half-hour", at_least = { units = 3 } }]"#,
    );
    assert_eq!(bill(&rules, &trip("14:10")), "6.00", "three half hours at two euro each");
}

#[test]
fn an_extension_is_billed_with_its_new_end() {
    let rules = rules(
        r#"[[fee]]
id = "extended"
assumed = true
on = ["extend"]
add = [{ price = "time", span = "booked" }]"#,
    );
    let extend = r#"{"at": "2026-03-02T09:30", "type": "extend", "booking": "b",
        "end": "2026-03-02T13:00"}"#;
    assert_eq!(bill(&rules, &format!("{BOOKED},{extend}")), "12.00");
}

#[test]
fn a_limit_for_one_channel_leaves_the_others_free() {
    let rules = rules(
        r#"[[limit]]
id = "whole-hours"
assumed = true
channels = ["phone"]
grid = { minutes = 60 }
[[fee]]
id = "booked"
assumed = true
on = ["book"]
amount = "1.00""#,
    );
    let book = |channel: &str| {
        bill(
            &rules,
            &BOOKED
                .replace("10:00", "10:15")
                .replace('}', &format!(r#", "channel": "{channel}"}}"#)),
        )
    };
    assert_eq!((book("web"), book("phone")), ("1.00".to_owned(), String::new()));
}

#[test]
fn a_cost_that_no_rule_adds_is_an_error() {
    let rules = rules(
        r#"[[fee]]
id = "dirty"
assumed = true
on = ["assess"]
kinds = ["dirty"]
amount = "25.00""#,
    );
    let dirty = r#"{"at": "2026-03-02T09:00", "type": "assess", "kind": "dirty",
        "costs": {"cleaning": "40.00"}}"#;
    let said = bill(&rules, dirty);
    assert!(said.contains("knows no cost \"cleaning\""), "{said}");
}

#[test]
fn a_trip_without_a_rate_is_an_error_and_not_free() {
    let more = "[[price.bill]]\non = [\"return\"]\nspan = \"booked\"\n";
    let book =
        format!("{HEAD}{more}").replace("amount = \"4.00\"", "plan = \"plus\"\namount = \"4.00\"");
    let rules = rimessa_rulebook::parse(&book).unwrap().rules;
    let said = bill(&rules, &trip("14:00"));
    assert!(said.contains("the price \"time\" has no rate"), "{said}");
}

#[test]
fn what_a_return_elsewhere_strands_is_named_until_staff_bring_the_vehicle() {
    let rules = rules("");
    let text = r#"{"rulebook": "x", "events": [
        {"at": "2026-03-02T09:00", "type": "book", "booking": "a", "vehicle": "v",
         "start": "2026-03-02T10:00", "end": "2026-03-02T11:00", "pickup": "A", "dropoff": "B"},
        {"at": "2026-03-02T09:01", "type": "book", "booking": "b", "vehicle": "v",
         "start": "2026-03-02T12:00", "end": "2026-03-02T13:00", "pickup": "B"},
        {"at": "2026-03-02T10:00", "type": "unlock", "booking": "a", "method": "card"},
        {"at": "2026-03-02T10:50", "type": "return", "booking": "a", "station": "C"},
        {"at": "2026-03-02T11:30", "type": "move", "vehicle": "v", "to": "B"},
        {"at": "2026-03-02T12:00", "type": "unlock", "booking": "b", "method": "card"}
    ]}"#;
    let scenario = Scenario::read(text).unwrap();
    let statement = check::run(&rules, &scenario, text).unwrap();
    assert_eq!(statement.stranded, [(3, "b".to_owned())]);
    assert!(statement.refused.is_empty(), "moved back, it is found");
}
