//! Verifying a member's documents.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::MemberId;
use rimessa_store::members;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// Notes that a member's documents are verified; the account is active from then on.
///
/// # Errors
/// [`Trouble`].
pub fn validate(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Reply<()>, Trouble> {
    let row = scene.lock_member(id)?;
    let at = scene.now();
    scene.settle_member(id, at)?;
    let operator = scene.operator;
    let rules = operator.versions.at(at);
    let mut member = scene.account(&row, rules)?;
    let event = Event { kind: "validate", by: Some(show_id(id.0)), ..Event::default() };
    let concerns =
        Concerns { member: Some(id), version: Some(row.version + 1), ..Concerns::default() };
    match contract::validate(&Now { rules, at }) {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            scene.apply_to_account(rules, &mut member, &outcome, at)?;
            members::set_state(scene.tx, operator.id, id, "active")?;
            scene.note(at, &event, None, concerns)?;
            Ok(Reply::Done(()))
        }
    }
}
