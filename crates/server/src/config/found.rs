//! Finding the values of settings, each with where it came from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::SETTINGS;

/// Settings in the environment begin so.
const PREFIX: &str = "RIMESSA_";
/// The environment may hold these for others: tests, the demo, and the place of the file itself.
const NOT_SETTINGS: [&str; 4] = ["CONFIG", "SEED", "TEST_POSTGRES", "TRIALS"];
/// The file that is read if none is named.
const USUAL: &str = "rimessa.toml";

/// Values as they were found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found(BTreeMap<String, Value>);

#[derive(Clone, Debug)]
struct Value {
    text: String,
    origin: String,
}

impl Found {
    /// What stands in the file (`--config`, else `RIMESSA_CONFIG`, else `rimessa.toml` if it exists) and
    /// in the environment.
    ///
    /// # Errors
    /// A sentence for each thing that is wrong.
    pub(crate) fn everywhere(file: Option<&Path>) -> Result<Self, Vec<String>> {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
            .collect();
        let named = environment.iter().find(|(name, _)| name == "RIMESSA_CONFIG");
        let named = file.map(Path::to_path_buf).or(named.map(|(_, path)| PathBuf::from(path)));
        let usual = PathBuf::from(USUAL);
        let path = named.or_else(|| usual.exists().then_some(usual));
        let mut found = Self::default();
        let mut wrong = Vec::new();
        if let Some(path) = path {
            match std::fs::read_to_string(&path) {
                Ok(text) => found.add_file(&path, &text, &mut wrong),
                Err(error) => wrong.push(format!(
                    "{}: the configuration cannot be read ({error}); name another file with --config",
                    path.display()
                )),
            }
        }
        found.add_environment(&environment, &mut wrong);
        if wrong.is_empty() { Ok(found) } else { Err(wrong) }
    }

    /// Adds what stands in a file.
    pub(super) fn add_file(&mut self, path: &Path, text: &str, wrong: &mut Vec<String>) {
        let table: toml::Table = match toml::from_str(text) {
            Ok(table) => table,
            Err(error) => {
                let error = error.to_string();
                wrong.push(format!("{}: this is not TOML: {}", path.display(), error.trim_end()));
                return;
            }
        };
        let origin = path.display().to_string();
        let folder = path.parent().unwrap_or(Path::new("."));
        for (key, value) in table {
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(yes) => yes.to_string(),
                _ => {
                    wrong.push(format!(
                        "{key} (in {origin}): write one text, number, or true/false"
                    ));
                    continue;
                }
            };
            self.add(&key, &text, &origin, folder, &|key| key.to_owned(), wrong);
        }
    }

    /// Adds what stands in the environment; it wins over what is there.
    pub(super) fn add_environment(
        &mut self,
        environment: &[(String, String)],
        wrong: &mut Vec<String>,
    ) {
        let mut own = Self::default();
        for (name, text) in environment {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            if NOT_SETTINGS.contains(&key) {
                continue;
            }
            let shown = |key: &str| format!("{PREFIX}{}", key.to_uppercase());
            let key = key.to_lowercase();
            own.add(&key, text, "the environment", Path::new("."), &shown, wrong);
        }
        self.0.extend(own.0);
    }

    /// Adds what stands on the command line; it wins over all.
    pub(crate) fn add_argument(&mut self, key: &str, argument: &str, text: Option<&str>) {
        if let Some(text) = text {
            let origin = format!("the argument {argument}");
            self.0.insert(key.to_owned(), Value { text: text.to_owned(), origin });
        }
    }

    /// Whether a setting was said anywhere.
    pub(crate) fn says(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    fn add(
        &mut self,
        key: &str,
        text: &str,
        origin: &str,
        folder: &Path,
        shown: &dyn Fn(&str) -> String,
        wrong: &mut Vec<String>,
    ) {
        let known = |key: &str| SETTINGS.iter().any(|setting| setting.key == key);
        let (key, text, origin) = match key.strip_suffix("_file") {
            _ if known(key) => (key, text.to_owned(), origin.to_owned()),
            Some(key) if known(key) => {
                let path = folder.join(text);
                match std::fs::read_to_string(&path) {
                    Ok(text) => (key, text.trim_end().to_owned(), path.display().to_string()),
                    Err(error) => {
                        let name = shown(&format!("{key}_file"));
                        wrong.push(format!(
                            "{name} (in {origin}): {} cannot be read: {error}",
                            path.display()
                        ));
                        return;
                    }
                }
            }
            _ => {
                wrong.push(unknown(key, origin, shown));
                return;
            }
        };
        if let Some(other) = self.0.insert(key.to_owned(), Value { text, origin }) {
            let name = shown(key);
            wrong.push(format!(
                "{name}: it is said twice, here and in {}; leave one of them out",
                other.origin
            ));
        }
    }

    /// The value of a setting, read; `None`, and a sentence more, if it is wrong.
    pub(super) fn read<T>(
        &self,
        key: &str,
        default: &str,
        read: impl Fn(&str) -> Result<T, String>,
        wrong: &mut Vec<String>,
    ) -> Option<T> {
        let value = self.0.get(key);
        match read(value.map_or(default, |value| &value.text)) {
            Ok(read) => Some(read),
            Err(what) => {
                let origin = value.map_or("the default", |value| &value.origin);
                // What stands there may be a secret, or hold one.
                let secret = ["secret", "token", "url"].iter().any(|part| key.contains(part));
                let stands = match value {
                    Some(value) if !secret => format!("\"{}\" is no such value; ", value.text),
                    _ => String::new(),
                };
                wrong.push(format!("{key} (from {origin}): {stands}{what}"));
                None
            }
        }
    }
}

fn unknown(key: &str, origin: &str, shown: &dyn Fn(&str) -> String) -> String {
    let near = SETTINGS.iter().map(|setting| (strsim::jaro_winkler(setting.key, key), setting.key));
    let near = near.max_by(|a, b| a.0.total_cmp(&b.0));
    let meant = match near {
        Some((likeness, near)) if likeness > 0.8 => format!("; did you mean {}?", shown(near)),
        _ => "; see `rimessa serve --help`, or the table in docs/operating/configuration.md"
            .to_owned(),
    };
    format!("{} (in {origin}): there is no such setting{meant}", shown(key))
}
