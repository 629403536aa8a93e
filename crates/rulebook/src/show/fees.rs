//! Fees, exceptions, plans, free time, refunds.

use rimessa_domain::rules::billing::{Charge, ChargePart, PartKind, TimePart, Unit};
use rimessa_domain::rules::plans::{Every, Leaving, SubscriptionTerms};

use super::Page;
use super::prices::{at_percent, occasions, quantity};
use super::table::Table;
use crate::wording;

/// Writes them.
pub(super) fn show(page: &mut Page<'_>) {
    fees(page);
    exceptions(page);
    subscriptions(page);
    allowances(page);
    refunds(page);
}

fn heads(page: &Page<'_>, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| page.word(key)).collect()
}

fn fees(page: &mut Page<'_>) {
    let keys = ["column-what", "column-when", "column-amount", "column-vat", "column-clause"];
    let mut table = Table::new(heads(page, &keys), &[]);
    for charge in page.rulebook.rules.charges.iter().filter(|charge| !charge.bill) {
        let mut what = page.word(&format!("line-{}", charge.id));
        if let Some(time) = page.time(charge.validity) {
            what = format!("{what} ({time})");
        }
        let assumed = page.rulebook.entry("fee", &charge.id).is_some_and(|entry| entry.assumed);
        let clause = page.clause(charge.clause, assumed);
        let row =
            vec![what, occasions(page, charge), sum(page, charge), page.vat(charge.vat), clause];
        table.row(row);
    }
    if !table.is_empty() {
        page.heading("heading-fees");
        table.write(page);
    }
}

fn sum(page: &Page<'_>, charge: &Charge) -> String {
    let parts: Vec<String> = charge.parts.iter().map(|part| summand(page, part)).collect();
    parts.join(" + ")
}

fn summand(page: &Page<'_>, part: &ChargePart) -> String {
    let words = match &part.what {
        PartKind::Fixed(rate) => page.rate(*rate),
        PartKind::Cost(name) => {
            let name = page.rulebook.rules.name(*name);
            let known = page.rulebook.texts.get(page.language, &format!("cost-{name}"), &[]);
            known.unwrap_or_else(|| format!("{} ({name})", page.word("cost-as-recorded")))
        }
        PartKind::AllCosts => page.word("cost-as-recorded"),
        PartKind::Time(_) | PartKind::Distance { .. } => quantity(page, &part.what),
    };
    let words = match &part.what {
        PartKind::Time(time) => counted(page, time, words),
        _ => words,
    };
    at_percent(page, part.percent, words)
}

/// What is special about the units of a time: their length, and whose price they have.
fn counted(page: &Page<'_>, time: &TimePart, words: String) -> String {
    let (Some(nth), Some(price)) =
        (time.of_unit, page.rulebook.rules.prices.get(usize::from(time.price)))
    else {
        return words;
    };
    let unit = time.started.map_or(price.unit, Unit::Time);
    let prefix = if price.started || time.started.is_some() { "started" } else { "unit" };
    let key = format!("{prefix}-{}", wording::unit_key(unit));
    let unit = page.words(&key, &[("count", 1.into())]);
    let nth = nth.to_string();
    page.words(
        "at-price-of-unit",
        &[("amount", words.into()), ("unit", unit.into()), ("nth", nth.into())],
    )
}

fn exceptions(page: &mut Page<'_>) {
    let mut lines: Vec<String> = Vec::new();
    let charges = &page.rulebook.rules.charges;
    for exception in charges.iter().flat_map(|charge| &charge.exceptions) {
        let sentence = page.word(&format!("line-{}", exception.id));
        let basis = page.basis(page.rulebook.entry("exception", &exception.id));
        let line = format!("- {sentence}{basis}");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        page.heading("heading-exceptions");
        for line in lines {
            page.line(&line);
        }
    }
}

