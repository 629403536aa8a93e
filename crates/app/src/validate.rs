//! Verifying members' documents: who waits, and what becomes of it.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_rulebook::texts::Arg;
use rimessa_store::members::MemberRow;
use rimessa_store::{members, papers, uploads};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::profile::ProfileView;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::subscribe;
use crate::tell::News;
use crate::trouble::Trouble;
use crate::uploads::{PURPOSES, UploadView};
use crate::when::show_moment;

/// Scans are deleted so many days after they were verified, unless the operator says otherwise.
const KEPT_DAYS: u16 = 30;

/// Why somebody is refused, or what is still needed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApplicationReason)]
pub struct Reason {
    /// In words for the member.
    pub reason: String,
}

/// Somebody whose documents wait to be verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Application {
    /// Since when, RFC 3339.
    pub since: String,
    /// For how many whole hours.
    pub waits_hours: i64,
    /// Who it is.
    pub profile: ProfileView,
    /// What was uploaded.
    pub uploads: Vec<UploadView>,
    /// What staff told the member before.
    pub note: Option<String>,
}

/// Those who wait, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ApplicationPage)]
pub struct Queue {
    /// Them.
    pub applications: Vec<Application>,
    /// Where to go on reading; `null`: this is all.
    pub next: Option<String>,
}

/// What a member is told about the documents.
pub(crate) fn news<'n>(kind: &'n str, args: &'n [(&'n str, Arg<'n>)]) -> News<'n> {
    News { kind, booking: None, urgent: false, args }
}

/// Who waits for the documents to be verified, the oldest first.
///
/// # Errors
/// [`Trouble::Invalid`] if `after` is no cursor; [`Trouble`].
pub fn queue(scene: &mut Scene<'_, '_>, after: Option<&str>, limit: i64) -> Result<Queue, Trouble> {
    let op = scene.operator.id;
    let begin = match after {
        None => (Instant(0), MemberId(0)),
        Some(text) => {
            cursor(text).ok_or_else(|| Trouble::invalid("after", "not-a-cursor", text))?
        }
    };
    let mut rows = papers::waiting(scene.tx, op, begin, limit + 1)?;
    let page = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let next = rows.last().filter(|_| more);
    let next = next.map(|(id, at)| format!("{}-{}", at.0, show_id(id.0)));
    let mut applications = Vec::with_capacity(rows.len());
    for (id, since) in rows {
        applications.push(Application {
            since: show_moment(since),
            waits_hours: scene.now().since(since).0 / 3_600_000,
            profile: crate::profile::profile(scene, id)?,
            uploads: crate::uploads::list(scene, id)?,
            note: papers::note(scene.tx, op, id)?.0,
        });
    }
    Ok(Queue { applications, next })
}

/// What staff look at to verify a member's documents, waiting or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Since when the member waits, RFC 3339; `None`: the member does not wait.
    pub since: Option<String>,
    /// Who it is.
    pub profile: ProfileView,
    /// What was uploaded.
    pub uploads: Vec<UploadView>,
    /// What staff told the member before.
    pub note: Option<String>,
}

/// What staff look at to verify a member's documents.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn dossier(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Dossier, Trouble> {
    let op = scene.operator.id;
    Ok(Dossier {
        since: papers::get(scene.tx, op, id)?.applied.map(show_moment),
        profile: crate::profile::profile(scene, id)?,
        uploads: crate::uploads::list(scene, id)?,
        note: papers::note(scene.tx, op, id)?.0,
    })
}

fn cursor(text: &str) -> Option<(Instant, MemberId)> {
    let (at, id) = text.split_once('-')?;
    Some((Instant(at.parse().ok()?), MemberId(parse_id(id)?)))
}

/// Notes that a member's documents are verified; the account is active from then on, and the plan
/// that was chosen when signing up begins.
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
            let waited = scene.out_of_queue(id, None)?;
            scene.end_uploads(id)?;
            scene.begin_wished_plan(id, at)?;
            if waited {
                scene.tell(id, &news("validated", &[]))?;
            }
            Ok(Reply::Done(()))
        }
    }
}

/// Refuses a member, who is told why. Documents that were verified hold no longer.
///
/// # Errors
/// [`Trouble::Invalid`] without a reason; [`Trouble`].
pub fn refuse(scene: &mut Scene<'_, '_>, id: MemberId, why: &Reason) -> Result<(), Trouble> {
    scene.send_back(id, why, "refused")
}

