//! `rimessa rulebook`: checking a rulebook, and showing it to people.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use rimessa_rulebook::{
    CurveCase, Severity, Source, Style, check_prices, read, render, render_short,
};

use crate::library;

/// What to do with rulebooks.
#[derive(Args)]
pub(crate) struct RulebookArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Find all that is wrong or suspicious in rulebooks, with its place and what to do
    Check {
        /// Rulebook files or folders, or names of shipped ones
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// One line for each finding
        #[arg(long)]
        short: bool,
    },
    /// Print prices, fees, rules and clauses as a member would want to read them
    Show {
        /// A rulebook file or folder, or the name of a shipped one
        file: PathBuf,
        /// The language; by default the operator's own
        #[arg(long, value_parser = ["fr", "de", "it", "en"])]
        language: Option<String>,
    },
}

/// Runs the command: 0, or 1 if a rulebook has errors, or 2 if one cannot be read or shown.
pub(crate) fn run(arguments: &RulebookArguments) -> ExitCode {
    let mut out = io::stdout().lock();
    let done = match &arguments.what {
        What::Check { files, short } => check(files, *short, &mut out),
        What::Show { file, language } => show(file, language.as_deref(), &mut out),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => super::not_written(&error),
    }
}

fn check(files: &[PathBuf], short: bool, out: &mut impl Write) -> io::Result<u8> {
    let mut worst = 0;
    for file in files {
        worst = worst.max(check_one(file, short, out)?);
    }
    Ok(worst)
}

fn check_one(file: &Path, short: bool, out: &mut impl Write) -> io::Result<u8> {
    let files = match library::files_here(file) {
        Ok(files) => files,
        Err(problem) => {
            eprintln!("{}: error: {problem}", file.display());
            return Ok(2);
        }
    };
    let texts: Vec<_> = files.texts.iter().map(|(l, t)| (l.as_str(), t.as_str())).collect();
    let source = Source { toml: &files.toml, texts: &texts };
    let (book, mut findings) = read(&source);
    if let Some(book) = &book {
        let curve = |case: &CurveCase| crate::curves::of_trips(&book.rules, case);
        findings.extend(check_prices(&files.toml, book, curve));
    }
    let style = if io::stdout().is_terminal() { Style::Coloured } else { Style::Plain };
    let said = if short {
        render_short(&findings, &files.name)
    } else {
        render(&findings, &source, &files.name, style)
    };
    write!(out, "{said}")?;
    if findings.is_empty() {
        writeln!(out, "{}: nothing wrong, nothing suspicious", files.name)?;
    }
    Ok(u8::from(findings.iter().any(|finding| finding.severity == Severity::Error)))
}

fn show(file: &Path, language: Option<&str>, out: &mut impl Write) -> io::Result<u8> {
    let book = library::files_here(file).and_then(|files| library::load(&files));
    match book {
        Ok(book) => {
            let own = book.languages.first().map_or("en", |language| language);
            write!(out, "{}", rimessa_rulebook::show(&book, language.unwrap_or(own)))?;
            Ok(0)
        }
        Err(problem) => {
            eprintln!("{}: error: {problem}", file.display());
            Ok(2)
        }
    }
}
