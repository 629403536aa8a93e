//! Using a contract once: an exit of a car park.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::ContractId;
use rimessa_store::subscriptions;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::subscribe::SubscriptionView;
use crate::trouble::Trouble;

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
            scene.note(at, &event, None, concerns)?;
            Ok(Reply::Done(scene.show_subscription(&found)))
        }
    }
}
