//! Plans that can be chosen, and the contracts that run.

use rimessa_domain::ids::MemberId;
use rimessa_domain::subscription::Subscription;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, members, subscriptions};
use serde::Serialize;
use utoipa::ToSchema;

use crate::drivers::{self, DriverView};
use crate::preview::FreeView;
use crate::reply::Reply;
use crate::scene::Scene;
use crate::subscribe::SubscriptionView;
use crate::trouble::Trouble;

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanView {
    /// Its name in the rulebook.
    pub plan: String,
    /// What it is called.
    pub name: String,
    /// What it costs by the period, in words; `null`: nothing.
    pub fee: Option<String>,
    /// On which terms, in words.
    pub terms: String,
    /// The clause; empty: assumed.
    pub clause: String,
    /// It is a contract of its own, of which a member may have several.
    pub is_contract: bool,
    /// What time and distance cost.
    pub prices: Vec<PriceView>,
    /// The free time that it includes for each period, in words.
    pub free: Vec<String>,
}

/// A price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PriceView {
    /// For which category; `null`: all.
    pub category: Option<String>,
    /// What for, in words.
    pub what: String,
    /// How much, in words.
    pub amount: String,
    /// The clause, with a star if it is assumed.
    pub clause: String,
}

/// A contract, or the subscription of an account, with client and drivers apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContractView {
    /// Which, and since when.
    pub subscription: SubscriptionView,
    /// What the plan is called.
    pub name: String,
    /// `running`, `left` (it runs until its end) or `ended`.
    pub state: String,
    /// The plan, with its prices.
    pub terms: Option<PlanView>,
    /// The client, who pays: the id.
    pub client: String,
    /// The client's customer number.
    pub client_number: String,
    /// The client's name.
    pub client_name: Option<String>,
    /// Those who may drive on the client's account, besides the client.
    pub drivers: Vec<DriverView>,
    /// What is left of the free time of the client's account.
    pub free: Vec<FreeView>,
}

/// The plans that can be chosen, each with its prices in words.
///
/// # Errors
/// None today.
pub fn plans(scene: &mut Scene<'_, '_>) -> Result<Vec<PlanView>, Trouble> {
    let at = scene.now();
    let book = scene.operator.book_at(at);
    let all = rimessa_rulebook::show::plans(book, scene.language, at).into_iter();
    Ok(all
        .map(|plan| PlanView {
            plan: plan.id,
            name: plan.name,
            fee: plan.fee,
            terms: plan.terms,
            clause: plan.clause,
            is_contract: plan.is_contract,
            free: plan.free,
            prices: plan
                .prices
                .into_iter()
                .map(|price| PriceView {
                    category: price.category,
                    what: price.what,
                    amount: price.amount,
                    clause: price.clause,
                })
                .collect(),
        })
        .collect())
}

/// A member's contracts, running and ended; refused (`consent-needed`) while the member has not
/// consented to what opens them, where the rulebook asks for that.
///
/// # Errors
/// [`Trouble`].
pub fn list(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
) -> Result<Reply<Vec<ContractView>>, Trouble> {
    if let Some(closed) = scene.documents_closed(member)? {
        return Ok(Reply::Refused(closed));
    }
    let (op, at) = (scene.operator.id, scene.now());
    let rules = scene.operator.versions.at(at);
    let row = members::get(scene.tx, op, member)?.ok_or(Trouble::NotFound("member"))?;
    let person = members::person(scene.tx, op, member)?.unwrap_or_default();
    let name = [person.given_name, person.family_name].into_iter().flatten().collect::<Vec<_>>();
    let name = person.organisation.or_else(|| (!name.is_empty()).then(|| name.join(" ")));
    let (drivers, free) = (drivers::list(scene, member)?, scene.free_left(member)?);
    let offered = plans(scene)?;
    let explainer = Explainer { rulebook: scene.operator.book_at(at), language: scene.language };
    let all = subscriptions::of_member(scene.tx, op, member, rules)?;
    let shown = all.iter().map(|one: &Subscription| {
        let plan = bookings::plan_word(rules, one.plan);
        ContractView {
            subscription: scene.show_subscription(one),
            name: explainer.words(&format!("plan-{plan}"), &[]),
            state: match (one.runs(at), one.left) {
                (false, _) => "ended",
                (true, true) => "left",
                (true, false) => "running",
            }
            .to_owned(),
            terms: offered.iter().find(|offer| offer.plan == plan).cloned(),
            client: crate::identity::show_id(member.0),
            client_number: row.number.clone(),
            client_name: name.clone(),
            drivers: drivers.clone(),
            free: free.clone(),
        }
    });
    Ok(Reply::Done(shown.collect()))
}
