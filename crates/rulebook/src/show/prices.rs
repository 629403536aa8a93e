//! What time and distance cost, and when.

use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::rules::billing::{
    Cap, CapWindow, Charge, PartKind, Point, Price, PriceRate, SpanRule, WeekWindow,
};

use super::Page;
use super::table::Table;
use crate::wording;

const DAYS: [&str; 8] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"];

/// Writes the prices, and what is billed of them.
pub(super) fn show(page: &mut Page<'_>) {
    let rules = &page.rulebook.rules;
    if rules.prices.is_empty() {
        return;
    }
    page.heading("heading-prices");
    for (index, price) in rules.prices.iter().enumerate() {
        if index > 0 {
            page.line("");
        }
        one(page, price);
    }
    page.heading("heading-bills");
    let heads = ["column-what", "column-when", "column-quantity", "column-vat", "column-clause"];
    let heads = heads.iter().map(|key| page.word(key)).collect();
    let mut table = Table::new(heads, &[]);
    for charge in rules.charges.iter().filter(|charge| charge.bill) {
        bill(page, charge, &mut table);
    }
    table.write(page);
}

/// On which occasions something is billed.
pub(super) fn occasions(page: &Page<'_>, charge: &Charge) -> String {
    let all = rimessa_domain::rules::billing::Occasion::ALL;
    let named = all.iter().filter(|(occasion, _)| charge.on & occasion.bit() != 0);
    let words: Vec<String> = named.map(|(_, name)| page.word(&format!("on-{name}"))).collect();
    words.join(", ")
}

/// Which time or distance a part is about.
pub(super) fn quantity(page: &Page<'_>, what: &PartKind) -> String {
    match what {
        PartKind::Time(time) => span(page, &time.span),
        PartKind::Distance { recorded: false, .. } => page.word("distance-trip"),
        PartKind::Distance { recorded: true, .. } => page.word("distance-recorded"),
        PartKind::Fixed(_) | PartKind::Cost(_) | PartKind::AllCosts => String::new(),
    }
}

/// The words with a percentage, if there is one.
pub(super) fn at_percent(page: &Page<'_>, percent: Option<Percent>, words: String) -> String {
    let Some(percent) = percent else { return words };
    let percent = wording::percent(page.language, percent);
    page.words("at-percent", &[("percent", percent.into()), ("amount", words.into())])
}

fn one(page: &mut Page<'_>, price: &Price) {
    let heads = ["column-category", "column-plan", "column-from", "column-what", "column-amount"];
    let mut heads: Vec<String> = heads.iter().map(|key| page.word(key)).collect();
    heads.push(page.word("column-clause"));
    let mut table = Table::new(heads, &[4]);
    for rate in &price.rates {
        rows(page, price, rate, &mut table);
    }
    table.write(page);
}

fn rows(page: &mut Page<'_>, price: &Price, rate: &PriceRate, table: &mut Table) {
    let rules = &page.rulebook.rules;
    let category = rate.category.and_then(|id| rules.categories.get(usize::from(id.0)));
    let plan = rate.plan.and_then(|id| rules.plans.get(usize::from(id.0)));
    let category = category.map(|found| page.word(&format!("category-{}", found.id)));
    let plan = plan.map(|found| page.word(&format!("plan-{}", found.id)));
    let time = page.time(rate.validity);
    let head = [category, plan, time].map(Option::unwrap_or_default);
    for (nth, (what, amount, clause)) in cells(page, price, rate).into_iter().enumerate() {
        let mut row: Vec<String> =
            if nth == 0 { head.to_vec() } else { vec![String::new(); head.len()] };
        row.extend([what, amount, clause]);
        table.row(row);
    }
}

/// What a rate says: what for, how much, and the clause.
pub(super) fn cells(
    page: &mut Page<'_>,
    price: &Price,
    rate: &PriceRate,
) -> Vec<(String, String, String)> {
    let assumed = assumed(page, price, rate);
    let clause = page.clause(rate.clause.or(price.clause), assumed);
    let mut cells: Vec<(String, String, String)> = Vec::new();
    let mut first = 1;
    for tier in &rate.tiers {
        let what = tier_words(page, price, (first, tier.until), rate.tiers.len() == 1);
        cells.push((what, page.rate(tier.rate), clause.clone()));
        first = tier.until.map_or(first, |until| until.saturating_add(1));
    }
    for band in &rate.bands {
        let own = band.clause.map_or_else(|| clause.clone(), |c| page.clause(Some(c), false));
        cells.push((window(page, band.week), page.rate(band.rate), own));
    }
    for cap in &rate.caps {
        let own = cap.clause.map_or_else(|| clause.clone(), |c| page.clause(Some(c), false));
        cells.push((cap_window(page, cap), amounts(page, &cap.amounts), own));
    }
    cells
}

fn assumed(page: &Page<'_>, price: &Price, rate: &PriceRate) -> bool {
    let mut entries = page.rulebook.entries.iter();
    let of_price = entries.any(|entry| {
        let whole = entry.part.is_none() || entry.part.as_deref() == Some("rate");
        entry.kind == "price" && entry.id == price.id && whole && entry.assumed
    });
    of_price && rate.clause.is_none()
}

