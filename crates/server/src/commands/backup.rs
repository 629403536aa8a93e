//! `rimessa backup` and `rimessa restore`: a copy while work goes on, and back; both verified.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use rimessa_store::verify::{self, Report};
use rimessa_store::{Failure, Place};

use super::opening::{self, Where};

/// Where from, and where to.
#[derive(Args)]
pub(crate) struct Backup {
    /// The file to make; it must not be there yet
    path: PathBuf,
    #[command(flatten)]
    place: Where,
}

/// What from, and where to.
#[derive(Args)]
pub(crate) struct Restore {
    /// The backup
    path: PathBuf,
    #[command(flatten)]
    place: Where,
}

const OF_POSTGRES: &str = "a PostgreSQL database is backed up with its own tools: \
    `pg_dump --format=custom --file=FILE URL` for a state, `pg_basebackup` and an archive of the \
    write-ahead log for any point in time; docs/operating/restore.md shows both";

/// Makes a backup: 0, or 2 if there is none in the end.
pub(crate) fn backup(arguments: &Backup) -> ExitCode {
    done(try_backup(arguments))
}

/// Puts a backup in place: 0, or 2 if it could not be.
pub(crate) fn restore(arguments: &Restore) -> ExitCode {
    done(try_restore(arguments))
}

fn done(result: Result<(), Vec<String>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => opening::failed(&wrong),
    }
}

fn try_backup(arguments: &Backup) -> Result<(), Vec<String>> {
    let config = arguments.place.config()?;
    let Place::File(from) = &config.database_url else { return Err(vec![OF_POSTGRES.to_owned()]) };
    if !from.exists() {
        return Err(vec![format!("{}: there is no database", from.display())]);
    }
    let report = copied(from, &arguments.path, verify::copy)?;
    say(&report, &arguments.path);
    println!("Keep the keys apart from it: without them, what is sealed in it stays sealed.");
    Ok(())
}

fn try_restore(arguments: &Restore) -> Result<(), Vec<String>> {
    let config = arguments.place.config()?;
    let Place::File(to) = &config.database_url else { return Err(vec![OF_POSTGRES.to_owned()]) };
    if !arguments.path.exists() {
        return Err(vec![format!("{}: there is no such file", arguments.path.display())]);
    }
    let report = copied(&arguments.path, to, |from, to| {
        let copied = std::fs::copy(from, to).map(drop);
        copied.map_err(|error| Failure::Unreachable(error.to_string()))
    })?;
    say(&report, to);
    let keys = opening::beside(to);
    if config.secret_keys.is_none() && !keys.exists() {
        println!("Bring its keys back, too: {} (or set secret_keys).", keys.display());
    }
    Ok(())
}

/// Copies to a file that is not there yet, which has its name only once it was verified.
fn copied(
    from: &Path,
    to: &Path,
    copy: impl FnOnce(&Path, &Path) -> Result<(), Failure>,
) -> Result<Report, Vec<String>> {
    let wal = ending(to, "-wal");
    if let Some(there) = [to, &*wal].into_iter().find(|path| path.exists()) {
        let name = there.display();
        return Err(vec![format!(
            "{name} is there already, and nothing is overwritten: move it away"
        )]);
    }
    let part = ending(to, ".part");
    let said = |error: &dyn std::fmt::Display| vec![format!("{}: {error}", part.display())];
    if part.exists() {
        std::fs::remove_file(&part).map_err(|error| said(&error))?;
    }
    copy(from, &part).map_err(|failure| vec![format!("{}: {failure}", from.display())])?;
    let report = verify::verify(&part).map_err(|failure| said(&failure))?;
    if !report.findings.is_empty() {
        std::fs::remove_file(&part).ok();
        let wrong = report.findings.iter().map(|finding| format!("{}: {finding}", from.display()));
        return Err(wrong.collect());
    }
    let whole = std::fs::File::open(&part).and_then(|file| file.sync_all());
    whole.and_then(|()| std::fs::rename(&part, to)).map_err(|error| said(&error))?;
    Ok(report)
}

fn ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn say(report: &Report, path: &Path) {
    println!("{}: whole, and journal and ledger fit together.", path.display());
    for (table, rows) in report.tables.iter().filter(|(_, rows)| *rows > 0) {
        println!("  {table:<28}{rows:>12}");
    }
}
