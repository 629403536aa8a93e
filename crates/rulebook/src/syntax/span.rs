//! Which time is billed, as it is written.

use rimessa_domain::rules::billing::{Point, SpanRule};
use toml::de::DeValue;

use crate::reader::{At, Table};
use crate::syntax::head::Basis;

/// A time, with the clauses of its ends.
#[derive(Clone, Debug)]
pub(crate) struct SpanBlock {
    /// The time.
    pub(crate) rule: At<SpanRule>,
    /// What the ends rest on, with the key of each.
    pub(crate) bases: Vec<(&'static str, Basis)>,
}

const POINTS: [(Point, &str); 8] = [
    (Point::Start, "start"),
    (Point::ReservedStart, "reserved-start"),
    (Point::BookedEnd, "booked-end"),
    (Point::AgreedEnd, "agreed-end"),
    (Point::Return, "return"),
    (Point::Check, "check"),
    (Point::RecordedFrom, "recorded-from"),
    (Point::RecordedUntil, "recorded-until"),
];

#[derive(Clone, Copy)]
enum Named {
    Unused,
    GivenUp,
    Between(Point, Point, Option<Point>),
}

const NAMED: [(Named, &str); 10] = [
    (Named::Between(Point::Start, Point::BookedEnd, None), "booked"),
    (Named::Between(Point::Start, Point::AgreedEnd, None), "agreed"),
    (Named::Between(Point::Start, Point::Return, None), "used"),
    (Named::Between(Point::Start, Point::Return, Some(Point::BookedEnd)), "used-or-booked"),
    (Named::Between(Point::Start, Point::Return, Some(Point::AgreedEnd)), "used-or-agreed"),
    (Named::Between(Point::BookedEnd, Point::Return, None), "late"),
    (Named::Between(Point::Return, Point::Check, None), "unchecked"),
    (Named::Between(Point::RecordedFrom, Point::RecordedUntil, None), "recorded"),
    (Named::Unused, "unused"),
    (Named::GivenUp, "given-up"),
];

impl SpanBlock {
    /// Reads `span`: a name, or a table with `begin` and `end`.
    pub(crate) fn read(t: &Table<'_>) -> Option<Self> {
        let value = t.value("span")?;
        if matches!(value.get_ref(), DeValue::Table(_)) {
            return t.table("span", "a span", Self::between);
        }
        let named = t.choice("span", &NAMED)?;
        Some(Self { rule: named.map(rule_of), bases: Vec::new() })
    }

    fn between(t: &Table<'_>) -> Self {
        let begin = t.required("begin", t.choice("begin", &POINTS), "\"start\"", Point::Start);
        let end = t.required("end", t.choice("end", &POINTS), "\"return\"", Point::Return);
        let (at_least, first) = limit(t, "at_least").unzip();
        let (at_most, second) = limit(t, "at_most").unzip();
        let rule = SpanRule::Between { begin: begin.value, end: end.value, at_least, at_most };
        let bases = [("at_least", first), ("at_most", second)];
        let bases = bases.into_iter().filter_map(|(key, basis)| Some((key, basis?))).collect();
        Self { rule: At { value: rule, place: t.place }, bases }
    }
}

fn rule_of(named: Named) -> SpanRule {
    match named {
        Named::Unused => SpanRule::Unused,
        Named::GivenUp => SpanRule::GivenUp,
        Named::Between(begin, end, at_least) => {
            SpanRule::Between { begin, end, at_least, at_most: None }
        }
    }
}

fn limit(t: &Table<'_>, key: &'static str) -> Option<(Point, Basis)> {
    t.table(key, "a limit of a span", |t| {
        let point =
            t.required("point", t.choice("point", &POINTS), "\"booked-end\"", Point::Return);
        (point.value, Basis::optional(t))
    })
}
