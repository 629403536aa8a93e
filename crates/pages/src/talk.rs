//! The words of a page: sentences, times on the operator's wall clock, amounts.

use std::sync::{Arc, LazyLock};

use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_rulebook::Rulebook;
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::texts::{Arg, Texts};

/// The languages of all pages, each with its own name for itself.
pub const LANGUAGES: [(&str, &str); 4] =
    [("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano"), ("en", "English")];

/// The sentences of a language: those of all pages, of members about themselves and what they do, of agents,
/// of the office, of on-board units, of the registers of the office, of the style guide, of islands.
macro_rules! sentences {
    ($language:literal) => {
        concat!(
            include_str!(concat!("../texts/", $language, ".ftl")),
            include_str!(concat!("../texts/self/", $language, ".ftl")),
            include_str!(concat!("../texts/member/", $language, ".ftl")),
            include_str!(concat!("../texts/desk/", $language, ".ftl")),
            include_str!(concat!("../texts/office/", $language, ".ftl")),
            include_str!(concat!("../texts/on-board/", $language, ".ftl")),
            include_str!(concat!("../texts/register/", $language, ".ftl")),
            include_str!(concat!("../texts/guide/", $language, ".ftl")),
            include_str!(concat!("../texts/islands/", $language, ".ftl")),
        )
    };
}

const SOURCES: [(&str, &str); 4] = [
    ("en", sentences!("en")),
    ("fr", sentences!("fr")),
    ("de", sentences!("de")),
    ("it", sentences!("it")),
];

static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::load(&SOURCES).0);

/// The days of the week, Monday first, by their keys.
const DAYS: [&str; 7] = ["day-1", "day-2", "day-3", "day-4", "day-5", "day-6", "day-7"];

/// Speaks a language, for an operator or for none.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The language: one of [`LANGUAGES`].
    pub language: String,
    book: Option<Arc<Rulebook>>,
}

impl Talk {
    /// Speaks for an operator.
    #[must_use]
    pub fn of(book: &Arc<Rulebook>, language: &str) -> Self {
        Self { language: language.to_owned(), book: Some(Arc::clone(book)) }
    }

    /// Speaks for nobody in particular.
    #[must_use]
    pub fn plain(language: &str) -> Self {
        Self { language: language.to_owned(), book: None }
    }

    /// The languages that can be chosen: the operator's, or all.
    #[must_use]
    pub fn languages(&self) -> Vec<(&'static str, &'static str)> {
        let has = |code: &str| {
            self.book.as_ref().is_none_or(|book| book.languages.iter().any(|own| &**own == code))
        };
        LANGUAGES.into_iter().filter(|(code, _)| has(code)).collect()
    }

