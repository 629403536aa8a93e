//! Running one scenario, and holding what came out against what was expected.

use std::collections::BTreeMap;

use rimessa_domain::ids::PlanId;
use rimessa_domain::line::About;
use rimessa_domain::rules::Rules;

use crate::event::What;
use crate::form::{Form, FormError};
use crate::scenario::{Expect, MemberSpec, RawEvent, Scenario};
use crate::statement::{Statement, written};
use crate::text::Text;
use crate::wall;
use crate::world::{Trouble, World};

/// Replays a scenario under these rules. `source` is the text that it was read from.
///
/// # Errors
/// What is not of the form of a scenario, with its place.
pub fn run<'r>(
    rules: &'r Rules,
    scenario: &Scenario<'_>,
    source: &str,
) -> Result<Statement<'r>, FormError> {
    let form = Form { source, rules };
    let mut world = World::new(rules);
    for (name, spec) in &scenario.members.0 {
        add_member(&form, &mut world, name, spec)?;
    }
    let (mut refused, mut stranded) = (Vec::new(), Vec::new());
    let mut without_vehicle = Vec::new();
    for (index, raw) in scenario.events.iter().enumerate() {
        let event = form.event(index, raw, &mut world.places)?;
        let refusal = world.happen(&event).map_err(|t| trouble(&form, index, raw, &t))?;
        refused.extend(refusal.map(|refusal| (index, refusal)));
        if may_strand(&event.what) {
            let now: Vec<_> = world.stranded().collect();
            let new = now.iter().filter(|booking| !without_vehicle.contains(*booking));
            let names = new.filter_map(|booking| world.about_name(About::Booking(*booking)));
            stranded.extend(names.map(|name| (index, name.to_owned())));
            without_vehicle = now;
        }
    }
    finish(&form, &mut world, scenario.bill_until.as_ref())?;
    let title = scenario.title.as_ref().map_or_else(String::new, ToString::to_string);
    Statement::new(title, refused, stranded, world)
        .map_err(|overflow| form.error("events", None, overflow.to_string()))
}

/// Whether other bookings of a vehicle may be left without it.
fn may_strand(what: &What<'_>) -> bool {
    matches!(
        what,
        What::Cancel { .. }
            | What::Change { .. }
            | What::Extend { .. }
            | What::Exchange { .. }
            | What::Return(_)
            | What::Move { .. }
    )
}

/// Lets all fall due that does before `bill_until`.
fn finish(
    form: &Form<'_>,
    world: &mut World<'_>,
    until: Option<&Text<'_>>,
) -> Result<(), FormError> {
    let error = |message: String| form.error("bill_until", until, message);
    let moment = until.map(|text| wall::instant(form.zone(), text)).transpose();
    let moment = moment.map_err(|wrong| error(format!("it {wrong}")))?;
    world.finish(moment).map_err(|trouble| match trouble {
        Trouble::Fault(fault) => error(fault.to_string()),
        _ => error("it lies before the last event".to_owned()),
    })
}

fn add_member(
    form: &Form<'_>,
    world: &mut World<'_>,
    name: &Text<'_>,
    spec: &MemberSpec<'_>,
) -> Result<(), FormError> {
    let rules = form.rules;
    let error = |key: &str, text: &Text<'_>, message| {
        form.error(&format!("members.{name}.{key}"), Some(text), message)
    };
    let plan: Option<PlanId> = match &spec.plan {
        None => None,
        Some(text) => Some(rules.find_plan(text).ok_or_else(|| {
            let plans = rules.plans.iter().map(|plan| &*plan.id);
            let meant = crate::form::meant(text, plans);
            error("plan", text, format!("this rulebook has no plan \"{text}\"{meant}"))
        })?),
    };
    let since = match &spec.since {
        None => None,
        Some(text) => {
            let date = wall::date(text)
                .map_err(|wrong| error("since", text, format!("\"{text}\" {wrong}")))?;
            let contract = plan.and_then(|p| rules.subscriptions.iter().find(|t| t.plan == p));
            if plan.is_none() || contract.is_some_and(|terms| terms.contract) {
                let message = "it goes with the plan of an account; subscribe instead".to_owned();
                return Err(error("since", text, message));
            }
            Some(rules.zone.start_of(date))
        }
    };
    let vehicles = spec.vehicles.as_ref();
    let vehicles: Option<Vec<&str>> = vehicles.map(|all| all.iter().map(|v| &**v).collect());
    let validated = spec.validated.unwrap_or(true);
    world.member(name, validated, plan, since, vehicles.as_deref());
    Ok(())
}

