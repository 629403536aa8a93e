//! From strings to a rulebook.

use std::ops::Range;

use toml::de::DeTable;

use crate::compile::{Compiled, compile};
use crate::finding::{Code, File, Finding, Place, Severity, Sink};
use crate::reader::Table;
use crate::rulebook::Rulebook;
use crate::syntax::Document;
use crate::texts::Texts;

/// The files of a rulebook, as strings.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// `rulebook.toml`.
    pub toml: &'a str,
    /// `texts/<language>.ftl`, by language.
    pub texts: &'a [(&'a str, &'a str)],
}

/// Reads and compiles a rulebook without its sentences.
///
/// # Errors
/// All that is wrong, at once. What is only suspicious is [`check`](crate::check())'s.
pub fn parse(toml: &str) -> Result<Rulebook, Vec<Finding>> {
    load(&Source { toml, texts: &[] })
}

/// Reads and compiles a rulebook with its sentences.
///
/// # Errors
/// All that is wrong, at once. What is only suspicious is [`check`](crate::check())'s.
pub fn load(source: &Source<'_>) -> Result<Rulebook, Vec<Finding>> {
    let (rulebook, mut findings) = read(source);
    findings.retain(|finding| finding.severity == Severity::Error);
    match rulebook {
        Some(rulebook) if findings.is_empty() => Ok(rulebook),
        _ => Err(findings),
    }
}

/// Everything that is wrong or suspicious, in the order of the files.
///
/// Sentences are looked at only for the languages in `source.texts` and the rulebook's own list;
/// with no sentences at all, none is missed.
#[must_use]
pub fn check(source: &Source<'_>) -> Vec<Finding> {
    read(source).1
}

/// The rulebook, if nothing is wrong, and all findings.
#[must_use]
pub fn read(source: &Source<'_>) -> (Option<Rulebook>, Vec<Finding>) {
    let sink = Sink::new(source.toml, File::Rulebook);
    let (table, errors) = DeTable::parse_recoverable(source.toml);
    let broken = !errors.is_empty();
    let place = Place::from(0..0);
    let root = (table.get_ref(), place);
    let document = Table::read(&sink, root, "the rulebook", Document::read);
    if broken {
        let findings = sink.into_findings();
        return (None, syntax_findings(source.toml, &errors, findings));
    }
    let compiled = compile(&document, &sink, source.toml);
    crate::check::rules(&document, &compiled, &sink);
    let (texts, mut text_findings) = texts_in_order(&document, source);
    let wrong = sink.has_errors();
    if !source.texts.is_empty() {
        text_findings.extend(crate::check::texts(&document, &compiled, &texts, source, &sink));
    }
    text_findings.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
    let mut findings = sink.into_findings();
    findings.extend(text_findings);
    let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    debug_assert!(errors || !wrong);
    ((!errors).then(|| rulebook(&document, compiled, texts)), findings)
}

fn rulebook(document: &Document, compiled: Compiled, texts: Texts) -> Rulebook {
    let Compiled { rules, regulation, entries, text_keys } = compiled;
    Rulebook {
        name: document.name.value.as_str().into(),
        from: document.from.value,
        languages: document.languages.iter().map(|l| l.value.as_str().into()).collect(),
        rules,
        regulation,
        entries,
        text_keys,
        texts,
    }
}

/// The sentences, the operator's own language first, then as the rulebook lists them.
fn texts_in_order(document: &Document, source: &Source<'_>) -> (Texts, Vec<Finding>) {
    let rank = |code: &str| document.languages.iter().position(|l| l.value == code);
    let mut sources = source.texts.to_vec();
    sources.sort_by_key(|(code, _)| rank(code).unwrap_or(usize::MAX));
    Texts::load(&sources)
}

/// The errors of TOML itself, and of the rest those that do not come of them.
fn syntax_findings(source: &str, errors: &[toml::de::Error], rest: Vec<Finding>) -> Vec<Finding> {
    let sink = Sink::new(source, File::Rulebook);
    for error in errors {
        let span: Range<usize> = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message());
        sink.add(Finding::error(Code::Syntax, span.into(), message).help(syntax_help(error)));
    }
    let mut found = sink.into_findings();
    // What follows on the same line comes of the first error there.
    found.dedup_by_key(|finding| finding.line);
    let lines: Vec<usize> = found.iter().map(|finding| finding.line).collect();
    let local = |finding: &Finding| {
        let of_absence = matches!(
            finding.code,
            Code::Missing | Code::OneOf | Code::NoClause | Code::UnknownReference | Code::Empty
        );
        // Where a value could not be read, a placeholder without a place stands.
        !of_absence && !finding.span.is_empty() && !lines.contains(&finding.line)
    };
    found.extend(rest.into_iter().filter(local));
    found.sort_by_key(|finding| finding.span.start);
    found
}

fn syntax_help(error: &toml::de::Error) -> &'static str {
    let message = error.message();
    if message.contains("duplicate key") {
        "each key stands once in a block; several blocks of a kind begin with double brackets"
    } else if message.contains("string") {
        "a text begins and ends with a quotation mark on the same line"
    } else if message.contains("newline") {
        "one `key = value` to a line; texts, amounts and percentages stand in quotation marks"
    } else {
        "blocks look like `[[fee]]`, values like `key = \"text\"`, lists like `[\"a\", \"b\"]`"
    }
}
