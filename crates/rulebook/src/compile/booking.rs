//! Booking terms and the clauses of refusals.

use rimessa_domain::rules::Citation;
use rimessa_domain::rules::booking::{BookingTerms, Limit, Requirement, Waiver};
use rimessa_domain::rules::when::Energy;

use super::scope::Scope;
use super::versions::{Dated, validities};
use crate::finding::{Code, Finding};
use crate::syntax::head::Head;

/// How vehicles are booked, if they are.
pub(crate) fn booking(scope: &Scope<'_>) -> Option<BookingTerms> {
    let document = scope.document;
    let terms = (limits(scope), requirements(scope), waivers(scope));
    let Some(block) = &document.booking else {
        let limits = document.limits.iter().map(|block| &block.head);
        let requirements = document.requirements.iter().map(|block| &block.head);
        let waivers = document.waivers.iter().map(|block| &block.head);
        if let Some(head) = limits.chain(requirements).chain(waivers).next() {
            let message = format!("{} without [booking]: nothing is booked", head.what);
            let finding = Finding::error(Code::Missing, head.place, message);
            scope.report(finding.help("add a table [booking] with its `clause`"));
        }
        return None;
    };
    scope.block(&block.head);
    if block.energy.is_none() && document.categories.is_empty() {
        let message = "[booking] has no `energy`, and there are no categories that have one";
        let finding = Finding::error(Code::Missing, block.head.place, message);
        scope.report(finding.help("add `energy = \"electric\"` or `energy = \"fuel\"`"));
    }
    let (limits, requirements, waivers) = terms;
    Some(BookingTerms {
        energy: block.energy.map_or(Energy::Electric, |energy| energy.value),
        round_trip: block.round_trip,
        limits,
        requirements,
        waivers,
    })
}

/// The clauses of refusals.
pub(crate) fn citations(scope: &Scope<'_>) -> Vec<Citation> {
    let blocks = &scope.document.refusals;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let citation = |(block, validity): (&crate::syntax::booking::RefusalBlock, _)| {
        let clause = scope.block(&block.head);
        Some(Citation { code: block.code?, clause, validity })
    };
    blocks.iter().zip(validities).filter_map(citation).collect()
}

/// The heads as dated blocks.
pub(crate) fn dated<'a>(heads: impl Iterator<Item = &'a Head>) -> Vec<Dated> {
    heads.map(Dated::block).collect()
}

fn limits(scope: &Scope<'_>) -> Vec<Limit> {
    let blocks = &scope.document.limits;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let limit = |(block, validity): (&crate::syntax::booking::LimitBlock, _)| Limit {
        id: block.head.id.value.as_str().into(),
        clause: scope.block(&block.head),
        validity,
        channels: block.channels.map(|channels| channels.value),
        kind: block.kind.value,
    };
    blocks.iter().zip(validities).map(limit).collect()
}

fn requirements(scope: &Scope<'_>) -> Vec<Requirement> {
    let blocks = &scope.document.requirements;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let requirement = |(block, validity): (&crate::syntax::booking::RequireBlock, _)| Requirement {
        id: block.head.id.value.as_str().into(),
        clause: scope.block(&block.head),
        validity,
        on: block.on.value,
        what: block.what.value,
    };
    blocks.iter().zip(validities).map(requirement).collect()
}

fn waivers(scope: &Scope<'_>) -> Vec<Waiver> {
    let blocks = &scope.document.waivers;
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let waiver = |(block, validity): (&crate::syntax::booking::WaiverBlock, _)| Waiver {
        id: block.head.id.value.as_str().into(),
        clause: scope.block(&block.head),
        validity,
        after: block.after.iter().map(|code| code.value).collect(),
    };
    blocks.iter().zip(validities).map(waiver).collect()
}
