//! `rimessa demo`: building the demo, and holding its history against its replay.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use rimessa_app::{App, Clock};
use rimessa_store::{Place, Settings};

use super::opening;
use crate::demo;

/// What to do with the demo.
#[derive(Args)]
pub(crate) struct Demo {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Build it, unless it is there: operators, fleets, members, and the history of thirteen months
    Build {
        /// The SQLite file [default: rimessa/demo.db among the user's data]
        path: Option<PathBuf>,
        /// Build it anew, even if it is there
        #[arg(long)]
        anew: bool,
        /// How many days of history [default: 397, a little more than thirteen months]
        #[arg(long, default_value_t = demo::DAYS, hide_default_value = true,
            value_parser = clap::value_parser!(i64).range(7..=1000))]
        days: i64,
    },
    /// Replay its whole history, and compare every line, refusal and total with what happened
    Check {
        /// The SQLite file [default: rimessa/demo.db among the user's data]
        path: Option<PathBuf>,
    },
}

/// Runs the command: 0, or 1 if live and replay differ, or 2 if it could not do its work.
pub(crate) fn run(arguments: &Demo) -> ExitCode {
    let done = match &arguments.what {
        What::Build { path, anew, days } => build(path.clone(), *anew, *days),
        What::Check { path } => check(path.clone()),
    };
    done.unwrap_or_else(|problem| opening::failed(&[problem]))
}

fn build(path: Option<PathBuf>, anew: bool, days: i64) -> Result<ExitCode, String> {
    let path = path.unwrap_or_else(demo::usual_path);
    if path.exists() && !anew {
        println!("The demo is there: {}", path.display());
        return Ok(ExitCode::SUCCESS);
    }
    let clock = std::time::Instant::now();
    let tally = demo::build(&path, days)?;
    println!("What happened, and how often:");
    for ((kind, how), count) in &tally {
        println!("  {kind:<12} {how:<24} {count:>7}");
    }
    println!("Built in {} s: {}", clock.elapsed().as_secs(), path.display());
    Ok(ExitCode::SUCCESS)
}

fn check(path: Option<PathBuf>) -> Result<ExitCode, String> {
    let path = path.unwrap_or_else(demo::usual_path);
    if !path.exists() {
        return Err(format!("{}: there is no demo; `rimessa demo build` makes it", path.display()));
    }
    let place = Place::File(path);
    let keys = opening::keys(&place, None)?;
    let app = App::open(&place, Settings::default(), keys, Clock::machine());
    let app = app.map_err(|failure| failure.to_string())?;
    demo::go_on(&app).map_err(|failure| failure.to_string())?;
    let compared = demo::check(&app, app.clock().now())?;
    let mut same = true;
    for one in compared {
        let (events, refused, lines) = (one.events, one.refused, one.lines);
        let count = one.differences.len();
        let slug = one.slug;
        println!(
            "{slug:<14}{events:>8} events, {refused:>6} refused, {lines:>7} lines: {count} differ"
        );
        for difference in one.differences.iter().take(20) {
            println!("  {difference}");
        }
        same &= count == 0;
    }
    Ok(ExitCode::from(u8::from(!same)))
}
