//! Whether each booking finds one rate, and not two.

use rimessa_domain::ids::{CategoryId, PlanId};
use rimessa_domain::rules::billing::{Price, PriceRate};
use rimessa_domain::rules::{Rules, Validity};
use rimessa_domain::time::Instant;

use crate::compile::Compiled;
use crate::finding::{Code, Finding, Sink};
use crate::syntax::Document;
use crate::syntax::price::PriceBlock;

/// A plan and a category of a booking.
pub(crate) type Combination = (Option<PlanId>, Option<CategoryId>);

/// Reports rates that exclude one another, and bookings without a rate.
pub(crate) fn check(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    for (block, price) in document.prices.iter().zip(&compiled.rules.prices) {
        overlaps(block, price, sink);
        missing(block, price, &compiled.rules, sink);
    }
}

/// All plans and categories that a booking can have.
pub(crate) fn combinations(rules: &Rules) -> Vec<Combination> {
    let ids = |count: usize| (0u16..).take(count);
    let plans = ids(rules.plans.len()).map(|plan| Some(PlanId(plan)));
    let mut categories: Vec<Option<CategoryId>> =
        ids(rules.categories.len()).map(|category| Some(CategoryId(category))).collect();
    if categories.is_empty() {
        categories.push(None);
    }
    plans.flat_map(|plan| categories.iter().map(move |category| (plan, *category))).collect()
}

/// Whether the rate is for bookings of that plan and category.
pub(crate) fn fits(rate: &PriceRate, (plan, category): Combination) -> bool {
    (rate.plan.is_none() || rate.plan == plan)
        && (rate.category.is_none() || rate.category == category)
}

fn overlaps(block: &PriceBlock, price: &Price, sink: &Sink<'_>) {
    for (index, rate) in price.rates.iter().enumerate() {
        for other in &price.rates[..index] {
            let plans = rate.plan.is_none() || other.plan.is_none() || rate.plan == other.plan;
            let categories = rate.category.is_none()
                || other.category.is_none()
                || rate.category == other.category;
            let at_once = rate.validity.from < other.validity.until
                && other.validity.from < rate.validity.until;
            if plans && categories && at_once {
                let message = format!(
                    "two rates of `{}` fit the same booking: which one would hold?",
                    price.id
                );
                let finding = Finding::error(Code::RateOverlap, block.rates[index].place, message);
                sink.add(
                    finding.help(
                        "give each of them its `plan` and `category`, so that exactly one fits",
                    ),
                );
            }
        }
    }
}

fn missing(block: &PriceBlock, price: &Price, rules: &Rules, sink: &Sink<'_>) {
    let mut nowhere = Vec::new();
    for combination in combinations(rules) {
        let mut times: Vec<Validity> =
            price.rates.iter().filter(|r| fits(r, combination)).map(|r| r.validity).collect();
        times.sort_by_key(|validity| validity.from);
        let Some(first) = times.first() else {
            nowhere.push(name(rules, combination));
            continue;
        };
        let late = first.from > Instant::MIN;
        let hole = times.windows(2).any(|pair| pair[0].until < pair[1].from);
        if late || hole {
            let what = name(rules, combination);
            let message = format!("for some time the price `{}` has no amount{what}", price.id);
            let finding = Finding::warning(Code::Gap, block.head.place, message);
            sink.add(
                finding
                    .help("the first version has no `from`, and each ends where the next begins"),
            );
        }
    }
    nowhere.dedup();
    if !nowhere.is_empty() && !price.rates.is_empty() {
        let whom = nowhere.join(",");
        let message = format!("the price `{}` has no amount{whom}", price.id);
        let finding = Finding::warning(Code::NoRate, block.head.place, message);
        sink.add(finding.help("without one nothing is billed: if that is meant, write \"0.00\""));
    }
}

fn name(rules: &Rules, (plan, category): Combination) -> String {
    let plan = plan.and_then(|plan| rules.plans.get(usize::from(plan.0)));
    let category = category.and_then(|category| rules.categories.get(usize::from(category.0)));
    let several = rules.plans.len() > 1;
    let plan = plan.filter(|_| several).map(|plan| format!(" in the plan `{}`", plan.id));
    let category = category.map(|category| format!(" for `{}`", category.id));
    format!("{}{}", category.unwrap_or_default(), plan.unwrap_or_default())
}
