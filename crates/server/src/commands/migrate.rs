//! `rimessa migrate`: bringing the schema of the database up to date.

use std::process::ExitCode;

use clap::Args;
use rimessa_store::{Place, Store, pending};

use super::opening::{self, Where};

/// Which database, and whether only to look.
#[derive(Args)]
pub(crate) struct Migrate {
    /// Only say what would be done: 1 if there is anything
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    place: Where,
}

/// Runs the command: 0, or 1 if something is to be done and was only looked for, or 2.
pub(crate) fn run(arguments: &Migrate) -> ExitCode {
    match migrate(arguments) {
        Ok(code) => code,
        Err(wrong) => opening::failed(&wrong),
    }
}

fn migrate(arguments: &Migrate) -> Result<ExitCode, Vec<String>> {
    let config = arguments.place.config()?;
    let place = &config.database_url;
    let failed = |failure| vec![format!("{}: {failure}", opening::show(place))];
    let steps = pending(place).map_err(failed)?;
    if steps.is_empty() {
        println!("The schema is up to date.");
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.check {
        println!("To be done: {}", steps.join(", "));
        return Ok(ExitCode::from(1));
    }
    if matches!(place, Place::File(path) if !path.exists()) {
        // Its keys are made with a database or never: without them nobody can open it.
        opening::keys(place, config.secret_keys.as_deref()).map_err(|wrong| vec![wrong])?;
    }
    Store::open(place, opening::settings(&config)).map_err(failed)?;
    println!("Done: {}", steps.join(", "));
    Ok(ExitCode::SUCCESS)
}
