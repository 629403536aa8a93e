//! An operator that is none of those shipped: night and weekend bands, caps within one another,
//! distance tiers with included kilometres, a price that changes, an exception, VAT by component.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use proptest::prelude::*;
use rimessa_domain::rules::Rules;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;
use rimessa_replay::statement::written;

const RULEBOOK: &str = include_str!("own_operator/rulebook.toml");

static RULES: LazyLock<Rules> = LazyLock::new(|| rules(RULEBOOK));

fn rules(toml: &str) -> Rules {
    let rulebook = rimessa_rulebook::parse(toml);
    rulebook.unwrap_or_else(|findings| panic!("{findings:#?}")).rules
}

/// One trip: when it was booked, from when to when, when it came back and how far it went.
#[derive(Clone, Copy)]
struct Trip<'a> {
    made: &'a str,
    start: &'a str,
    end: &'a str,
    back: &'a str,
    km: &'a str,
    /// Reported during the trip.
    report: Option<&'a str>,
}

impl<'a> Trip<'a> {
    /// Booked shortly before, brought back in time, near by.
    fn of(start: &'a str, end: &'a str) -> Self {
        Self { made: "2026-01-15T08:00", start, end, back: end, km: "0", report: None }
    }

    fn scenario(&self) -> String {
        let Self { made, start, end, back, km, report } = self;
        let report = report.map_or_else(String::new, |kind| {
            format!(r#"{{"at": "{start}", "type": "report", "booking": "b", "kind": "{kind}"}},"#)
        });
        format!(
            r#"{{"rulebook": "nordhafen", "events": [
              {{"at": "{made}", "type": "book", "booking": "b", "vehicle": "v",
                "start": "{start}", "end": "{end}"}},
              {{"at": "{start}", "type": "unlock", "booking": "b", "method": "card"}}, {report}
              {{"at": "{back}", "type": "return", "booking": "b", "km": {km}}}
            ]}}"#
        )
    }

    fn bill(&self) -> Vec<(String, String)> {
        self.bill_under(&RULES)
    }

    fn bill_under(&self, rules: &Rules) -> Vec<(String, String)> {
        let lines = lines(rules, &self.scenario());
        lines.into_iter().map(|(clause, amount, _)| (clause, amount)).collect()
    }
}

/// The lines of a scenario of which nothing is refused: clause, amount, VAT class.
fn lines(rules: &Rules, text: &str) -> Vec<(String, String, String)> {
    let scenario: Scenario<'_> = serde_json::from_str(text).unwrap();
    let statement = check::run(rules, &scenario, text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    assert!(statement.refused.is_empty(), "{:?}\n{text}", statement.refused);
    let lines = statement.world.lines().iter().map(|line| written(&statement.world, line));
    let line = |line: rimessa_replay::statement::WrittenLine<'_>| {
        (line.clause.to_owned(), line.amount.0.to_string(), line.vat.to_owned())
    };
    lines.map(line).collect()
}

#[test]
fn bands_and_caps_come_out_as_computed_by_hand() {
    for (start, end, amount, why) in [
        ("2026-03-03T20:00", "2026-03-03T23:30", "10.40", "8 × 1.00 + 6 × 0.40"),
        ("2026-03-03T21:00", "2026-03-04T07:00", "13.00", "4.00 + the night at 5.00 + 4.00"),
        ("2026-03-02T18:00", "2026-03-03T18:00", "40.00", "16.00 + 5.00 + 48.00, at most 40.00"),
        ("2026-03-02T12:00", "2026-03-04T14:00", "78.00", "40.00 + 30.00 + 8 × 1.00"),
        ("2026-03-02T12:00", "2026-03-05T13:00", "104.00", "40.00 + 30.00 + 30.00 + 4 × 1.00"),
        ("2026-03-07T10:00", "2026-03-07T14:00", "20.00", "16 × 1.25"),
        ("2026-03-06T23:00", "2026-03-07T01:00", "3.20", "8 × 0.40"),
        ("2026-03-06T21:45", "2026-03-07T06:15", "7.25", "1.00 + 5.00 + 1.25"),
        ("2026-03-09T05:00", "2026-03-09T07:00", "5.60", "4 × 0.40 + 4 × 1.00"),
        ("2026-03-03T02:00", "2026-03-03T23:00", "40.00", "5.00 + 64.00 + 1.60, at most 40.00"),
    ] {
        let bill = Trip::of(start, end).bill();
        assert_eq!(bill, [("2".to_owned(), amount.to_owned())], "{start} to {end}: {why}");
    }
}

