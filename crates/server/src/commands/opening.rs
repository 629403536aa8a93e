//! What the commands that work on an installation have in common: its configuration, keys and store.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use rimessa_app::{App, Clock, Keys};
use rimessa_store::{Place, Settings};

use crate::config::{Config, Found};

/// Where the installation is described.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Where {
    /// The configuration file [default: rimessa.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where everything is kept: sqlite:PATH or postgres://… [default: sqlite:rimessa.db]
    #[arg(long, value_name = "PLACE")]
    pub(crate) database: Option<String>,
}

impl Where {
    /// What was said anywhere, before it is read.
    ///
    /// # Errors
    /// A sentence for each thing that is wrong.
    pub(crate) fn found(&self) -> Result<Found, Vec<String>> {
        let mut found = Found::everywhere(self.config.as_deref())?;
        found.add_argument("database_url", "--database", self.database.as_deref());
        Ok(found)
    }

    /// The configuration.
    ///
    /// # Errors
    /// A sentence for each thing that is wrong.
    pub(crate) fn config(&self) -> Result<Config, Vec<String>> {
        Config::of(&self.found()?)
    }
}

/// Opens an installation as it is configured, with the machine's clock.
///
/// # Errors
/// Why it cannot be opened, and what to do.
pub(crate) fn open(config: &Config) -> Result<App, String> {
    let keys = keys(&config.database_url, config.secret_keys.as_deref())?;
    open_with(config, keys)
}

/// Opens an installation with these keys.
///
/// # Errors
/// Why it cannot be opened, and what to do.
pub(crate) fn open_with(config: &Config, keys: Keys) -> Result<App, String> {
    let app = App::open(&config.database_url, settings(config), keys, Clock::machine());
    app.map_err(|failure| format!("{}: {failure}", show(&config.database_url)))
}

/// How the store works.
pub(crate) fn settings(config: &Config) -> Settings {
    Settings {
        connections: config.database_connections,
        waiting: config.database_waiting,
        group: config.database_group,
        ..Settings::default()
    }
}

/// A place, without the password that may stand in it.
pub(crate) fn show(place: &Place) -> String {
    match place {
        Place::File(path) => path.display().to_string(),
        Place::Postgres(_) => "the PostgreSQL database".to_owned(),
    }
}

/// The keys of the configuration, else those in the file beside an embedded database, which is made
/// if there is neither it nor the database.
///
/// # Errors
/// Why there are none, and what to do.
pub(crate) fn keys(place: &Place, configured: Option<&str>) -> Result<Keys, String> {
    if let Some(text) = configured {
        return Keys::parse(text).map_err(|error| format!("secret_keys: {error}"));
    }
    let Place::File(path) = place else {
        return Err(
            "secret_keys is not set, and PostgreSQL has no file beside it: make a key with \
            `rimessa admin new-key` and set RIMESSA_SECRET_KEYS, or secret_keys_file"
                .to_owned(),
        );
    };
    let beside = beside(path);
    let text = match std::fs::read_to_string(&beside) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.exists() => {
            return Err(format!(
                "{} is there, but not its keys ({}): bring back that file, or set secret_keys; \
                without them what is sealed in it stays sealed",
                path.display(),
                beside.display()
            ));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let text = Keys::generate();
            write_secret(&beside, &text).map_err(|e| format!("{}: {e}", beside.display()))?;
            text
        }
        Err(error) => return Err(format!("{}: {error}", beside.display())),
    };
    Keys::parse(text.trim()).map_err(|error| format!("{}: {error}", beside.display()))
}

/// The file with the keys beside a database.
pub(crate) fn beside(database: &Path) -> PathBuf {
    let mut beside = database.to_path_buf().into_os_string();
    beside.push(".keys");
    PathBuf::from(beside)
}

/// Writes a file that nobody else may read.
pub(crate) fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Says what is wrong, and ends with 2.
pub(crate) fn failed(wrong: &[String]) -> ExitCode {
    for sentence in wrong {
        eprintln!("rimessa: error: {sentence}");
    }
    ExitCode::from(2)
}
