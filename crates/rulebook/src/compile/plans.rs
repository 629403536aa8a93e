//! Taxes, plans, and what is due by period or by count.

use rimessa_domain::rules::billing::Refund;
use rimessa_domain::rules::plans::{Allowance, Lock, Plan, SubscriptionTerms, Usage};
use rimessa_domain::rules::{Validity, VatClass};

use super::booking::dated;
use super::scope::Scope;
use super::versions::{Dated, validities};
use crate::finding::{Code, Finding};
use crate::similar::most_similar;
use crate::syntax::plans::{
    AllowanceBlock, LockBlock, RefundBlock, SubscriptionBlock, UsageBlock, VatBlock,
};

/// The VAT classes with their rates.
pub(crate) fn vat(scope: &Scope<'_>) -> Vec<VatClass> {
    let blocks = &scope.document.vat;
    let dated = |block: &VatBlock| Dated {
        key: block.class.value.clone(),
        name: format!("the VAT class `{}`", block.class.value),
        dates: block.dates,
        place: block.place,
    };
    let validities = validities(scope, &blocks.iter().map(dated).collect::<Vec<_>>());
    let mut classes: Vec<VatClass> = Vec::new();
    for (block, validity) in blocks.iter().zip(validities) {
        let rate = block.percent.map(|percent| (validity, percent.value));
        match classes.iter_mut().find(|class| *class.name == *block.class.value) {
            Some(class) => {
                if rate.is_none() || class.rates.is_empty() {
                    let message =
                        "a VAT class cannot be taxed for a time and out of scope for another";
                    let finding = Finding::error(Code::Contradiction, block.place, message);
                    scope.report(finding.help("make it two classes"));
                }
                class.rates.extend(rate);
            }
            None => classes.push(VatClass {
                name: block.class.value.as_str().into(),
                rates: rate.into_iter().collect(),
            }),
        }
    }
    classes
}

/// The plans.
pub(crate) fn plans(scope: &Scope<'_>) -> Vec<Plan> {
    let blocks = &scope.document.plans;
    for block in blocks {
        scope.block(&block.head);
    }
    if blocks.is_empty() {
        let message = "there is no plan";
        let finding = Finding::error(Code::Missing, scope.document.operator.place, message);
        scope.report(
            finding
                .help("add a block [[plan]]; the first is the plan of whoever subscribed to none"),
        );
    }
    blocks.iter().map(|block| Plan { id: block.head.id.value.as_str().into() }).collect()
}

/// The fees by period.
pub(crate) fn subscriptions(scope: &Scope<'_>) -> Vec<SubscriptionTerms> {
    let blocks = &scope.document.subscriptions;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let term = |(block, validity): (&SubscriptionBlock, Validity)| {
        let id = &block.head.id.value;
        let commitment = block.commitment.as_ref();
        SubscriptionTerms {
            id: id.as_str().into(),
            plan: scope.plan(&block.plan),
            clause: scope.block(&block.head),
            validity,
            amount: block.amount.value,
            vat: scope.vat(block.vat.as_ref(), block.head.place),
            every: block.every,
            anchor: block.anchor,
            first_by_days: block.first_by_days,
            leaving: block.leaving,
            commitment: commitment.map(|(periods, basis)| {
                (*periods, scope.entry("subscription", id, Some("commitment"), basis))
            }),
            contract: block.contract,
        }
    };
    blocks.iter().zip(validities).map(term).collect()
}

/// Free time.
pub(crate) fn allowances(scope: &Scope<'_>) -> Vec<Allowance> {
    let blocks = &scope.document.allowances;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let allowance = |(block, validity): (&AllowanceBlock, Validity)| {
        let price = scope.price(&block.price);
        let of_distance = scope
            .document
            .prices
            .iter()
            .any(|price| price.head.id.value == block.price.value && !price.is_time());
        if of_distance {
            let message = "free time cannot be of a price per kilometre";
            scope.report(Finding::error(Code::Contradiction, block.price.place, message));
        }
        Allowance {
            id: block.head.id.value.as_str().into(),
            plan: scope.plan(&block.plan),
            clause: scope.block(&block.head),
            validity,
            price,
            span: block.free.value,
        }
    };
    blocks.iter().zip(validities).map(allowance).collect()
}

/// Counted events.
pub(crate) fn usages(scope: &Scope<'_>) -> Vec<Usage> {
    let blocks = &scope.document.usages;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let usage = |(block, validity): (&UsageBlock, Validity)| Usage {
        id: block.head.id.value.as_str().into(),
        plan: scope.plan(&block.plan),
        clause: scope.block(&block.head),
        validity,
        included: block.included,
        rate: block.amount.value,
        vat: scope.vat(block.vat.as_ref(), block.head.place),
    };
    blocks.iter().zip(validities).map(usage).collect()
}

/// What locks an account.
pub(crate) fn locks(scope: &Scope<'_>) -> Vec<Lock> {
    let blocks = &scope.document.locks;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let lock = |(block, validity): (&LockBlock, Validity)| {
        let fees = scope.document.fees.iter().map(|fee| fee.head.id.value.as_str());
        let of = &block.of;
        let incomplete = of.value.is_empty() || fees.clone().any(str::is_empty);
        if !incomplete && !fees.clone().any(|fee| fee == of.value) {
            let message = format!("there is no fee `{}`", of.value);
            let finding = Finding::error(Code::UnknownReference, of.place, message)
                .meant(most_similar(&of.value, fees));
            scope.report(finding.help("name the `id` of a [[fee]]: each time it is billed counts"));
        }
        Lock {
            id: block.head.id.value.as_str().into(),
            clause: scope.block(&block.head),
            validity,
            of: of.value.as_str().into(),
            times: block.times,
            within: block.within.value,
        }
    };
    blocks.iter().zip(validities).map(lock).collect()
}

/// What is paid back.
pub(crate) fn refunds(scope: &Scope<'_>) -> Vec<Refund> {
    let blocks = &scope.document.refunds;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let refund = |(block, validity): (&RefundBlock, Validity)| Refund {
        id: block.head.id.value.as_str().into(),
        kind: scope.name(&block.kind.value),
        clause: scope.block(&block.head),
        validity,
        at_most: block.at_most.map(|most| most.value),
        receipt_complete: block.receipt_complete,
        receipt_in_name: block.receipt_in_name,
        vat: scope.vat(block.vat.as_ref(), block.head.place),
    };
    blocks.iter().zip(validities).map(refund).collect()
}
