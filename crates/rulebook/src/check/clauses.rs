//! Clauses that no rule rests on.

use crate::compile::Compiled;
use crate::finding::{Code, Finding, Sink};
use crate::syntax::Document;

/// Reports clauses that are listed and never used.
pub(crate) fn unused(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    for (index, clause) in (0u16..).zip(&document.clauses) {
        let used = compiled.entries.iter().any(|entry| entry.clause.is_some_and(|c| c.0 == index));
        let before = &document.clauses[..usize::from(index)];
        let repeated = before.iter().any(|other| other.id.value == clause.id.value);
        if !used && !repeated && !clause.id.value.is_empty() {
            let message = format!("no block rests on the clause `{}`", clause.id.value);
            let finding = Finding::warning(Code::UnusedClause, clause.id.place, message);
            sink.add(finding.help(
                "name it where its rule, step, limit or text stands; a clause of mere words is a \
                 [[text]]",
            ));
        }
    }
}
