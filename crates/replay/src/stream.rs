//! Many scenarios: read as they come, replayed on all cores, written in their order.
//!
//! What is held in memory is bounded by the number of cores, however long the stream is: a piece
//! is read only when an earlier one has been written.

mod pieces;
mod single;

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rimessa_domain::rules::Rules;

use pieces::{Piece, Pieces};

/// Finds the rules of a rulebook by its name or path; the error says why there are none.
pub type Rulebooks<'a> = dyn Fn(&str) -> Result<Arc<Rules>, String> + Sync + 'a;

/// What is to be done with each scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write its statement as one JSON line; with the reasons of each line, if that is wanted.
    Print {
        /// With rule, due date and arithmetic.
        reasons: bool,
    },
    /// Compare its statement with what it expects, and write what differs.
    Check,
}

/// What came of a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Scenarios that were replayed.
    pub replayed: u64,
    /// Of those, the ones whose statement is not what they expect.
    pub differing: u64,
    /// Of those, the ones that expect nothing.
    pub without_expectation: u64,
    /// Scenarios that are not of the form.
    pub errors: u64,
}

impl Summary {
    /// Adds another summary.
    pub fn add(&mut self, other: Self) {
        self.replayed += other.replayed;
        self.differing += other.differing;
        self.without_expectation += other.without_expectation;
        self.errors += other.errors;
    }
}

/// What a piece of the stream came to.
struct Done {
    number: u64,
    out: Vec<u8>,
    problems: Vec<u8>,
    summary: Summary,
}

/// Replays all scenarios of `input`, named `name` in problems.
///
/// # Errors
/// Reading or writing failed.
pub fn replay(
    (name, input): (&str, impl BufRead + Send),
    mode: Mode,
    rulebooks: &Rulebooks<'_>,
    out: &mut dyn Write,
    problems: &mut dyn Write,
) -> io::Result<Summary> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let in_flight = workers * 4;
    let (ticket, tickets) = mpsc::sync_channel::<()>(in_flight);
    for _ in 0..in_flight {
        ticket.send(()).ok();
    }
    let (job, jobs) = mpsc::sync_channel::<(u64, Piece)>(in_flight);
    let (done, all_done) = mpsc::sync_channel::<Done>(in_flight);
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(input, &tickets, &job));
        for _ in 0..workers {
            let (jobs, done) = (&jobs, done.clone());
            scope.spawn(move || work(name, mode, rulebooks, jobs, &done));
        }
        drop(done);
        let written = write(&all_done, &ticket, out, problems);
        drop((all_done, ticket));
        let read = reader.join().unwrap_or_else(|_| Err(io::Error::other("the reader stopped")));
        written.and_then(|summary| read.map(|()| summary))
    })
}

fn read(
    input: impl BufRead,
    tickets: &Receiver<()>,
    job: &SyncSender<(u64, Piece)>,
) -> io::Result<()> {
    let mut pieces = Pieces::new(input);
    let mut number = 0;
    while tickets.recv().is_ok() {
        let Some(piece) = pieces.next()? else { break };
        if job.send((number, piece)).is_err() {
            break;
        }
        number += 1;
    }
    Ok(())
}

fn work(
    name: &str,
    mode: Mode,
    rulebooks: &Rulebooks<'_>,
    jobs: &Mutex<Receiver<(u64, Piece)>>,
    done: &SyncSender<Done>,
) {
    let mut worker = single::Worker::new(name, mode, rulebooks);
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, piece)) = job else { break };
        let (out, problems, summary) = worker.piece(&piece);
        if done.send(Done { number, out, problems, summary }).is_err() {
            break;
        }
    }
}

/// Writes what was done, in the order of the stream.
fn write(
    all_done: &Receiver<Done>,
    ticket: &SyncSender<()>,
    out: &mut dyn Write,
    problems: &mut dyn Write,
) -> io::Result<Summary> {
    let (mut summary, mut next, mut early) = (Summary::default(), 0, BTreeMap::new());
    for done in all_done {
        early.insert(done.number, done);
        while let Some(done) = early.remove(&next) {
            out.write_all(&done.out)?;
            problems.write_all(&done.problems)?;
            summary.add(done.summary);
            next += 1;
            // Nobody reads any more once the stream has ended.
            ticket.try_send(()).ok();
        }
    }
    out.flush()?;
    Ok(summary)
}
