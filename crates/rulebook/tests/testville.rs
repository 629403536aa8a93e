//! A complete rulebook of an operator that is none of those shipped.

use rimessa_domain::ids::{CategoryId, ClauseId, NameId, PlanId};
use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::rules::Validity;
use rimessa_domain::rules::billing::{
    CapWindow, Charge, Occasion, PartKind, Point, SpanRule, Tier, Unit, WeekWindow,
};
use rimessa_domain::rules::booking::{LimitKind, Required, RequiredOn};
use rimessa_domain::rules::plans::{Anchor, Every, Leaving};
use rimessa_domain::rules::when::{Channel, Energy};
use rimessa_domain::time::{Instant, Span};
use rimessa_rulebook::{Rulebook, Source, check, check_prices, load, show};

const TOML: &str = include_str!("testville.toml");
const GERMAN: &str = include_str!("testville.de.ftl");
const ENGLISH: &str = include_str!("testville.en.ftl");
const SOURCE: Source<'_> = Source { toml: TOML, texts: &[("en", ENGLISH), ("de", GERMAN)] };

fn testville() -> Rulebook {
    load(&SOURCE).unwrap()
}

fn charge<'r>(rulebook: &'r Rulebook, id: &str) -> &'r Charge {
    rulebook.rules.charges.iter().find(|charge| &*charge.id == id).unwrap()
}

#[test]
fn it_is_without_findings() {
    assert_eq!(check(&SOURCE), []);
}

#[test]
fn names_are_those_of_the_file() {
    let rules = testville().rules;
    assert_eq!((&*rules.operator, &*rules.version), ("testville", "2026-1"));
    assert_eq!(rules.zone.name(), "Europe/Berlin");
    assert_eq!(&*rules.clauses[1], "§ 2");
    let names: Vec<&str> = rules.names.iter().map(|name| &**name).collect();
    assert_eq!(names, ["cleaning", "dirty", "force-majeure", "fuel", "smoke"]);
    assert_eq!(rules.categories[1].energy, Energy::Fuel);
    assert_eq!(rules.find_plan("plus"), Some(PlanId(1)));
    assert_eq!(rules.holidays.len(), 2);
}

#[test]
fn what_holds_on_the_first_day_holds_since_ever_and_versions_follow_one_another() {
    let rules = testville().rules;
    let summer = Instant(1_782_856_800_000); // 2026-07-01T00:00+02:00
    let small: Vec<Validity> =
        rules.prices[0].rates.iter().take(2).map(|rate| rate.validity).collect();
    assert_eq!(small[0], Validity { from: Instant::MIN, until: summer });
    assert_eq!(small[1], Validity { from: summer, until: Instant::MAX });
    let percents: Vec<i64> = rules.vat[0].rates.iter().map(|(_, percent)| percent.0).collect();
    assert_eq!(percents, [190_000, 160_000, 190_000]);
    assert_eq!(rules.vat[0].rates[0].0.until, rules.vat[0].rates[1].0.from);
    assert_eq!(rules.vat[0].rates[1].0.until, rules.vat[0].rates[2].0.from);
    assert!(rules.vat[1].rates.is_empty());
}

#[test]
fn time_has_a_night_band_and_a_day_cap() {
    let rules = testville().rules;
    let time = &rules.prices[0];
    assert_eq!((time.unit, time.started), (Unit::Time(Span::HOUR), true));
    let small = &time.rates[0];
    assert_eq!(small.category, Some(CategoryId(0)));
    assert_eq!(small.tiers, [Tier { until: None, rate: Rate(4_000_000) }]);
    let night = WeekWindow { days: 0b100_1111, from_minute: 1320, until_minute: 360 };
    assert_eq!((small.bands[0].week, small.bands[0].rate), (night, Rate(1_500_000)));
    assert_eq!(small.bands[0].clause, Some(ClauseId(1)));
    assert_eq!(small.caps[0].window, CapWindow::Each(Span::hours(24)));
    assert_eq!(small.caps[0].amounts, [Rate(40_000_000), Rate(30_000_000)]);
    let week = CapWindow::Week { from_minute: 4 * 1440 + 1080, until_minute: 360 };
    assert_eq!(time.rates[2].caps[0].window, week);
}

#[test]
fn steps_become_tiers_and_distance_has_two() {
    let rules = testville().rules;
    let tier = |until, rate| Tier { until, rate: Rate(rate) };
    assert_eq!(
        rules.prices[0].rates[2].tiers,
        [tier(Some(1), 9_000_000), tier(Some(3), 8_000_000), tier(None, 7_000_000)]
    );
    assert_eq!(rules.prices[1].rates[0].tiers, [tier(Some(100), 300_000), tier(None, 200_000)]);
    assert_eq!(rules.prices[1].unit, Unit::Distance(1_000_000));
}

