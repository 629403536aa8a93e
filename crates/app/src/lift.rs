//! Lifting the lock of an account, once staff have talked to its member.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::MemberId;

use crate::event::Event;
use crate::identity::show_id;
use crate::profile::{ProfileView, profile};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::tell::News;
use crate::trouble::Trouble;

/// Lifts the lock of an account: what led to it counts no more.
///
/// # Errors
/// [`Trouble`].
pub fn lift(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Reply<ProfileView>, Trouble> {
    let row = scene.lock_member(id)?;
    let at = scene.now();
    let row = scene.settled(row, at)?;
    let operator = scene.operator;
    let rules = operator.versions.at(at);
    let mut member = scene.account(&row, rules)?;
    let was_locked = member.locked_by.is_some();
    let event = Event { kind: "lift", by: Some(show_id(id.0)), ..Event::default() };
    let concerns =
        Concerns { member: Some(id), version: Some(row.version + 1), ..Concerns::default() };
    match contract::lift(&Now { rules, at }) {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            scene.apply_to_account(rules, &mut member, &outcome, at)?;
            scene.note(at, &event, None, concerns)?;
            if was_locked {
                scene.tell_of_lock(id, "account-unlocked")?;
            }
            profile(scene, id).map(Reply::Done)
        }
    }
}

impl Scene<'_, '_> {
    /// Tells a member that the account was locked, or is open again.
    pub(crate) fn tell_of_lock(&mut self, id: MemberId, kind: &str) -> Result<(), Trouble> {
        let operator = self.operator;
        let args = [("phone", operator.settings.assistance_phone.as_str().into())];
        self.tell(id, &News { kind, booking: None, urgent: false, args: &args })
    }
}
