//! The engine against the reference model: two that read the same page compute the same bill.
//!
//! `RIMESSA_TRIALS` says how many random scenarios to try, `RIMESSA_SEED` with which seed to begin.

#[path = "books/shelf.rs"]
mod shelf;

use std::env;
use std::io::BufReader;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use rimessa_replay::stream::{self, Mode, Summary};
use shelf::Shelf;

/// Scenarios of one seed.
const OF_A_SEED: u64 = 200;

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference/generate.py")
}

fn generate(seed: u64) -> Child {
    Command::new("python3")
        .arg(model())
        .args(["--seed", &seed.to_string(), "--count", &OF_A_SEED.to_string(), "--expect"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs the reference model")
}

/// Compares one seed; what came of it, and all that was said.
fn compare(seed: u64, shelf: &Shelf) -> (Summary, String) {
    let find = |name: &str| shelf.find(name);
    let mut child = generate(seed);
    let input = BufReader::new(child.stdout.take().unwrap());
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    let summary =
        stream::replay(("seed", input), Mode::Check, &find, &mut out, &mut problems).unwrap();
    assert!(child.wait().unwrap().success(), "the reference model failed on seed {seed}");
    out.extend(problems);
    (summary, String::from_utf8(out).unwrap())
}

fn number(variable: &str, default: u64) -> u64 {
    let Ok(text) = env::var(variable) else { return default };
    text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number"))
}

/// The seeds whose scenarios do not come out alike, each with the first of what was said.
fn failing(seeds: std::ops::Range<u64>, shelf: &Shelf) -> Vec<String> {
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut failing = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return failing;
            }
            let (summary, said) = compare(seed, shelf);
            let alike = Summary { replayed: OF_A_SEED, ..Summary::default() };
            if summary != alike {
                let first: Vec<&str> = said.lines().take(10).collect();
                failing.push(format!("seed {seed}: {summary:?}\n{}", first.join("\n")));
            }
        }
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

#[test]
fn random_scenarios_come_out_as_the_reference_model_says() {
    let first = number("RIMESSA_SEED", 1);
    let count = number("RIMESSA_TRIALS", 2 * OF_A_SEED).div_ceil(OF_A_SEED);
    let failing = failing(first..first + count, &Shelf::of(str::to_owned));
    assert!(failing.is_empty(), "{} of {count} seeds:\n{}", failing.len(), failing.join("\n"));
}

#[test]
fn a_price_that_is_a_cent_too_high_is_seen() {
    let dearer = |toml: &str| toml.replace("\"0.48\"", "\"0.49\"");
    assert_eq!(failing(1..2, &Shelf::of(dearer)).len(), 1);
}
