//! `rimessa explain`: the bills of scenarios, in words that a member understands.

use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use rimessa_domain::line::{About, Line, Lines};
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;
use rimessa_replay::statement::Statement;
use rimessa_rulebook::Rulebook;
use rimessa_rulebook::explain::Explainer;

use super::files::{self, Input};
use crate::library::Library;

/// What to explain.
#[derive(Args)]
pub(crate) struct Explain {
    /// Scenarios: JSON files, JSON lines, folders of such, or - for the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the bill; by default the operator's own
    #[arg(long, value_parser = ["fr", "de", "it", "en"])]
    language: Option<String>,
}

/// Runs the command: 0, or 2 if a scenario could not be replayed.
pub(crate) fn run(arguments: &Explain) -> ExitCode {
    let (inputs, mut problems) = files::inputs(&arguments.files);
    let library = Library::default();
    let mut out = BufWriter::new(io::stdout().lock());
    for input in &inputs {
        match one(input, arguments.language.as_deref(), &library, &mut out) {
            Ok(()) => {}
            Err(Problem::Input(problem)) => problems.push(problem),
            Err(Problem::Output(error)) => return super::not_written(&error),
        }
    }
    if let Err(error) = out.flush() {
        return super::not_written(&error);
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    ExitCode::from(if problems.is_empty() { 0 } else { 2 })
}

/// Why a bill was not printed.
enum Problem {
    /// It could not be read or computed.
    Input(String),
    /// It could not be written.
    Output(io::Error),
}

fn one(
    input: &Input,
    language: Option<&str>,
    library: &Library,
    out: &mut dyn Write,
) -> Result<(), Problem> {
    let located =
        |error: &dyn std::fmt::Display| Problem::Input(format!("{}: error: {error}", input.name));
    let mut text = String::new();
    let read = input.open().and_then(|mut file| file.read_to_string(&mut text));
    read.map_err(|error| located(&error))?;
    let scenarios = serde_json::Deserializer::from_str(&text).into_iter::<Scenario<'_>>();
    for scenario in scenarios {
        let scenario = scenario.map_err(|error| located(&error))?;
        let book = library.find(&scenario.rulebook, &input.folder).map_err(|e| located(&e))?;
        let statement = check::run(&book.rules, &scenario, &text).map_err(|e| located(&e))?;
        let own = book.languages.first().map_or("en", |language| language);
        let explainer = Explainer { rulebook: &book, language: language.unwrap_or(own) };
        bill(&explainer, &book, &statement, out).map_err(Problem::Output)?;
    }
    Ok(())
}

fn bill(
    explainer: &Explainer<'_>,
    book: &Rulebook,
    statement: &Statement<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let version =
        explainer.words("rulebook-version", &[("version", (&*book.rules.version).into())]);
    let title = format!("{} — {}", book.name, statement.title);
    writeln!(out, "{title}\n{}\n{version}", "═".repeat(title.chars().count()))?;
    for (event, refusal) in &statement.refused {
        let words = explainer.words(&format!("refusal-{}", refusal.code.code()), &[]);
        let refused = explainer.words("explain-refused", &[]);
        let clause = refusal.clause.map(|clause| book.rules.clause(clause));
        let clause = clause.map_or_else(String::new, |clause| {
            format!(", {}", explainer.words("clause", &[("clause", clause.into())]))
        });
        let code = refusal.code.code();
        writeln!(out, "\n✗ {refused} (events[{event}], {code}{clause}): {words}")?;
    }
    if statement.world.lines().is_empty() {
        writeln!(out, "\n{}\n", explainer.words("explain-nothing", &[]))?;
        return Ok(());
    }
    for (member, total) in &statement.totals {
        writeln!(out, "\n{member}")?;
        let world = &statement.world;
        let of_member = |line: &&Line| world.member_name(line.member) == member;
        let mut about = None;
        for line in world.lines().iter().filter(of_member) {
            if about != Some(line.about) {
                about = Some(line.about);
                heading(explainer, statement, line.about, out)?;
            }
            explained(explainer, (world.lines(), line), out)?;
        }
        let words = explainer.words("total", &[]);
        let amount = explainer.money(*total);
        writeln!(out, "  {}", "─".repeat(WIDTH))?;
        let room = WIDTH.saturating_sub(words.chars().count());
        writeln!(out, "  {words}{amount:>room$}")?;
    }
    writeln!(out)
}

const WIDTH: usize = 90;

fn heading(
    explainer: &Explainer<'_>,
    statement: &Statement<'_>,
    about: About,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(name) = statement.world.about_name(about) else { return writeln!(out) };
    match statement.world.booking(about) {
        Some(booking) => writeln!(out, "\n  {name}: {}", explainer.booking(booking)),
        None => writeln!(out, "\n  {name}"),
    }
}

fn explained(
    explainer: &Explainer<'_>,
    (lines, line): (&Lines, &Line),
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = explainer.line(lines, line);
    let mut title = words.title;
    if !matches!(line.about, About::Booking(_)) {
        title += &format!(" ({})", explainer.moment(line.due));
    }
    let room = WIDTH.saturating_sub(title.chars().count());
    writeln!(out, "  {title}{:>room$}", words.amount)?;
    for step in &words.steps {
        writeln!(out, "      {step}")?;
    }
    writeln!(out, "      {} · {}", words.basis, words.vat)
}
