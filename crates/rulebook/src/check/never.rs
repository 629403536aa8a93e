//! Rules that can never apply.

use rimessa_domain::rules::Rules;
use rimessa_domain::rules::billing::{Charge, Occasion, PartKind, SpanRule};
use rimessa_domain::rules::when::When;

use super::conditions::{Case, both, cases};
use super::occasions::has_span;
use super::rates::{combinations, fits};
use crate::compile::Compiled;
use crate::finding::{Code, Finding, Place, Sink};
use crate::similar::most_similar;
use crate::syntax::Document;
use crate::syntax::condition::WhenBlock;

/// Words for what members report that the engine's other parts use.
const REPORTS: [&str; 3] = ["bay-taken", "force-majeure", "delay"];

/// Reports what can never apply.
pub(crate) fn check(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    let places = charge_places(document);
    for (charge, place) in compiled.rules.charges.iter().zip(&places) {
        Checker { rules: &compiled.rules, charge, place, sink }.run();
    }
    exceptions(document, compiled, sink);
    subscriptions(document, compiled, sink);
    reports(document, sink);
}

struct ChargePlace<'d> {
    place: Place,
    when: Option<&'d WhenBlock>,
    unless: Vec<&'d WhenBlock>,
    parts: Vec<Place>,
}

/// The places of the charges, in their order.
fn charge_places(document: &Document) -> Vec<ChargePlace<'_>> {
    let mut places = Vec::new();
    for bill in document.prices.iter().flat_map(|price| &price.bills) {
        let span = bill.span.as_ref().map_or(bill.place, |span| span.rule.place);
        places.push(ChargePlace {
            place: bill.place,
            when: bill.when.as_ref(),
            unless: bill.unless.iter().map(|(when, _)| when).collect(),
            parts: vec![span],
        });
    }
    for fee in &document.fees {
        let fixed = fee.amount.map(|amount| amount.place);
        let added = fee.add.iter().map(|add| add.place);
        places.push(ChargePlace {
            place: fee.head.place,
            when: fee.when.as_ref(),
            unless: fee.unless.iter().map(|(when, _)| when).collect(),
            parts: fixed.into_iter().chain(added).chain(fee.all_costs).collect(),
        });
    }
    places
}

struct Checker<'a> {
    rules: &'a Rules,
    charge: &'a Charge,
    place: &'a ChargePlace<'a>,
    sink: &'a Sink<'a>,
}

impl Checker<'_> {
    fn run(&self) {
        let Some(own) = self.possible(self.charge.condition(), self.place.when, None) else {
            return;
        };
        for (index, (unless, _)) in self.charge.unless.iter().enumerate() {
            self.possible(unless, self.place.unless.get(index).copied(), Some(&own));
        }
        for (index, part) in self.charge.parts.iter().enumerate() {
            let place = self.place.parts.get(index).copied().unwrap_or(self.place.place);
            if let Some(when) = &part.when
                && self.possible_at(when, place, Some(&own)).is_none()
            {
                continue;
            }
            self.part(&part.what, place, &own);
        }
    }

    /// The cases in which a condition can hold on an occasion of the charge, or a finding.
    fn possible(
        &self,
        when: &When,
        block: Option<&WhenBlock>,
        beside: Option<&[Case]>,
    ) -> Option<Vec<Case>> {
        let returned = block.and_then(WhenBlock::needs_return);
        if let Some((place, key)) = returned
            && self.charge.on & Occasion::Return.bit() == 0
        {
            let message = format!("`{key}` is known only on return, and `on` does not name that");
            let finding = Finding::warning(Code::NeverApplies, place, message);
            self.sink.add(finding.help("add \"return\" to `on`, or leave this out"));
            return None;
        }
        let place = block.map_or(self.place.place, |block| block.place);
        self.possible_at(when, place, beside)
    }

    fn possible_at(&self, when: &When, place: Place, beside: Option<&[Case]>) -> Option<Vec<Case>> {
        let anything = [Case::default()];
        let categories = &self.rules.categories;
        let (beside, on) = (beside.unwrap_or(&anything), self.charge.on);
        // Too many cases to look at: nothing is said about them.
        let Some(of_when) = cases(when) else { return Some(anything.to_vec()) };
        let Some(found) = both(&of_when, beside, categories, on) else {
            return Some(anything.to_vec());
        };
        if found.is_empty() {
            let message = "this condition can never hold";
            let finding = Finding::warning(Code::NeverApplies, place, message);
            self.sink.add(finding.help(
                "its facts contradict one another, or the occasions in `on` never have them",
            ));
            return None;
        }
        Some(found)
    }

    fn part(&self, what: &PartKind, place: Place, own: &[Case]) {
        let (price, span) = match what {
            PartKind::Time(time) => (time.price, Some(&time.span)),
            PartKind::Distance { price, recorded } => {
                let occasion = if *recorded { Occasion::Assess } else { Occasion::Return };
                if self.charge.on & occasion.bit() == 0 {
                    let message = "no occasion in `on` has this distance";
                    self.sink.add(Finding::warning(Code::NeverApplies, place, message));
                }
                (*price, None)
            }
            PartKind::Cost(_) | PartKind::AllCosts => {
                let with_costs = Occasion::Return.bit() | Occasion::Assess.bit();
                if self.charge.on & with_costs == 0 {
                    let message = "costs are recorded only on `return` and `assess`";
                    self.sink.add(Finding::warning(Code::NeverApplies, place, message));
                }
                return;
            }
            PartKind::Fixed(_) => return,
        };
        if let Some(span) = span {
            self.span(span, place);
        }
        self.rate(price, place, own);
    }

    fn span(&self, span: &SpanRule, place: Place) {
        if has_span(span, self.charge.on) {
            return;
        }
        let message = "no occasion in `on` has this span";
        let finding = Finding::warning(Code::NeverApplies, place, message);
        self.sink.add(finding.help(
            "\"unused\", and spans with a return or a check, go with \"return\"; \"given-up\" \
             goes with \"change\", \"recorded\" with \"assess\"",
        ));
    }

    fn rate(&self, price: u16, place: Place, own: &[Case]) {
        let Some(found) = self.rules.prices.get(usize::from(price)) else { return };
        let all = combinations(self.rules);
        let asked = |combination: &&super::rates::Combination| {
            own.iter().any(|case| {
                let (plan, category) = **combination;
                let of = |list: &Option<Vec<_>>| {
                    list.as_ref().is_none_or(|list| plan.is_some_and(|plan| list.contains(&plan)))
                };
                let category_fits = case
                    .categories
                    .as_ref()
                    .is_none_or(|list| category.is_some_and(|category| list.contains(&category)));
                of(&case.plans) && category_fits
            })
        };
        let priced = all
            .iter()
            .filter(asked)
            .any(|combination| found.rates.iter().any(|rate| fits(rate, *combination)));
        if !priced && !found.rates.is_empty() {
            let message = format!("the price `{}` has no amount for these cases", found.id);
            let finding = Finding::warning(Code::NeverApplies, place, message);
            self.sink.add(finding.help("add a [[price.rate]] for their plan and category"));
        }
    }
}

