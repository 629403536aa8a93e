//! Where rulebooks come from: the shipped ones out of the binary, others from files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rimessa_rulebook::{Rulebook, Source};
use rust_embed::RustEmbed;

/// The rulebooks as shipped, by operator.
#[derive(RustEmbed)]
#[folder = "../../rulebooks"]
#[include = "*.toml"]
#[include = "*.ftl"]
#[include = "*.json"]
struct Shipped;

/// The files of a rulebook.
pub(crate) struct Files {
    /// The name of its main file, for messages.
    pub(crate) name: String,
    /// Its main file.
    pub(crate) toml: String,
    /// Its sentences, by language.
    pub(crate) texts: Vec<(String, String)>,
}

/// Rulebooks that have been read.
#[derive(Default)]
pub(crate) struct Library {
    known: Mutex<HashMap<PathBuf, Result<Arc<Rulebook>, String>>>,
}

impl Library {
    /// The rulebook of that name, or at that path (from `folder`, or from here).
    ///
    /// # Errors
    /// Why there is none, in words.
    pub(crate) fn find(&self, name: &str, folder: &Path) -> Result<Arc<Rulebook>, String> {
        let key = folder.join(name);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(key)
            .or_insert_with(|| files(name, folder).and_then(|files| load(&files)).map(Arc::new))
            .clone()
    }
}

/// The names of the shipped rulebooks.
pub(crate) fn shipped() -> Vec<String> {
    let mains =
        Shipped::iter().filter_map(|path| Some(path.strip_suffix("/rulebook.toml")?.to_owned()));
    let mut names: Vec<String> = mains.collect();
    names.sort();
    names
}

/// The shipped cases, each as one line of JSON.
pub(crate) fn shipped_cases() -> Vec<String> {
    let cases = Shipped::iter().filter(|path| path.ends_with(".json"));
    let line = |path: &str| -> Option<String> {
        let value: serde_json::Value = serde_json::from_slice(&Shipped::get(path)?.data).ok()?;
        Some(value.to_string())
    };
    cases.filter_map(|path| line(&path)).collect()
}

/// The files of a rulebook: shipped under that name, or at that path.
///
/// # Errors
/// Why there are none, in words.
pub(crate) fn files(name: &str, folder: &Path) -> Result<Files, String> {
    if shipped().iter().any(|known| known == name) {
        return of_shipped(name);
    }
    let beside = folder.join(name);
    let path = if beside.exists() { beside } else { PathBuf::from(name) };
    if !path.exists() {
        let known = shipped().join(", ");
        return Err(format!(
            "there is no rulebook \"{name}\": shipped are {known}; or give the path of a file"
        ));
    }
    of_path(&path)
}

/// The files of a rulebook that is being worked on: at that path if there is one, else shipped.
///
/// # Errors
/// Why there are none, in words.
pub(crate) fn files_here(file: &Path) -> Result<Files, String> {
    if file.is_file() || file.join("rulebook.toml").is_file() {
        return of_path(file);
    }
    files(&file.to_string_lossy(), Path::new("."))
}

/// The rulebook of these files.
///
/// # Errors
/// That it has errors, and the first of them.
pub(crate) fn load(files: &Files) -> Result<Rulebook, String> {
    let texts: Vec<_> = files.texts.iter().map(|(l, t)| (l.as_str(), t.as_str())).collect();
    rimessa_rulebook::load(&Source { toml: &files.toml, texts: &texts }).map_err(|findings| {
        let first = findings
            .first()
            .map_or_else(String::new, |f| format!("; the first in line {}: {}", f.line, f.message));
        let count = findings.len();
        format!(
            "the rulebook {} has {count} errors{first}; see `rimessa rulebook check`",
            files.name
        )
    })
}

fn of_shipped(name: &str) -> Result<Files, String> {
    let get = |path: &str| {
        let file = Shipped::get(path).ok_or_else(|| format!("{path} was not shipped"))?;
        String::from_utf8(file.data.into_owned()).map_err(|_| format!("{path} is not UTF-8"))
    };
    let main = format!("{name}/rulebook.toml");
    let mut texts = Vec::new();
    for path in Shipped::iter() {
        let inside = path.strip_prefix(&format!("{name}/texts/"));
        if let Some(language) = inside.and_then(|file| file.strip_suffix(".ftl")) {
            texts.push((language.to_owned(), get(&path)?));
        }
    }
    Ok(Files { toml: get(&main)?, name: main, texts })
}

fn of_path(path: &Path) -> Result<Files, String> {
    let main = if path.is_dir() { path.join("rulebook.toml") } else { path.to_path_buf() };
    let read = |path: &Path| -> Result<String, String> {
        let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let text = String::from_utf8(bytes);
        let text =
            text.map_err(|_| format!("{} is not UTF-8; save it as UTF-8", path.display()))?;
        // Some editors put this before UTF-8.
        Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
    };
    let mut texts = Vec::new();
    let folder = main.parent().map(|parent| parent.join("texts"));
    for entry in folder.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten() {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|ending| ending == "ftl") {
            let language = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            texts.push((language.to_owned(), read(&path)?));
        }
    }
    texts.sort();
    Ok(Files { toml: read(&main)?, name: main.display().to_string(), texts })
}
