//! Prices, what is billed of them, fees and exceptions.

use rimessa_domain::rules::Validity;
use rimessa_domain::rules::billing::{
    Band, Cap, Charge, ChargePart, Exception, PartKind, Price, PriceRate, SpanRule, TimePart, Unit,
};
use rimessa_domain::rules::when::When;

use super::condition;
use super::scope::Scope;
use super::versions::{Dated, validities, validity};
use crate::finding::{Code, Finding, Place};
use crate::reader::At;
use crate::similar::most_similar;
use crate::syntax::fee::{AddBlock, Added, AtLeast, FeeBlock, PricedBlock};
use crate::syntax::head::Dates;
use crate::syntax::price::{BillBlock, PriceBlock, RateBlock};
use crate::syntax::span::SpanBlock;

/// A kind and name of a block, to note its parts by.
type Owner<'a> = (&'static str, &'a str);

/// The prices, and the charges with their exceptions.
pub(crate) fn billing(scope: &Scope<'_>) -> (Vec<Price>, Vec<Charge>) {
    let mut prices = Vec::new();
    let mut charges = Vec::new();
    for (index, block) in (0u16..).zip(&scope.document.prices) {
        prices.push(price(scope, block));
        bills(scope, index, block, &mut charges);
    }
    let from_prices = charges.len();
    charges.extend(fees(scope));
    unique_ids(scope, &charges[..from_prices]);
    attach_exceptions(scope, &mut charges);
    (prices, charges)
}

/// The name of what a bill bills: its own, or its price's.
pub(crate) fn bill_id<'a>(price: &'a PriceBlock, bill: &'a BillBlock) -> &'a At<String> {
    bill.id.as_ref().unwrap_or(&price.head.id)
}

fn price(scope: &Scope<'_>, block: &PriceBlock) -> Price {
    let id = &block.head.id.value;
    let clause = scope.block(&block.head);
    if let Some((_, basis)) = &block.count {
        scope.entry("price", id, Some("count"), basis);
    }
    Price {
        id: id.as_str().into(),
        clause,
        unit: block.unit.value,
        started: block.count.as_ref().is_some_and(|(started, _)| *started),
        rates: rates(scope, block),
    }
}

fn rates(scope: &Scope<'_>, price: &PriceBlock) -> Vec<PriceRate> {
    let dated = |rate: &RateBlock| {
        let name = |at: &Option<At<String>>| at.as_ref().map_or("", |at| &at.value).to_owned();
        Dated {
            key: format!("{}/{}", name(&rate.plan), name(&rate.category)),
            name: format!("a rate of the price `{}` for the same case", price.head.id.value),
            dates: inherited(rate.dates, price.head.dates),
            place: rate.place,
        }
    };
    let dated: Vec<Dated> = price.rates.iter().map(dated).collect();
    let validities = validities(scope, &dated);
    price.rates.iter().zip(validities).map(|(block, v)| rate(scope, price, block, v)).collect()
}

fn rate(scope: &Scope<'_>, price: &PriceBlock, block: &RateBlock, v: Validity) -> PriceRate {
    let id = &price.head.id.value;
    let bands = block.bands.iter().map(|band| Band {
        id: band.id.value.as_str().into(),
        clause: scope.entry("price", id, Some(&band.id.value), &band.basis),
        week: band.week,
        rate: band.rate.value,
    });
    let caps = block.caps.iter().map(|cap| Cap {
        id: cap.id.value.as_str().into(),
        clause: scope.entry("price", id, Some(&cap.id.value), &cap.basis),
        window: cap.window,
        amounts: cap.amounts.iter().map(|amount| amount.value).collect(),
    });
    PriceRate {
        clause: scope.entry("price", id, Some("rate"), &block.basis),
        validity: v,
        plan: block.plan.as_ref().map(|plan| scope.plan(plan)),
        category: block.category.as_ref().map(|category| scope.category(category)),
        tiers: block.tiers.iter().map(|tier| tier.value).collect(),
        bands: bands.collect(),
        caps: caps.collect(),
    }
}

fn bills(scope: &Scope<'_>, index: u16, price: &PriceBlock, charges: &mut Vec<Charge>) {
    let dates = |bill: &BillBlock| inherited(bill.dates, price.head.dates);
    let all: Vec<Validity> = price.bills.iter().map(|b| validity(scope, dates(b))).collect();
    for (nth, (bill, mut holds)) in price.bills.iter().zip(all.iter().copied()).enumerate() {
        // A later version of the same bill ends this one; beside it stand bills of other cases.
        let later = price.bills.iter().zip(&all).skip(nth + 1).find(|(other, begin)| {
            let same = bill_id(price, other).value == bill_id(price, bill).value;
            same && other.on.bits() == bill.on.bits() && begin.from > holds.from
        });
        if let Some((_, later)) = later {
            holds.until = holds.until.min(later.from);
        }
        charges.push(bill_charge(scope, (index, price), bill, holds));
    }
}

