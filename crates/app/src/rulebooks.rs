//! Versions of an operator's rulebook: adding one for a day to come, listing and reading them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rimessa_domain::ids::ClauseId;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_rulebook::finding::{File, Severity};
use rimessa_rulebook::{Entry, Finding, Source};
use rimessa_store::{fleet, operators, subscriptions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::event::Event;
use crate::operator::Operator;
use crate::scene::{Actor, Concerns, Scene};
use crate::set_up::{RulebookFiles, rulebook_row};
use crate::trouble::{Invalid, Trouble};
use crate::when::{moment, show_moment};

/// A version to be added.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRulebook)]
pub struct Wish {
    /// The main file, TOML.
    pub toml: String,
    /// The sentences by language, Fluent.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
    /// When it comes into force; it lies ahead.
    pub from: String,
    /// Only say what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RulebookVersion)]
pub struct Version {
    /// What its author calls it.
    pub version: String,
    /// When it comes into force, RFC 3339; `null`: it was the first one.
    pub from: Option<String>,
    /// Whether it is in force now.
    pub in_force: bool,
}

/// A version with its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RulebookFiles)]
pub struct Files {
    /// The version.
    pub version: Version,
    /// The main file, TOML.
    pub toml: String,
    /// The sentences by language, Fluent.
    pub texts: BTreeMap<String, String>,
    /// The regulation in words, in the reader's language.
    pub words: String,
}

/// What came of adding a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RulebookAdded)]
pub struct Added {
    /// The version.
    pub version: Version,
    /// It was only tried.
    pub dry_run: bool,
    /// What is suspicious.
    pub findings: Vec<Found>,
}

/// Something suspicious.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RulebookFinding)]
pub struct Found {
    /// The file: `rulebook.toml`, or a language.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn found(finding: &Finding) -> Found {
    Found {
        file: match &finding.file {
            File::Rulebook => "rulebook.toml".to_owned(),
            File::Text(language) => format!("texts/{language}.ftl"),
        },
        line: finding.line,
        column: finding.column,
        code: finding.code.code().to_owned(),
        message: finding.message.to_string(),
        help: finding.help.to_string(),
    }
}

/// Adds a version that comes into force on a day to come. Bookings made before keep theirs.
///
/// # Errors
/// [`Trouble::Invalid`] names all errors of the rulebook; plans, allowances and categories that are in use
/// and that it lacks; a moment that has passed.
pub fn add(
    app: &App,
    operator: &Arc<Operator>,
    actor: Actor,
    wish: &Wish,
) -> Result<Added, Trouble> {
    let now = app.clock().now();
    let zone = &operator.versions.at(now).zone;
    let from = moment(zone, "from", &wish.from)?;
    if from <= now {
        return Err(Trouble::invalid("from", "in-the-past", &wish.from));
    }
    let texts: Vec<(&str, &str)> =
        wish.texts.iter().map(|(code, text)| (code.as_str(), text.as_str())).collect();
    let (book, findings) = rimessa_rulebook::read(&Source { toml: &wish.toml, texts: &texts });
    let errors: Vec<Invalid> =
        findings.iter().filter(|f| f.severity == Severity::Error).map(error).collect();
    let (Some(book), true) = (book, errors.is_empty()) else {
        return Err(Trouble::Invalid(errors));
    };
    let files = RulebookFiles { toml: wish.toml.clone(), texts: wish.texts.clone() };
    let row = rulebook_row(&files, from)?;
    let version =
        Version { version: row.version.clone(), from: Some(show_moment(from)), in_force: false };
    let (rules, dry_run) = (book.rules, wish.dry_run);
    app.command_now(operator, actor, move |scene| {
        let lacking = scene.lacking(&rules)?;
        if !lacking.is_empty() {
            return Err(Trouble::Invalid(lacking));
        }
        if !dry_run {
            operators::add_rulebook(scene.tx, scene.operator.id, &row, scene.now())?;
            scene.take_up(&rules, from)?;
            let from = Some(show_moment(from));
            let event = Event { kind: "rulebook", from, ..Event::default() };
            scene.note(scene.now(), &event, None, Concerns::default())?;
        }
        Ok(())
    })?;
    app.refresh()?;
    Ok(Added { version, dry_run, findings: findings.iter().map(found).collect() })
}

fn error(finding: &Finding) -> Invalid {
    let at = found(finding);
    Invalid {
        field: format!("{}:{}:{}", at.file, at.line, at.column),
        code: "rulebook-error",
        found: format!("{} ({})", at.message, at.help).chars().take(300).collect(),
    }
}

/// All versions, the one that comes into force last first.
#[must_use]
pub fn list(app: &App, operator: &Operator) -> Vec<Version> {
    let now = app.clock().now();
    let mut all: Vec<Version> =
        operator.books.iter().map(|(from, _)| version(operator, *from, now)).collect();
    all.reverse();
    all
}

fn version(operator: &Operator, from: Instant, now: Instant) -> Version {
    let book = operator.book_at(from);
    Version {
        version: book.rules.version.to_string(),
        from: (from > Instant(0)).then(|| show_moment(from)),
        in_force: operator.versions.since(now) == from,
    }
}

/// A version with its files, by the name that its author gave it: the latest of that name.
///
/// # Errors
/// [`Trouble::NotFound`].
pub fn files(scene: &mut Scene<'_, '_>, name: &str) -> Result<Files, Trouble> {
    let mut rows = operators::rulebooks(scene.tx, scene.operator.id)?;
    rows.retain(|row| row.version == name);
    let row = rows.pop().ok_or(Trouble::NotFound("rulebook"))?;
    let book = scene.operator.book_at(row.in_force_at);
    Ok(Files {
        version: version(scene.operator, row.in_force_at, scene.now()),
        words: rimessa_rulebook::show(book, scene.language),
        texts: serde_json::from_str(&row.texts_json).unwrap_or_default(),
        toml: row.toml,
    })
}

impl Scene<'_, '_> {
    /// Looks again at subscriptions whose plan was in no rulebook, and is in this one from `from` on.
    fn take_up(&mut self, rules: &Rules, from: Instant) -> Result<(), Trouble> {
        let operator = self.operator;
        let before = operator.versions.at(from);
        let back = rules.plans.iter().filter(|plan| before.find_plan(&plan.id).is_none());
        for plan in back {
            subscriptions::take_up(self.tx, operator.id, &plan.id, from)?;
        }
        Ok(())
    }

    /// A plan that somebody wants: every version of the rulebook that is to come must have it, too.
    ///
    /// # Errors
    /// [`Trouble::Invalid`].
    pub(crate) fn check_lasting(&self, plan: &str) -> Result<(), Trouble> {
        let now = self.now();
        let to_come = self.operator.books.iter().filter(|(from, _)| *from > now);
        let lasts = to_come.into_iter().all(|(_, book)| book.rules.find_plan(plan).is_some());
        let known = self.operator.versions.at(now).find_plan(plan).is_some();
        match known && !lasts {
            true => Err(Trouble::invalid("plan", "plan-ends", plan)),
            false => Ok(()),
        }
    }

    /// What is in use and these rules lack.
    fn lacking(&mut self, rules: &Rules) -> Result<Vec<Invalid>, Trouble> {
        let op = self.operator.id;
        let mut all = Vec::new();
        let mut lacks = |field: &str, code, found: &str| {
            all.push(Invalid { field: field.to_owned(), code, found: found.to_owned() });
        };
        let current = self.operator.versions.at(self.app.clock().now());
        if rules.currency != current.currency {
            lacks("currency", "currency-changed", &rules.currency);
        }
        if rules.zone.name() != current.zone.name() {
            lacks("time_zone", "zone-changed", rules.zone.name());
        }
        for plan in fleet::plans_in_use(self.tx, op)? {
            if !plan.is_empty() && rules.find_plan(&plan).is_none() {
                lacks("plan", "plan-in-use", &plan);
            }
        }
        let mut allowances: Vec<String> = Vec::new();
        for json in fleet::allowances_in_use(self.tx, op)? {
            let used: Vec<(String, i64, i64)> = serde_json::from_str(&json).unwrap_or_default();
            allowances.extend(used.into_iter().map(|(name, ..)| name));
        }
        allowances.sort();
        allowances.dedup();
        for name in allowances {
            if !rules.allowances.iter().any(|allowance| *allowance.id == *name) {
                lacks("allowance", "allowance-in-use", &name);
            }
        }
        for name in fleet::categories_in_use(self.tx, op)? {
            if rules.find_category(&name).is_none() {
                lacks("category", "category-in-use", &name);
            }
        }
        Ok(all)
    }
}

/// A rule that rests on a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleView {
    /// The kind of block, its name and the part of it.
    pub name: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// The regulation is silent about its value.
    pub assumed: bool,
    /// The block as it stands in the file.
    pub text: String,
}

/// A clause with the rules that rest on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseView {
    /// Its id; empty: of rules that rest on none.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The rules.
    pub rules: Vec<RuleView>,
}

