//! Prices of time and distance as they are written.

use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::rules::billing::{CapWindow, Tier, Unit, WeekWindow};
use rimessa_domain::time::Span;

use crate::finding::{Code, Finding, Place};
use crate::reader::scalar::YEAR;
use crate::reader::{At, Table};
use crate::syntax::condition::WhenBlock;
use crate::syntax::fee::{AtLeast, OCCASIONS, Occasions};
use crate::syntax::head::{Basis, Dates, Head};
use crate::syntax::span::SpanBlock;
use crate::syntax::window;

/// `[[price]]`.
pub(crate) struct PriceBlock {
    pub(crate) head: Head,
    pub(crate) unit: At<Unit>,
    /// Started units count whole; what that rests on.
    pub(crate) count: Option<(bool, Basis)>,
    pub(crate) vat: Option<At<String>>,
    pub(crate) rates: Vec<RateBlock>,
    pub(crate) bills: Vec<BillBlock>,
}

/// `[[price.rate]]`.
pub(crate) struct RateBlock {
    pub(crate) place: Place,
    pub(crate) basis: Basis,
    pub(crate) dates: Dates,
    pub(crate) plan: Option<At<String>>,
    pub(crate) category: Option<At<String>>,
    pub(crate) tiers: Vec<At<Tier>>,
    pub(crate) bands: Vec<BandBlock>,
    pub(crate) caps: Vec<CapBlock>,
}

/// `[[price.rate.band]]`.
pub(crate) struct BandBlock {
    pub(crate) place: Place,
    pub(crate) id: At<String>,
    pub(crate) basis: Basis,
    pub(crate) week: WeekWindow,
    pub(crate) rate: At<Rate>,
}

/// `[[price.rate.cap]]`.
pub(crate) struct CapBlock {
    pub(crate) place: Place,
    pub(crate) id: At<String>,
    pub(crate) basis: Basis,
    pub(crate) window: CapWindow,
    pub(crate) amounts: Vec<At<Rate>>,
}

/// `[[price.bill]]`.
pub(crate) struct BillBlock {
    pub(crate) place: Place,
    pub(crate) id: Option<At<String>>,
    pub(crate) basis: Basis,
    pub(crate) dates: Dates,
    pub(crate) on: Occasions,
    pub(crate) when: Option<WhenBlock>,
    pub(crate) unless: Vec<(WhenBlock, Basis)>,
    pub(crate) span: Option<SpanBlock>,
    /// A span is given, perhaps a wrong one.
    pub(crate) span_given: bool,
    /// The distance that staff recorded, instead of the trip's.
    pub(crate) recorded_distance: Option<At<bool>>,
    pub(crate) percent: Option<At<Percent>>,
    pub(crate) at_least: Option<AtLeast>,
    pub(crate) vat: Option<At<String>>,
}

/// Units of prices, with their words.
pub(crate) const UNITS: [(Unit, &str); 6] = [
    (Unit::Time(Span::minutes(1)), "minute"),
    (Unit::Time(Span::QUARTER_HOUR), "quarter-hour"),
    (Unit::Time(Span::minutes(30)), "half-hour"),
    (Unit::Time(Span::HOUR), "hour"),
    (Unit::Time(Span::days(1)), "day"),
    (Unit::Distance(1_000_000), "kilometre"),
];

/// Distances, with their words: whether it is the recorded one.
pub(crate) const DISTANCES: [(bool, &str); 2] = [(false, "trip"), (true, "recorded")];

const MOST_UNITS: i64 = 10_000_000;