fn subscriptions(page: &mut Page<'_>) {
    let rules = &page.rulebook.rules;
    if rules.subscriptions.is_empty() && rules.plans.len() < 2 {
        return;
    }
    let keys = ["column-plan", "column-amount", "column-what", "column-vat", "column-clause"];
    let mut table = Table::new(heads(page, &keys), &[1]);
    for plan in &rules.plans {
        let name = page.word(&format!("plan-{}", plan.id));
        let id = rules.find_plan(&plan.id);
        let mut terms =
            rules.subscriptions.iter().filter(|terms| Some(terms.plan) == id).peekable();
        if terms.peek().is_none() {
            let entry = page.rulebook.entry("plan", &plan.id);
            let (clause, assumed) = entry.map_or((None, true), |e| (e.clause, e.assumed));
            let clause = page.clause(clause, assumed);
            let (nothing, free) = (String::new(), page.word("no-basic-fee"));
            table.row(vec![name, free, nothing.clone(), nothing, clause]);
            continue;
        }
        for terms in terms {
            let entry = page.rulebook.entry("subscription", &terms.id);
            let assumed = entry.is_some_and(|entry| entry.assumed);
            let clause = page.clause(terms.clause, assumed);
            let (amount, conditions) = (period(page, terms), terms_words(page, terms));
            table.row(vec![name.clone(), amount, conditions, page.vat(terms.vat), clause]);
        }
    }
    page.heading("heading-subscriptions");
    table.write(page);
}

pub(super) fn period(page: &Page<'_>, terms: &SubscriptionTerms) -> String {
    let every = match terms.every {
        Every::Month => page.word("per-month"),
        Every::Year => page.word("per-year"),
    };
    format!("{} {every}", page.rate(terms.amount))
}

pub(super) fn terms_words(page: &Page<'_>, terms: &SubscriptionTerms) -> String {
    let mut words: Vec<String> = page.time(terms.validity).into_iter().collect();
    if let Some((periods, _)) = terms.commitment {
        words.push(page.words("commitment", &[("periods", i64::from(periods).into())]));
    }
    if terms.first_by_days {
        words.push(page.word("first-by-days"));
    }
    words.push(match terms.leaving {
        Leaving::AtOnce => page.word("leaving-at-once"),
        Leaving::PeriodEnd => page.word("leaving-period-end"),
    });
    words.join(", ")
}

fn allowances(page: &mut Page<'_>) {
    let rules = &page.rulebook.rules;
    if !rules.allowances.is_empty() {
        page.heading("heading-allowances");
    }
    for free in &rules.allowances {
        let what = page.word(&format!("line-{}", free.id));
        let time = wording::duration(&page.rulebook.texts, page.language, free.span);
        let basis = page.basis(page.rulebook.entry("allowance", &free.id));
        page.line(&format!("- {what}: {time}{basis}"));
    }
    if !rules.usages.is_empty() {
        page.heading("heading-usages");
    }
    for usage in &rules.usages {
        let what = page.word(&format!("line-{}", usage.id));
        let amount = page.rate(usage.rate);
        let count = [("included", i64::from(usage.included).into())];
        let beyond = page.words("included-events", &count);
        let basis = page.basis(page.rulebook.entry("usage", &usage.id));
        page.line(&format!("- {what}: {amount} {beyond}{basis}"));
    }
}

fn refunds(page: &mut Page<'_>) {
    let rules = &page.rulebook.rules;
    if rules.refunds.is_empty() {
        return;
    }
    page.heading("heading-refunds");
    for refund in &rules.refunds {
        let mut line = format!("- {}", page.word(&format!("line-{}", refund.id)));
        if let Some(most) = refund.at_most {
            let amount = page.rate(most);
            let most = page.words("at-most", &[("amount", amount.into())]);
            line = format!("{line}: {most}");
        }
        let basis = page.basis(page.rulebook.entry("refund", &refund.id));
        page.line(&format!("{line}{basis}"));
    }
}
