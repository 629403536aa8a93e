//! Sentences by language, in Fluent: those of a rulebook, and the engine's own behind them.

use core::fmt;
use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::finding::{Code, File, Finding, Place, Sink};

/// Those about rules and bills, then those of the service, by what they are about.
macro_rules! engine_texts {
    ($language:literal) => {
        concat!(
            include_str!(concat!("../texts/", $language, ".ftl")),
            "\n",
            include_str!(concat!("../texts/requests/", $language, ".ftl")),
            "\n",
            include_str!(concat!("../texts/identity/", $language, ".ftl")),
            "\n",
            include_str!(concat!("../texts/members/", $language, ".ftl")),
            "\n",
            include_str!(concat!("../texts/fleet/", $language, ".ftl")),
            "\n",
            include_str!(concat!("../texts/cases/", $language, ".ftl")),
            "\n",
            include_str!(concat!("../texts/messages/", $language, ".ftl"))
        )
    };
}

/// The engine's own sentences.
const ENGINE: [(&str, &str); 4] = [
    ("fr", engine_texts!("fr")),
    ("de", engine_texts!("de")),
    ("it", engine_texts!("it")),
    ("en", engine_texts!("en")),
];

static ENGINE_TEXTS: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let load = |(code, source): &(&str, &str)| Language::load(code, source).0;
    ENGINE.iter().map(load).collect()
});

/// The sentences of a rulebook, with the engine's own behind them.
#[derive(Debug, Default)]
pub struct Texts {
    /// The first is the operator's own language.
    languages: Vec<Language>,
}

/// A value in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words, or a number as it shall stand.
    Text(Cow<'a, str>),
    /// A number of things, by which the sentence is inflected.
    Count(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl Texts {
    /// Reads the sentences of each language, in the order of the rulebook's languages.
    ///
    /// What cannot be read is left out and named in the findings.
    #[must_use]
    pub fn load(sources: &[(&str, &str)]) -> (Self, Vec<Finding>) {
        let loaded = sources.iter().map(|(code, source)| Language::load(code, source));
        let (languages, findings): (Vec<_>, Vec<_>) = loaded.unzip();
        (Self { languages }, findings.into_iter().flatten().collect())
    }

    /// The languages, the operator's own first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|language| &*language.code)
    }

    /// The sentence for `key` in `language`.
    ///
    /// If the rulebook has none there, the engine's in that language; then the rulebook's in the
    /// operator's own language; then the engine's there, or in English.
    #[must_use]
    pub fn get(&self, language: &str, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let own = self.languages.first();
        let wanted = self.language(language);
        let engine = |code: &str| ENGINE_TEXTS.iter().find(|known| *known.code == *code);
        let chain =
            [wanted, engine(language), own, own.and_then(|own| engine(&own.code)), engine("en")];
        chain.into_iter().flatten().find_map(|language| language.get(key, args))
    }

    /// Whether the rulebook itself has the sentence in that language.
    #[must_use]
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.language(language).is_some_and(|language| language.bundle.has_message(key))
    }

    /// The keys of a language, with their places in its file.
    pub(crate) fn keys(&self, language: &str) -> &[(Box<str>, Place)] {
        self.language(language).map_or(&[], |language| &language.keys)
    }

    /// What a sentence needs that its users do not give.
    pub(crate) fn unknown_variables(&self, language: &str, key: &str) -> Vec<String> {
        let known = engine_variables(key);
        let Some(language) = self.language(language) else { return Vec::new() };
        language.variables(key).into_iter().filter(|name| !known.contains(name)).collect()
    }

    fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|known| *known.code == *code)
    }
}

/// Whether the engine itself has a sentence of that key.
#[must_use]
pub fn is_engine_key(key: &str) -> bool {
    ENGINE_TEXTS.iter().any(|language| language.bundle.has_message(key))
}

/// The engine's languages.
#[must_use]
pub fn engine_languages() -> [&'static str; 4] {
    ENGINE.map(|(code, _)| code)
}