#[test]
fn nights_on_which_the_clocks_change_count_what_has_elapsed() {
    for (start, end, amount, why) in [
        ("2026-03-22T01:00", "2026-03-22T05:00", "5.00", "16 × 0.40, at most 5.00"),
        ("2026-03-29T01:00", "2026-03-29T05:00", "4.80", "three hours: 12 × 0.40"),
        ("2026-03-29T01:00", "2026-03-29T03:00", "1.60", "one hour: 4 × 0.40"),
        ("2026-03-28T12:00", "2026-03-29T13:00", "40.00", "24 hours to the minute"),
        ("2026-03-28T12:00", "2026-03-29T13:15", "41.25", "and a quarter hour more"),
        ("2026-03-21T12:00", "2026-03-22T13:00", "45.00", "25 hours in another week"),
        ("2026-10-25T01:00", "2026-10-25T03:00", "4.80", "three hours: 12 × 0.40"),
        ("2026-10-25T02:45", "2026-10-25T03:00", "2.00", "the earlier 02:45: 5 × 0.40"),
        ("2026-10-25T02:45+01:00", "2026-10-25T03:00", "0.40", "the later one"),
        ("2026-10-24T12:00", "2026-10-25T11:00", "40.00", "24 hours to the minute"),
        ("2026-10-24T12:00", "2026-10-25T11:15", "41.25", "and a quarter hour more"),
    ] {
        let bill = Trip::of(start, end).bill();
        assert_eq!(bill, [("2".to_owned(), amount.to_owned())], "{start} to {end}: {why}");
    }
}

#[test]
fn a_cap_that_begins_in_the_hour_that_comes_twice_is_one_cap() {
    let night = "hours = { from = \"22:00\", until = \"06:00\" }\namount = \"5.00\"";
    let late = "hours = { from = \"02:30\", until = \"06:00\" }\namount = \"2.00\"";
    let rules = rules(&RULEBOOK.replace(night, late));
    for (start, end, amount, why) in [
        ("2026-10-18T01:00", "2026-10-18T05:00", "4.40", "6 × 0.40 + 2.00"),
        ("2026-10-25T01:00", "2026-10-25T05:00", "5.20", "6 × 0.40 + 2 × 0.40 + 2.00"),
    ] {
        let bill = Trip::of(start, end).bill_under(&rules);
        assert_eq!(bill, [("2".to_owned(), amount.to_owned())], "{start} to {end}: {why}");
    }
}

#[test]
fn kilometres_go_through_the_tiers() {
    for (km, amount) in [
        ("0", None),
        ("50", None),
        ("50.01", None),         // 0.003
        ("50.02", Some("0.01")), // 0.006
        ("80", Some("9.00")),
        ("150", Some("30.00")),
        ("150.1", Some("30.02")),
        ("200", Some("40.00")),
        ("1000000", Some("200000.00")), // 30.00 + 999850 × 0.20
    ] {
        let trip = Trip { km, ..Trip::of("2026-03-03T10:00", "2026-03-03T11:00") };
        let bill = trip.bill();
        let distance = bill.iter().find(|(clause, _)| clause == "4");
        assert_eq!(distance.map(|(_, amount)| &**amount), amount, "{km} km");
        assert_eq!(bill[0], ("2".to_owned(), "4.00".to_owned()));
    }
}

#[test]
fn a_booking_keeps_the_price_of_the_day_it_was_made() {
    for (made, amount) in [
        ("2026-06-30T23:59:59", "8.00"),
        ("2026-07-01T00:00", "8.80"),
        ("2026-06-30T22:00:00+00:00", "8.80"), // midnight in Berlin
    ] {
        let trip = Trip { made, ..Trip::of("2026-07-03T10:00", "2026-07-03T12:00") };
        assert_eq!(trip.bill(), [("2".to_owned(), amount.to_owned())], "booked {made}");
    }
}

#[test]
fn who_is_held_up_pays_the_booked_time() {
    let late =
        Trip { back: "2026-03-03T13:00", ..Trip::of("2026-03-03T10:00", "2026-03-03T12:00") };
    for (report, amount) in
        [(None, "12.00"), (Some("delay"), "12.00"), (Some("force-majeure"), "8.00")]
    {
        let bill = Trip { report, ..late }.bill();
        assert_eq!(bill, [("2".to_owned(), amount.to_owned())], "reported {report:?}");
    }
    let in_time = Trip { back: "2026-03-03T11:00", report: Some("force-majeure"), ..late };
    assert_eq!(in_time.bill()[0].1, "4.00", "not late: the time used");
}

