//! The rules of the shipped rulebooks, by name.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rimessa_domain::rules::Rules;

/// Rulebooks to choose from.
pub(crate) struct Shelf(Vec<(String, Arc<Rules>)>);

impl Shelf {
    /// The shipped rulebooks, with their text changed on the way.
    pub(crate) fn of(change: impl Fn(&str) -> String) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks");
        let folders = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path());
        let books = folders.filter(|folder| folder.join("rulebook.toml").is_file());
        let books: Vec<_> = books
            .map(|folder| {
                let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
                let toml = fs::read_to_string(folder.join("rulebook.toml")).unwrap();
                let rulebook = rimessa_rulebook::parse(&change(&toml))
                    .unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
                (name, Arc::new(rulebook.rules))
            })
            .collect();
        assert!(books.len() >= 5, "{} rulebooks in {}", books.len(), root.display());
        Self(books)
    }

    /// The rules of that name.
    pub(crate) fn find(&self, name: &str) -> Result<Arc<Rules>, String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, rules)| Arc::clone(rules)).ok_or_else(|| format!("no rulebook {name}"))
    }
}
