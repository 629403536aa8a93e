//! Prices that fall as a trip grows.
//!
//! What can be seen in the rules themselves is found here. Curves of whole prices need the rating
//! engine: [`check_prices`] asks its caller for them.

use rimessa_domain::ids::{CategoryId, PlanId};
use rimessa_domain::money::Money;
use rimessa_domain::rules::billing::{Occasion, PartKind, SpanRule};
use rimessa_domain::time::{Instant, Span};

use super::rates::combinations;
use crate::compile::Compiled;
use crate::finding::{Code, File, Finding, Place, Sink};
use crate::rulebook::Rulebook;
use crate::syntax::Document;

const WHOLE: i64 = 1_000_000;

/// Reports time not used, or given up, that costs more than time used.
pub(crate) fn check(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    let bills = document.prices.iter().flat_map(|price| &price.bills).map(|bill| bill.place);
    let places: Vec<Place> = bills.chain(document.fees.iter().map(|fee| fee.head.place)).collect();
    for (charge, place) in compiled.rules.charges.iter().zip(places) {
        for part in &charge.parts {
            let PartKind::Time(time) = &part.what else { continue };
            let dear = part.percent.is_some_and(|percent| percent.0 > WHOLE);
            if dear && matches!(time.span, SpanRule::Unused | SpanRule::GivenUp) {
                let message = "time that is not used costs more than time that is used";
                let finding = Finding::warning(Code::FallingPrice, place, message);
                sink.add(finding.help("a longer trip costs less: write a percentage up to 100"));
            }
        }
    }
}

/// A case in which prices are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurveCase {
    /// The plan of the booking.
    pub plan: Option<PlanId>,
    /// The category of the vehicle.
    pub category: Option<CategoryId>,
    /// When the booking is made: the first moment of a version of the price.
    pub made: Instant,
    /// The price: index into the rules' prices.
    pub price: u16,
}

/// Reports prices that fall as a trip grows.
///
/// `curve` rates a trip of each length in one case, in rising order of length; an empty curve is
/// passed over. The lengths and the hours of the start are the caller's choice. `toml` is the text
/// that `rulebook` was read from.
pub fn check_prices(
    toml: &str,
    rulebook: &Rulebook,
    mut curve: impl FnMut(&CurveCase) -> Vec<(Span, Money)>,
) -> Vec<Finding> {
    let sink = Sink::new(toml, File::Rulebook);
    for case in curve_cases(rulebook) {
        let points = curve(&case);
        let fall = points.windows(2).find(|pair| pair[1].1 < pair[0].1);
        let Some([(short, dear), (long, cheap)]) = fall.map(|pair| [pair[0], pair[1]]) else {
            continue;
        };
        let id = &rulebook.rules.prices[usize::from(case.price)].id;
        let place = rulebook.entry("price", id).map_or(Place::default(), |entry| entry.place);
        let message = format!(
            "the price `{id}` falls: {short} hours cost {dear}, {long} hours {cheap}{}",
            whom(rulebook, &case)
        );
        let finding = Finding::warning(Code::FallingPrice, place, message);
        sink.add(finding.help("raise the later steps, or the caps of longer stretches"));
    }
    sink.into_findings()
}

fn curve_cases(rulebook: &Rulebook) -> Vec<CurveCase> {
    let rules = &rulebook.rules;
    let billed = |price: u16| {
        let of_price = |what: &PartKind| matches!(what, PartKind::Time(t) if t.price == price);
        rules.charges.iter().any(|charge| {
            charge.on & Occasion::Return.bit() != 0
                && charge.parts.iter().any(|p| of_price(&p.what))
        })
    };
    let mut cases = Vec::new();
    for (price, found) in (0u16..).zip(&rules.prices) {
        if !billed(price) {
            continue;
        }
        let mut made: Vec<Instant> = found.rates.iter().map(|rate| rate.validity.from).collect();
        made.sort_unstable();
        made.dedup();
        for made in made {
            let all = combinations(rules).into_iter();
            cases.extend(all.map(|(plan, category)| CurveCase { plan, category, made, price }));
        }
    }
    cases
}

fn whom(rulebook: &Rulebook, case: &CurveCase) -> String {
    let rules = &rulebook.rules;
    let plan = case.plan.and_then(|plan| rules.plans.get(usize::from(plan.0)));
    let category = case.category.and_then(|id| rules.categories.get(usize::from(id.0)));
    let plan = plan.filter(|_| rules.plans.len() > 1);
    let plan = plan.map(|plan| format!(" in the plan `{}`", plan.id)).unwrap_or_default();
    let category = category.map(|found| format!(" for `{}`", found.id)).unwrap_or_default();
    format!("{category}{plan}")
}
