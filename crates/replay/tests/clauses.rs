//! A clause is carried out if a case of it fails once its entries are taken out of the rulebook.
//! That an id stands somewhere proves nothing.

#[path = "books/shipped.rs"]
mod shipped;

use std::collections::BTreeSet;

use shipped::{Book, Case, books, failures, scenario};
use toml_edit::{DocumentMut, Item, TableLike, Value};

/// The blocks that decide or rate: what carries a clause here has an effect.
const DECIDING: &[&str] = &[
    "booking",
    "limit",
    "require",
    "waiver",
    "refusal",
    "price",
    "fee",
    "exception",
    "subscription",
    "allowance",
    "usage",
    "lock",
    "refund",
];

/// What can only stand in a rulebook by which something is booked.
const NEED_BOOKING: &[&str] = &["limit", "require", "waiver"];

/// Entries whose clause says the same as another entry: rulebook, clause, entry, and why.
const SAID_TWICE: &[(&str, &str, &str, &str)] = &[(
    "evai",
    "EVAI-2.2",
    "at_least",
    "an hour begun counts whole, so that less than one cannot be billed anyway",
)];

/// Scenarios of what the regulations do not say and the rulebooks assume.
const ASSUMED: &str = include_str!("books/assumed.jsonl");

fn document(book: &Book) -> DocumentMut {
    book.toml.parse().unwrap_or_else(|error| panic!("{}: {error}", book.name))
}

fn clause_of(table: &dyn TableLike) -> Option<&str> {
    table.get("clause")?.as_str()
}

/// All clauses that `item` or a part of it carries.
fn collect(item: &Item, clauses: &mut BTreeSet<String>) {
    if let Some(table) = item.as_table_like() {
        clauses.extend(clause_of(table).map(str::to_owned));
        table.iter().for_each(|(_, part)| collect(part, clauses));
    }
    if let Some(blocks) = item.as_array_of_tables() {
        blocks.iter().for_each(|block| collect(&Item::Table(block.clone()), clauses));
    }
    if let Some(array) = item.as_array() {
        array.iter().for_each(|value| collect(&Item::Value(value.clone()), clauses));
    }
}

/// What is to be taken out.
#[derive(Clone, Copy)]
enum Taken<'c> {
    /// All that carries this clause.
    Clause(&'c str),
    /// The one entry of that number, of all that rest on something.
    Entry(usize),
}

/// Takes entries out of a rulebook.
struct Taker<'c> {
    taken: Taken<'c>,
    /// Entries seen so far.
    seen: usize,
    /// What was taken, with its clause.
    found: Vec<(String, Option<String>)>,
}

impl Taker<'_> {
    /// Whether this entry goes.
    fn takes(&mut self, table: &dyn TableLike, key: &str) -> bool {
        let clause = clause_of(table);
        if clause.is_none() && table.get("assumed").is_none() {
            return false;
        }
        self.seen += 1;
        let goes = match self.taken {
            Taken::Clause(wanted) => clause == Some(wanted),
            Taken::Entry(number) => number + 1 == self.seen,
        };
        if goes {
            let name = ["id", "reason", "plan", "category"].map(|name| table.get(name)?.as_str());
            let name = name.into_iter().flatten().next().unwrap_or_default();
            self.found.push((format!("{key} {name}"), clause.map(str::to_owned)));
        }
        goes
    }

    /// Goes through the keys of a table; what is empty then goes as well.
    fn go_through(&mut self, table: &mut dyn TableLike) {
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        for key in keys {
            let Some(item) = table.get_mut(&key) else { continue };
            let taken = item.as_table_like().is_some_and(|part| self.takes(part, &key));
            if taken || self.nothing_is_left_of(item, &key) {
                table.remove(&key);
            }
        }
    }

    fn nothing_is_left_of(&mut self, item: &mut Item, key: &str) -> bool {
        if let Some(blocks) = item.as_array_of_tables_mut() {
            blocks.retain(|block| !self.takes(block, key));
            blocks.iter_mut().for_each(|block| self.go_through(block));
            return blocks.is_empty();
        }
        if let Some(array) = item.as_array_mut() {
            let before = array.len();
            array.retain(|value| !value.as_inline_table().is_some_and(|t| self.takes(t, key)));
            let inline = array.iter_mut().filter_map(Value::as_inline_table_mut);
            inline.for_each(|table| self.go_through(table));
            return before > 0 && array.is_empty();
        }
        if let Some(table) = item.as_table_like_mut() {
            self.go_through(table);
        }
        false
    }
}

/// The rulebook without it, the list of clauses apart; and what was taken.
fn without(book: &Book, taken: Taken<'_>) -> (String, Vec<(String, Option<String>)>) {
    let mut document = document(book);
    let list = document.remove("clause");
    let mut taker = Taker { taken, seen: 0, found: Vec::new() };
    let root = document.as_table_mut();
    match taken {
        Taken::Clause(_) => taker.go_through(root),
        Taken::Entry(_) => {
            let mut deciding = toml_edit::Table::new();
            for kind in DECIDING {
                if let Some(item) = root.remove(kind) {
                    deciding.insert(kind, item);
                }
            }
            taker.go_through(&mut deciding);
            root.extend(deciding);
        }
    }
    if root.get("booking").is_none() {
        NEED_BOOKING.iter().for_each(|kind| drop(root.remove(kind)));
    }
    root.extend(list.map(|list| ("clause", list)));
    (document.to_string(), taker.found)
}

