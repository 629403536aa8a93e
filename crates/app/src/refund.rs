//! Paying back what a member advanced: a taxi, fuel.

use rimessa_domain::decide::refund::{Advance, refund as decide};
use rimessa_domain::decide::{Answer, Now};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::assess::Billed;
use crate::event::Event;
use crate::give_back::read_money;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::LineView;

/// What was advanced.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Advanced)]
pub struct Wish {
    /// Of which kind, by the rulebook's name: `taxi`, `fuel`.
    pub kind: String,
    /// How much, like `18.00`.
    pub amount: String,
    /// About which booking, by id.
    pub booking: Option<String>,
    /// By whom, where it is about no booking.
    pub member: Option<String>,
    /// Whether the receipt is complete; left out: yes.
    pub receipt_complete: Option<bool>,
    /// Whether the receipt bears the member's name; left out: yes.
    pub receipt_in_name: Option<bool>,
}

/// Pays back what a member advanced: the lines that come of it.
///
/// # Errors
/// [`Trouble`].
pub fn refund(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Vec<LineView>>, Trouble> {
    match pay_back(scene, wish)? {
        Reply::Refused(refused) => Ok(Reply::Refused(refused)),
        Reply::Done(billed) => scene.latest_lines(billed.member, billed.lines).map(Reply::Done),
    }
}

/// Pays back what a member advanced.
///
/// # Errors
/// [`Trouble`].
pub(crate) fn pay_back(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Billed>, Trouble> {
    let (booking, member) =
        scene.booking_or_member(wish.booking.as_deref(), wish.member.as_deref())?;
    let row = scene.lock_member(member)?;
    let at = scene.now();
    let row = scene.settled(row, at)?;
    let booking = match booking {
        Some(found) => scene.booking(found.id)?,
        None => None,
    };
    let operator = scene.operator;
    let made = booking.as_ref().map_or(at, |booking| booking.made);
    let rules = operator.versions.at(made);
    let wrong = || Trouble::invalid("amount", "not-an-amount", &wish.amount);
    let amount = read_money(&wish.amount).ok_or_else(wrong)?;
    let asked = Advance {
        kind: &wish.kind,
        amount,
        receipt_complete: wish.receipt_complete.unwrap_or(true),
        receipt_in_name: wish.receipt_in_name.unwrap_or(true),
    };
    let mut account = scene.account(&row, rules)?;
    let answer = decide(&Now { rules, at }, &asked, booking.as_ref().map(Some), &account)?;
    let event = Event {
        kind: "refund",
        by: Some(show_id(member.0)),
        booking: booking.as_ref().map(|booking| show_id(booking.id.0)),
        of: Some(wish.kind.clone()),
        amount: Some(amount.to_string()),
        receipt_complete: wish.receipt_complete,
        receipt_in_name: wish.receipt_in_name,
        ..Event::default()
    };
    let booking = booking.map(|booking| booking.id);
    let concerns = Concerns { member: Some(member), booking, ..Concerns::default() };
    match answer {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            scene.apply_to_account(rules, &mut account, &outcome, made)?;
            scene.note(at, &event, None, concerns)?;
            Billed::of(member, &outcome.lines).map(Reply::Done)
        }
    }
}
