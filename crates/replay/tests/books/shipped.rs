//! The rulebooks that are shipped, with their cases.

use std::fs;
use std::path::{Path, PathBuf};

use rimessa_domain::rules::Rules;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

/// A shipped rulebook and its cases.
pub(crate) struct Book {
    pub(crate) name: String,
    pub(crate) toml: String,
    pub(crate) cases: Vec<Case>,
}

/// A case: a scenario that must come out as it says.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// All shipped rulebooks, by name.
pub(crate) fn books() -> Vec<Book> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks");
    let folders = sorted(&root).into_iter().filter(|path| path.is_dir());
    let books: Vec<Book> = folders.map(|folder| book(&folder)).collect();
    assert!(books.len() >= 5, "{} rulebooks in {}", books.len(), root.display());
    books
}

fn book(folder: &Path) -> Book {
    let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
    let toml = fs::read_to_string(folder.join("rulebook.toml")).unwrap();
    let cases: Vec<Case> = sorted(&folder.join("cases"))
        .into_iter()
        .map(|path| Case {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect();
    assert!(!cases.is_empty(), "{name} has no cases");
    Book { name, toml, cases }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The scenario of a case.
pub(crate) fn scenario(case: &Case) -> Scenario<'_> {
    serde_json::from_str(&case.text).unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

/// What does not come out as the case says; empty: it holds.
pub(crate) fn failures(rules: &Rules, case: &Case) -> Vec<String> {
    let scenario = scenario(case);
    let Some(expect) = &scenario.expect else { return vec!["it expects nothing".to_owned()] };
    match check::run(rules, &scenario, &case.text) {
        Ok(statement) => check::differences(&statement, expect),
        Err(error) => vec![error.to_string()],
    }
}
