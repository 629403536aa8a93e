//! `rimessa bench`: how fast it is, against what is possible.
#![allow(clippy::float_arithmetic, reason = "ratios of measurements are no money")]

use std::process::ExitCode;

use clap::Args;

use crate::bench::{self, Row};

/// What to measure.
#[derive(Args)]
pub(crate) struct Bench {
    /// Only jobs whose name contains this
    #[arg(default_value = "")]
    job: String,
    /// Trips to be rated
    #[arg(long, default_value_t = 200_000)]
    trips: usize,
    /// Vehicles to be searched, with 100 bookings each
    #[arg(long, default_value_t = 100_000)]
    vehicles: usize,
    /// An empty PostgreSQL database in which bookings over HTTP are measured, too
    #[arg(long)]
    postgres: Option<String>,
    /// How many times the shipped cases are replayed
    #[arg(long, default_value_t = 300)]
    times: usize,
}

/// Runs the command: 0 if every ratio is within its limit, else 1.
pub(crate) fn run(arguments: &Bench) -> ExitCode {
    let wanted = |job: &str| job.contains(&arguments.job);
    let mut rows = Vec::new();
    let (mut problems, mut notes) = (Vec::new(), Vec::new());
    let mut take = |result: Result<Vec<Row>, String>| match result {
        Ok(more) => rows.extend(more),
        Err(problem) => problems.push(problem),
    };
    if wanted("rating") {
        take(bench::rating::run(arguments.trips));
    }
    if wanted("fleet") {
        take(Ok(bench::fleet::run(arguments.vehicles, 100)));
    }
    if wanted("replay") {
        take(bench::replay::run(arguments.times));
        match bench::replay::memory(arguments.times) {
            Ok(note) => notes.push(note),
            Err(problem) => notes.push(format!("memory: {problem}")),
        }
    }
    if wanted("http") {
        let measured = bench::http::run();
        take(measured.map(|measured| {
            notes.extend(measured.notes);
            measured.rows
        }));
    }
    if wanted("pages") {
        let measured = bench::http::pages::run();
        take(measured.map(|measured| {
            notes.extend(measured.notes);
            measured.rows
        }));
    }
    if let Some(url) = &arguments.postgres
        && (wanted("http") || wanted("postgres"))
    {
        take(bench::http::on_postgres(url).map(|row| vec![row]));
    }
    println!("{:<42} {:>14} {:>14} {:>7} {:>7}", "job", "bound", "rimessa", "ratio", "limit");
    let mut within = problems.is_empty();
    for row in &rows {
        let ratio = row.ours_ns / row.bound_ns;
        within &= ratio <= row.limit;
        let (bound, ours) = (time(row.bound_ns), time(row.ours_ns));
        println!(
            "{:<42} {bound:>14} {ours:>14} {ratio:>7.2} {:>7.1}  {}",
            row.name, row.limit, row.bound
        );
    }
    for note in &notes {
        println!("{note}");
    }
    for problem in &problems {
        eprintln!("error: {problem}");
    }
    ExitCode::from(u8::from(!within))
}

fn time(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}
