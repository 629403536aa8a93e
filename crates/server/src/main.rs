//! The `rimessa` command. Every subcommand is a file in `commands/`.

#[allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "ratios of measurements are no money"
)]
mod bench;
mod commands;
mod config;
mod curves;
mod demo;
mod http;
mod library;
mod send;
mod work;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Car sharing by the rulebook: the operator's regulation is the program.
#[derive(Parser)]
#[command(name = "rimessa", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Replay scenarios and print what comes of each, as JSON lines
    Replay(commands::replay::Replay),
    /// Print the bills of scenarios with their reasons
    Explain(commands::explain::Explain),
    /// Check and show rulebooks
    Rulebook(commands::rulebook::RulebookArguments),
    /// Serve members, staff, devices and programs
    Serve(commands::serve::Serve),
    /// Set up operators and staff, make keys
    Admin(commands::admin::Admin),
    /// Bring the schema of the database up to date
    Migrate(commands::migrate::Migrate),
    /// Copy the database while it is used, and verify the copy
    Backup(commands::backup::Backup),
    /// Verify a backup and put it in the place of a database that is not there
    Restore(commands::backup::Restore),
    /// Build the demo, and check it
    Demo(commands::demo::Demo),
    /// Do what falls due and send what waits, without serving requests
    Work(commands::work::Work),
    /// Measure against what is possible on this machine
    Bench(commands::bench::Bench),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Replay(arguments) => commands::replay::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Rulebook(arguments) => commands::rulebook::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Admin(arguments) => commands::admin::run(&arguments),
        Command::Migrate(arguments) => commands::migrate::run(&arguments),
        Command::Backup(arguments) => commands::backup::backup(&arguments),
        Command::Restore(arguments) => commands::backup::restore(&arguments),
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::Work(arguments) => commands::work::run(&arguments),
        Command::Bench(arguments) => commands::bench::run(&arguments),
    }
}
