//! The cases of the shipped rulebooks come out as they say, and speak of what is there.

#[path = "books/shipped.rs"]
mod shipped;

use shipped::{Book, books, failures, scenario};
use toml_edit::{Document, Item};

fn parsed(book: &Book) -> Document<&str> {
    Document::parse(book.toml.as_str()).unwrap_or_else(|error| panic!("{}: {error}", book.name))
}

/// The values of `key` in all blocks of that kind.
fn values(document: &Document<&str>, kind: &str, key: &str) -> Vec<String> {
    let blocks = document.get(kind).and_then(Item::as_array_of_tables);
    let values = blocks.into_iter().flatten().filter_map(|block| block.get(key)?.as_str());
    values.map(str::to_owned).collect()
}

#[test]
fn every_case_comes_out_as_it_says() {
    let mut failed = Vec::new();
    for book in books() {
        let rulebook = rimessa_rulebook::parse(&book.toml)
            .unwrap_or_else(|findings| panic!("{}: {findings:?}", book.name));
        for case in &book.cases {
            for difference in failures(&rulebook.rules, case) {
                failed.push(format!("{}/cases/{}.json: {difference}", book.name, case.name));
            }
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn every_case_says_of_which_rulebook_and_clauses_it_is() {
    for book in books() {
        let clauses = values(&parsed(&book), "clause", "id");
        assert!(!clauses.is_empty(), "{} lists no clauses", book.name);
        for case in &book.cases {
            let scenario = scenario(case);
            assert_eq!(*scenario.rulebook, *book.name, "{}/{}", book.name, case.name);
            assert!(!scenario.clauses.is_empty(), "{}/{} names none", book.name, case.name);
            for clause in &scenario.clauses {
                let listed = clauses.iter().any(|listed| **listed == **clause);
                assert!(listed, "{}/{}: there is no clause {clause}", book.name, case.name);
            }
        }
    }
}

#[test]
fn titles_of_cases_are_there_and_their_own() {
    for book in books() {
        let mut titles = Vec::new();
        for case in &book.cases {
            let title = scenario(case).title.map(|title| title.to_string()).unwrap_or_default();
            assert!(!title.is_empty(), "{}/{} has no title", book.name, case.name);
            assert!(!titles.contains(&title), "{}/{}: \"{title}\" twice", book.name, case.name);
            titles.push(title);
        }
    }
}

#[test]
fn every_example_has_its_case() {
    let mut examples = 0;
    for book in books() {
        for case in values(&parsed(&book), "example", "case") {
            let there = book.cases.iter().any(|known| known.name == case);
            assert!(there, "{}: the example's case \"{case}\" is missing", book.name);
            examples += 1;
        }
    }
    assert!(examples > 0, "no rulebook has an example");
}
