//! Indemnities as they are shown: to the desk all of them, to a member those of which he was told.

use rimessa_domain::ids::MemberId;
use rimessa_domain::money::Money;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::proposals::{self, ProposalRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Evidence, Recorded, WORDS};
use crate::assess::charge_of;
use crate::identity::show_id;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// An indemnity on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IndemnityView {
    /// Its id.
    pub id: String,
    /// Who would pay.
    pub member: String,
    /// About which booking.
    pub booking: Option<String>,
    /// The case that it came of; for staff only.
    pub case: Option<String>,
    /// The kind, by the rulebook's name.
    pub kind: String,
    /// What it is for, in words.
    pub title: String,
    /// The clause; empty: the regulation is silent.
    pub clause: String,
    /// What it comes to, like `25.00`.
    #[schema(example = "25.00")]
    pub amount: String,
    /// The currency, ISO 4217.
    pub currency: String,
    /// `proposed`; `notified` to the member; `objected`; `upheld` or `unopposed`: billed; `waived`.
    pub state: String,
    /// When it was proposed, RFC 3339.
    pub proposed: String,
    /// When the member was told, RFC 3339.
    pub notified: Option<String>,
    /// Until when the member can object, RFC 3339; exclusive.
    pub object_until: Option<String>,
    /// When the member objected, RFC 3339.
    pub objected: Option<String>,
    /// What the member said.
    pub objection: Option<String>,
    /// When it was decided, RFC 3339.
    pub decided: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What was recorded.
    pub recorded: Recorded,
    /// What it rests on.
    pub evidence: Evidence,
}

/// Proposals, and where to go on reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IndemnityPage {
    /// The proposals.
    pub indemnities: Vec<IndemnityView>,
    /// Where to go on reading; `null`: this is all.
    pub next: Option<String>,
}

/// A proposal, if the caller may see it: a member once he was told.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn proposal(scene: &mut Scene<'_, '_>, id: u128) -> Result<IndemnityView, Trouble> {
    let found = proposals::get(scene.tx, scene.operator.id, id)?;
    let found = found.filter(|row| scene.may_see_proposal(row));
    scene.show_proposal(&found.ok_or(Trouble::NotFound("indemnity"))?)
}

/// A member's indemnities, the latest first; he himself sees those of which he was told.
///
/// # Errors
/// [`Trouble`].
pub fn of_member(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    before: Option<u128>,
    limit: i64,
) -> Result<IndemnityPage, Trouble> {
    let (op, all, before) = (scene.operator.id, scene.is_desk(), before.unwrap_or(u128::MAX));
    let rows = proposals::of_member(scene.tx, op, member, all, before, limit + 1)?;
    page(scene, rows, limit)
}

/// All proposals in a state, the oldest first.
///
/// # Errors
/// [`Trouble`].
pub fn in_state(
    scene: &mut Scene<'_, '_>,
    state: &str,
    after: Option<u128>,
    limit: i64,
) -> Result<IndemnityPage, Trouble> {
    let known = ["proposed", "notified", "objected", "upheld", "unopposed", "waived"];
    if !known.contains(&state) {
        return Err(Trouble::invalid("state", "no-such-state", state));
    }
    let op = scene.operator.id;
    let rows = proposals::page(scene.tx, op, state, after.unwrap_or(0), limit + 1)?;
    page(scene, rows, limit)
}

fn page(
    scene: &mut Scene<'_, '_>,
    mut rows: Vec<ProposalRow>,
    limit: i64,
) -> Result<IndemnityPage, Trouble> {
    let next = scene.cut(&mut rows, limit, |row| show_id(row.id));
    let indemnities = rows.iter().map(|row| scene.show_proposal(row)).collect::<Result<_, _>>()?;
    Ok(IndemnityPage { indemnities, next })
}

impl Scene<'_, '_> {
    pub(super) fn may_see_proposal(&self, row: &ProposalRow) -> bool {
        match self.actor {
            Actor::Member(id) => row.member == id && row.notified.is_some(),
            _ => self.is_desk(),
        }
    }

    pub(super) fn title_of(&self, row: &ProposalRow, explainer: &Explainer<'_>) -> String {
        let charge = charge_of(&explainer.rulebook.rules, &row.kind, row.proposed);
        charge.map_or_else(
            || row.kind.clone(),
            |charge| explainer.words(&format!("line-{}", charge.id), &[]),
        )
    }

    /// A proposal as it is shown.
    pub(crate) fn show_proposal(&mut self, row: &ProposalRow) -> Result<IndemnityView, Trouble> {
        let operator = self.operator;
        let book = operator.book_at(row.proposed);
        let explainer = Explainer { rulebook: book, language: self.language };
        let open = |sealed: &Option<Vec<u8>>| {
            let text = self.app.keys().open(WORDS, sealed.as_ref()?)?;
            String::from_utf8(text).ok()
        };
        let desk = self.is_desk();
        let mut evidence: Evidence = serde_json::from_str(&row.evidence_json).unwrap_or_default();
        evidence.found_by_booking = evidence.found_by_booking.filter(|_| desk);
        Ok(IndemnityView {
            id: show_id(row.id),
            member: show_id(row.member.0),
            booking: row.booking.map(|booking| show_id(booking.0)),
            case: row.case.filter(|_| desk).map(show_id),
            kind: row.kind.clone(),
            title: self.title_of(row, &explainer),
            clause: row.clause.clone(),
            amount: Money(row.amount).to_string(),
            currency: book.rules.currency.to_string(),
            state: row.state.clone(),
            proposed: show_moment(row.proposed),
            notified: row.notified.map(show_moment),
            object_until: row.object_until.map(show_moment),
            objected: row.objected.map(show_moment),
            objection: open(&row.objection_sealed),
            decided: row.decided.map(show_moment),
            reason: open(&row.reason_sealed),
            recorded: serde_json::from_str(&row.recorded_json).unwrap_or_default(),
            evidence,
        })
    }
}