/// A version with its clauses, the rules beside them, and what the checker finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The version with its files.
    pub files: Files,
    /// The clauses, in the order of the regulation; last, what rests on none.
    pub clauses: Vec<ClauseView>,
    /// What is suspicious.
    pub findings: Vec<Found>,
}

/// The block that begins at that line: until the next one, a blank line or a comment of its own.
fn block(toml: &str, line: usize) -> String {
    let mut lines = toml.lines().skip(line.saturating_sub(1));
    let first = lines.next().unwrap_or_default();
    let rest = lines.take_while(|line| !(line.is_empty() || line.starts_with(['[', '#'])));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n")
}

/// A version of that name as a lawyer reads it: each clause with the rules that rest on it.
///
/// # Errors
/// [`Trouble::NotFound`].
pub fn beside(scene: &mut Scene<'_, '_>, name: &str) -> Result<Beside, Trouble> {
    let files = files(scene, name)?;
    let texts: Vec<(&str, &str)> =
        files.texts.iter().map(|(code, text)| (code.as_str(), text.as_str())).collect();
    let (book, findings) = rimessa_rulebook::read(&Source { toml: &files.toml, texts: &texts });
    let book = book.ok_or(Trouble::NotFound("rulebook"))?;
    let rule = |entry: &Entry| RuleView {
        name: match &entry.part {
            Some(part) => format!("{} {} · {part}", entry.kind, entry.id),
            None => format!("{} {}", entry.kind, entry.id),
        },
        line: entry.line,
        assumed: entry.assumed,
        text: block(&files.toml, entry.line),
    };
    let mut clauses: Vec<ClauseView> = book
        .regulation
        .clauses
        .iter()
        .zip(0_u16..)
        .map(|(clause, no)| ClauseView {
            id: clause.id.to_string(),
            title: clause.title.to_string(),
            rules: book.entries_of(ClauseId(no)).map(rule).collect(),
        })
        .collect();
    let others = book.entries.iter().filter(|entry| entry.clause.is_none()).map(rule);
    clauses.push(ClauseView { id: String::new(), title: String::new(), rules: others.collect() });
    let findings = findings.iter().map(found).collect();
    Ok(Beside { files, clauses, findings })
}
