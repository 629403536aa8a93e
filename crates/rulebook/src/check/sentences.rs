//! Sentences that are missing in a language, or that nothing uses.

use crate::compile::Compiled;
use crate::finding::{Code, File, Finding, Place, Sink};
use crate::load::Source;
use crate::reader::At;
use crate::syntax::Document;
use crate::texts::{Texts, is_engine_key};

/// Reports missing sentences to `sink`, at their blocks; yields what is wrong in their files.
pub(crate) fn texts(
    document: &Document,
    compiled: &Compiled,
    texts: &Texts,
    source: &Source<'_>,
    sink: &Sink<'_>,
) -> Vec<Finding> {
    for language in &document.languages {
        missing(language, compiled, texts, source, sink);
    }
    let mut found = Vec::new();
    for (language, text) in source.texts {
        let sink = Sink::new(text, File::Text((*language).into()));
        if !document.languages.iter().any(|known| known.value == *language) {
            let message = format!("`{language}` is not among the languages of the rulebook");
            let finding = Finding::warning(Code::UnusedText, Place::default(), message);
            sink.add(
                finding.help(format!("add \"{language}\" to `languages`, or remove the file")),
            );
        }
        superfluous(language, compiled, texts, &sink);
        found.extend(sink.into_findings());
    }
    found
}

fn missing(
    language: &At<String>,
    compiled: &Compiled,
    texts: &Texts,
    source: &Source<'_>,
    sink: &Sink<'_>,
) {
    let code = &language.value;
    if !source.texts.iter().any(|(known, _)| known == code) {
        let message = format!("there are no sentences in `{code}`");
        let finding = Finding::warning(Code::MissingText, language.place, message);
        sink.add(finding.help(format!("add the file texts/{code}.ftl")));
        return;
    }
    for key in compiled.text_keys.iter().filter(|key| key.required) {
        if !texts.has(code, &key.key) {
            let message = format!("the sentence `{}` is missing in `{code}`", key.key);
            let finding = Finding::warning(Code::MissingText, key.place, message);
            sink.add(finding.help(format!("add `{} = …` to texts/{code}.ftl", key.key)));
        }
    }
}

fn superfluous(language: &str, compiled: &Compiled, texts: &Texts, sink: &Sink<'_>) {
    let keys = &compiled.text_keys;
    for (key, place) in texts.keys(language) {
        let known = keys.iter().any(|wanted| wanted.key == *key) || is_engine_key(key);
        if !known {
            let all = keys.iter().map(|wanted| &*wanted.key);
            let message = format!("nothing uses the sentence `{key}`");
            let finding = Finding::warning(Code::UnusedText, *place, message)
                .meant(crate::similar::most_similar(key, all));
            sink.add(finding.help("remove it, or give it the key of a block"));
        }
        for name in texts.unknown_variables(language, key) {
            let message = format!("`{key}` uses `{name}`, which nobody gives it");
            sink.add(Finding::warning(Code::BadText, *place, message));
        }
    }
}
