//! The arithmetic of a line, written for programs. (People read `rimessa explain`.)

use rimessa_domain::line::{Item, Line, What};
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::billing::Unit;
use rimessa_domain::time::Instant;
use serde::Serialize;

use crate::world::World;

/// Why a line is what it is.
#[derive(Debug, Serialize)]
pub struct Reasons<'s> {
    /// The rule, by its name in the rulebook.
    pub rule: &'s str,
    /// When it fell due: local date and time.
    pub due: String,
    /// The steps, in order.
    pub items: Vec<WrittenItem<'s>>,
}

/// A step of the arithmetic.
#[derive(Debug, Serialize)]
pub struct WrittenItem<'s> {
    /// What is counted.
    pub what: &'static str,
    /// The name of the price, the cost or the allowance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'s str>,
    /// How many units.
    pub quantity: i64,
    /// What a unit is, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_ms: Option<i64>,
    /// What a unit is, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_mm: Option<i64>,
    /// The price of one, as it stands in the rulebook.
    pub unit_price: String,
    /// The percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    /// What it comes to, to the sixth decimal.
    pub amount: String,
}

/// The reasons of one of the lines of a world.
#[must_use]
pub fn of_line<'s>(world: &'s World<'_>, line: &Line) -> Reasons<'s> {
    let rules = world.rules();
    let items = world.lines().items(line).iter().map(|item| written(rules, item)).collect();
    Reasons { rule: rules.rule_id(line.source), due: local(rules, line.due), items }
}

fn local(rules: &Rules, at: Instant) -> String {
    let seconds = rules.zone.wall(at).0.rem_euclid(86_400_000) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}", rules.zone.date(at))
}

fn written<'s>(rules: &'s Rules, item: &'s Item) -> WrittenItem<'s> {
    let (what, name) = named(rules, item);
    let (mut unit_ms, mut unit_mm) = (None, None);
    if let What::Units { price, tick, .. } = item.what {
        match rules.prices.get(usize::from(price)).map(|price| price.unit) {
            Some(Unit::Distance(_)) => unit_mm = Some(tick),
            _ => unit_ms = Some(tick),
        }
    }
    WrittenItem {
        what,
        name,
        quantity: item.quantity,
        unit_ms,
        unit_mm,
        unit_price: item.rate.to_string(),
        percent: item.percent.map(|percent| percent.to_string()),
        amount: item.amount.to_string(),
    }
}

fn named<'s>(rules: &'s Rules, item: &'s Item) -> (&'static str, Option<&'s str>) {
    let price = |index: u16| rules.prices.get(usize::from(index)).map(|price| &*price.id);
    match &item.what {
        What::Fixed => ("fixed", None),
        What::Units { price: index, .. } => ("units", price(*index)),
        What::Capped { price: index, .. } => ("capped", price(*index)),
        What::Free(index) => {
            ("free", rules.allowances.get(usize::from(*index)).map(|free| &*free.id))
        }
        What::Cost(name) => ("cost", Some(name)),
        What::Period => ("period", None),
        What::Days { .. } => ("days-of-period", None),
        What::Commitment => ("commitment", None),
        What::Further { .. } => ("beyond-included", None),
        What::Advanced => ("advanced", None),
    }
}
