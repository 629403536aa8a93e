//! Two exceptions that can apply at once: which one would hold?

use rimessa_domain::rules::billing::{Charge, Exception};

use super::conditions::{both, cases};
use crate::compile::Compiled;
use crate::finding::{Code, Finding, Sink};
use crate::syntax::Document;
use crate::syntax::fee::ExceptionBlock;

/// Reports exceptions of one rule whose conditions do not exclude one another.
pub(crate) fn check(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    let mut said: Vec<(&str, &str)> = Vec::new();
    for charge in &compiled.rules.charges {
        for (index, exception) in charge.exceptions.iter().enumerate() {
            for other in &charge.exceptions[..index] {
                if said.contains(&(&exception.id, &other.id)) || exception.id == other.id {
                    continue;
                }
                if at_once(charge, exception, other, compiled) {
                    said.push((&exception.id, &other.id));
                    report(document, charge, exception, other, sink);
                }
            }
        }
    }
}

fn at_once(charge: &Charge, a: &Exception, b: &Exception, compiled: &Compiled) -> bool {
    let times = [charge.validity, a.validity, b.validity];
    let from = times.iter().map(|validity| validity.from).max();
    let until = times.iter().map(|validity| validity.until).min();
    if from >= until {
        return false;
    }
    let categories = &compiled.rules.categories;
    let (Some(of_a), Some(of_b), Some(of_charge)) =
        (cases(&a.when), cases(&b.when), cases(charge.condition()))
    else {
        return true;
    };
    let Some(of_both) = both(&of_a, &of_b, categories, charge.on) else { return true };
    both(&of_both, &of_charge, categories, charge.on).is_none_or(|cases| !cases.is_empty())
}

fn report(
    document: &Document,
    charge: &Charge,
    exception: &Exception,
    other: &Exception,
    sink: &Sink<'_>,
) {
    let found = |block: &&ExceptionBlock| *block.head.id.value == *exception.id;
    let Some(block) = document.exceptions.iter().rfind(found) else { return };
    let message = format!(
        "the exceptions `{}` and `{}` can both apply to `{}`",
        other.id, exception.id, charge.id
    );
    let finding = Finding::error(Code::ExceptionOverlap, block.head.place, message);
    sink.add(finding.help(
        "give them conditions that exclude one another: different channels, categories, plans, \
         or a fact that is true for the one and false for the other",
    ));
}