fn tier_words(
    page: &Page<'_>,
    price: &Price,
    (from, until): (i64, Option<i64>),
    only: bool,
) -> String {
    let prefix = if price.started { "started" } else { "unit" };
    let key = format!("{prefix}-{}", wording::unit_key(price.unit));
    let unit = page.words(&key, &[("count", 1.into())]);
    if only {
        return page.words("per-unit", &[("unit", unit.into())]);
    }
    let number = |number: i64| number.to_string();
    match until {
        None => page.words("units-from", &[("unit", unit.into()), ("from", number(from).into())]),
        Some(until) if until == from => {
            page.words("nth-unit", &[("unit", unit.into()), ("nth", number(from).into())])
        }
        Some(until) => page.words(
            "units-range",
            &[
                ("unit", unit.into()),
                ("from", number(from).into()),
                ("until", number(until).into()),
            ],
        ),
    }
}

fn window(page: &Page<'_>, week: WeekWindow) -> String {
    let days = if week.days & 0b0111_1111 == 0b0111_1111 {
        page.word("every-day")
    } else {
        let named = DAYS.iter().enumerate().filter(|(day, _)| week.days & (1 << day) != 0);
        let words: Vec<String> = named.map(|(_, day)| page.word(&format!("day-{day}"))).collect();
        words.join(", ")
    };
    if week.from_minute == 0 && week.until_minute == 24 * 60 {
        return days;
    }
    let (from, until) = (wording::time(week.from_minute), wording::time(week.until_minute));
    let hours = page.words("hours-from-until", &[("from", from.into()), ("until", until.into())]);
    format!("{days} {hours}")
}

fn cap_window(page: &Page<'_>, cap: &Cap) -> String {
    match cap.window {
        CapWindow::Each(span) => {
            let duration = wording::duration(&page.rulebook.texts, page.language, span);
            page.words("per-stretch", &[("duration", duration.into())])
        }
        CapWindow::CalendarDay => page.word("per-calendar-day"),
        CapWindow::Hours(week) => window(page, week),
        CapWindow::Week { from_minute, until_minute } => {
            let day = |minute: u16| {
                let day = DAYS[usize::from(minute / 1440).min(6)];
                page.word(&format!("day-{day}"))
            };
            page.words(
                "week-from-until",
                &[
                    ("from-day", day(from_minute).into()),
                    ("from", wording::time(from_minute % 1440).into()),
                    ("until-day", day(until_minute).into()),
                    ("until", wording::time(until_minute % 1440).into()),
                ],
            )
        }
    }
}

fn amounts(page: &Page<'_>, amounts: &[Rate]) -> String {
    let each: Vec<String> = amounts.iter().map(|a| page.rate(*a)).collect();
    page.words("at-most", &[("amount", each.join(", ").into())])
}

fn bill(page: &mut Page<'_>, charge: &Charge, table: &mut Table) {
    let what = page.word(&format!("line-{}", charge.id));
    let part = charge.parts.first();
    let how = part.map_or_else(String::new, |part| {
        at_percent(page, part.percent, quantity(page, &part.what))
    });
    let entry = page.rulebook.entry("bill", &charge.id);
    let assumed = entry.is_some_and(|entry| entry.assumed);
    let of_price = part.and_then(|part| match &part.what {
        PartKind::Time(time) => Some(time.price),
        PartKind::Distance { price, .. } => Some(*price),
        PartKind::Fixed(_) | PartKind::Cost(_) | PartKind::AllCosts => None,
    });
    let price = of_price.and_then(|index| page.rulebook.rules.prices.get(usize::from(index)));
    let clause = page.clause(charge.clause.or(price.and_then(|price| price.clause)), assumed);
    let when = occasions(page, charge);
    let vat = page.vat(charge.vat);
    table.row(vec![what, when, how, vat, clause]);
}

fn span(page: &Page<'_>, rule: &SpanRule) -> String {
    use Point::{AgreedEnd, BookedEnd, Check, RecordedFrom, RecordedUntil, Return, Start};
    let (begin, end, at_least, at_most) = match rule {
        SpanRule::Unused => return page.word("span-unused"),
        SpanRule::GivenUp => return page.word("span-given-up"),
        SpanRule::Between { begin, end, at_least, at_most } => (*begin, *end, at_least, at_most),
    };
    let mut words = match (begin, end) {
        (Start, BookedEnd) => page.word("span-booked"),
        (Start, AgreedEnd) => page.word("span-agreed"),
        (Start, Return) => page.word("span-used"),
        (BookedEnd, Return) => page.word("span-late"),
        (Return, Check) => page.word("span-unchecked"),
        (RecordedFrom, RecordedUntil) => page.word("span-recorded"),
        _ => page.words(
            "span-between",
            &[("begin", point(page, begin).into()), ("end", point(page, end).into())],
        ),
    };
    for (key, limit) in [("span-at-least", at_least), ("span-at-most", at_most)] {
        if let Some(limit) = limit {
            let limit = page.words(key, &[("point", point(page, *limit).into())]);
            words = format!("{words}, {limit}");
        }
    }
    words
}

fn point(page: &Page<'_>, point: Point) -> String {
    let name = match point {
        Point::Start => "start",
        Point::ReservedStart => "reserved-start",
        Point::BookedEnd => "booked-end",
        Point::AgreedEnd => "agreed-end",
        Point::Return => "return",
        Point::Check => "check",
        Point::RecordedFrom => "recorded-from",
        Point::RecordedUntil => "recorded-until",
    };
    page.word(&format!("point-{name}"))
}
