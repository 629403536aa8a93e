//! `rimessa work`: what falls due and what is to be sent, without serving requests.

use std::process::ExitCode;

use clap::Args;
use rimessa_app::{App, Clock};
use rimessa_store::{Place, Settings};

use super::serve::{keys, stopped};
use crate::send::Post;
use crate::work;

/// How to work.
#[derive(Args)]
pub(crate) struct Work {
    /// Where everything is kept: sqlite:PATH or postgres://…
    #[arg(long, env = "RIMESSA_DATABASE_URL", default_value = "sqlite:rimessa.db")]
    database: String,
    #[command(flatten)]
    post: Post,
}

/// Runs the command: 0 once it was stopped, 2 if it could not start.
pub(crate) fn run(arguments: &Work) -> ExitCode {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    match work(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("rimessa: error: {problem}");
            ExitCode::from(2)
        }
    }
}

fn work(arguments: &Work) -> Result<(), String> {
    let place: Place = arguments.database.parse().map_err(|e| format!("{e}"))?;
    let carriers = arguments.post.carriers()?;
    let app = App::open(&place, Settings::default(), keys(&place)?, Clock::machine());
    let app = app.map_err(|failure| failure.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let _workers = work::begin(&app, carriers)?;
    println!("Rimessa works beside its servers");
    runtime.block_on(stopped());
    Ok(())
}
