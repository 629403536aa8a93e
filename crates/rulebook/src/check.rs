//! What is wrong or suspicious in a rulebook although each block can be read.

pub(crate) mod clauses;
pub(crate) mod conditions;
pub(crate) mod exceptions;
pub(crate) mod falling;
pub(crate) mod limits;
pub(crate) mod never;
pub(crate) mod occasions;
pub(crate) mod rates;
pub(crate) mod sentences;
pub(crate) mod windows;

use crate::compile::Compiled;
use crate::finding::Sink;
use crate::syntax::Document;

pub(crate) use sentences::texts;

/// Reports everything about the rules; `compiled` may hold placeholders where something is wrong.
pub(crate) fn rules(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    clauses::unused(document, compiled, sink);
    windows::bands(document, sink);
    windows::caps(document, sink);
    if sink.has_errors() {
        // What follows compares compiled rules with one another: placeholders would mislead it.
        return;
    }
    limits::check(document, compiled, sink);
    rates::check(document, compiled, sink);
    exceptions::check(document, compiled, sink);
    never::check(document, compiled, sink);
    falling::check(document, compiled, sink);
}
