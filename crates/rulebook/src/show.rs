//! A rulebook as a member would want to read it.

mod fees;
mod people;
mod plans;
mod prices;
mod table;

use rimessa_domain::ids::ClauseId;
use rimessa_domain::money::Rate;
use rimessa_domain::rules::Validity;
use rimessa_domain::time::Instant;

use crate::rulebook::{Entry, Rulebook};
use crate::texts::Arg;
use crate::wording;

pub use plans::{PlanWords, PriceWords, plans};

/// The whole rulebook in `language`: prices, fees, plans, rules, procedures, clauses.
#[must_use]
pub fn show(rulebook: &Rulebook, language: &str) -> String {
    let mut page = Page { rulebook, language, text: String::new(), assumed: false };
    page.title();
    prices::show(&mut page);
    fees::show(&mut page);
    people::show(&mut page);
    if page.assumed {
        let note = page.word("note-assumed");
        page.line(&note);
    }
    page.text
}

/// What has been written so far.
struct Page<'r> {
    rulebook: &'r Rulebook,
    language: &'r str,
    text: String,
    /// Whether a mark for something assumed stands on the page.
    assumed: bool,
}

impl Page<'_> {
    fn title(&mut self) {
        let rulebook = self.rulebook;
        let version =
            self.words("rulebook-version", &[("version", (&*rulebook.rules.version).into())]);
        let since = wording::date(self.language, rulebook.from);
        let since = self.words("since", &[("date", since.into())]);
        self.line(&format!("# {}", rulebook.name));
        self.line("");
        self.line(&format!("{version}, {since}"));
        if let Some(source) = &rulebook.regulation.source {
            self.line(source);
        }
    }

    /// A price for one unit.
    fn rate(&self, rate: Rate) -> String {
        wording::rate(self.language, &self.rulebook.rules.currency, rate)
    }

    /// A line of text.
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A heading with room around it.
    fn heading(&mut self, key: &str) {
        let heading = self.word(key);
        self.line("");
        self.line(&format!("## {heading}"));
        self.line("");
    }

    /// A sentence without variables; its key if there is none.
    fn word(&self, key: &str) -> String {
        self.words(key, &[])
    }

    /// A sentence; its key if there is none.
    fn words(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let text = self.rulebook.texts.get(self.language, key, args);
        text.unwrap_or_else(|| key.to_owned())
    }

    /// What a clause's column holds: its id, and a star if the value is assumed.
    fn clause(&mut self, clause: Option<ClauseId>, assumed: bool) -> String {
        let id = clause.map_or("", |clause| self.rulebook.rules.clause(clause));
        let star = assumed || clause.is_none();
        self.assumed |= star;
        if star { format!("{id}*") } else { id.to_owned() }
    }

    /// The same for the entry of a block, in brackets, for the end of a sentence.
    fn basis(&mut self, entry: Option<&Entry>) -> String {
        let Some(entry) = entry else { return String::new() };
        let clause = self.clause(entry.clause, entry.assumed);
        if clause.starts_with('*') { format!(" {clause}") } else { format!(" ({clause})") }
    }

    /// When a value holds, if not always.
    fn time(&self, validity: Validity) -> Option<String> {
        let zone = &self.rulebook.rules.zone;
        let day = |at: Instant| wording::date(self.language, zone.date(at));
        let from = (validity.from != Instant::MIN)
            .then(|| self.words("since", &[("date", day(validity.from).into())]));
        let until = (validity.until != Instant::MAX)
            .then(|| self.words("before", &[("date", day(validity.until).into())]));
        let parts: Vec<String> = from.into_iter().chain(until).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The tax of a class, in a few words.
    fn vat(&self, class: u16) -> String {
        let Some(class) = self.rulebook.rules.vat.get(usize::from(class)) else {
            return String::new();
        };
        match class.rates.last() {
            Some((_, percent)) => {
                let percent = wording::percent(self.language, *percent);
                self.words("share", &[("percent", percent.into())])
            }
            None => self.word("vat-out-of-scope"),
        }
    }
}
