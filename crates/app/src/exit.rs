//! Using a contract once: an exit of a car park; and the statement of a month's exits.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::{ContractId, MemberId};
use rimessa_domain::line::About;
use rimessa_domain::money::Money;
use rimessa_domain::subscription::Month;
use rimessa_domain::time::{Instant, Span};
use rimessa_domain::zone::Zone;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, exits, subscriptions};
use serde::Serialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::subscribe::SubscriptionView;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// The exits of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExitsView {
    /// The contract's id.
    pub contract: String,
    /// The month, like `2026-03`.
    #[schema(example = "2026-03")]
    pub month: String,
    /// The currency, ISO 4217.
    pub currency: String,
    /// The exits, in order.
    pub exits: Vec<ExitView>,
    /// How many a month cost nothing.
    pub included: u32,
    /// How many there were beyond those.
    pub further: u32,
    /// What those cost, like `4.50`.
    #[schema(example = "4.50")]
    pub amount: String,
    /// The clause; empty: the regulation is silent.
    pub clause: String,
}

/// An exit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExitView {
    /// When, RFC 3339.
    pub at: String,
    /// It costs nothing: it is one of those included.
    pub included: bool,
    /// What it costs, like `4.50`.
    #[schema(example = "4.50")]
    pub amount: String,
}

/// A contract on which exits are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub contract: String,
    /// What its plan is called.
    pub name: String,
    /// Since when it runs, RFC 3339.
    pub since: String,
}

/// A member's contracts on which exits are counted, in the order in which they were joined.
///
/// # Errors
/// [`Trouble`].
pub fn counted(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Vec<Counted>, Trouble> {
    let (operator, at) = (scene.operator, scene.now());
    let rules = operator.versions.at(at);
    let is_counted =
        |plan| rules.usages.iter().any(|usage| usage.plan == plan && usage.validity.holds(at));
    let all = subscriptions::of_member(scene.tx, operator.id, member, rules)?;
    let explainer = Explainer { rulebook: operator.book_at(at), language: scene.language };
    let shown = all.into_iter().filter(|one| is_counted(one.plan)).filter_map(|one| {
        let About::Contract(id) = one.about else { return None };
        let plan = bookings::plan_word(rules, one.plan);
        Some(Counted {
            contract: show_id(id.0),
            name: explainer.words(&format!("plan-{plan}"), &[]),
            since: show_moment(one.joined),
        })
    });
    Ok(shown.collect())
}

/// Counts an exit, now.
///
/// # Errors
/// [`Trouble`].
pub fn exit(scene: &mut Scene<'_, '_>, id: ContractId) -> Result<Reply<SubscriptionView>, Trouble> {
    let operator = scene.operator;
    let rules = operator.versions.at(scene.now());
    let find = subscriptions::contract(scene.tx, operator.id, id, rules)?;
    let member = find.ok_or(Trouble::NotFound("contract"))?.member;
    scene.lock_member(member)?;
    let at = scene.now();
    scene.settle_member(member, at)?;
    let rules = operator.versions.at(at);
    let found = subscriptions::contract(scene.tx, operator.id, id, rules)?;
    let mut found = found.ok_or(Trouble::NotFound("contract"))?;
    let event = Event { kind: "exit", contract: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(member), subject: Some(id.0), ..Concerns::default() };
    match contract::exit(&Now { rules, at }, Some(&found))? {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            scene.apply_to_subscription(rules, &mut found, &outcome, at)?;
            let exit = scene.id();
            exits::insert(scene.tx, operator.id, id, exit, at)?;
            scene.note(at, &event, None, concerns)?;
            Ok(Reply::Done(scene.show_subscription(&found)))
        }
    }
}

/// The statement of a contract's exits in a month, for its holder; `month`: like `2026-03`, or the
/// present one.
///
/// # Errors
/// [`Trouble::NotFound`]: there is no such contract, it is not the caller's, or nothing is counted on
/// it; [`Trouble::Invalid`].
pub fn statement(
    scene: &mut Scene<'_, '_>,
    id: ContractId,
    member: MemberId,
    month: Option<&str>,
) -> Result<ExitsView, Trouble> {
    let operator = scene.operator;
    let rules = operator.versions.at(scene.now());
    let zone = &rules.zone;
    let found = subscriptions::contract(scene.tx, operator.id, id, rules)?;
    let found = found.filter(|contract| contract.member == member);
    let found = found.ok_or(Trouble::NotFound("contract"))?;
    let month = match month {
        None => Month::of(zone, scene.now()),
        Some(text) => {
            read_month(text).ok_or_else(|| Trouble::invalid("month", "not-a-month", text))?
        }
    };
    let last = month.last_moment(zone);
    // The rules of the due date, which is the last moment of the month.
    let rules = operator.versions.at(last);
    let mut usages = rules.usages.iter();
    let plan = operator.versions.at(scene.now()).plans.get(usize::from(found.plan.0));
    let plan = plan.and_then(|plan| rules.find_plan(&plan.id));
    let usage = usages.find(|usage| Some(usage.plan) == plan && usage.validity.holds(last));
    let usage = usage.ok_or(Trouble::NotFound("contract"))?;
    let times =
        exits::between(scene.tx, operator.id, id, (first(zone, month), last.plus(Span(1))))?;
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    let further = count.saturating_sub(usage.included);
    let each = usage.rate.times(1)?.round()?;
    let exits = (0u32..).zip(times).map(|(index, at)| {
        let included = index < usage.included;
        let amount = if included { Money(0) } else { each };
        ExitView { at: show_moment(at), included, amount: amount.to_string() }
    });
    Ok(ExitsView {
        contract: show_id(id.0),
        month: format!("{:04}-{:02}", month.year, month.month),
        currency: rules.currency.to_string(),
        exits: exits.collect(),
        included: usage.included,
        further,
        amount: usage.rate.times(i64::from(further))?.round()?.to_string(),
        clause: usage.clause.map_or("", |clause| rules.clause(clause)).to_owned(),
    })
}

fn read_month(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    let month = Month { year: year.parse().ok()?, month: month.parse().ok()? };
    ((1..=12).contains(&month.month) && month.year > 0).then_some(month)
}

/// The first moment of a month.
fn first(zone: &Zone, month: Month) -> Instant {
    let date = jiff::civil::Date::new(month.year, month.month, 1);
    date.map_or(Instant::MIN, |date| zone.start_of(date))
}