/// The keys of the engine's own sentences in a language, in the order of its file.
#[must_use]
pub fn engine_keys(language: &str) -> Vec<&'static str> {
    let found = ENGINE_TEXTS.iter().find(|known| *known.code == *language);
    found.map_or_else(Vec::new, |known| known.keys.iter().map(|(key, _)| &**key).collect())
}

fn engine_variables(key: &str) -> Vec<String> {
    ENGINE_TEXTS.iter().flat_map(|language| language.variables(key)).collect()
}

struct Language {
    code: Box<str>,
    bundle: FluentBundle<FluentResource>,
    keys: Vec<(Box<str>, Place)>,
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Language").field("code", &self.code).finish_non_exhaustive()
    }
}

impl Language {
    fn load(code: &str, source: &str) -> (Self, Vec<Finding>) {
        let sink = Sink::new(source, File::Text(code.into()));
        let locale: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        let keys = keys_of(source);
        let too_deep = too_deep(source, &keys);
        if let Some(place) = too_deep {
            let message = "brackets are nested too deeply";
            sink.add(Finding::error(Code::BadText, place, message));
        }
        let readable = if too_deep.is_some() { "" } else { source };
        let resource = FluentResource::try_new(readable.to_owned()).unwrap_or_else(|broken| {
            let (resource, errors) = broken;
            for error in errors {
                let message = format!("this is not Fluent: {}", error.kind);
                let finding = Finding::error(Code::BadText, error.pos.into(), message);
                sink.add(finding.help("write `key = sentence`, further lines indented"));
            }
            resource
        });
        for (index, (key, place)) in keys.iter().enumerate() {
            if keys[..index].iter().any(|(other, _)| other == key) {
                let message = format!("the sentence `{key}` occurs twice");
                sink.add(Finding::error(Code::BadText, *place, message));
            }
        }
        // A key that occurs twice is reported above; the first one stays.
        let _ = bundle.add_resource(resource);
        (Self { code: code.into(), bundle, keys }, sink.into_findings())
    }

    fn get(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::String(text.as_ref().into()),
                Arg::Count(count) => FluentValue::from(*count),
            };
            values.set(*name, value);
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }

    fn variables(&self, key: &str) -> Vec<String> {
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else { return Vec::new() };
        let mut errors = Vec::new();
        let _ = self.bundle.format_pattern(pattern, None, &mut errors);
        let name = |error: FluentError| match error {
            FluentError::ResolverError(ResolverError::Reference(
                ReferenceKind::Variable { id }
                | ReferenceKind::Function { id }
                | ReferenceKind::Message { id, .. }
                | ReferenceKind::Term { id, .. },
            )) => Some(id),
            _ => None,
        };
        errors.into_iter().filter_map(name).collect()
    }
}

