//! Subscribing to a plan, beginning a contract, and leaving both.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::{ContractId, PlanId};
use rimessa_domain::line::About;
use rimessa_store::{bookings, members, subscriptions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SubscriptionWish)]
pub struct Wish {
    /// The plan, by the rulebook's name; left out when leaving: whatever it is.
    pub plan: Option<String>,
    /// The contract, by id: to leave it. A new contract gets an id of its own.
    pub contract: Option<String>,
    /// The member, by id or customer number; left out: who is logged in.
    pub member: Option<String>,
}

/// A subscription or contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SubscriptionView {
    /// The plan.
    pub plan: String,
    /// The contract's id; `null`: the subscription of the account.
    pub contract: Option<String>,
    /// When it was joined, RFC 3339.
    pub joined: String,
    /// When it ends, RFC 3339; `null`: it goes on.
    pub ends: Option<String>,
    /// When something falls due next, RFC 3339.
    pub next_due: Option<String>,
}

/// Subscribes a member to a plan, or begins a contract.
///
/// # Errors
/// [`Trouble`].
pub fn subscribe(
    scene: &mut Scene<'_, '_>,
    wish: &Wish,
) -> Result<Reply<SubscriptionView>, Trouble> {
    let id = scene.member_named(wish.member.as_deref())?;
    let row = scene.lock_member(id)?;
    let at = scene.now();
    let row = scene.settled(row, at)?;
    let operator = scene.operator;
    let rules = operator.versions.at(at);
    let name = wish.plan.as_deref().ok_or_else(|| Trouble::invalid("plan", "missing", ""))?;
    scene.check_lasting(name)?;
    let plan = rules.find_plan(name);
    let terms = plan.and_then(|plan| rules.subscription(plan, at));
    let about = match terms {
        Some((_, terms)) if terms.contract => About::Contract(ContractId(scene.id())),
        _ => About::Account,
    };
    let mut member = scene.account(&row, rules)?;
    let running = if about == About::Account { member.subscription.clone() } else { None };
    let (answer, joined) =
        contract::subscribe(&Now { rules, at }, name, about, &member, running.as_ref())?;
    let contract = match about {
        About::Contract(id) => Some(show_id(id.0)),
        _ => None,
    };
    let event = Event {
        kind: "subscribe",
        by: Some(show_id(id.0)),
        plan: Some(name.to_owned()),
        contract,
        ..Event::default()
    };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    match (answer, joined) {
        (Answer::Done(outcome), Some(mut joined)) => {
            if about == About::Account {
                // After leaving, the plan is that of whoever subscribed to none.
                member.plan = PlanId(0);
                member.subscription = Some(joined.clone());
                members::update(scene.tx, operator.id, &member, rules)?;
            }
            scene.apply_to_subscription(rules, &mut joined, &outcome, at)?;
            scene.note(at, &event, None, concerns)?;
            Ok(Reply::Done(scene.show_subscription(&joined)))
        }
        (Answer::Refused(refusal, _), _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        (Answer::Done(_), None) => Err(Trouble::NotFound("plan")),
    }
}

/// Leaves a plan or a contract.
///
/// # Errors
/// [`Trouble`].
pub fn unsubscribe(
    scene: &mut Scene<'_, '_>,
    wish: &Wish,
) -> Result<Reply<Option<SubscriptionView>>, Trouble> {
    let id = scene.member_named(wish.member.as_deref())?;
    let row = scene.lock_member(id)?;
    let at = scene.now();
    let row = scene.settled(row, at)?;
    let operator = scene.operator;
    let rules = operator.versions.at(at);
    let running = match wish.contract.as_deref() {
        None => scene.account(&row, rules)?.subscription,
        Some(name) => {
            let contract = parse_id(name).ok_or(Trouble::NotFound("contract"))?;
            let contract = ContractId(contract);
            let found = subscriptions::contract(scene.tx, operator.id, contract, rules)?;
            Some(found.filter(|c| c.member == id).ok_or(Trouble::NotFound("contract"))?)
        }
    };
    let answer = contract::unsubscribe(&Now { rules, at }, wish.plan.as_deref(), running.as_ref())?;
    let event = Event {
        kind: "unsubscribe",
        by: Some(show_id(id.0)),
        plan: wish.plan.clone(),
        contract: wish.contract.clone(),
        ..Event::default()
    };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    match answer {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            let mut left = running;
            if let Some(subscription) = &mut left {
                scene.apply_to_subscription(rules, subscription, &outcome, at)?;
            }
            scene.note(at, &event, None, concerns)?;
            Ok(Reply::Done(left.as_ref().map(|left| scene.show_subscription(left))))
        }
    }
}

impl Scene<'_, '_> {
    pub(crate) fn show_subscription(
        &self,
        subscription: &rimessa_domain::subscription::Subscription,
    ) -> SubscriptionView {
        let rules = self.operator.versions.at(self.now());
        SubscriptionView {
            plan: bookings::plan_word(rules, subscription.plan).to_owned(),
            contract: match subscription.about {
                About::Contract(id) => Some(show_id(id.0)),
                _ => None,
            },
            joined: show_moment(subscription.joined),
            ends: subscription.ends.map(show_moment),
            next_due: subscription.next_due(rules).map(|(at, _)| show_moment(at)),
        }
    }
}