fn trouble(form: &Form<'_>, index: usize, raw: &RawEvent<'_>, trouble: &Trouble) -> FormError {
    let error = |key: &str, text: &Text<'_>, message: String| {
        form.error(&format!("events[{index}].{key}"), Some(text), message)
    };
    match trouble {
        Trouble::TimeGoesBack => {
            let message = "it lies before the event before it; put events in order of time";
            error("at", &raw.at, message.to_owned())
        }
        Trouble::BookedAgain => {
            let id = raw.booking.as_ref().unwrap_or(&raw.at);
            error(
                "booking",
                id,
                format!("\"{id}\" was accepted before; a booking has an id of its own"),
            )
        }
        Trouble::Fault(fault) => error("type", &raw.r#type, fault.to_string()),
    }
}

/// What differs between a statement and what was expected, a sentence each; empty: nothing.
#[must_use]
pub fn differences(statement: &Statement<'_>, expect: &Expect<'_>) -> Vec<String> {
    let mut all = refusals_that_differ(statement, expect);
    let mut balance: BTreeMap<[String; 5], i64> = BTreeMap::new();
    for line in statement.world.lines() {
        let line = written(&statement.world, line);
        let booking = line.booking.unwrap_or("–").to_owned();
        let amount = line.amount.0.to_string();
        let key =
            [line.member.to_owned(), booking, line.clause.to_owned(), amount, line.vat.to_owned()];
        *balance.entry(key).or_default() += 1;
    }
    for line in &expect.lines {
        let booking = line.booking.as_ref().map_or("–", |booking| booking).to_owned();
        let key = [
            line.member.to_string(),
            booking,
            line.clause.to_string(),
            line.amount.to_string(),
            line.vat.to_string(),
        ];
        *balance.entry(key).or_default() -= 1;
    }
    for (line, count) in balance.iter().filter(|(_, count)| **count != 0) {
        let what = if *count > 0 { "came out, not expected" } else { "expected, did not come out" };
        for _ in 0..count.unsigned_abs() {
            all.push(format!("line {}: {what}", line.join(" ")));
        }
    }
    all.extend(totals_that_differ(statement, expect));
    all
}

fn refusals_that_differ(statement: &Statement<'_>, expect: &Expect<'_>) -> Vec<String> {
    let rules = statement.world.rules();
    let mut all = Vec::new();
    for (event, refusal) in &statement.refused {
        let wanted = expect.refused.iter().find(|wanted| wanted.event == *event);
        let cited = refusal.clause.map_or("", |clause| rules.clause(clause));
        match wanted {
            None => all
                .push(format!("event {event}: refused with {}, not expected", refusal.code.code())),
            Some(w) if *w.reason != *refusal.code.code() => all.push(format!(
                "event {event}: refused with {}, expected {}",
                refusal.code.code(),
                w.reason
            )),
            Some(w) if w.clause.as_ref().is_some_and(|clause| **clause != *cited) => {
                let clause = w.clause.as_ref().map_or("", |clause| clause);
                all.push(format!(
                    "event {event}: the refusal cites \"{cited}\", expected {clause}"
                ));
            }
            Some(_) => {}
        }
    }
    for wanted in &expect.refused {
        if !statement.refused.iter().any(|(event, _)| *event == wanted.event) {
            all.push(format!("event {}: taken, expected {}", wanted.event, wanted.reason));
        }
    }
    all
}

fn totals_that_differ(statement: &Statement<'_>, expect: &Expect<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for (member, total) in &statement.totals {
        let wanted = expect.total.0.iter().find(|(name, _)| **name == **member);
        let wanted = wanted.map_or("nothing", |(_, amount)| amount);
        if wanted != total.to_string() {
            all.push(format!("total of {member}: {total}, expected {wanted}"));
        }
    }
    for (member, wanted) in &expect.total.0 {
        if !statement.totals.iter().any(|(name, _)| **name == **member) {
            all.push(format!("total of {member}: nothing, expected {wanted}"));
        }
    }
    all
}
