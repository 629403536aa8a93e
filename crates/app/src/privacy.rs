//! What is held on a person: kept only and not used, or erased as far as the law allows.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{
    cards, claims, consents, issued, ledger, members, papers, passkeys, proposals, subscriptions,
    uploads,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::held::{MOST, PARTS, is_kept};
use crate::identity::show_id;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// Whether somebody's data shall only be kept.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Restriction {
    /// Only kept, and not used.
    pub restricted: bool,
}

/// Restricts the use of a person's data, or lifts that: restricted, staff do not see them, and no
/// consent counts that the contract does not need.
///
/// # Errors
/// [`Trouble`].
pub fn restrict(
    scene: &mut Scene<'_, '_>,
    id: MemberId,
    wish: &Restriction,
) -> Result<crate::profile::ProfileView, Trouble> {
    scene.lock_member(id)?;
    let at = scene.now();
    let since = wish.restricted.then_some(at);
    papers::set_restricted(scene.tx, scene.operator.id, id, since)?;
    let kind = if wish.restricted { "restrict" } else { "lift-restriction" };
    let event = Event { kind, by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    crate::profile::profile(scene, id)
}

/// What was erased, and what was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Erased {
    /// What is gone.
    pub erased: Vec<Part>,
    /// What the law makes the operator keep, without a name.
    pub kept: Vec<Part>,
}

/// A part of what was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ErasedPart)]
pub struct Part {
    /// Its name in the export.
    pub part: String,
    /// What it is, in words.
    pub title: String,
    /// Why it is kept, and how long; `null`: it is gone.
    pub why: Option<String>,
}

/// Erases who a member is. What the law makes the operator keep (bookings, bills) stays under a number
/// that no longer leads to anybody.
///
/// Refused while a booking is to come or a trip is under way (`trip-pending`), a contract runs
/// (`contract-running`), something is left to pay or to pay out (`balance-open`), or an indemnity or a
/// refund is not decided (`matter-open`).
///
/// # Errors
/// [`Trouble`].
pub fn erase(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Reply<Erased>, Trouble> {
    scene.lock_member(id)?;
    let (op, at) = (scene.operator.id, scene.now());
    scene.settle_member(id, at)?;
    if let Some(code) = scene.stands_in_the_way(id)? {
        return Ok(Reply::Refused(scene.plain_refusal(code)));
    }
    for driver in papers::drivers_of(scene.tx, op, id)? {
        let paper = papers::get(scene.tx, op, driver)?;
        papers::put(scene.tx, op, driver, &papers::Papers { payer: None, ..paper })?;
    }
    uploads::delete(scene.tx, op, id.0, None)?;
    consents::delete(scene.tx, op, id)?;
    cards::forget(scene.tx, op, id)?;
    issued::forget(scene.tx, op, id)?;
    passkeys::remove_all(scene.tx, op, id.0)?;
    crate::claim::forget_words(scene, id)?;
    papers::erase(scene.tx, op, id, &format!("member:{}", show_id(id.0)))?;
    papers::put(scene.tx, op, id, &papers::Papers::default())?;
    members::set_state(scene.tx, op, id, "closed")?;
    let event = Event { kind: "erase", by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(scene.what_was_erased(at)))
}

impl Scene<'_, '_> {
    fn stands_in_the_way(&mut self, id: MemberId) -> Result<Option<&'static str>, Trouble> {
        let (op, at) = (self.operator.id, self.now());
        if papers::has_open_bookings(self.tx, op, id)? {
            return Ok(Some("trip-pending"));
        }
        let rules = self.operator.versions.at(at);
        let all = subscriptions::of_member(self.tx, op, id, rules)?;
        if all.iter().any(|one| one.runs(at)) {
            return Ok(Some("contract-running"));
        }
        if ledger::balance(self.tx, op, id, &rules.currency)? != 0 {
            return Ok(Some("balance-open"));
        }
        let claims = claims::of_member(self.tx, op, id, u128::MAX, MOST)?;
        let proposals = proposals::of_member(self.tx, op, id, true, u128::MAX, MOST)?;
        let is_open = claims.iter().any(|claim| claim.decided.is_none())
            || proposals.iter().any(|proposal| proposal.decided.is_none());
        Ok(is_open.then_some("matter-open"))
    }

    /// A refusal that is no clause's.
    pub(crate) fn plain_refusal(&self, code: &str) -> RefusedView {
        let book = self.operator.book_at(self.now());
        let explainer = Explainer { rulebook: book, language: self.language };
        RefusedView {
            code: code.to_owned(),
            clause: None,
            words: explainer.words(&format!("refusal-{code}"), &[]),
        }
    }

    fn what_was_erased(&self, at: Instant) -> Erased {
        let explainer = Explainer { rulebook: self.operator.book_at(at), language: self.language };
        let words = |key: String| explainer.words(&key, &[]);
        let part = |(name, [_, _, kept]): &(&str, [&str; 3])| Part {
            part: (*name).to_owned(),
            title: words(format!("data-{name}")),
            why: is_kept(kept).then(|| words(format!("data-kept-{kept}"))),
        };
        let (kept, erased) = PARTS.iter().map(part).partition(|part| part.why.is_some());
        Erased { erased, kept }
    }
}
