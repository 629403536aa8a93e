//! Building the demo, once: beside its place, and put there when it is whole.

use std::path::{Path, PathBuf};

use rimessa_app::join::hash_password;
use rimessa_app::{App, Clock, Keys};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Place, Settings};

use super::data::Data;
use super::play::{Plan, Tally, play};
use crate::commands::opening;

/// A little more than thirteen months.
pub(crate) const DAYS: i64 = 397;
const DAY: i64 = 86_400_000;
const SEED: u64 = 2026;

/// Builds the demo if it is not there.
///
/// # Errors
/// In words.
pub(crate) fn build_if_missing(place: &Place) -> Result<(), String> {
    let Place::File(path) = place else { return Ok(()) };
    if path.exists() {
        return Ok(());
    }
    eprintln!("The demo is built once, which takes a minute or two.");
    build(path, DAYS).map(drop)
}

/// Builds the demo at `path`; its history of so many days ends last night. What stands there stays
/// until the new one is whole.
///
/// # Errors
/// In words.
pub(crate) fn build(path: &Path, days: i64) -> Result<Tally, String> {
    let until = Instant(Clock::machine().now().0 / DAY * DAY);
    let plan = Plan { from: until.minus(Span::days(days)), until, percent: 100, seed: SEED };
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(said)?;
    }
    let (raw, whole) = (with(path, ".building"), with(path, ".whole"));
    for old in [raw.clone(), with(&raw, "-wal"), with(&raw, "-shm"), whole.clone()] {
        remove(&old).map_err(said)?;
    }
    let key = Keys::generate();
    let keys = Keys::parse(&key).map_err(|error| error.to_string())?;
    let settings = Settings { durable: false, ..Settings::default() };
    let place = Place::File(raw.clone());
    let app = App::open(&place, settings, keys, Clock::set_to(plan.from));
    let app = app.map_err(|failure| failure.to_string())?;
    let told = |at: Instant, trips: u64| {
        eprintln!("  {}: {trips} trips", &rimessa_app::show_moment(at)[..7]);
    };
    let hash = hash_password(super::PASSWORD);
    let tally = play(&app, &Data::shipped()?, plan, &hash, &told)?;
    app.store().copy_to(&whole).map_err(|failure| failure.to_string())?;
    drop(app);
    put(path, &whole, &key).map_err(said)?;
    for old in [raw.clone(), with(&raw, "-wal"), with(&raw, "-shm")] {
        remove(&old).map_err(said)?;
    }
    Ok(tally)
}

/// Puts what is whole in its place, with its key.
fn put(path: &Path, whole: &Path, key: &str) -> std::io::Result<()> {
    std::fs::File::open(whole)?.sync_all()?;
    for old in [path.to_path_buf(), with(path, "-wal"), with(path, "-shm"), opening::beside(path)] {
        remove(&old)?;
    }
    opening::write_secret(&opening::beside(path), key)?;
    // Last: what is there is whole.
    std::fs::rename(whole, path)
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
