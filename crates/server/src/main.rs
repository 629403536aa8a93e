//! The `rimessa` command. Every subcommand is a file in `commands/`.

#[allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "ratios of measurements are no money"
)]
mod bench;
mod commands;
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
        Command::Work(arguments) => commands::work::run(&arguments),
        Command::Bench(arguments) => commands::bench::run(&arguments),
    }
}