#[test]
fn bills_say_what_is_billed_when() {
    let rulebook = testville();
    let time = charge(&rulebook, "time");
    assert!(time.bill);
    assert_eq!(time.clause, rulebook.rules.prices[0].clause, "a bill rests on its price");
    assert_eq!(time.on, Occasion::Return.bit());
    let PartKind::Time(part) = &time.parts[0].what else { panic!("{time:?}") };
    let span = SpanRule::Between {
        begin: Point::Start,
        end: Point::Return,
        at_least: Some(Point::BookedEnd),
        at_most: None,
    };
    assert_eq!((&part.span, part.at_least), (&span, Some((2, Some(ClauseId(0))))));
    let unused = charge(&rulebook, "unused-booking");
    assert_eq!(unused.on, Occasion::NeverOpened.bit() | Occasion::Cancel.bit());
    assert_eq!(unused.parts[0].percent, Some(Percent(500_000)));
    assert_eq!(unused.condition().notice_less_than, Some(Span::hours(6)));
}

#[test]
fn fees_have_parts_conditions_and_exceptions() {
    let rulebook = testville();
    let late = charge(&rulebook, "late");
    assert!(!late.bill && late.vat == 1);
    assert_eq!(late.condition().late_more_than, Some(Span::minutes(15)));
    assert_eq!(late.unless[0].0.reported, Some(vec![NameId(2)]));
    assert_eq!(late.unless[0].1, Some(ClauseId(4)));
    assert!(matches!(late.parts[0].what, PartKind::Fixed(Rate(10_000_000))));
    let PartKind::Time(part) = &late.parts[1].what else { panic!("{late:?}") };
    assert_eq!((part.started, part.of_unit), (Some(Span::HOUR), Some(1)));
    let [office, plus] = &late.exceptions[..] else { panic!("{late:?}") };
    assert!(office.waive && office.when.channels == Some(Channel::Phone.bit()));
    assert_eq!((plus.percent, plus.clause), (Some(Percent(500_000)), None));
    let dirty = charge(&rulebook, "dirty");
    assert_eq!(dirty.kinds, [NameId(1), NameId(4)]);
    assert!(matches!(dirty.parts[1].what, PartKind::Cost(NameId(0))));
    assert_eq!(dirty.parts[1].vat, Some(0));
}

#[test]
fn booking_has_limits_requirements_and_waivers() {
    let rules = testville().rules;
    let booking = rules.booking.as_ref().unwrap();
    let kinds: Vec<LimitKind> = booking.limits.iter().map(|limit| limit.kind).collect();
    assert_eq!(
        kinds,
        [
            LimitKind::Grid(Span::minutes(30)),
            LimitKind::Longest(Span::days(7)),
            LimitKind::ReserveBefore(Span::minutes(30)),
        ]
    );
    assert_eq!(booking.limits[1].channels, Some(Channel::Web.bit()));
    assert_eq!(booking.limits[2].clause, None);
    let required = &booking.requirements[0];
    assert_eq!((required.on, required.what), (RequiredOn::Unlock, Required::Validated));
    assert_eq!(booking.waivers[0].after, [RefusalCode::VehicleAway, RefusalCode::VehicleElsewhere]);
    assert_eq!(rules.citation(RefusalCode::VehicleTaken, Instant(0)), Some(ClauseId(3)));
}

#[test]
fn plans_have_fees_free_time_and_locks() {
    let rules = testville().rules;
    let plus = &rules.subscriptions[0];
    assert_eq!((plus.plan, plus.every, plus.amount), (PlanId(1), Every::Month, Rate(9_900_000)));
    assert_eq!((plus.anchor, plus.leaving), (Anchor::JoiningDay, Leaving::PeriodEnd));
    assert_eq!((plus.commitment, plus.contract), (Some((3, Some(ClauseId(0)))), false));
    assert_eq!((rules.allowances[0].price, rules.allowances[0].span), (0, Span::hours(2)));
    assert_eq!((&*rules.locks[0].of, rules.locks[0].times), ("late", 3));
    let refund = &rules.refunds[0];
    assert!(refund.receipt_complete && refund.receipt_in_name);
}

#[test]
fn what_is_not_rated_is_kept() {
    let rulebook = testville();
    let regulation = &rulebook.regulation;
    assert_eq!(regulation.clauses[0].page.as_deref(), Some("2"));
    assert_eq!(regulation.guaranteed_before, Some(Span::hours(12)));
    assert_eq!(regulation.conditions[0].what.charge_above_percent, Some(20));
    assert_eq!(regulation.procedures[0].what.steps[1].clause, Some(ClauseId(5)));
    assert_eq!(regulation.duties[0].what.within, Some(Span::HOUR));
    assert!(regulation.services[0].assumed);
    assert_eq!(&*regulation.tax_laws[0].1, "UStG § 12");
    assert_eq!(regulation.refunds_within[0].1, Span::days(30));
    assert_eq!(&*regulation.examples[0].what.case, "day-trip");
}

