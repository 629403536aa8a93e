//! Indemnities that staff decide: proposed, told to the member, who may object; then upheld or waived.
//!
//! Nothing is billed before the member was heard.

mod show;

pub use show::{IndemnityPage, IndemnityView, in_state, of_member, proposal};

use std::collections::BTreeMap;

use rimessa_domain::decide::assess::needs;
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::money::Money;
use rimessa_domain::time::Span;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::cases;
use rimessa_store::proposals::{self, ProposalRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assess::{self, preview};
use crate::case_file::Said;
use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::open_case::{NewCase, check_text};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::tag::unchanged;
use crate::tell::News;
use crate::trouble::Trouble;

/// What the words of a proposal are sealed for.
pub(crate) const WORDS: &str = "proposal.words";
/// How long a member may object where the operator set nothing.
pub const OBJECTION_DAYS: u16 = 14;

/// What is proposed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IndemnityProposal)]
pub struct Wish {
    /// Of which kind, by the rulebook's name.
    pub kind: String,
    /// About which booking, by id.
    pub booking: Option<String>,
    /// Whom it concerns, by id or customer number, where it is about no booking.
    pub member: Option<String>,
    /// The case that it came of, by id.
    pub case: Option<String>,
    /// What was recorded.
    #[serde(default)]
    pub recorded: Recorded,
    /// What it rests on.
    #[serde(default)]
    pub evidence: Evidence,
}

/// What was recorded: it decides the amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Costs by name, like `"repair": "80.00"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub costs: BTreeMap<String, String>,
    /// The begin of the span.
    #[serde(default)]
    pub from: Option<String>,
    /// Its end.
    #[serde(default)]
    pub until: Option<String>,
    /// The distance, in metres.
    #[serde(default)]
    pub distance_m: Option<u32>,
}

/// What a proposal rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Photos and papers, by the id of their upload.
    #[serde(default)]
    pub uploads: Vec<String>,
    /// What happened, by the names of the journal.
    #[serde(default)]
    pub events: Vec<String>,
    /// What the odometer showed, in metres.
    #[serde(default)]
    pub odometer_m: Option<i64>,
    /// Where, by a station's code, or `off-network`.
    #[serde(default)]
    pub place: Option<String>,
    /// The booking at whose pick-up it was found; for staff only.
    #[serde(default)]
    pub found_by_booking: Option<String>,
}