    /// A sentence of the pages.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A sentence with something in it.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: &str) -> String {
        self.say(key, &[(name, value.into())])
    }

    /// A sentence about a number of things.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        self.say(key, &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())])
    }

    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        WORDS.get(&self.language, key, args).unwrap_or_else(|| key.to_owned())
    }

    /// A sentence of the rulebook, if it has one of that name.
    #[must_use]
    pub fn rule(&self, key: &str) -> Option<String> {
        self.book.as_ref()?.texts.get(&self.language, key, &[])
    }

    /// A sentence of the rulebook, or if it has none of that name, one of ours.
    #[must_use]
    pub fn rule_or(&self, key: &str, ours: &str) -> String {
        self.rule(key).unwrap_or_else(|| self.t(ours))
    }

    /// Whether it speaks that language.
    #[must_use]
    pub fn is(&self, language: &str) -> bool {
        self.language == language
    }

    /// The name of a category.
    #[must_use]
    pub fn category(&self, id: &str) -> String {
        self.rule(&format!("category-{id}")).unwrap_or_else(|| id.to_owned())
    }

    /// The word for why a vehicle cannot be had.
    #[must_use]
    pub fn taken(&self, kind: &str) -> String {
        self.t(&format!("day-{kind}"))
    }

    /// Who acted, as the journal has it.
    #[must_use]
    pub fn acted(&self, by: &str) -> String {
        self.t(&format!("desk-by-{by}"))
    }

    /// The word of that family for a name of ours: `named("card", "lost")` says what a lost card is.
    #[must_use]
    pub fn named(&self, family: &str, name: &str) -> String {
        self.t(&format!("{family}-{name}"))
    }

    /// The word for the state of a booking.
    #[must_use]
    pub fn state(&self, state: &str) -> String {
        self.t(&format!("state-{state}"))
    }

    /// The word for the state of an indemnity.
    #[must_use]
    pub fn indemnity_state(&self, state: &str) -> String {
        self.t(&format!("office-indemnity-{state}"))
    }

    /// The word for a role of staff.
    #[must_use]
    pub fn role(&self, role: &str) -> String {
        self.t(&format!("office-role-{role}"))
    }

    /// The word for the state of a message; empty: of any.
    #[must_use]
    pub fn message_state(&self, state: &str) -> String {
        self.t(&format!("office-message-{}", if state.is_empty() { "any" } else { state }))
    }

    /// The name of a plan.
    #[must_use]
    pub fn plan(&self, id: &str) -> String {
        self.rule(&format!("plan-{id}")).unwrap_or_else(|| id.to_owned())
    }

    /// An amount like `12.50`, as the language writes it, with the operator's currency.
    #[must_use]
    pub fn money(&self, amount: &str) -> String {
        match (&self.book, cents(amount)) {
            (Some(book), Some(cents)) => self.explainer(book).money(Money(cents)),
            _ => amount.to_owned(),
        }
    }

    /// The rules of the operator.
    pub(crate) fn rules(&self) -> Option<&Rules> {
        self.book.as_ref().map(|book| &book.rules)
    }

    /// A day, with its day of the week: `Sat 21 Nov 2026`.
    pub(crate) fn date(&self, at: Instant) -> String {
        let text = self.when(&rimessa_app::show_moment(at));
        text.rsplit_once(' ').map_or(text.clone(), |(day, _)| day.to_owned())
    }

    /// A moment, with its day of the week: `Sat 21 Nov 2026 10:00`.
    #[must_use]
    pub fn when(&self, moment: &str) -> String {
        let (Some(book), Some(at)) = (&self.book, read(moment)) else { return moment.to_owned() };
        // To the minute: the second in which something happened helps nobody who reads a page.
        let at = Instant(at.0 - at.0.rem_euclid(60_000));
        let day = book.rules.zone.date(at).weekday().to_monday_zero_offset();
        let day = DAYS.get(usize::from(day.unsigned_abs())).map_or_else(String::new, |k| self.t(k));
        format!("{day} {}", self.explainer(book).moment(at))
    }

    /// A day of the week with the day of the month: `Sat 21`.
    pub(crate) fn short_day(&self, day: jiff::civil::Date) -> String {
        let key = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let name = DAYS.get(key).map_or_else(String::new, |key| self.t(key));
        format!("{name} {}", day.day())
    }

    /// From when until when; a day that is the same stands once.
    #[must_use]
    pub fn span(&self, from: &str, until: &str) -> String {
        let (first, last) = (self.when(from), self.when(until));
        match (first.rsplit_once(' '), last.rsplit_once(' ')) {
            (Some((day, begin)), Some((same, end))) if day == same => {
                format!("{day}, {begin}–{end}")
            }
            _ => format!("{first} – {last}"),
        }
    }

    /// A moment as a field for date and time takes it: `2026-11-21T10:00` on the wall clock.
    #[must_use]
    pub fn field(&self, moment: &str) -> String {
        let (Some(book), Some(at)) = (&self.book, read(moment)) else { return moment.to_owned() };
        let zone = &book.rules.zone;
        let minute = zone.wall(at).0.rem_euclid(86_400_000) / 60_000;
        format!("{}T{:02}:{:02}", zone.date(at), minute / 60, minute % 60)
    }

    fn explainer<'r>(&'r self, book: &'r Rulebook) -> Explainer<'r> {
        Explainer { rulebook: book, language: &self.language }
    }
}

pub(crate) fn read(moment: &str) -> Option<Instant> {
    moment.parse::<jiff::Timestamp>().ok().map(|at| Instant(at.as_millisecond()))
}

fn cents(amount: &str) -> Option<i64> {
    let negative = amount.starts_with('-');
    let (whole, part) = amount.trim_start_matches('-').split_once('.')?;
    let cents = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part.parse().ok()?)?;
    Some(if negative { -cents } else { cents })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(source: &str) -> BTreeSet<&str> {
        let lines = source.lines().filter(|line| !line.starts_with([' ', '#', '}']));
        lines.filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
    }

    #[test]
    fn every_language_has_every_sentence() {
        let all = keys(SOURCES[0].1);
        assert!(all.len() > 50);
        for (language, source) in SOURCES {
            let own = keys(source);
            let missing: Vec<_> = all.symmetric_difference(&own).collect();
            assert_eq!(missing, Vec::<&&str>::new(), "{language}");
            let (texts, findings) = Texts::load(&[(language, source)]);
            assert!(findings.is_empty(), "{language}: {findings:?}");
            assert!(all.iter().all(|key| texts.has(language, key)), "{language}");
        }
    }

    /// The keys that templates and sources ask for, between quotation marks.
    #[test]
    fn every_sentence_that_is_asked_for_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let (all, mut asked) = (keys(SOURCES[0].1), BTreeSet::new());
        let mut folders = vec![root.join("templates"), root.join("src")];
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(path).unwrap();
                for call in [".t(\"", ".t1(\"", ".count(\""] {
                    let found = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
                    asked.extend(found.map(str::to_owned));
                }
                let found = text.split(".rule_or(\"").skip(1);
                asked.extend(found.filter_map(|rest| rest.split('"').nth(2)).map(str::to_owned));
            }
        }
        let missing: Vec<_> = asked.iter().filter(|key| !all.contains(key.as_str())).collect();
        assert!(asked.len() > 30 && missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn amounts_are_read() {
        for (text, expected) in
            [("12.50", Some(1250)), ("-0.05", Some(-5)), ("0.00", Some(0)), ("x", None)]
        {
            assert_eq!(cents(text), expected, "{text}");
        }
    }
}