#[test]
fn every_use_of_a_clause_is_an_entry_with_its_line() {
    let rulebook = testville();
    for (clause, name) in (0u16..).map(ClauseId).zip(&rulebook.rules.clauses) {
        let used = TOML.matches(&format!("clause = \"{name}\"")).count();
        assert_eq!(rulebook.entries_of(clause).count(), used, "{name}");
    }
    for entry in &rulebook.entries {
        let line = TOML.lines().nth(entry.line - 1).unwrap();
        let clause = entry.clause.map(|clause| rulebook.rules.clause(clause));
        assert!(clause.is_none_or(|clause| line.contains(clause)), "{entry:?}: {line}");
    }
    let night = rulebook.entries.iter().find(|entry| entry.part.as_deref() == Some("night"));
    assert_eq!(night.map(|entry| (entry.kind, &*entry.id)), Some(("price", "time")));
}

#[test]
fn sentences_are_those_of_the_language() {
    let texts = testville().texts;
    assert_eq!(texts.get("en", "line-late", &[]).as_deref(), Some("Late return"));
    assert_eq!(texts.get("de", "line-late", &[]).as_deref(), Some("Verspätete Rückgabe"));
    assert_eq!(texts.get("fr", "line-late", &[]).as_deref(), Some("Verspätete Rückgabe"));
}

#[test]
fn missing_and_superfluous_sentences_are_warnings() {
    let english = ENGLISH.replace("line-late =", "line-lat =") + "text-advice = Again { $who }.\n";
    let source =
        Source { toml: TOML, texts: &[("de", GERMAN), ("en", &english), ("fr", "free = 0")] };
    let found: Vec<String> = check(&source).iter().map(|f| format!("{:?} {f}", f.file)).collect();
    let expected = [
        "Rulebook 176:1: warning[missing-text]: the sentence `line-late` is missing in `en`",
        "Text(\"en\") 4:1: warning[unused-text]: nothing uses the sentence `line-lat` \
         (did you mean `line-late`?)",
        "Text(\"en\") 34:1: error[bad-text]: the sentence `text-advice` occurs twice",
        "Text(\"fr\") 1:1: warning[unused-text]: `fr` is not among the languages of the rulebook",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_sentence_with_a_variable_that_nobody_gives_is_a_warning() {
    let german = GERMAN.replace("line-late = ", "line-late = { $minutes } ");
    let source = Source { toml: TOML, texts: &[("de", &german), ("en", ENGLISH)] };
    let found: Vec<String> = check(&source).iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`line-late` uses `minutes`, which nobody gives it"), "{found:?}");
}

#[test]
fn a_curve_that_falls_is_a_warning_at_its_price() {
    let rulebook = testville();
    let mut cases = Vec::new();
    let findings = check_prices(TOML, &rulebook, |case| {
        cases.push(*case);
        let large = case.category == Some(CategoryId(1)) && case.plan == Some(PlanId(0));
        let second = if large && case.made == Instant::MIN { 900 } else { 1700 };
        vec![
            (Span::hours(1), rimessa_domain::money::Money(1000)),
            (Span::hours(2), rimessa_domain::money::Money(second)),
        ]
    });
    assert_eq!(cases.len(), 8, "two plans, two categories, two versions");
    let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["116:10: warning[falling-price]: the price `time` falls: 1:00 hours cost 10.00, 2:00 \
          hours 9.00 for `large` in the plan `basic`"]
    );
}

#[test]
fn a_member_can_read_it_in_each_language() {
    let rulebook = testville();
    let german = show(&rulebook, "de");
    for line in [
        "| Kleiner Transporter | vor 1.7.2026  | je begonnene Stunde                \
         |                     4,00 € | § 1     |",
        "| Kilometer              | bei der Rückgabe ",
        "- Eine halbe Stunde davor ist mit reserviert. *",
        "2. Die Ladestation gibt das Kabel frei. [die Ladestation] (§ 6)",
        "- § 5: Gebühren <https://testville.example/rules#5>",
        "* angenommen: Das Regelwerk sagt nichts dazu",
    ] {
        assert!(german.contains(line), "{line}\n{german}");
    }
    let english = show(&rulebook, "en");
    for line in [
        "Sun 22:00 to 06:00",
        "at most €40.00, €30.00",
        "| km 1 to 100    |  €0.30 | § 3    |",
        "€10.00 + the time after the booked end, each started hour at the price of no. 1, at 150 %",
        "at least 3 periods, can be ended at the end of a period",
        "- Free hours with Plus: 2 hours (§ 1)",
    ] {
        assert!(english.contains(line), "{line}\n{english}");
    }
    assert!(!english.contains("line-") && !english.contains("rule-"), "{english}");
}