impl PriceBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let block = Self {
            head: Head::read(t),
            unit: t.required("per", t.choice("per", &UNITS), "\"hour\"", UNITS[3].0),
            count: t.table("count", "`count`", |t| {
                let started = t.required("started", t.flag("started"), "true", true);
                (started.value, Basis::optional(t))
            }),
            vat: t.text("vat"),
            rates: t.tables("rate", "[[price.rate]]", RateBlock::read),
            bills: t.tables("bill", "[[price.bill]]", BillBlock::read),
        };
        if block.rates.is_empty() && !t.has("rate") {
            let message = format!("the price `{}` has no amount", block.head.id.value);
            let finding = Finding::error(Code::Missing, t.place, message);
            t.report(finding.help("add a block [[price.rate]] with an `amount` below it"));
        }
        for bill in &block.bills {
            block.check_bill(t, bill);
        }
        block
    }

    /// Whether it is a price of time.
    pub(crate) fn is_time(&self) -> bool {
        matches!(self.unit.value, Unit::Time(_))
    }

    fn check_bill(&self, t: &Table<'_>, bill: &BillBlock) {
        if self.is_time() {
            if let Some(distance) = bill.recorded_distance {
                let message = "a price of time cannot bill a `distance`";
                let finding = Finding::error(Code::Contradiction, distance.place, message);
                t.report(finding.help("name a `span`, such as \"booked\" or \"used\""));
            } else if !bill.span_given {
                let message = "this bill does not say which time it bills";
                let finding = Finding::error(Code::Missing, bill.place, message);
                t.report(finding.help("add `span = \"booked\"`, `span = \"used\"` …"));
            }
        } else if let Some(span) = &bill.span {
            let message = "a price per kilometre cannot bill a `span`";
            let finding = Finding::error(Code::Contradiction, span.rule.place, message);
            t.report(finding.help("write `distance = \"trip\"` instead"));
        }
    }
}

impl RateBlock {
    fn read(t: &Table<'_>) -> Self {
        let block = Self {
            place: t.place,
            basis: Basis::optional(t),
            dates: Dates::read(t),
            plan: t.text("plan"),
            category: t.text("category"),
            tiers: tiers(t),
            bands: t.tables("band", "[[price.rate.band]]", BandBlock::read),
            caps: t.tables("cap", "[[price.rate.cap]]", CapBlock::read),
        };
        if let (Some(band), false) = (block.bands.first(), t.has("amount")) {
            let message = "bands are possible beside a single `amount` only";
            let finding = Finding::error(Code::Contradiction, band.place, message);
            t.report(finding.help("write `amount` instead of `steps` or `tiers`"));
        }
        block
    }
}

fn tiers(t: &Table<'_>) -> Vec<At<Tier>> {
    let given = (t.amount("amount"), t.amounts("steps"), t.has("tiers"));
    let keys = ["amount", "steps", "tiers"];
    let count = keys.iter().filter(|key| t.has(key)).count();
    if count != 1 {
        let message = format!("{} needs exactly one of `amount`, `steps` and `tiers`", t.what);
        t.report(Finding::error(Code::OneOf, t.place, message));
    }
    match given {
        (Some(amount), _, _) => vec![amount.map(|rate| Tier { until: None, rate })],
        (_, Some(steps), _) => steps_as_tiers(&steps),
        (_, _, true) => given_tiers(t),
        _ => Vec::new(),
    }
}

fn steps_as_tiers(steps: &[At<Rate>]) -> Vec<At<Tier>> {
    let mut tiers: Vec<At<Tier>> = Vec::new();
    for (nth, step) in (1i64..).zip(steps) {
        match tiers.last_mut() {
            Some(last) if last.value.rate == step.value => last.value.until = Some(nth),
            _ => tiers.push(step.map(|rate| Tier { until: Some(nth), rate })),
        }
    }
    if let Some(last) = tiers.last_mut() {
        last.value.until = None;
    }
    tiers
}