/// Asks a member for more before anything is verified.
///
/// # Errors
/// [`Trouble::Invalid`] without saying what; [`Trouble`].
pub fn ask(scene: &mut Scene<'_, '_>, id: MemberId, what: &Reason) -> Result<(), Trouble> {
    scene.send_back(id, what, "incomplete")
}

impl Scene<'_, '_> {
    fn send_back(
        &mut self,
        id: MemberId,
        why: &Reason,
        state: &'static str,
    ) -> Result<(), Trouble> {
        let reason = why.reason.trim();
        if reason.is_empty() {
            return Err(Trouble::invalid("reason", "missing", ""));
        }
        if reason.chars().count() > 2000 {
            return Err(Trouble::invalid("reason", "too-long", ""));
        }
        let row = self.lock_member(id)?;
        if state == "refused" && row.validated {
            self.invalidate(&row)?;
        }
        // Whoever drives already goes on driving while staff ask for a better scan.
        if state == "refused" || !row.validated {
            members::set_state(self.tx, self.operator.id, id, state)?;
        }
        self.out_of_queue(id, Some(reason))?;
        let event = Event {
            kind: if state == "refused" { "refuse" } else { "ask" },
            by: Some(show_id(id.0)),
            ..Event::default()
        };
        let concerns = Concerns { member: Some(id), ..Concerns::default() };
        self.note(self.now(), &event, None, concerns)?;
        self.tell(id, &news(state, &[("reason", reason.into())]))
    }

    /// Notes that a member's documents hold no longer.
    pub(crate) fn invalidate(&mut self, row: &MemberRow) -> Result<(), Trouble> {
        let at = self.now();
        let rules = self.operator.versions.at(at);
        let mut member = self.account(row, rules)?;
        let event = Event { kind: "invalidate", by: Some(show_id(row.id.0)), ..Event::default() };
        let concerns = Concerns {
            member: Some(row.id),
            version: Some(row.version + 1),
            ..Concerns::default()
        };
        match contract::invalidate(&Now { rules, at }) {
            Answer::Refused(refusal, _) => self.note(at, &event, Some(refusal), concerns),
            Answer::Done(outcome) => {
                self.apply_to_account(rules, &mut member, &outcome, at)?;
                self.note(at, &event, None, concerns)
            }
        }
    }

    /// Takes a member out of the queue; whether the member was in it.
    fn out_of_queue(&mut self, id: MemberId, note: Option<&str>) -> Result<bool, Trouble> {
        let op = self.operator.id;
        let paper = papers::get(self.tx, op, id)?;
        let waited = paper.applied.is_some();
        papers::put(self.tx, op, id, &papers::Papers { applied: None, ..paper })?;
        papers::set_note(self.tx, op, id, note)?;
        Ok(waited)
    }

    /// Scans that were verified are not needed for long.
    fn end_uploads(&mut self, id: MemberId) -> Result<(), Trouble> {
        let days = self.operator.settings.scan_days.unwrap_or(KEPT_DAYS);
        let end = self.now().plus(Span::days(i64::from(days)));
        for purpose in PURPOSES {
            uploads::end(self.tx, self.operator.id, id.0, purpose, end)?;
        }
        Ok(())
    }

    fn begin_wished_plan(&mut self, id: MemberId, at: Instant) -> Result<(), Trouble> {
        let op = self.operator.id;
        let paper = papers::get(self.tx, op, id)?;
        let Some(name) = paper.wished_plan.clone() else { return Ok(()) };
        papers::put(self.tx, op, id, &papers::Papers { wished_plan: None, ..paper })?;
        let rules = self.operator.versions.at(at);
        let plan = rules.find_plan(&name);
        let begins = plan.is_some_and(|plan| rules.subscription(plan, at).is_some());
        if begins && self.check_lasting(&name).is_ok() {
            let wish = subscribe::Wish {
                plan: Some(name),
                member: Some(show_id(id.0)),
                ..subscribe::Wish::default()
            };
            // Refused only if something runs already; that is in the journal.
            subscribe::subscribe(self, &wish)?;
        }
        Ok(())
    }
}
