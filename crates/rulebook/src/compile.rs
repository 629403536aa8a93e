//! Turns what is written into what is executed: names into places, dates into instants.

mod billing;
mod booking;
mod condition;
mod keys;
mod names;
mod people;
mod plans;
mod scope;
mod versions;

use rimessa_domain::rules::{Category, Rules};

use crate::finding::Sink;
use crate::regulation::Regulation;
use crate::rulebook::{Entry, TextKey};
use crate::syntax::Document;
use scope::Scope;

/// What comes out: to be used only if the sink holds no errors.
pub(crate) struct Compiled {
    pub(crate) rules: Rules,
    pub(crate) regulation: Regulation,
    pub(crate) entries: Vec<Entry>,
    pub(crate) text_keys: Vec<TextKey>,
}

/// Compiles the document and reports everything that does not fit together.
pub(crate) fn compile(document: &Document, sink: &Sink<'_>, source: &str) -> Compiled {
    let scope = Scope::new(document, sink, source);
    let vat = plans::vat(&scope);
    let plans = plans::plans(&scope);
    for category in &document.categories {
        scope.entry("category", &category.id.value, None, &category.basis);
    }
    let booking = booking::booking(&scope);
    let citations = booking::citations(&scope);
    let (prices, charges) = billing::billing(&scope);
    let rules = Rules {
        operator: document.operator.value.as_str().into(),
        version: document.version.value.as_str().into(),
        zone: document.zone.clone(),
        currency: document.currency.value.as_str().into(),
        clauses: document.clauses.iter().map(|clause| clause.id.value.as_str().into()).collect(),
        names: scope.names.iter().map(|name| name.as_str().into()).collect(),
        vat,
        categories: categories(document),
        plans,
        booking,
        citations,
        prices,
        charges,
        refunds: plans::refunds(&scope),
        holidays: holidays(&scope),
        subscriptions: plans::subscriptions(&scope),
        allowances: plans::allowances(&scope),
        usages: plans::usages(&scope),
        locks: plans::locks(&scope),
    };
    let regulation = people::regulation(&scope);
    let text_keys = keys::of(document);
    Compiled { rules, regulation, entries: scope.into_entries(), text_keys }
}

fn categories(document: &Document) -> Vec<Category> {
    let category = |block: &crate::syntax::plans::CategoryBlock| Category {
        id: block.id.value.as_str().into(),
        energy: block.energy,
    };
    document.categories.iter().map(category).collect()
}

fn holidays(scope: &Scope<'_>) -> Vec<jiff::civil::Date> {
    let mut days: Vec<_> = scope.document.holidays.iter().map(|day| day.value).collect();
    days.sort_unstable();
    days.dedup();
    days
}