fn exceptions(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    let rules = &compiled.rules;
    for block in &document.exceptions {
        let mut changed = rules.charges.iter().filter_map(|charge| {
            let id = &block.head.id.value;
            let found = charge.exceptions.iter().find(|exception| *exception.id == **id)?;
            let (a, b) = (cases(&found.when)?, cases(charge.condition())?);
            let own = both(&b, &[Case::default()], &rules.categories, charge.on)?;
            let never = both(&a, &own, &rules.categories, charge.on)?.is_empty();
            (!own.is_empty()).then_some(never)
        });
        if changed.clone().count() > 0 && changed.all(|never| never) {
            let place = block.when.as_ref().map_or(block.head.place, |when| when.place);
            let message = format!("the exception `{}` can never apply", block.head.id.value);
            let finding = Finding::warning(Code::NeverApplies, place, message);
            sink.add(finding.help(
                "its condition contradicts that of the rule, or needs facts that the rule's \
                 occasions never have",
            ));
        }
    }
}

fn subscriptions(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    let all = &compiled.rules.subscriptions;
    for (index, (block, terms)) in document.subscriptions.iter().zip(all).enumerate() {
        let other = all[..index].iter().find(|other| {
            other.plan == terms.plan
                && other.validity.from < terms.validity.until
                && terms.validity.from < other.validity.until
        });
        if let Some(other) = other {
            let message = format!(
                "the subscriptions `{}` and `{}` are both of the plan `{}`",
                other.id, terms.id, block.plan.value
            );
            let finding = Finding::error(Code::Duplicate, block.head.place, message);
            sink.add(finding.help("a plan has one fee at a time: give versions the same `id`"));
        }
    }
    for (block, allowance) in document.allowances.iter().zip(&compiled.rules.allowances) {
        if !all.iter().any(|terms| terms.plan == allowance.plan) {
            let message = format!("the plan `{}` has no subscription", block.plan.value);
            let finding = Finding::warning(Code::NeverApplies, block.plan.place, message);
            sink.add(finding.help("free time is given for each period of a [[subscription]]"));
        }
    }
    for (block, usage) in document.usages.iter().zip(&compiled.rules.usages) {
        if !all.iter().any(|terms| terms.plan == usage.plan && terms.contract) {
            let message = format!("the plan `{}` has no contracts", block.plan.value);
            let finding = Finding::warning(Code::NeverApplies, block.plan.place, message);
            sink.add(
                finding.help("exits are counted for a [[subscription]] with `contract = true`"),
            );
        }
    }
}

/// Reports that look like a slip of the pen.
fn reports(document: &Document, sink: &Sink<'_>) {
    let bills = document.prices.iter().flat_map(|price| &price.bills);
    let of_bills =
        bills.flat_map(|bill| bill.when.iter().chain(bill.unless.iter().map(|(when, _)| when)));
    let of_fees = document
        .fees
        .iter()
        .flat_map(|fee| fee.when.iter().chain(fee.unless.iter().map(|(when, _)| when)));
    let of_exceptions = document.exceptions.iter().filter_map(|block| block.when.as_ref());
    for when in of_bills.chain(of_fees).chain(of_exceptions) {
        reports_of(when, sink);
    }
}

fn reports_of(when: &WhenBlock, sink: &Sink<'_>) {
    for report in when.reported.iter().flatten() {
        let name = report.value.as_str();
        let meant = most_similar(name, REPORTS).filter(|_| !REPORTS.contains(&name));
        if meant.is_some() {
            let message = format!("`{name}` is no report that members usually make");
            let finding = Finding::warning(Code::NeverApplies, report.place, message);
            sink.add(finding.meant(meant));
        }
    }
    for inner in &when.any {
        reports_of(inner, sink);
    }
}
