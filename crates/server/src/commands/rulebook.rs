//! `rimessa rulebook`: checking a rulebook, and showing it to people.

use std::io::IsTerminal;
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

/// Runs the command: 0, or 1 if a rulebook has errors, or 2 if one cannot be read.
pub(crate) fn run(arguments: &RulebookArguments) -> ExitCode {
    match &arguments.what {
        What::Check { files, short } => {
            let worst = files.iter().map(|file| check_one(file, *short)).max();
            ExitCode::from(worst.unwrap_or(0))
        }
        What::Show { file, language } => show(file, language.as_deref()),
    }
}

fn check_one(file: &Path, short: bool) -> u8 {
    let files = match library::files(&file.to_string_lossy(), Path::new(".")) {
        Ok(files) => files,
        Err(problem) => {
            eprintln!("{}: error: {problem}", file.display());
            return 2;
        }
    };
    let texts: Vec<_> = files.texts.iter().map(|(l, t)| (l.as_str(), t.as_str())).collect();
    let source = Source { toml: &files.toml, texts: &texts };
    let (book, mut findings) = read(&source);
    if let Some(book) = &book {
        let curve = |case: &CurveCase| crate::curves::of_trips(&book.rules, case);
        findings.extend(check_prices(&files.toml, book, curve));
    }
    let style = if std::io::stdout().is_terminal() { Style::Coloured } else { Style::Plain };
    if short {
        print!("{}", render_short(&findings, &files.name));
    } else {
        print!("{}", render(&findings, &source, &files.name, style));
    }
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    if findings.is_empty() {
        println!("{}: nothing wrong, nothing suspicious", files.name);
    }
    u8::from(errors > 0)
}

fn show(file: &Path, language: Option<&str>) -> ExitCode {
    let book = library::Library::default().find(&file.to_string_lossy(), Path::new("."));
    match book {
        Ok(book) => {
            let own = book.languages.first().map_or("en", |language| language);
            print!("{}", rimessa_rulebook::show(&book, language.unwrap_or(own)));
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{}: error: {problem}", file.display());
            ExitCode::from(2)
        }
    }
}
