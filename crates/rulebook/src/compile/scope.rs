//! What is known while compiling: all declared names, and the uses of clauses seen so far.

use std::cell::RefCell;
use std::collections::HashMap;

use rimessa_domain::ids::{CategoryId, ClauseId, NameId, PlanId};

use super::names;
use crate::finding::{Code, Finding, Place, Sink, line_and_column};
use crate::reader::At;
use crate::rulebook::Entry;
use crate::similar::most_similar;
use crate::syntax::Document;
use crate::syntax::head::{Basis, Head};

/// Names of one kind, by their place.
struct Index {
    names: HashMap<String, u16>,
    /// Some name is missing: what is not found may be that one.
    incomplete: bool,
}

/// The scope of names.
pub(crate) struct Scope<'d> {
    pub(crate) document: &'d Document,
    pub(crate) names: Vec<String>,
    sink: &'d Sink<'d>,
    source: &'d str,
    clauses: Index,
    plans: Index,
    categories: Index,
    prices: Index,
    vat: Index,
    entries: RefCell<Vec<Entry>>,
}

impl<'d> Scope<'d> {
    /// The scope of a document; reports names that are declared twice.
    pub(crate) fn new(document: &'d Document, sink: &'d Sink<'d>, source: &'d str) -> Self {
        let index = |what, names: Vec<&At<String>>| Index::new(what, &names, sink);
        let mut classes: Vec<&At<String>> = Vec::new();
        for block in &document.vat {
            if !classes.iter().any(|class| class.value == block.class.value) {
                classes.push(&block.class);
            }
        }
        Self {
            document,
            names: names::of(document),
            sink,
            source,
            clauses: index("clause", document.clauses.iter().map(|c| &c.id).collect()),
            plans: index("plan", document.plans.iter().map(|p| &p.head.id).collect()),
            categories: index("category", document.categories.iter().map(|c| &c.id).collect()),
            prices: index("price", document.prices.iter().map(|p| &p.head.id).collect()),
            vat: index("VAT class", classes),
            entries: RefCell::new(Vec::new()),
        }
    }

    /// Keeps a finding.
    pub(crate) fn report(&self, finding: Finding) {
        self.sink.add(finding);
    }

    /// Notes a block, or a part of one, and yields its clause. Nothing is noted of a part that
    /// says nothing about its basis.
    pub(crate) fn entry(
        &self,
        kind: &'static str,
        id: &str,
        part: Option<&str>,
        basis: &Basis,
    ) -> Option<ClauseId> {
        let clause = basis.clause.as_ref().and_then(|clause| self.clause(clause));
        if basis.clause.is_some() || basis.assumed || part.is_none() {
            self.entries.borrow_mut().push(Entry {
                kind,
                id: id.into(),
                part: part.map(Into::into),
                clause,
                assumed: basis.assumed,
                place: basis.place,
                line: line_and_column(self.source, basis.place.range().start).0,
            });
        }
        clause
    }

    /// Notes a block with a head.
    pub(crate) fn block(&self, head: &Head) -> Option<ClauseId> {
        let kind = head.what.trim_matches(['[', ']']);
        self.entry(kind, &head.id.value, None, &head.basis)
    }

    /// The clause of a basis that is noted elsewhere.
    pub(crate) fn clause_of(&self, basis: &Basis) -> Option<ClauseId> {
        basis.clause.as_ref().and_then(|clause| self.clause(clause))
    }

    /// The plan of that name.
    pub(crate) fn plan(&self, name: &At<String>) -> PlanId {
        PlanId(self.find("plan", "[[plan]]", &self.plans, name))
    }

    /// The category of that name.
    pub(crate) fn category(&self, name: &At<String>) -> CategoryId {
        CategoryId(self.find("category", "[[category]]", &self.categories, name))
    }

    /// The place of the price of that name.
    pub(crate) fn price(&self, name: &At<String>) -> u16 {
        self.find("price", "[[price]]", &self.prices, name)
    }

    /// The VAT class of that name, or `standard`.
    pub(crate) fn vat(&self, name: Option<&At<String>>, place: Place) -> u16 {
        let standard = || At { value: "standard".to_owned(), place };
        let name = name.cloned().unwrap_or_else(standard);
        self.find("VAT class", "[[vat]]", &self.vat, &name)
    }

    /// The name, interned.
    pub(crate) fn name(&self, name: &str) -> NameId {
        let found = self.names.binary_search_by(|known| known.as_str().cmp(name));
        NameId(found.ok().and_then(|index| u16::try_from(index).ok()).unwrap_or(0))
    }

    /// All blocks noted.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        let mut entries = self.entries.into_inner();
        entries.sort_by_key(|entry| entry.place.range().start);
        entries
    }

    fn clause(&self, name: &At<String>) -> Option<ClauseId> {
        if let Some(found) = self.clauses.names.get(&name.value) {
            return Some(ClauseId(*found));
        }
        if self.clauses.incomplete || name.value.is_empty() {
            return None;
        }
        let message = format!("the clause `{}` is not in the list of clauses", name.value);
        let finding = Finding::error(Code::UnknownReference, name.place, message)
            .meant(most_similar(&name.value, self.clauses.words()));
        self.report(finding.help("add a block [[clause]] with this `id` and a `title`"));
        None
    }

    fn find(&self, what: &str, block: &str, index: &Index, name: &At<String>) -> u16 {
        if let Some(found) = index.names.get(&name.value) {
            return *found;
        }
        if !name.value.is_empty() && !index.incomplete {
            let message = format!("there is no {what} `{}`", name.value);
            let finding = Finding::error(Code::UnknownReference, name.place, message)
                .meant(most_similar(&name.value, index.words()));
            self.report(finding.help(format!("name one that a block {block} declares")));
        }
        0
    }
}

impl Index {
    fn new(what: &str, names: &[&At<String>], sink: &Sink<'_>) -> Self {
        let mut index = HashMap::new();
        for (nth, name) in (0u16..).zip(names) {
            if name.value.is_empty() {
                continue;
            }
            if index.contains_key(&name.value) {
                let message = format!("the {what} `{}` is declared twice", name.value);
                let finding = Finding::error(Code::Duplicate, name.place, message);
                sink.add(finding.help("remove one of them, or give it another id"));
            } else {
                index.insert(name.value.clone(), nth);
            }
        }
        let incomplete = names.iter().any(|name| name.value.is_empty());
        Self { names: index, incomplete }
    }

    fn words(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}