/// Where the brackets of a sentence are nested more deeply than the Fluent parser, which recurses,
/// can be trusted with.
fn too_deep(source: &str, keys: &[(Box<str>, Place)]) -> Option<Place> {
    const MOST: usize = 60;
    let mut depth = 0usize;
    let mut starts = keys.iter().map(|(_, place)| place.range().start).peekable();
    for (at, byte) in source.bytes().enumerate() {
        if starts.next_if_eq(&at).is_some() {
            depth = 0;
        }
        match byte {
            b'{' | b'(' => depth += 1,
            b'}' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST {
            return Some(Place::from(at..at + 1));
        }
    }
    None
}

/// The keys of the messages in a Fluent source: what stands before `=` at the start of a line.
fn keys_of(source: &str) -> Vec<(Box<str>, Place)> {
    let mut start = 0;
    let mut keys = Vec::new();
    for line in source.split_inclusive('\n') {
        if let Some((key, _)) = line.split_once('=') {
            let key = key.trim_end();
            let first = key.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
            let rest = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            if first && key.bytes().all(rest) {
                keys.push((key.into(), Place::from(start..start + key.len())));
            }
        }
        start += line.len();
    }
    keys
}

#[cfg(test)]
mod tests {
    use rimessa_domain::refusal::RefusalCode;

    use super::*;

    #[test]
    fn the_engines_sentences_can_be_read() {
        for (code, source) in ENGINE {
            assert_eq!(Language::load(code, source).1, [], "{code}");
        }
    }

    #[test]
    fn all_four_languages_have_the_same_sentences_with_the_same_variables() {
        for code in ["fr", "de", "it"] {
            assert_eq!(engine_keys(code), engine_keys("en"), "{code}");
        }
        for key in engine_keys("en") {
            let variables = |language: &Language| {
                let mut variables = language.variables(key);
                variables.sort();
                variables.dedup();
                variables
            };
            let all: Vec<_> = ENGINE_TEXTS.iter().map(variables).collect();
            let inflected = ["unit-month", "unit-event"].contains(&key);
            assert!(inflected || all.iter().all(|one| *one == all[0]), "{key}: {all:?}");
        }
    }

    #[test]
    fn every_refusal_says_what_is_wrong_and_what_to_do() {
        for code in RefusalCode::ALL {
            for (language, _) in ENGINE {
                let key = format!("refusal-{}", code.code());
                let sentence = Texts::default().get(language, &key, &[]).unwrap_or_default();
                let sentences = sentence.matches(['.', ':']).count();
                assert!(sentences >= 2 && sentence.ends_with('.'), "{language} {key}: {sentence}");
            }
        }
    }

    #[test]
    fn units_are_inflected() {
        let texts = Texts::default();
        for (language, key, count, expected) in [
            ("en", "unit-hour", 1, "hour"),
            ("en", "unit-hour", 2, "hours"),
            ("en", "unit-hour", 0, "hours"),
            ("fr", "unit-hour", 0, "heure"),
            ("de", "started-quarter-hour", 1, "begonnene Viertelstunde"),
            ("it", "unit-quarter-hour", 8, "quarti d’ora"),
            ("xx", "unit-day", 2, "days"),
        ] {
            let found = texts.get(language, key, &[("count", count.into())]);
            assert_eq!(found.as_deref(), Some(expected), "{language} {key} {count}");
        }
    }

    #[test]
    fn what_a_language_lacks_is_taken_from_the_next() {
        let sources = [("it", "text-a = A it\nfree = omaggio\n"), ("fr", "text-b = B { $n }\n")];
        let (texts, findings) = Texts::load(&sources);
        assert_eq!(findings, []);
        let get = |language, key| texts.get(language, key, &[("n", "3".into())]);
        for (language, key, expected) in [
            ("it", "text-a", Some("A it")),
            ("fr", "text-a", Some("A it")),
            ("fr", "text-b", Some("B 3")),
            ("it", "text-b", None),
            ("it", "free", Some("omaggio")),
            ("fr", "free", Some("gratuit")),
            ("pl", "free", Some("omaggio")),
            ("pl", "late", Some("in ritardo")),
        ] {
            assert_eq!(get(language, key).as_deref(), expected, "{language} {key}");
        }
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        for source in
            ["{ ", "{ A(", "{\nA(", "{\n", "{ $a -> *[b] {"].map(|piece| piece.repeat(50_000))
        {
            let (_, findings) = Texts::load(&[("it", &format!("a = {source}"))]);
            assert!(findings.iter().any(|finding| finding.code == Code::BadText));
        }
        let prose = "a = ( { $x }\n".repeat(100);
        assert_eq!(too_deep(&prose, &keys_of(&prose)), None);
    }

    #[test]
    fn broken_sentences_are_named_with_their_line() {
        let (_, findings) = Texts::load(&[("it", "a = A\nb = { $x\nc = C\na = B\n")]);
        let found: Vec<_> = findings.iter().map(|f| (f.line, f.code, f.file.clone())).collect();
        let file = File::Text("it".into());
        assert_eq!(found, [(3, Code::BadText, file.clone()), (4, Code::BadText, file)]);
    }
}