fn given_tiers(t: &Table<'_>) -> Vec<At<Tier>> {
    let tiers = t.tables("tiers", "a tier", |t| {
        let until = t.whole("until", 1, MOST_UNITS);
        let rate = t.required("amount", t.amount("amount"), "\"0.45\"", Rate(0));
        let until = until.map(|until| until.value);
        At { value: Tier { until, rate: rate.value }, place: t.place }
    });
    let last = tiers.len().saturating_sub(1);
    for (index, tier) in tiers.iter().enumerate() {
        if index == last && tier.value.until.is_some() {
            let message = "the last tier ends: further units have no amount";
            let finding = Finding::error(Code::Tiers, tier.place, message);
            t.report(finding.help("leave `until` out of the last tier, or add one without it"));
        }
        if index != last && tier.value.until.is_none() {
            let message = "only the last tier has no `until`: the next would never be reached";
            let finding = Finding::error(Code::Tiers, tier.place, message);
            t.report(finding.help("write up to how many units this amount holds: `until = 100`"));
        }
    }
    for pair in tiers.windows(2) {
        if let (Some(before), Some(here)) = (pair[0].value.until, pair[1].value.until)
            && here <= before
        {
            let message = format!("this tier ends at {here}, not after the one before ({before})");
            let finding = Finding::error(Code::Tiers, pair[1].place, message);
            t.report(finding.help("the limits of tiers rise: `until` counts from the first unit"));
        }
    }
    tiers
}

impl BandBlock {
    fn read(t: &Table<'_>) -> Self {
        let days = window::days(t);
        let week = t.table("hours", "the hours of a band", |t| window::hours(t, days));
        Self {
            place: t.place,
            id: t.required_id("id"),
            basis: Basis::optional(t),
            week: week.unwrap_or(window::whole_day(days)),
            rate: t.required("amount", t.amount("amount"), "\"1.20\"", Rate(0)),
        }
    }
}

impl CapBlock {
    fn read(t: &Table<'_>) -> Self {
        let one = t.amount("amount").map(|amount| vec![amount]);
        let amounts = t.amounts("amounts");
        if t.has("amount") == t.has("amounts") {
            let message = "a cap needs exactly one of `amount` and `amounts`";
            t.report(Finding::error(Code::OneOf, t.place, message));
        }
        Self {
            place: t.place,
            id: t.required_id("id"),
            basis: Basis::optional(t),
            window: cap_window(t),
            amounts: one.or(amounts).unwrap_or_default(),
        }
    }
}

fn cap_window(t: &Table<'_>) -> CapWindow {
    let keys = ["each", "calendar_day", "hours", "week"];
    if keys.iter().filter(|key| t.has(key)).count() != 1 {
        let message = "a cap needs exactly one of `each`, `calendar_day`, `hours` and `week`";
        t.report(Finding::error(Code::OneOf, t.place, message));
    }
    if let Some(each) = t.duration("each", YEAR) {
        return CapWindow::Each(each.value);
    }
    if let Some(day) = t.flag("calendar_day") {
        if !day.value {
            let message = "`calendar_day` can only be true";
            t.report(Finding::error(Code::Contradiction, day.place, message));
        }
        return CapWindow::CalendarDay;
    }
    let hours = t.table("hours", "the hours of a cap", |t| window::hours(t, window::days(t)));
    if let Some(hours) = hours {
        return CapWindow::Hours(hours);
    }
    let week = t.table("week", "the week of a cap", |t| {
        let from = t.table("from", "a time of the week", window::minute_of_week);
        let until = t.table("until", "a time of the week", window::minute_of_week);
        let example = "{ day = \"fri\", at = \"18:00\" }";
        let from = t.required("from", from, example, 0).value;
        let until = t.required("until", until, example, 0).value;
        CapWindow::Week { from_minute: from, until_minute: until }
    });
    week.unwrap_or(CapWindow::CalendarDay)
}

impl BillBlock {
    fn read(t: &Table<'_>) -> Self {
        let on = Occasions::read(t, &OCCASIONS[..6]);
        Self {
            place: t.place,
            id: t.id("id"),
            basis: Basis::optional(t),
            dates: Dates::read(t),
            on,
            when: WhenBlock::read(t),
            unless: WhenBlock::unless(t),
            span: SpanBlock::read(t),
            span_given: t.has("span"),
            recorded_distance: t.choice("distance", &DISTANCES),
            percent: t.percent("percent"),
            at_least: AtLeast::read(t),
            vat: t.text("vat"),
        }
    }
}
