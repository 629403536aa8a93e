//! One scenario of a stream: read, replayed, written.

use std::io::Write;
use std::sync::Arc;

use rimessa_domain::rules::Rules;

use super::pieces::Piece;
use super::{Mode, Rulebooks, Summary};
use crate::check;
use crate::form::{FormError, meant};
use crate::scenario::Scenario;

pub(super) struct Worker<'a> {
    name: &'a str,
    mode: Mode,
    rulebooks: &'a Rulebooks<'a>,
    /// The rulebooks used so far, by name.
    known: Vec<(String, Arc<Rules>)>,
}

type Written = (Vec<u8>, Vec<u8>, Summary);

/// A problem may quote what was typed: line breaks in it must not look like further problems.
fn on_one_line(problem: &str) -> String {
    let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    problem.chars().map(shown).collect()
}

/// What is wrong with the keys of an object, in the words of the rest.
fn in_words(message: &str) -> String {
    let of = |what: &str| message.strip_prefix(what).and_then(|rest| rest.strip_suffix('`'));
    let unknown = message.strip_prefix("unknown field `");
    if let Some((key, known)) = unknown.and_then(|rest| rest.rsplit_once("`, expected ")) {
        let known = || known.split('`').skip(1).step_by(2);
        let meant = match meant(key, known()) {
            none if none.is_empty() => {
                format!("; there are {}", known().collect::<Vec<_>>().join(", "))
            }
            meant => meant,
        };
        return format!("there is no key \"{key}\" here{meant}");
    }
    match (of("missing field `"), of("duplicate field `")) {
        (Some(key), _) => format!("the key \"{key}\" is missing"),
        (_, Some(key)) => format!("the key \"{key}\" stands twice"),
        _ => message.to_owned(),
    }
}

impl<'a> Worker<'a> {
    pub(super) fn new(name: &'a str, mode: Mode, rulebooks: &'a Rulebooks<'a>) -> Self {
        Self { name, mode, rulebooks, known: Vec::new() }
    }

    pub(super) fn piece(&mut self, piece: &Piece) -> Written {
        let mut written = (Vec::new(), Vec::new(), Summary::default());
        if !piece.by_line {
            self.scenario(&piece.bytes, piece.line, &mut written);
            return written;
        }
        for (line, bytes) in (piece.line..).zip(piece.bytes.split(|byte| *byte == b'\n')) {
            if !bytes.trim_ascii().is_empty() {
                self.scenario(bytes, line, &mut written);
            }
        }
        written
    }

    fn scenario(&mut self, bytes: &[u8], line: u64, (out, problems, summary): &mut Written) {
        let result = match std::str::from_utf8(bytes) {
            Ok(text) => self.replay(text, line, out, summary),
            Err(error) => Err(self.not_text(bytes, error.valid_up_to(), line)),
        };
        if let Err(problem) = result {
            summary.errors += 1;
            // Writing to memory cannot fail.
            writeln!(problems, "{}", on_one_line(&problem)).ok();
        }
    }

    fn replay(
        &mut self,
        text: &str,
        line: u64,
        out: &mut Vec<u8>,
        summary: &mut Summary,
    ) -> Result<(), String> {
        let scenario = Scenario::read(text).map_err(|error| self.json_problem(&error, line))?;
        let rules = self.rules(&scenario.rulebook).map_err(|why| {
            let error = FormError {
                message: why,
                path: "rulebook".to_owned(),
                offset: scenario.rulebook.offset_in(text),
            };
            self.problem(&error, text, line)
        })?;
        let mut statement = check::run(&rules, &scenario, text)
            .map_err(|error| self.problem(&error, text, line))?;
        summary.replayed += 1;
        match (self.mode, &scenario.expect) {
            (Mode::Print { reasons }, _) => {
                statement.with_reasons = reasons;
                serde_json::to_writer(&mut *out, &statement).map_err(|error| error.to_string())?;
                out.push(b'\n');
            }
            (Mode::Check, None) => summary.without_expectation += 1,
            (Mode::Check, Some(expect)) => {
                let differences = check::differences(&statement, expect);
                summary.differing += u64::from(!differences.is_empty());
                for difference in differences {
                    let (name, title) = (self.name, &statement.title);
                    writeln!(out, "{name}:{line}: {title}: {difference}").ok();
                }
            }
        }
        Ok(())
    }

    fn rules(&mut self, name: &str) -> Result<Arc<Rules>, String> {
        if let Some((_, rules)) = self.known.iter().find(|(known, _)| known == name) {
            return Ok(Arc::clone(rules));
        }
        let rules = (self.rulebooks)(name)?;
        self.known.push((name.to_owned(), Arc::clone(&rules)));
        Ok(rules)
    }

    fn json_problem(&self, error: &serde_json::Error, line: u64) -> String {
        let message = error.to_string();
        // serde_json says the place itself, counted from the beginning of the scenario.
        let message = message.rsplit_once(" at line ").map_or(&*message, |(what, _)| what);
        let line = line + (error.line().max(1) as u64 - 1);
        let (message, column) = (in_words(message), error.column().max(1));
        format!("{}:{line}:{column}: error: {message}", self.name)
    }

    fn not_text(&self, bytes: &[u8], valid: usize, line: u64) -> String {
        let before = &bytes[..valid];
        let line = line + before.iter().filter(|byte| **byte == b'\n').count() as u64;
        let column = valid - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
        format!("{}:{line}:{}: error: this is not UTF-8; save it as UTF-8", self.name, column + 1)
    }

    fn problem(&self, error: &FormError, text: &str, line: u64) -> String {
        let offset = error.offset.unwrap_or(0);
        let before = &text[..offset.min(text.len())];
        let line = line + before.bytes().filter(|b| *b == b'\n').count() as u64;
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
        format!("{}:{line}:{column}: error: {error}", self.name)
    }
}
