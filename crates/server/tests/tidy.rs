//! The rules of the house that a machine can keep: directions, sizes, names, words.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each crate and the crates of ours that it may know. Whoever adds a line adds a reason to
/// `docs/decisions.md`.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("rulebook", &["rimessa-domain"]),
    ("replay", &["rimessa-domain"]),
    ("store", &["rimessa-domain"]),
    ("testing", &[]),
    ("documents", &["rimessa-domain"]),
    ("app", &["rimessa-documents", "rimessa-domain", "rimessa-rulebook", "rimessa-store"]),
    ("pages", &["rimessa-app", "rimessa-domain", "rimessa-rulebook"]),
    (
        "server",
        &[
            "rimessa-app",
            "rimessa-documents",
            "rimessa-domain",
            "rimessa-pages",
            "rimessa-replay",
            "rimessa-rulebook",
            "rimessa-store",
        ],
    ),
];

const LONGEST_FILE: usize = 800;
const LONGEST_LINE: usize = 110;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The files that git knows or would take, below `under`.
fn files(under: &str) -> Vec<PathBuf> {
    let root = root();
    let listed = Command::new("git")
        .args(["ls-files", "-co", "--exclude-standard", "--", under])
        .current_dir(&root)
        .output();
    let listed = listed.expect("git lists the files");
    let names = String::from_utf8(listed.stdout).unwrap();
    let paths: Vec<_> = names.lines().map(|name| root.join(name)).filter(|p| p.is_file()).collect();
    assert!(!paths.is_empty(), "no files under {under}");
    paths
}

fn rust_sources() -> Vec<(PathBuf, String)> {
    let all =
        files("crates").into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    all.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
}

/// The part of a source that is not its unit tests.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

#[test]
fn dependencies_point_one_way() {
    for (name, may_know) in MAY_KNOW {
        let manifest =
            fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml"))).unwrap();
        let table: toml::Table = manifest.parse().unwrap();
        for dependency in table["dependencies"].as_table().unwrap().keys() {
            let ours = dependency.starts_with("rimessa-");
            assert!(
                !ours || may_know.contains(&dependency.as_str()),
                "crates/{name} must not know {dependency}"
            );
        }
    }
    let crates = fs::read_dir(root().join("crates")).unwrap().count();
    assert_eq!(crates, MAY_KNOW.len(), "a crate is missing in this test");
}

#[test]
fn statements_stand_in_the_store_alone() {
    for (path, source) in rust_sources() {
        let store = path.starts_with(root().join("crates/store"));
        if store || is_test(&path) {
            continue;
        }
        for banned in ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"] {
            let here = format!("\"{banned}");
            assert!(!source.contains(&here), "{}: {banned}", path.display());
        }
    }
}

#[test]
fn files_stay_small() {
    for (path, source) in rust_sources() {
        let lines = source.lines().count();
        assert!(lines <= LONGEST_FILE, "{}: {lines} lines", path.display());
        for (number, line) in (1..).zip(source.lines()) {
            let width = line.chars().count();
            let literal = line.trim_start().starts_with(['"', '(', 'r', '\\']) || is_test(&path);
            assert!(
                width <= LONGEST_LINE || literal,
                "{}:{number}: {width} columns",
                path.display()
            );
        }
    }
}

#[test]
fn files_say_what_they_are_for() {
    for (path, source) in rust_sources() {
        assert!(source.starts_with("//!"), "{} lacks its first sentence", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap();
        for banned in ["mod", "utils", "util", "helpers", "helper", "common", "manager", "service"]
        {
            assert_ne!(name, banned, "{}", path.display());
        }
    }
}

#[test]
fn nothing_is_left_undone_or_skipped() {
    for (path, source) in rust_sources() {
        for banned in ["todo!(", "unimplemented!(", "#[ignore", "FIXME", "XXX", "dbg!("] {
            let here = source.replace(&format!("\"{banned}"), "");
            assert!(!here.contains(banned), "{}: {banned}", path.display());
        }
    }
}

/// The domain and the rulebooks are pure: the same question has the same answer.
#[test]
fn the_pure_crates_touch_nothing() {
    for (path, source) in rust_sources() {
        let pure = ["domain", "rulebook"]
            .iter()
            .any(|name| path.starts_with(root().join("crates").join(name)));
        if !pure || is_test(&path) {
            continue;
        }
        let source = without_tests(&source);
        for banned in [
            "std::fs",
            "std::net",
            "std::env",
            "std::io",
            "SystemTime",
            "Zoned::now",
            "Timestamp::now",
            "std::thread",
            "async fn",
            "println!",
            ".unwrap()",
            " f64",
            " f32",
        ] {
            assert!(!source.contains(banned), "{}: {banned}", path.display());
        }
    }
}

/// What an operator decided is data: the engine knows no operator and no clause.
#[test]
fn no_operator_stands_in_the_code() {
    let rulebooks = files("rulebooks");
    let books = rulebooks.iter().filter(|path| path.ends_with("rulebook.toml"));
    let mut words = Vec::new();
    for book in books {
        let table: toml::Table = fs::read_to_string(book).unwrap().parse().unwrap();
        words.push(format!("\"{}\"", table["operator"].as_str().unwrap()));
        for clause in table["clause"].as_array().unwrap() {
            words.push(clause["id"].as_str().unwrap().to_owned());
        }
    }
    assert!(words.len() > 100, "the five rulebooks have more clauses than that");
    for (path, source) in rust_sources().into_iter().filter(|(path, _)| !is_test(path)) {
        let code: String = without_tests(&source).to_owned();
        for word in &words {
            assert!(!mentions(&code, word), "{}: {word}", path.display());
        }
    }
}

/// Whether `word` stands in `code` by itself.
fn mentions(code: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let mut after = code[at + word.len()..].chars();
        let (first, second) = (after.next(), after.next());
        let goes_on = match first {
            Some('.' | '-') => second.is_some_and(char::is_alphanumeric),
            Some(c) => inside(c),
            None => false,
        };
        !before.is_some_and(inside) && !goes_on
    })
}

#[test]
fn every_clause_word_would_be_found() {
    assert!(mentions("cites CCC-01.", "CCC-01"));
    assert!(!mentions("EVAI-2.10", "EVAI-2.1"));
    assert!(!mentions("XCCC-01", "CCC-01"));
}

/// A machine's own paths and registry hosts have no place in a project that others build.
#[test]
fn no_place_of_this_machine_is_named() {
    let banned = [
        concat!("/wo", "rk/"),
        concat!("/fa", "rm/"),
        concat!("crates", "-io"),
        concat!("index.cra", "tes.io"),
    ];
    for path in files(".") {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if path.ends_with("Cargo.lock") {
            continue;
        }
        for word in banned {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}