fn bill_charge(
    scope: &Scope<'_>,
    (index, price): (u16, &PriceBlock),
    bill: &BillBlock,
    validity: Validity,
) -> Charge {
    let id = &bill_id(price, bill).value;
    let owner: Owner<'_> = ("bill", id);
    let own = scope.entry("bill", id, None, &bill.basis);
    let clause = own.or_else(|| scope.clause_of(&price.head.basis));
    let what = if price.is_time() {
        let (span, at_least) = (bill.span.as_ref(), bill.at_least.as_ref());
        PartKind::Time(TimePart {
            price: index,
            span: span_rule(scope, owner, span),
            started: None,
            of_unit: None,
            at_least: at_least.map(|least| units(scope, owner, least)),
        })
    } else {
        if bill.at_least.is_some() {
            let message = "`at_least` goes with prices of time";
            let finding = Finding::error(Code::Contradiction, bill.place, message);
            scope.report(finding.help("leave `at_least` out"));
        }
        let recorded = bill.recorded_distance.is_some_and(|distance| distance.value);
        PartKind::Distance { price: index, recorded }
    };
    let percent = bill.percent.map(|percent| percent.value);
    Charge {
        id: id.as_str().into(),
        clause,
        validity,
        on: bill.on.bits(),
        kinds: Vec::new(),
        when: bill.when.as_ref().map(|when| condition::compiled(scope, when)),
        unless: condition::unless(scope, owner, &bill.unless),
        parts: vec![ChargePart { what, when: None, percent, vat: None }],
        vat: scope.vat(bill.vat.as_ref().or(price.vat.as_ref()), bill.place),
        restores: false,
        bill: true,
        exceptions: Vec::new(),
    }
}

fn fees(scope: &Scope<'_>) -> Vec<Charge> {
    let blocks = &scope.document.fees;
    let dated: Vec<Dated> = blocks.iter().map(|fee| Dated::block(&fee.head)).collect();
    let validities = validities(scope, &dated);
    blocks.iter().zip(validities).map(|(block, v)| fee(scope, block, v)).collect()
}

fn fee(scope: &Scope<'_>, block: &FeeBlock, validity: Validity) -> Charge {
    let id = &block.head.id.value;
    let owner: Owner<'_> = ("fee", id);
    let clause = scope.block(&block.head);
    let plain = |what| ChargePart { what, when: None, percent: None, vat: None };
    let mut parts: Vec<ChargePart> = Vec::new();
    parts.extend(block.amount.map(|amount| plain(PartKind::Fixed(amount.value))));
    parts.extend(block.add.iter().filter_map(|add| part(scope, owner, add)));
    parts.extend(block.all_costs.map(|_| plain(PartKind::AllCosts)));
    Charge {
        id: id.as_str().into(),
        clause,
        validity,
        on: block.on.bits(),
        kinds: block.kinds.iter().map(|kind| scope.name(&kind.value)).collect(),
        when: block.when.as_ref().map(|when| condition::compiled(scope, when)),
        unless: condition::unless(scope, owner, &block.unless),
        parts,
        vat: scope.vat(block.vat.as_ref(), block.head.place),
        restores: block.restores,
        bill: false,
        exceptions: Vec::new(),
    }
}

fn part(scope: &Scope<'_>, owner: Owner<'_>, add: &AddBlock) -> Option<ChargePart> {
    scope.entry(owner.0, owner.1, Some("add"), &add.basis);
    let what = match &add.what {
        Added::Nothing => return None,
        Added::Cost(cost) => PartKind::Cost(scope.name(&cost.value)),
        Added::Price(priced) => {
            let index = scope.price(&priced.price);
            let block = scope.document.prices.get(usize::from(index));
            let known = block.filter(|block| block.head.id.value == priced.price.value);
            priced_part(scope, owner, (index, known?), (add.place, priced))
        }
    };
    let when: Option<When> = add.when.as_ref().map(|when| condition::compiled(scope, when));
    let percent = add.percent.map(|percent| percent.value);
    let vat = add.vat.as_ref().map(|vat| scope.vat(Some(vat), add.place));
    Some(ChargePart { what, when, percent, vat })
}