#[test]
fn components_with_another_tax_make_lines_of_their_own() {
    let of = |costs: &str| {
        let scenario = format!(
            r#"{{"rulebook": "nordhafen", "events": [{{"at": "2026-03-03T10:00", "type": "assess",
                "kind": "dirty", "costs": {{{costs}}}}}]}}"#
        );
        lines(&RULES, &scenario)
    };
    let line = |amount: &str, vat: &str| ("6".to_owned(), amount.to_owned(), vat.to_owned());
    assert_eq!(of(""), [line("15.00", "standard")]);
    let both = [line("15.00", "standard"), line("42.50", "out-of-scope")];
    assert_eq!(of(r#""cleaning": "42.50""#), both);
}

/// The price of a stay in cents, told quarter by quarter, as one would with paper and pencil.
fn by_quarters(begin: Timestamp, quarters: i64, day_ct: i64) -> i64 {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let (mut days, mut nights, mut total) = (Vec::new(), Vec::<(Date, i64)>::new(), 0);
    for number in 0..quarters {
        let at = begin + SignedDuration::from_mins(15 * number);
        let clock: Zoned = at.to_zoned(berlin.clone());
        let night = clock.hour() >= 22 || clock.hour() < 6;
        let weekend = matches!(clock.weekday(), Weekday::Saturday | Weekday::Sunday);
        let price = if night {
            40
        } else if weekend {
            125
        } else {
            day_ct
        };
        if number % 96 == 0 {
            days.push(if number == 0 { 4000 } else { 3000 });
        }
        let under_day = days.last_mut().unwrap();
        let mut charged = price.min(*under_day);
        if night {
            let evening =
                if clock.hour() < 6 { clock.date().yesterday().unwrap() } else { clock.date() };
            if nights.last().is_none_or(|(date, _)| *date != evening) {
                nights.push((evening, 500));
            }
            let (_, left) = nights.last_mut().unwrap();
            charged = charged.min(*left);
            *left -= charged;
        }
        *under_day -= charged;
        total += charged;
    }
    total
}

fn cents(bill: &[(String, String)], clause: &str) -> i64 {
    let of_clause = bill.iter().filter(|(cited, _)| cited == clause);
    of_clause.map(|(_, amount)| amount.replace('.', "").parse::<i64>().unwrap()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_stay_costs_what_its_quarters_cost(
        day in prop::sample::select(vec![0i64, 26, 83, 85, 180, 300, 302]), quarter in 0i64..96,
        seconds in 1i64..6 * 86_400, dearer in any::<bool>(),
    ) {
        // Days of 2027: the clocks change on 28 March (day 86) and 31 October (day 303).
        let begin: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
        let begin = begin + SignedDuration::from_mins(15 * (96 * day + quarter));
        let back = begin + SignedDuration::from_secs(seconds);
        let end = begin + SignedDuration::from_mins(15);
        let made = if dearer { "2026-07-01T00:00" } else { "2026-06-30T12:00" };
        let (start, end, back) = (begin.to_string(), end.to_string(), back.to_string());
        let trip = Trip { made, start: &start, end: &end, back: &back, km: "0", report: None };
        let day_ct = if dearer { 110 } else { 100 };
        let quarters = (seconds + 899) / 900;
        prop_assert_eq!(cents(&trip.bill(), "2"), by_quarters(begin, quarters, day_ct));
    }

    #[test]
    fn a_longer_stay_or_way_never_costs_less(
        quarter in 0i64..96 * 14, seconds in 1i64..4 * 86_400, more in 0i64..90_000,
        hundredths in 0i64..30_000, further in 0i64..5_000,
    ) {
        let begin: Timestamp = "2026-03-20T00:00:00Z".parse().unwrap();
        let begin = begin + SignedDuration::from_mins(15 * quarter);
        let end = (begin + SignedDuration::from_mins(15)).to_string();
        let start = begin.to_string();
        let bill = |seconds: i64, hundredths: i64| {
            let back = (begin + SignedDuration::from_secs(seconds)).to_string();
            let km = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let made = "2026-01-15T08:00";
            Trip { made, start: &start, end: &end, back: &back, km: &km, report: None }.bill()
        };
        let (short, long) = (bill(seconds, hundredths), bill(seconds + more, hundredths + further));
        prop_assert!(cents(&short, "2") <= cents(&long, "2"));
        prop_assert!(cents(&short, "4") <= cents(&long, "4"));
        // Thousandths of a cent: 30 a hundredth of a kilometre, then 20.
        let second = (hundredths - 5_000).clamp(0, 10_000) * 300 + (hundredths - 15_000).max(0) * 200;
        prop_assert_eq!(cents(&short, "4"), (second + 500) / 1000);
    }
}