/// Proposes an indemnity. The member is not told yet, and nothing is billed.
///
/// # Errors
/// [`Trouble`].
pub fn propose(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<IndemnityView>, Trouble> {
    let case = match wish.case.as_deref() {
        None => None,
        Some(name) => {
            let id = parse_id(name).ok_or(Trouble::NotFound("case"))?;
            let found = cases::get(scene.tx, scene.operator.id, id)?;
            Some(found.ok_or(Trouble::NotFound("case"))?.id)
        }
    };
    let proposed = scene.propose(wish, case, None)?;
    reply(scene, proposed)
}

/// Records other costs, span or distance, as long as the member was not told.
///
/// # Errors
/// [`Trouble::Invalid`]: the member was told already.
pub fn amend(
    scene: &mut Scene<'_, '_>,
    id: u128,
    recorded: &Recorded,
) -> Result<Reply<IndemnityView>, Trouble> {
    let mut row = scene.lock_proposal(id)?;
    if row.state != "proposed" {
        return Err(Trouble::invalid("indemnity", "already-told", ""));
    }
    row.recorded_json = serde_json::to_string(recorded).unwrap_or_default();
    let preview = match preview(scene, &assessed(&row))? {
        Reply::Refused(refused) => return Ok(Reply::Refused(refused)),
        Reply::Done(preview) => preview,
    };
    (row.amount, row.clause) = (preview.amount.0, preview.clause);
    scene.keep_proposal(&row, "indemnity-amend")?;
    scene.show_proposal(&row).map(Reply::Done)
}

/// Tells the member, who may object from now on. Told again, nothing happens.
///
/// # Errors
/// [`Trouble::Invalid`]: it is decided.
pub fn notify(scene: &mut Scene<'_, '_>, id: u128) -> Result<Reply<IndemnityView>, Trouble> {
    let mut row = scene.lock_proposal(id)?;
    match row.state.as_str() {
        "proposed" => {}
        "notified" | "objected" => return scene.show_proposal(&row).map(Reply::Done),
        _ => return Err(Trouble::invalid("indemnity", "decided", "")),
    }
    let at = scene.now();
    let days = scene.operator.settings.objection_days.unwrap_or(OBJECTION_DAYS);
    let until = at.plus(Span::days(i64::from(days)));
    row.state = "notified".to_owned();
    (row.notified, row.object_until) = (Some(at), Some(until));
    scene.keep_proposal(&row, "indemnity-notify")?;
    scene.tell_of_proposal(&row, "indemnity-proposed")?;
    scene.show_proposal(&row).map(Reply::Done)
}

/// The member objects. Said twice, it is said once.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble::Invalid`].
pub fn object(
    scene: &mut Scene<'_, '_>,
    id: u128,
    text: &str,
) -> Result<Reply<IndemnityView>, Trouble> {
    check_text("text", text, true)?;
    let mut row = scene.lock_proposal(id)?;
    let at = scene.now();
    match row.state.as_str() {
        "notified" => {}
        "objected" => return scene.show_proposal(&row).map(Reply::Done),
        _ => return Err(Trouble::invalid("indemnity", "decided", "")),
    }
    if row.object_until.is_some_and(|until| at >= until) {
        return Ok(Reply::Refused(scene.own_refusal("objection-too-late", None, at)));
    }
    row.state = "objected".to_owned();
    row.objected = Some(at);
    row.objection_sealed = Some(scene.app.keys().seal(WORDS, text.trim().as_bytes()));
    scene.keep_proposal(&row, "indemnity-object")?;
    let new = NewCase {
        kind: "objection",
        member: Some(row.member),
        booking: row.booking,
        vehicle: None,
        once: Some(format!("objection:{}", show_id(id))),
        said: Said { text: text.trim().to_owned(), ..Said::default() },
        uploads: Vec::new(),
    };
    scene.open_case(&new)?;
    scene.show_proposal(&row).map(Reply::Done)
}

/// Upholds an indemnity: now it is billed.
///
/// # Errors
/// [`Trouble::Invalid`]: it is decided.
pub fn uphold(
    scene: &mut Scene<'_, '_>,
    id: u128,
    reason: &str,
) -> Result<Reply<IndemnityView>, Trouble> {
    check_text("reason", reason, true)?;
    let row = scene.lock_proposal(id)?;
    let at = scene.now();
    let heard = match row.state.as_str() {
        "objected" => true,
        "notified" => row.object_until.is_some_and(|until| at >= until),
        "proposed" => false,
        _ => return Err(Trouble::invalid("indemnity", "decided", "")),
    };
    if !heard {
        return Ok(Reply::Refused(scene.own_refusal("member-not-heard", None, at)));
    }
    scene.bill_proposal(row, "upheld", Some(reason))
}

/// Waives an indemnity, with a reason.
///
/// # Errors
/// [`Trouble::Invalid`]: it is decided, or no reason is given.
pub fn waive(
    scene: &mut Scene<'_, '_>,
    id: u128,
    reason: &str,
) -> Result<Reply<IndemnityView>, Trouble> {
    check_text("reason", reason, true)?;
    let mut row = scene.lock_proposal(id)?;
    if !["proposed", "notified", "objected"].contains(&row.state.as_str()) {
        return Err(Trouble::invalid("indemnity", "decided", ""));
    }
    row.state = "waived".to_owned();
    scene.decided(&mut row, Some(reason));
    scene.keep_proposal(&row, "indemnity-waive")?;
    scene.settle_objection(&row, reason)?;
    if row.notified.is_some() {
        scene.tell_of_proposal(&row, "indemnity-waived")?;
    }
    scene.show_proposal(&row).map(Reply::Done)
}

/// Goes on only if an indemnity is still as it was looked at (`seen`: its tag); it is locked.
///
/// # Errors
/// [`Trouble::Stale`], [`Trouble::NotFound`]; [`Trouble`].
pub fn as_seen(scene: &mut Scene<'_, '_>, id: u128, seen: Option<&str>) -> Result<(), Trouble> {
    if seen.is_some() {
        scene.lock_proposal(id)?;
        unchanged(seen, Some(&proposal(scene, id)?))?;
    }
    Ok(())
}

fn reply(
    scene: &mut Scene<'_, '_>,
    proposed: Reply<ProposalRow>,
) -> Result<Reply<IndemnityView>, Trouble> {
    match proposed {
        Reply::Refused(refused) => Ok(Reply::Refused(refused)),
        Reply::Done(row) => scene.show_proposal(&row).map(Reply::Done),
    }
}

/// What is assessed when a proposal is billed.
fn assessed(row: &ProposalRow) -> assess::Wish {
    let recorded: Recorded = serde_json::from_str(&row.recorded_json).unwrap_or_default();
    assess::Wish {
        kind: row.kind.clone(),
        booking: row.booking.map(|booking| show_id(booking.0)),
        member: Some(show_id(row.member.0)),
        costs: recorded.costs,
        from: recorded.from,
        until: recorded.until,
        distance_m: recorded.distance_m,
    }
}

impl Scene<'_, '_> {
    /// Keeps a proposal, with what it would come to. Proposed again under the same `once`, it is the
    /// one that there is.
    pub(crate) fn propose(
        &mut self,
        wish: &Wish,
        case: Option<u128>,
        once: Option<String>,
    ) -> Result<Reply<ProposalRow>, Trouble> {
        let op = self.operator.id;
        if let Some(once) = &once
            && let Some(known) = proposals::by_once(self.tx, op, once)?
        {
            return Ok(Reply::Done(known));
        }
        let booking = wish.booking.as_deref().map(|name| parse_id(name).map(BookingId));
        let booking = booking.map(|id| id.ok_or(Trouble::NotFound("booking"))).transpose()?;
        let member = match booking {
            Some(_) => MemberId(0),
            None => self.member_named(wish.member.as_deref())?,
        };
        let uploads = self.named_uploads("evidence.uploads", &wish.evidence.uploads)?;
        if wish.evidence.events.len() > 50 || wish.evidence.events.iter().any(|e| e.len() > 50) {
            return Err(Trouble::invalid("evidence.events", "too-many-items", ""));
        }
        let place = wish.evidence.place.as_deref();
        place.map(|name| self.place_named("evidence.place", name)).transpose()?;
        let evidence = Evidence { uploads, ..wish.evidence.clone() };
        let mut row = ProposalRow {
            id: self.id(),
            member,
            booking,
            case,
            kind: wish.kind.clone(),
            recorded_json: serde_json::to_string(&wish.recorded).unwrap_or_default(),
            evidence_json: serde_json::to_string(&evidence).unwrap_or_default(),
            clause: String::new(),
            amount: 0,
            state: "proposed".to_owned(),
            proposed: self.now(),
            notified: None,
            object_until: None,
            objected: None,
            objection_sealed: None,
            decided: None,
            decided_by: None,
            reason_sealed: None,
            once,
            version: 1,
        };
        let preview = match preview(self, &assessed(&row))? {
            Reply::Refused(refused) => return Ok(Reply::Refused(refused)),
            Reply::Done(preview) => preview,
        };
        (row.member, row.clause, row.amount) = (preview.member, preview.clause, preview.amount.0);
        proposals::insert(self.tx, op, &row)?;
        self.note_proposal(&row, "indemnity-propose")?;
        Ok(Reply::Done(row))
    }

    /// Whether the rulebook has an indemnity of that kind that can be proposed before anything is
    /// recorded: at most costs are added later.
    pub(crate) fn can_propose(&self, kind: &str) -> bool {
        let at = self.now();
        let needs = needs(self.operator.versions.at(at), kind, at);
        needs.is_some_and(|needs| !needs.span && !needs.distance)
    }

    /// A proposal that the caller may see, locked after its member.
    fn lock_proposal(&mut self, id: u128) -> Result<ProposalRow, Trouble> {
        let op = self.operator.id;
        let found = proposals::get(self.tx, op, id)?;
        let found = found.filter(|row| self.may_see_proposal(row));
        let found = found.ok_or(Trouble::NotFound("indemnity"))?;
        self.lock_member(found.member)?;
        let locked = proposals::lock(self.tx, op, id)?;
        locked.ok_or(Trouble::NotFound("indemnity"))
    }

    /// Bills what was proposed, if the regulation still has it so.
    fn bill_proposal(
        &mut self,
        mut row: ProposalRow,
        state: &str,
        reason: Option<&str>,
    ) -> Result<Reply<IndemnityView>, Trouble> {
        let billed = match assess::bill(self, &assessed(&row))? {
            Reply::Refused(refused) => return Ok(Reply::Refused(refused)),
            Reply::Done(billed) => billed,
        };
        row.amount = billed.amount.0;
        row.state = state.to_owned();
        self.decided(&mut row, reason);
        let kind = if state == "upheld" { "indemnity-uphold" } else { "indemnity-due" };
        self.keep_proposal(&row, kind)?;
        self.settle_objection(&row, reason.unwrap_or_default())?;
        self.tell_of_proposal(&row, "indemnity-billed")?;
        self.show_proposal(&row).map(Reply::Done)
    }

    /// Bills a proposal to which nobody objected in time; whether there was anything to do.
    pub(crate) fn bill_unopposed(&mut self, id: u128) -> Result<bool, Trouble> {
        let row = self.lock_proposal(id)?;
        let due = row.object_until.is_some_and(|until| until <= self.now());
        if row.state != "notified" || !due {
            return Ok(false);
        }
        Ok(self.bill_proposal(row, "unopposed", None)?.done().is_some())
    }

    fn decided(&self, row: &mut ProposalRow, reason: Option<&str>) {
        row.decided = Some(self.now());
        row.decided_by = self.actor.id();
        let seal = |reason: &str| self.app.keys().seal(WORDS, reason.trim().as_bytes());
        row.reason_sealed = reason.map(seal);
    }

    /// Closes the case of an objection once it is decided.
    fn settle_objection(&mut self, row: &ProposalRow, reason: &str) -> Result<(), Trouble> {
        let once = format!("objection:{}", show_id(row.id));
        let op = self.operator.id;
        let Some(case) = cases::by_once(self.tx, op, &once)? else { return Ok(()) };
        if case.state == "closed" {
            return Ok(());
        }
        self.close_case(case, "settled", reason.trim()).map(drop)
    }

    fn keep_proposal(&mut self, row: &ProposalRow, kind: &'static str) -> Result<(), Trouble> {
        proposals::update(self.tx, self.operator.id, row)?;
        self.note_proposal(row, kind)
    }

    fn note_proposal(&mut self, row: &ProposalRow, kind: &'static str) -> Result<(), Trouble> {
        let event = Event {
            kind,
            of: Some(row.kind.clone()),
            amount: Some(Money(row.amount).to_string()),
            ..Event::default()
        };
        let concerns = Concerns {
            member: Some(row.member),
            booking: row.booking,
            subject: Some(row.id),
            version: Some(row.version),
            ..Concerns::default()
        };
        self.note(self.now(), &event, None, concerns)
    }

    fn tell_of_proposal(&mut self, row: &ProposalRow, kind: &str) -> Result<(), Trouble> {
        let language = self.language_of(row.member)?;
        let operator = self.operator;
        let book = operator.book_at(row.proposed);
        let explainer = Explainer { rulebook: book, language: &language };
        let until = row.object_until.map_or_else(String::new, |at| explainer.moment(at));
        let amount = format!("{} {}", Money(row.amount), book.rules.currency);
        let basis = match row.clause.as_str() {
            "" => explainer.words("no-clause", &[]),
            clause => explainer.words("clause", &[("clause", clause.into())]),
        };
        let args = [
            ("title", self.title_of(row, &explainer).into()),
            ("basis", basis.into()),
            ("amount", amount.into()),
            ("until", until.into()),
        ];
        let news = News { kind, booking: row.booking, urgent: false, args: &args };
        self.tell(row.member, &news)
    }
}
