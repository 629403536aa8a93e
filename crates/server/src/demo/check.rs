//! Holding what happened against its replay: the same events must give the same statements.

use std::sync::Arc;

use rimessa_app::{Actor, App, Operator, history, settle_all};
use rimessa_domain::time::Instant;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

/// How an operator's history compares with its replay.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    /// Which operator.
    pub(crate) slug: String,
    pub(crate) events: usize,
    pub(crate) refused: usize,
    pub(crate) lines: usize,
    /// What differs, in words.
    pub(crate) differences: Vec<String>,
}

/// Replays the history of every operator until `until`.
///
/// # Errors
/// In words: what cannot be read or replayed.
pub(crate) fn check(app: &App, until: Instant) -> Result<Vec<Compared>, String> {
    settle_all(app, until).map_err(|trouble| trouble.to_string())?;
    app.directory().all().iter().map(|operator| check_one(app, operator, until)).collect()
}

fn check_one(app: &App, operator: &Arc<Operator>, until: Instant) -> Result<Compared, String> {
    let said = |words: &dyn std::fmt::Display| format!("{}: {words}", operator.slug);
    let told = app.ask_now(operator, Actor::System, move |scene| history::history(scene, until));
    let told = told.map_err(|trouble| said(&trouble))?.to_string();
    let scenario = Scenario::read(&told).map_err(|error| said(&error))?;
    let rules = operator.versions.at(until);
    let statement = check::run(rules, &scenario, &told).map_err(|error| said(&error))?;
    let Some(expect) = scenario.expect.as_ref() else { return Err(said(&"nothing is expected")) };
    Ok(Compared {
        slug: operator.slug.clone(),
        events: scenario.events.len(),
        refused: statement.refused.len(),
        lines: statement.world.lines().len(),
        differences: check::differences(&statement, expect),
    })
}
