//! `rimessa work`: what falls due and what is to be sent, without serving requests.

use std::process::ExitCode;

use clap::Args;

use super::opening::{self, Where};
use super::serve::{log_as, stopped};
use crate::config::Config;
use crate::send::Post;
use crate::work;

/// How to work.
#[derive(Args)]
pub(crate) struct Work {
    #[command(flatten)]
    place: Where,
}

/// Runs the command: 0 once it was stopped, 2 if it could not start.
pub(crate) fn run(arguments: &Work) -> ExitCode {
    let done = arguments.place.config().and_then(|config| work(&config).map_err(|one| vec![one]));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("rimessa: error: {problem}"));
            ExitCode::from(2)
        }
    }
}

fn work(config: &Config) -> Result<(), String> {
    log_as(config)?;
    let carriers = Post::of(config).carriers()?;
    let app = opening::open(config)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let _workers = work::begin(&app, carriers)?;
    println!("Rimessa works beside its servers");
    runtime.block_on(stopped());
    Ok(())
}
