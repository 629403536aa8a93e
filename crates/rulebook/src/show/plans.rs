//! The plans that can be chosen, each with its prices in words.

use rimessa_domain::rules::plans::Plan;
use rimessa_domain::time::Instant;

use super::{Page, fees, prices};
use crate::rulebook::Rulebook;
use crate::wording;

/// A plan in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanWords {
    /// Its name in the rulebook.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it costs by the period; `None`: nothing.
    pub fee: Option<String>,
    /// On which terms.
    pub terms: String,
    /// The clause; empty: assumed.
    pub clause: String,
    /// It is a contract of its own, of which one may have several.
    pub is_contract: bool,
    /// What time and distance cost.
    pub prices: Vec<PriceWords>,
    /// The free time that it includes, for each period.
    pub free: Vec<String>,
}

/// A price in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceWords {
    /// For which category; `None`: all.
    pub category: Option<String>,
    /// What for.
    pub what: String,
    /// How much.
    pub amount: String,
    /// The clause, with a star if it is assumed.
    pub clause: String,
}

/// The plans at `at` in `language`, in the order of the rulebook.
#[must_use]
pub fn plans(rulebook: &Rulebook, language: &str, at: Instant) -> Vec<PlanWords> {
    let mut page = Page { rulebook, language, text: String::new(), assumed: false };
    rulebook.rules.plans.iter().map(|plan| one(&mut page, plan, at)).collect()
}

fn one(page: &mut Page<'_>, plan: &Plan, at: Instant) -> PlanWords {
    let rulebook = page.rulebook;
    let rules = &rulebook.rules;
    let id = rules.find_plan(&plan.id);
    let terms = id.and_then(|id| rules.subscription(id, at)).map(|(_, terms)| terms);
    let own = rulebook.entry("plan", &plan.id).and_then(|entry| entry.clause);
    let clause = terms.map_or(own, |terms| terms.clause);
    let mut shown = Vec::new();
    for price in &rules.prices {
        let rates = price
            .rates
            .iter()
            .filter(|rate| rate.validity.holds(at) && (rate.plan.is_none() || rate.plan == id));
        for rate in rates {
            let category = rate.category.and_then(|id| rules.categories.get(usize::from(id.0)));
            let category = category.map(|found| page.word(&format!("category-{}", found.id)));
            let cells = prices::cells(page, price, rate).into_iter();
            shown.extend(cells.map(|(what, amount, clause)| PriceWords {
                category: category.clone(),
                what,
                amount,
                clause,
            }));
        }
    }
    let free = rules.allowances.iter().filter(|free| Some(free.plan) == id);
    let free = free.filter(|free| free.validity.holds(at)).map(|free| {
        let time = wording::duration(&rulebook.texts, page.language, free.span);
        format!("{}: {time}", page.word(&format!("line-{}", free.id)))
    });
    PlanWords {
        id: plan.id.to_string(),
        name: page.word(&format!("plan-{}", plan.id)),
        fee: terms.map(|terms| fees::period(page, terms)),
        terms: terms.map_or_else(|| page.word("no-basic-fee"), |t| fees::terms_words(page, t)),
        clause: clause.map_or("", |clause| rules.clause(clause)).to_owned(),
        is_contract: terms.is_some_and(|terms| terms.contract),
        free: free.collect(),
        prices: shown,
    }
}