fn deciding_clauses(book: &Book) -> BTreeSet<String> {
    let (document, mut clauses) = (document(book), BTreeSet::new());
    let blocks = DECIDING.iter().filter_map(|kind| document.get(kind));
    blocks.for_each(|item| collect(item, &mut clauses));
    clauses
}

/// Which case of those that `concerns` chooses fails under this rulebook, and why; `None`: none.
fn what_fails(book: &Book, toml: &str, concerns: impl Fn(&Case) -> bool) -> Option<String> {
    let rulebook = match rimessa_rulebook::parse(toml) {
        Ok(rulebook) => rulebook,
        Err(findings) => return Some(format!("{NOT_LOADED} {}", findings[0].message)),
    };
    book.cases.iter().filter(|case| concerns(case)).find_map(|case| {
        let first = failures(&rulebook.rules, case).into_iter().next()?;
        Some(format!("{}.json: {first}", case.name))
    })
}

const NOT_LOADED: &str = "the rulebook is refused:";

/// The cases of a book, and the scenarios of what it assumes.
fn with_assumed(mut book: Book) -> Book {
    let scenarios =
        ASSUMED.lines().map(|text| Case { name: "assumed".to_owned(), text: text.to_owned() });
    book.cases.extend(scenarios.filter(|case| *scenario(case).rulebook == *book.name));
    book
}

fn is_about(case: &Case, clause: &str) -> bool {
    scenario(case).clauses.iter().any(|named| **named == *clause)
}

#[test]
fn without_its_entries_a_case_of_each_clause_fails() {
    let (mut table, mut wrong) = (Vec::new(), 0);
    for book in books() {
        for clause in deciding_clauses(&book) {
            let (rest, taken) = without(&book, Taken::Clause(&clause));
            assert!(!taken.is_empty(), "{clause} was found and not taken out");
            let failing = what_fails(&book, &rest, |case| is_about(case, &clause));
            let refused = failing.as_ref().is_some_and(|what| what.starts_with(NOT_LOADED));
            let right = failing.is_some() && !refused;
            wrong += usize::from(!right);
            let mark = if right { ' ' } else { '!' };
            let what = failing.unwrap_or_else(|| "no case fails".to_owned());
            table.push(format!("{mark} {clause:10} {what}"));
        }
    }
    assert!(table.len() > 70, "only {} clauses decide anything", table.len());
    assert_eq!(wrong, 0, "of {} clauses that decide:\n{}", table.len(), table.join("\n"));
}

#[test]
fn without_any_one_entry_some_case_fails() {
    let (mut table, mut wrong) = (Vec::new(), 0);
    for book in books().into_iter().map(with_assumed) {
        assert_eq!(what_fails(&book, &book.toml, |_| true), None, "{} as it is", book.name);
        for number in 0.. {
            let (rest, taken) = without(&book, Taken::Entry(number));
            let Some((entry, clause)) = taken.into_iter().next() else { break };
            let failing = what_fails(&book, &rest, |_| true);
            let (name, clause) = (&book.name, clause.unwrap_or_else(|| "assumed".to_owned()));
            let said_twice = SAID_TWICE.iter().any(|(of, by, what, _)| {
                **of == **name && *by == clause && *what == entry.trim_end()
            });
            let right = failing.is_some() != said_twice;
            wrong += usize::from(!right);
            let mark = if right { ' ' } else { '!' };
            let what = failing.unwrap_or_else(|| "no case fails".to_owned());
            table.push(format!("{mark} {name:11} {clause:10} {entry:24} {what}"));
        }
    }
    assert!(table.len() > 120, "only {} entries decide anything", table.len());
    assert_eq!(wrong, 0, "of {} entries that decide:\n{}", table.len(), table.join("\n"));
}

#[test]
fn only_what_carries_the_clause_is_taken_out() {
    let toml = "[[clause]]\nid = \"1\"\n[[clause]]\nid = \"2\"\n[booking]\nx = 1\n\
        [[fee]]\nid = \"a\"\nclause = \"1\"\n[fee.count]\nclause = \"2\"\n\
        [[fee]]\nid = \"b\"\nclause = \"2\"\n\
        [[price]]\nid = \"c\"\nunless = [{ x = 1, clause = \"2\" }]\n\
        span = { begin = \"s\", at_least = { point = \"p\", clause = \"2\" } }\n";
    let rest = "[[clause]]\nid = \"1\"\n[[clause]]\nid = \"2\"\n[booking]\nx = 1\n\
        [[fee]]\nid = \"a\"\nclause = \"1\"\n[[price]]\nid = \"c\"\n\
        span = { begin = \"s\" }\n";
    let book = Book { name: String::new(), toml: toml.to_owned(), cases: Vec::new() };
    let (left, taken) = without(&book, Taken::Clause("2"));
    assert_eq!(taken.len(), 4, "{taken:?}");
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(|line| line.replace(' ', "")).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&left), sorted(rest));
}