fn priced_part(
    scope: &Scope<'_>,
    owner: Owner<'_>,
    (index, price): (u16, &PriceBlock),
    (place, added): (Place, &PricedBlock),
) -> PartKind {
    let PricedBlock { span, recorded_distance, started, of_unit, at_least, .. } = added;
    if matches!(price.unit.value, Unit::Distance(_)) {
        let misplaced = span.is_some() || started.is_some() || of_unit.is_some();
        if misplaced || at_least.is_some() {
            let message = "`span`, `started`, `of_unit` and `at_least` go with prices of time";
            let finding = Finding::error(Code::Contradiction, place, message);
            scope.report(finding.help("write `distance = \"trip\"` or `\"recorded\"` alone"));
        }
        let recorded = recorded_distance.is_some_and(|distance| distance.value);
        return PartKind::Distance { price: index, recorded };
    }
    if let Some(distance) = recorded_distance {
        let message = format!("`{}` is a price of time, not of distance", price.head.id.value);
        scope.report(Finding::error(Code::Contradiction, distance.place, message));
    } else if !added.span_given {
        let message = "this entry does not say which time it adds";
        let finding = Finding::error(Code::Missing, place, message);
        scope.report(finding.help("add `span = \"late\"`, `span = \"booked\"` …"));
    }
    PartKind::Time(TimePart {
        price: index,
        span: span_rule(scope, owner, span.as_ref()),
        started: started.map(|started| started.value),
        of_unit: of_unit.and_then(|nth| u32::try_from(nth.value).ok()),
        at_least: at_least.as_ref().map(|least| units(scope, owner, least)),
    })
}

fn span_rule(scope: &Scope<'_>, owner: Owner<'_>, span: Option<&SpanBlock>) -> SpanRule {
    let Some(span) = span else { return SpanRule::Unused };
    for (key, basis) in &span.bases {
        scope.entry(owner.0, owner.1, Some(key), basis);
    }
    span.rule.value.clone()
}

fn units(
    scope: &Scope<'_>,
    owner: Owner<'_>,
    least: &AtLeast,
) -> (i64, Option<rimessa_domain::ids::ClauseId>) {
    (least.units, scope.entry(owner.0, owner.1, Some("at_least"), &least.basis))
}

fn inherited(own: Dates, outer: Dates) -> Dates {
    Dates { from: own.from.or(outer.from), until: own.until.or(outer.until) }
}

fn unique_ids(scope: &Scope<'_>, bills: &[Charge]) {
    let prices = &scope.document.prices;
    for fee in &scope.document.fees {
        let id = &fee.head.id.value;
        let taken = bills.iter().any(|bill| *bill.id == **id)
            || prices.iter().any(|price| price.head.id.value == *id);
        if taken && !id.is_empty() {
            let message = format!("a price and a fee are both called `{id}`");
            let finding = Finding::error(Code::Duplicate, fee.head.id.place, message);
            scope.report(finding.help("give the fee another `id`"));
        }
    }
}

fn attach_exceptions(scope: &Scope<'_>, charges: &mut [Charge]) {
    let blocks = &scope.document.exceptions;
    let dated: Vec<Dated> = blocks.iter().map(|block| Dated::block(&block.head)).collect();
    for (block, validity) in blocks.iter().zip(validities(scope, &dated)) {
        let id = &block.head.id.value;
        let exception = Exception {
            id: id.as_str().into(),
            clause: scope.block(&block.head),
            validity,
            when: condition::optional(scope, block.when.as_ref()),
            span: block.span.as_ref().map(|span| span_rule(scope, ("exception", id), Some(span))),
            percent: block.percent.map(|percent| percent.value),
            waive: block.waive,
        };
        let prices = &scope.document.prices;
        let price = prices.iter().find(|price| price.head.id.value == block.of.value);
        let of_price: Vec<&str> = price.iter().flat_map(|price| bill_ids(price)).collect();
        let mut found = price.is_some();
        for charge in charges.iter_mut() {
            if *charge.id == *block.of.value || of_price.contains(&&*charge.id) {
                found = true;
                charge.exceptions.push(exception.clone());
            }
        }
        if !found && !block.of.value.is_empty() {
            report_unknown_rule(scope, &block.of);
        }
    }
}

fn bill_ids(price: &PriceBlock) -> impl Iterator<Item = &str> {
    price.bills.iter().map(|bill| bill_id(price, bill).value.as_str())
}

fn report_unknown_rule(scope: &Scope<'_>, of: &At<String>) {
    let (prices, fees) = (&scope.document.prices, &scope.document.fees);
    if fees.iter().any(|fee| fee.head.id.value.is_empty()) {
        return;
    }
    let known = prices.iter().flat_map(|price| bill_ids(price).chain([&*price.head.id.value]));
    let known = known.chain(fees.iter().map(|fee| &*fee.head.id.value));
    let message = format!("there is no price or fee `{}`", of.value);
    let finding = Finding::error(Code::UnknownReference, of.place, message)
        .meant(most_similar(&of.value, known));
    scope.report(finding.help("name the `id` of a [[price]] or a [[fee]]"));
}
