//! x
use crate::compile::Compiled;
use crate::finding::{Finding, Sink};
use crate::load::Source;
use crate::syntax::Document;
use crate::texts::Texts;

pub(crate) fn rules(_document: &Document, _compiled: &Compiled, _sink: &Sink<'_>) {}

pub(crate) fn texts(
    _document: &Document,
    _compiled: &Compiled,
    _texts: &Texts,
    _source: &Source<'_>,
    _sink: &Sink<'_>,
) -> Vec<Finding> {
    Vec::new()
}
