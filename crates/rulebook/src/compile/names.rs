//! The names that rules share: kinds of assessment and refund, costs, reports.

use std::collections::BTreeSet;

use crate::syntax::Document;
use crate::syntax::condition::WhenBlock;
use crate::syntax::fee::{AddBlock, Added};
use crate::syntax::head::Basis;

/// All names of the document, sorted: the order of blocks does not matter.
pub(crate) fn of(document: &Document) -> Vec<String> {
    let mut names = BTreeSet::new();
    for price in &document.prices {
        for bill in &price.bills {
            conditions(&mut names, bill.when.as_ref(), &bill.unless);
        }
    }
    for fee in &document.fees {
        names.extend(fee.kinds.iter().map(|kind| kind.value.clone()));
        conditions(&mut names, fee.when.as_ref(), &fee.unless);
        for add in &fee.add {
            added(&mut names, add);
        }
    }
    for exception in &document.exceptions {
        conditions(&mut names, exception.when.as_ref(), &[]);
    }
    names.extend(document.refunds.iter().map(|refund| refund.kind.value.clone()));
    names.into_iter().collect()
}

fn added(names: &mut BTreeSet<String>, add: &AddBlock) {
    conditions(names, add.when.as_ref(), &[]);
    if let Added::Cost(cost) = &add.what {
        names.insert(cost.value.clone());
    }
}

fn conditions(
    names: &mut BTreeSet<String>,
    when: Option<&WhenBlock>,
    unless: &[(WhenBlock, Basis)],
) {
    for when in when.into_iter().chain(unless.iter().map(|(when, _)| when)) {
        let reported = when.reported.iter().flatten();
        names.extend(reported.map(|report| report.value.clone()));
        for inner in &when.any {
            conditions(names, Some(inner), &[]);
        }
    }
}
