//! What a regulation says to people and devices.

use super::booking::dated;
use super::scope::Scope;
use super::versions::validities;
use crate::regulation::{Clause, Item, Procedure, Regulation, Step};
use crate::syntax::head::Head;
use crate::syntax::people::{Block, StepBlock};

/// All of it.
pub(crate) fn regulation(scope: &Scope<'_>) -> Regulation {
    let document = scope.document;
    let people = &document.people;
    let booking = document.booking.as_ref();
    let channels = booking.map(|booking| booking.channels.iter().map(|at| at.value).collect());
    let within = document.refunds.iter().filter_map(|refund| {
        Some((refund.head.id.value.as_str().into(), refund.paid_within?.value))
    });
    let laws = document.vat.iter().filter_map(|block| {
        Some((block.class.value.as_str().into(), block.source.as_ref()?.value.as_str().into()))
    });
    Regulation {
        tax_laws: laws.collect(),
        source: document.source.as_ref().map(|source| source.value.as_str().into()),
        country: document.country.value.as_str().into(),
        clauses: clauses(scope),
        channels: channels.unwrap_or_default(),
        guaranteed_before: booking.and_then(|b| b.guaranteed_before).map(|span| span.value),
        access: items(scope, &people.access, Clone::clone),
        conditions: items(scope, &people.conditions, Clone::clone),
        procedures: procedures(scope, &people.procedures),
        confirmations: items(scope, &people.confirmations, Clone::clone),
        consents: items(scope, &people.consents, Clone::clone),
        documents: items(scope, &people.documents, Clone::clone),
        duties: items(scope, &people.duties, Clone::clone),
        forbidden: items(scope, &people.forbidden, Clone::clone),
        services: items(scope, &people.services, Clone::clone),
        questions: items(scope, &people.questions, Clone::clone),
        signup: items(scope, &people.signup, Clone::clone),
        texts: items(scope, &people.texts, Clone::clone),
        examples: items(scope, &people.examples, Clone::clone),
        refunds_within: within.collect(),
    }
}

fn clauses(scope: &Scope<'_>) -> Vec<Clause> {
    let clause = |block: &crate::syntax::people::ClauseBlock| Clause {
        id: block.id.value.as_str().into(),
        title: block.title.value.as_str().into(),
        page: block.page.as_ref().map(|page| page.value.as_str().into()),
        url: block.url.as_ref().map(|url| url.value.as_str().into()),
    };
    scope.document.clauses.iter().map(clause).collect()
}

fn items<T, U>(scope: &Scope<'_>, blocks: &[Block<T>], what: impl Fn(&T) -> U) -> Vec<Item<U>> {
    let validities = validities(scope, &dated(blocks.iter().map(|block| &block.head)));
    let item = |(block, validity): (&Block<T>, _)| {
        let Head { id, basis, .. } = &block.head;
        Item {
            id: id.value.as_str().into(),
            clause: scope.block(&block.head),
            assumed: basis.assumed,
            validity,
            what: what(&block.what),
        }
    };
    blocks.iter().zip(validities).map(item).collect()
}

fn procedures(scope: &Scope<'_>, blocks: &[Block<Vec<StepBlock>>]) -> Vec<Item<Procedure>> {
    let mut items = items(scope, blocks, |_| Procedure { steps: Vec::new() });
    for (item, block) in items.iter_mut().zip(blocks) {
        let step = |step: &StepBlock| {
            let part = Some(step.id.value.as_str());
            let clause = scope.entry("procedure", &block.head.id.value, part, &step.basis);
            Step {
                id: step.id.value.as_str().into(),
                clause,
                by: step.by,
                energy: step.energy,
                optional: step.optional,
            }
        };
        item.what.steps = block.what.iter().map(step).collect();
    }
    items
}
