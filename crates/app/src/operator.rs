//! The operators of an installation, with their rulebooks read.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::Instant;
use rimessa_rulebook::{Rulebook, Source};
use rimessa_store::operators::{OperatorRow, RulebookRow};
use rimessa_store::{Failure, OperatorId, Tx, operators};
use serde::{Deserialize, Serialize};

/// What an operator set that its regulation does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The number of the assistance, around the clock.
    pub assistance_phone: String,
    /// The number to which members send text messages.
    pub vehicle_phone: String,
    /// The sender of e-mails.
    pub mail_from: String,
    /// The operator's own site.
    pub site: String,
    /// Staff must have a second factor.
    pub staff_second_factor: bool,
    /// Leaving a vehicle elsewhere than it was picked up is only for members who were authorised.
    pub one_way_needs_authorisation: bool,
    /// Days in which a member can object to an indemnity.
    pub objection_days: Option<u16>,
    /// Days after which scans of documents are deleted once they were verified; 30 by default.
    pub scan_days: Option<u16>,
    /// Where members reach their pages, like `https://…`: links in messages begin with it.
    pub pages_url: String,
    /// Minutes before the start at which members are reminded of it; 60 by default, 0: never.
    pub remind_start_minutes: Option<u16>,
    /// Minutes before the end; 30 by default, 0: never.
    pub remind_end_minutes: Option<u16>,
    /// Minutes after the end of a booking whose trip still runs; 15 by default, 0: never.
    pub remind_late_minutes: Option<u16>,
    /// Minutes after which a vehicle that was not heard of is off line; left out or 0: nobody watches.
    pub off_line_minutes: Option<u16>,
    /// Grams of CO₂ for each kilometre, by the rulebook's name of the category; empty: of all.
    pub co2_grams_per_km: BTreeMap<String, u16>,
    /// Grams of CO₂ for each kilometre in an average car, to compare with; left out: it is not compared.
    pub co2_average_car: Option<u16>,
    /// Where these grams come from, in words.
    pub co2_source: String,
    /// They are assumed, not measured or published.
    pub co2_assumed: bool,
    /// The hue of the pages, in degrees of OKLCH, 0 to 359; left out: one made of the name.
    pub brand_hue: Option<u16>,
}

/// An operator.
#[derive(Debug)]
pub struct Operator {
    /// Its number.
    pub id: OperatorId,
    /// Its name in addresses.
    pub slug: String,
    /// What it set.
    pub settings: Settings,
    /// Its rulebooks, by when they come into force.
    pub books: Vec<(Instant, Arc<Rulebook>)>,
    /// Their rules.
    pub versions: Versions,
}

impl Operator {
    /// The rulebook in force at `at`.
    #[must_use]
    pub fn book_at(&self, at: Instant) -> &Arc<Rulebook> {
        &self.books[self.versions.index_at(at)].1
    }

    /// The language of `wanted` if the rulebook has it, else the operator's own.
    #[must_use]
    pub fn language(&self, at: Instant, wanted: &str) -> String {
        let languages = &self.book_at(at).languages;
        let known = languages.iter().find(|known| &***known == wanted);
        known.or(languages.first()).map_or_else(|| "en".to_owned(), |language| language.to_string())
    }

    /// The address of one of its pages, for a message.
    pub(crate) fn page(&self, rest: &str) -> String {
        format!("{}/{}/{rest}", self.settings.pages_url.trim_end_matches('/'), self.slug)
    }

    fn read(row: OperatorRow, books: &[RulebookRow]) -> Result<Option<Self>, Failure> {
        let corrupt = |what: &str| Failure::Corrupt(format!("operator {}: {what}", row.slug));
        let settings = serde_json::from_str(&row.settings_json);
        let settings = settings.map_err(|_| corrupt("its settings cannot be read"))?;
        let mut read = Vec::new();
        for book in books {
            let texts: HashMap<String, String> = serde_json::from_str(&book.texts_json)
                .map_err(|_| corrupt("the sentences of its rulebook cannot be read"))?;
            let texts: Vec<(&str, &str)> =
                texts.iter().map(|(language, text)| (language.as_str(), text.as_str())).collect();
            let source = Source { toml: &book.toml, texts: &texts };
            let book_read = rimessa_rulebook::load(&source);
            let book_read = book_read.map_err(|_| corrupt("its rulebook has errors"))?;
            read.push((book.in_force_at, Arc::new(book_read)));
        }
        let versions = read.iter().map(|(from, book)| (*from, book.rules.clone())).collect();
        let Some(versions) = Versions::new(versions) else { return Ok(None) };
        Ok(Some(Self { id: row.id, slug: row.slug, settings, books: read, versions }))
    }
}

/// All operators. It is replaced as a whole when something about them changes.
#[derive(Debug, Default)]
pub struct Directory {
    by_slug: HashMap<String, Arc<Operator>>,
    by_id: HashMap<OperatorId, Arc<Operator>>,
    /// What it was read from.
    pub(crate) stamp: i64,
}

impl Directory {
    /// Reads all operators. One without a rulebook is left out.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn read(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let mut directory = Self { stamp: operators::stamp(tx)?, ..Self::default() };
        for row in operators::all(tx)? {
            let books = operators::rulebooks(tx, row.id)?;
            if let Some(operator) = Operator::read(row, &books)? {
                let operator = Arc::new(operator);
                directory.by_slug.insert(operator.slug.clone(), Arc::clone(&operator));
                directory.by_id.insert(operator.id, operator);
            }
        }
        Ok(directory)
    }

    /// The operator of that name.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Arc<Operator>> {
        self.by_slug.get(slug)
    }

    /// The operator of that number.
    #[must_use]
    pub fn by_id(&self, id: OperatorId) -> Option<&Arc<Operator>> {
        self.by_id.get(&id)
    }

    /// All operators, by number.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Operator>> {
        let mut all: Vec<_> = self.by_id.values().cloned().collect();
        all.sort_by_key(|operator| operator.id);
        all
    }
}
