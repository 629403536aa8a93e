//! Reads TOML tables into typed values and collects everything that is wrong on the way.
//!
//! A wrong or missing value becomes a finding and a placeholder, so that reading goes on; a
//! rulebook with findings that are errors is never compiled into rules.

pub(crate) mod scalar;

use std::cell::RefCell;

use jiff::civil::Date;
use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::time::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding, Place, Sink};
use crate::similar::{listed, most_similar};

/// More blocks of a kind than this are a mistake.
const MOST_BLOCKS: usize = 10_000;

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<T> {
    /// The value.
    pub(crate) value: T,
    /// Its place.
    pub(crate) place: Place,
}

impl<T> At<T> {
    /// The same place with another value.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), place: self.place }
    }
}

/// A table that is being read: remembers which keys were asked for.
pub(crate) struct Table<'s> {
    sink: &'s Sink<'s>,
    table: &'s DeTable<'s>,
    /// Where the table stands: its header, or its braces.
    pub(crate) place: Place,
    /// How an author calls it: `[[fee]]`.
    pub(crate) what: &'static str,
    asked: RefCell<Vec<&'static str>>,
}

impl<'s> Table<'s> {
    /// Reads `table` with `read` and reports the keys that `read` did not ask for.
    pub(crate) fn read<T>(
        sink: &'s Sink<'s>,
        (table, place): (&'s DeTable<'s>, Place),
        what: &'static str,
        read: impl FnOnce(&Table<'s>) -> T,
    ) -> T {
        let reader = Self { sink, table, place, what, asked: RefCell::new(Vec::new()) };
        let result = read(&reader);
        reader.report_unknown_keys();
        result
    }

    /// Keeps a finding.
    pub(crate) fn report(&self, finding: Finding) {
        self.sink.add(finding);
    }

    /// Whether the key is there, rightly or wrongly.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// Whether there is no key but, perhaps, `these`.
    pub(crate) fn has_only(&self, these: &[&str]) -> bool {
        self.table.keys().all(|key| these.contains(&&**key.get_ref()))
    }

    /// The place of a key's value; of the table if there is none.
    pub(crate) fn place_of(&self, key: &'static str) -> Place {
        self.value(key).map_or(self.place, |value| value.span().into())
    }

    /// The value, or a placeholder and, if the key is not there at all, a finding.
    pub(crate) fn required<T>(
        &self,
        key: &'static str,
        value: Option<At<T>>,
        example: &str,
        placeholder: T,
    ) -> At<T> {
        if value.is_none() && !self.has(key) {
            let message = format!("{} has no `{key}`", self.what);
            let finding = Finding::error(Code::Missing, self.place, message);
            self.report(finding.help(format!("add a line like `{key} = {example}`")));
        }
        value.unwrap_or(At { value: placeholder, place: self.place_of(key) })
    }

    /// A text.
    pub(crate) fn text(&self, key: &'static str) -> Option<At<String>> {
        let value = self.value(key)?;
        self.text_of(key, value)
    }

    /// A text that is there and not empty.
    pub(crate) fn required_text(&self, key: &'static str, example: &str) -> At<String> {
        self.required(key, self.text(key), example, String::new())
    }

    /// An id: small letters, digits and hyphens.
    pub(crate) fn id(&self, key: &'static str) -> Option<At<String>> {
        let text = self.text(key)?;
        if let Err(finding) = scalar::id(&text.value, text.place) {
            self.report(finding);
        }
        Some(text)
    }

    /// An id that is there.
    pub(crate) fn required_id(&self, key: &'static str) -> At<String> {
        self.required(key, self.id(key), "\"a-short-name\"", String::new())
    }

    /// An amount of money.
    pub(crate) fn amount(&self, key: &'static str) -> Option<At<Rate>> {
        self.value(key).and_then(|value| self.amount_of(value))
    }

    /// A list of amounts.
    pub(crate) fn amounts(&self, key: &'static str) -> Option<Vec<At<Rate>>> {
        let values = self.list(key)?;
        Some(values.into_iter().filter_map(|value| self.amount_of(value)).collect())
    }

    /// A percentage.
    pub(crate) fn percent(&self, key: &'static str) -> Option<At<Percent>> {
        let value = self.value(key)?;
        self.keep(scalar::percent(value), value)
    }

    /// A date.
    pub(crate) fn date(&self, key: &'static str) -> Option<At<Date>> {
        let value = self.value(key)?;
        self.keep(scalar::date(value), value)
    }

    /// A list of dates.
    pub(crate) fn dates(&self, key: &'static str) -> Vec<At<Date>> {
        let values = self.list(key).unwrap_or_default();
        values.into_iter().filter_map(|value| self.keep(scalar::date(value), value)).collect()
    }

    /// A time of day in minutes, 24:00 included.
    pub(crate) fn time(&self, key: &'static str) -> Option<At<u16>> {
        let value = self.value(key)?;
        self.keep(scalar::time(value), value)
    }

    /// A yes or no.
    pub(crate) fn flag(&self, key: &'static str) -> Option<At<bool>> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        self.keep(flag.ok_or_else(|| scalar::wrong_type(value, "true or false", "true")), value)
    }

    /// A whole number within limits.
    pub(crate) fn whole(&self, key: &'static str, min: i64, max: i64) -> Option<At<i64>> {
        let value = self.value(key)?;
        self.keep(scalar::whole(value, min, max), value)
    }

    /// A duration above zero and up to `most`.
    pub(crate) fn duration(&self, key: &'static str, most: Span) -> Option<At<Span>> {
        let span = self.duration_or_zero(key, most)?;
        if span.value == Span::ZERO {
            let message = "a duration is longer than nothing";
            self.report(Finding::error(Code::BadDuration, span.place, message));
        }
        Some(span)
    }

    /// A duration of zero or more and up to `most`.
    pub(crate) fn duration_or_zero(&self, key: &'static str, most: Span) -> Option<At<Span>> {
        let value = self.value(key)?;
        let place = Place::from(value.span());
        let DeValue::Table(table) = value.get_ref() else {
            let finding = scalar::wrong_type(value, "a duration", "{ hours = 2 }");
            return self.keep(Err(finding), value);
        };
        let span = Table::read(self.sink, (table, place), "a duration", scalar::duration)?;
        if span > most {
            let days = most.0 / 86_400_000;
            let message = format!("a duration here is at most {days} days");
            self.report(Finding::error(Code::BadDuration, place, message));
        }
        Some(At { value: span.min(most), place })
    }

    /// One of some words.
    pub(crate) fn choice<T: Copy>(
        &self,
        key: &'static str,
        words: &[(T, &'static str)],
    ) -> Option<At<T>> {
        let value = self.value(key)?;
        self.choice_of(key, value, words)
    }

    /// Some of some words; a single word may stand without brackets.
    pub(crate) fn choices<T: Copy>(
        &self,
        key: &'static str,
        words: &[(T, &'static str)],
    ) -> Option<Vec<At<T>>> {
        let values = self.list(key)?;
        Some(values.into_iter().filter_map(|v| self.choice_of(key, v, words)).collect())
    }

    /// A list of texts; a single one may stand without brackets.
    pub(crate) fn texts(&self, key: &'static str) -> Option<Vec<At<String>>> {
        let values = self.list(key)?;
        Some(values.into_iter().filter_map(|value| self.text_of(key, value)).collect())
    }

    /// A table of its own.
    pub(crate) fn table<T>(
        &self,
        key: &'static str,
        what: &'static str,
        read: impl FnOnce(&Table<'s>) -> T,
    ) -> Option<T> {
        let value = self.value(key)?;
        self.table_of(value, what, read)
    }

    /// Tables of their own, one after the other.
    pub(crate) fn tables<T>(
        &self,
        key: &'static str,
        what: &'static str,
        read: impl Fn(&Table<'s>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(values) => {
                if values.len() > MOST_BLOCKS {
                    let message = format!("more than {MOST_BLOCKS} times {what}");
                    self.report(Finding::error(Code::OutOfRange, value.span().into(), message));
                }
                values.iter().filter_map(|value| self.table_of(value, what, &read)).collect()
            }
            DeValue::Table(_) if what.starts_with("[[") => {
                let message = format!("`{key}` stands in single brackets");
                let finding = Finding::error(Code::WrongType, value.span().into(), message);
                self.report(finding.help(format!("write {what}: there can be several")));
                self.table_of(value, what, &read).into_iter().collect()
            }
            _ => self.table_of(value, what, &read).into_iter().collect(),
        }
    }

    /// What stands under `key`, as it is.
    pub(crate) fn value(&self, key: &'static str) -> Option<&'s Spanned<DeValue<'s>>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        self.table.get(key)
    }

    fn list(&self, key: &'static str) -> Option<Vec<&'s Spanned<DeValue<'s>>>> {
        let value = self.value(key)?;
        let DeValue::Array(values) = value.get_ref() else { return Some(vec![value]) };
        if values.is_empty() {
            let message = format!("the list `{key}` is empty");
            let finding = Finding::error(Code::Empty, value.span().into(), message);
            self.report(finding.help(format!("name at least one, or leave `{key}` out")));
        }
        Some(values.iter().collect())
    }

    fn table_of<T>(
        &self,
        value: &'s Spanned<DeValue<'s>>,
        what: &'static str,
        read: impl FnOnce(&Table<'s>) -> T,
    ) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            let finding = scalar::wrong_type(value, "a table", "{ … }");
            return self.keep(Err(finding), value).map(|at| at.value);
        };
        Some(Table::read(self.sink, (table, value.span().into()), what, read))
    }

    fn text_of(&self, key: &str, value: &'s Spanned<DeValue<'s>>) -> Option<At<String>> {
        let Some(text) = value.get_ref().as_str() else {
            let finding = scalar::wrong_type(value, "a text in quotation marks", "\"…\"");
            return self.keep(Err(finding), value);
        };
        if text.trim().is_empty() {
            let message = format!("`{key}` is empty");
            self.report(Finding::error(Code::Empty, value.span().into(), message));
            return None;
        }
        Some(At { value: text.to_owned(), place: value.span().into() })
    }

    fn amount_of(&self, value: &'s Spanned<DeValue<'s>>) -> Option<At<Rate>> {
        self.keep(scalar::amount(value), value)
    }

    fn choice_of<T: Copy>(
        &self,
        key: &str,
        value: &'s Spanned<DeValue<'s>>,
        words: &[(T, &'static str)],
    ) -> Option<At<T>> {
        let text = self.text_of(key, value)?;
        if let Some((found, _)) = words.iter().find(|(_, word)| *word == text.value) {
            return Some(At { value: *found, place: text.place });
        }
        let message = format!("`{}` is not possible for `{key}`", text.value);
        let names = words.iter().map(|(_, word)| *word);
        let finding = Finding::error(Code::UnknownWord, text.place, message)
            .meant(most_similar(&text.value, names.clone()));
        self.report(finding.help(format!("write {}", listed(names))));
        None
    }

    fn keep<T>(&self, result: Result<T, Finding>, value: &Spanned<DeValue<'_>>) -> Option<At<T>> {
        match result {
            Ok(found) => Some(At { value: found, place: value.span().into() }),
            Err(finding) => {
                self.report(finding);
                None
            }
        }
    }

    fn report_unknown_keys(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if asked.contains(&name) {
                continue;
            }
            let message = format!("{} has no key `{name}`", self.what);
            let finding = Finding::error(Code::UnknownKey, key.span().into(), message);
            let mut known: Vec<&str> = asked.clone();
            known.sort_unstable();
            let help = format!("the keys here are {}", listed(known.iter().copied()));
            let meant = most_similar(name, known.iter().copied());
            self.report(finding.meant(meant).help(help));
        }
    }
}
