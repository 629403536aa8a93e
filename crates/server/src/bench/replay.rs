//! Replaying JSON lines, against only parsing them with serde on as many threads; and whether
//! memory stays flat as the stream grows.

use std::hint::black_box;
use std::io::{self, BufReader, Read};
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant as Clock;

use rimessa_replay::scenario::Scenario;
use rimessa_replay::stream::{self, Mode};

use super::{Row, median};
use crate::library::{self, Library};

const ROUNDS: usize = 5;

/// Both ways over the shipped cases, `times` over, in turn.
///
/// # Errors
/// A sentence if a case cannot be replayed.
pub(crate) fn run(times: usize) -> Result<Vec<Row>, String> {
    let block = library::shipped_cases().join("\n") + "\n";
    let lines = block.lines().count() * times;
    let text = block.repeat(times);
    let (mut bound_ns, mut ours_ns) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let clock = Clock::now();
        parse(&text)?;
        bound_ns.push(per_line(clock, lines));
        let clock = Clock::now();
        replay(text.as_bytes())?;
        ours_ns.push(per_line(clock, lines));
    }
    let name = "replay a scenario of JSON lines".to_owned();
    let bound = "parsing it with serde, same threads".to_owned();
    let (bound_ns, ours_ns) = (median(bound_ns), median(ours_ns));
    Ok(vec![Row { name, bound, bound_ns, ours_ns, limit: 5.0 }])
}

/// What the process holds after a stream, and after one ten times as long.
///
/// # Errors
/// A sentence if a case cannot be replayed, or the system does not tell.
pub(crate) fn memory(times: usize) -> Result<String, String> {
    let block = library::shipped_cases().join("\n") + "\n";
    replay(Repeated::new(block.clone().into_bytes(), times))?;
    let short = resident_kb()?;
    replay(Repeated::new(block.into_bytes(), times * 10))?;
    let long = resident_kb()?;
    Ok(format!("memory after a stream: {short} kB; after one ten times as long: {long} kB"))
}

fn per_line(clock: Clock, lines: usize) -> f64 {
    clock.elapsed().as_secs_f64() * 1e9 / lines as f64
}

fn parse(text: &str) -> Result<(), String> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let lines: Vec<&str> = text.lines().collect();
    thread::scope(|scope| {
        let parts = lines.chunks(lines.len().div_ceil(threads));
        let work = |part: &[&str]| -> Result<(), String> {
            for line in part {
                let scenario: Scenario<'_> =
                    serde_json::from_str(line).map_err(|e| e.to_string())?;
                black_box(scenario);
            }
            Ok(())
        };
        let running: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        running.into_iter().try_for_each(|r| r.join().unwrap_or_else(|_| Err("stopped".into())))
    })
}

fn replay(input: impl Read + Send) -> Result<(), String> {
    let library = Library::default();
    let here = Path::new(".");
    let rulebooks = |name: &str| library.find(name, here).map(|book| Arc::new(book.rules.clone()));
    let mut problems = Vec::new();
    let input = BufReader::with_capacity(256 * 1024, input);
    let (mut sink, mode) = (io::sink(), Mode::Print { reasons: false });
    let summary = stream::replay(("bench", input), mode, &rulebooks, &mut sink, &mut problems);
    let summary = summary.map_err(|error| error.to_string())?;
    if summary.errors > 0 {
        return Err(String::from_utf8_lossy(&problems).into_owned());
    }
    Ok(())
}

/// A text, so many times over, without holding it more than once.
struct Repeated {
    text: Vec<u8>,
    at: usize,
    left: usize,
}

impl Repeated {
    fn new(text: Vec<u8>, times: usize) -> Self {
        Self { text, at: 0, left: times }
    }
}

impl Read for Repeated {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            (self.at, self.left) = (0, self.left.saturating_sub(1));
        }
        if self.left == 0 {
            return Ok(0);
        }
        let count = into.len().min(self.text.len() - self.at);
        into[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// What the process holds in memory, in kilobytes.
fn resident_kb() -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|e| e.to_string())?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.ok_or_else(|| "this system does not tell the memory of a process".to_owned())
}
