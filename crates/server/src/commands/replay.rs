//! `rimessa replay`: scenarios in, statements out.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use rimessa_replay::stream::{self, Mode, Summary};

use super::files::{self, Input};
use crate::library::Library;

/// What to replay.
#[derive(Args)]
pub(crate) struct Replay {
    /// Scenarios: JSON files, JSON lines, folders of such, or - for the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Compare with what each scenario expects; print what differs
    #[arg(long)]
    check: bool,
    /// With each line its rule, due date and arithmetic
    #[arg(long)]
    reasons: bool,
}

/// Runs the command: 0, or 1 if a statement differs, or 2 if a scenario could not be replayed.
pub(crate) fn run(arguments: &Replay) -> ExitCode {
    let mode =
        if arguments.check { Mode::Check } else { Mode::Print { reasons: arguments.reasons } };
    let (inputs, problems) = files::inputs(&arguments.files);
    let library = Library::default();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut errors = io::stderr().lock();
    let mut total = Summary { errors: problems.len() as u64, ..Summary::default() };
    for problem in problems {
        writeln!(errors, "{problem}").ok();
    }
    for input in &inputs {
        match one(input, mode, &library, &mut out, &mut errors) {
            Ok(summary) => total.add(summary),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return super::not_written(&error);
            }
            Err(error) => {
                total.errors += 1;
                writeln!(errors, "{}: error: {error}", input.name).ok();
            }
        }
    }
    if arguments.check {
        writeln!(out, "{}", in_words(total)).ok();
    }
    if let Err(error) = out.flush() {
        return super::not_written(&error);
    }
    ExitCode::from(if total.errors > 0 { 2 } else { u8::from(total.differing > 0) })
}

fn one(
    input: &Input,
    mode: Mode,
    library: &Library,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<Summary> {
    let rulebooks =
        |name: &str| library.find(name, &input.folder).map(|book| Arc::new(book.rules.clone()));
    stream::replay((&input.name, input.open()?), mode, &rulebooks, out, errors)
}

fn in_words(total: Summary) -> String {
    let Summary { replayed, differing, without_expectation, errors } = total;
    let as_expected = replayed - differing - without_expectation;
    let mut words = format!("{as_expected} as expected, {differing} differ");
    if without_expectation > 0 {
        words += &format!(", {without_expectation} expect nothing");
    }
    if errors > 0 {
        words += &format!(", {errors} could not be replayed");
    }
    words
}
