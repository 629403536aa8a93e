//! Cases as they are shown: what somebody must see to, until when, and what was said about it.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::cases::{self, CaseRow, EntryRow, Sought};
use rimessa_store::{proposals, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accident::Accident;
use crate::identity::{parse_id, show_id};
use crate::scene::{Actor, Scene};
use crate::tag::unchanged;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What the words of a case are sealed for.
pub(crate) const ENTRY: &str = "case.entry";

/// What a case can be about.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The rulebook's duties whose time is this one's.
    pub(crate) duties: &'static [&'static str],
    /// How long there is where the rulebook says nothing.
    pub(crate) within: Span,
    /// Rimessa itself opens it.
    pub(crate) by_itself: bool,
    /// Reported twice for a booking, it is one and the same while it is open.
    pub(crate) once: bool,
}

const fn kind(name: &'static str, duties: &'static [&'static str], within: Span) -> Kind {
    Kind { name, duties, within, by_itself: false, once: false }
}

impl Kind {
    const fn once(self) -> Self {
        Self { once: true, ..self }
    }

    const fn by_itself(self) -> Self {
        Self { by_itself: true, ..self }
    }
}

/// All kinds.
pub(crate) const KINDS: [Kind; 18] = [
    kind("accident", &["accident"], Span::hours(2)).once(),
    kind("bay-taken", &["bay-taken"], Span::hours(4)).by_itself(),
    kind("breakdown", &["breakdown"], Span::hours(2)).once(),
    kind("claim", &["refund-asked"], Span::days(7)).by_itself(),
    kind("contact", &["contact"], Span::days(5)),
    kind("damage", &["damage-reported"], Span::days(3)),
    kind("dirt", &["dirt-reported"], Span::days(3)),
    kind("fuel-card", &["fuel-card-missing", "fuel-card-lost"], Span::days(3)).once(),
    kind("key", &["key-lost"], Span::days(3)).once(),
    kind("late-trip", &["late-trip"], Span::hours(1)).by_itself(),
    kind("lost-property", &["found"], Span::days(3)),
    kind("objection", &["objection"], Span::days(14)).by_itself(),
    kind("other", &[], Span::days(5)),
    kind("plan-gone", &[], Span::days(3)).by_itself(),
    kind("query", &["query"], Span::days(14)).once(),
    kind("theft", &["theft"], Span::hours(2)).once(),
    kind("vandalism", &["theft"], Span::days(1)),
    kind("vehicle-missing", &["vehicle-missing"], Span::hours(1)).once(),
];

/// What is said in an entry, as it is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) accident: Option<Accident>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseView {
    /// Its id.
    pub id: String,
    /// What it is about: `accident`, `damage`, `query` …
    pub kind: String,
    /// `open`; `waiting` for an answer; `closed`.
    pub state: String,
    /// How it ended: `settled`, `unfounded`, `duplicate`, `passed-on`.
    pub outcome: Option<String>,
    /// When it was opened, RFC 3339.
    pub opened: String,
    /// Who opened it: `member`, `staff`, `device`, `program`, `system`.
    pub opened_by: String,
    /// Until when it must be seen to, RFC 3339.
    pub due: String,
    /// That moment has passed, and it is still open.
    pub overdue: bool,
    /// Whose of the staff it is, by id; for staff only.
    pub owner: Option<String>,
    /// Whose of the members it is.
    pub member: Option<String>,
    /// The booking concerned.
    pub booking: Option<String>,
    /// The vehicle concerned, by fleet number.
    pub vehicle: Option<String>,
    /// When it was closed, RFC 3339.
    pub closed: Option<String>,
}

/// A case with what was said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseFile {
    /// The case.
    #[serde(flatten)]
    pub case: CaseView,
    /// What was said, in order; a member sees what is meant for him.
    pub entries: Vec<EntryView>,
    /// The indemnities that were proposed, by id; for staff only.
    pub indemnities: Vec<String>,
}

/// Something that was said about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryView {
    /// When, RFC 3339.
    pub at: String,
    /// Who: `member`, `staff`, `device`, `program`, `system`.
    pub by: String,
    /// Which of them, by id; for staff only.
    pub who: Option<String>,
    /// `message`, `note`, `hand-over`, `form` or `outcome`.
    pub kind: String,
    /// Whether the member sees it.
    pub visible: bool,
    /// The words.
    pub text: String,
    /// What a contact is about: `address`, `phone`, `plate`, `other`.
    pub topic: Option<String>,
    /// The form of an accident.
    pub accident: Option<Accident>,
    /// What was uploaded with it, by id.
    pub uploads: Vec<String>,
}

/// Cases, and where to go on reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CasePage {
    /// The cases: what is due first comes first.
    pub cases: Vec<CaseView>,
    /// Where to go on reading; `null`: this is all.
    pub next: Option<String>,
}

/// Which cases are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// In this state; `null`: all that are not closed.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// `me`, `nobody`, or the id of somebody of the staff.
    pub owner: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// How many at most.
    pub limit: i64,
}

/// The queue of the staff: overdue ones first, then by what is due.
///
/// # Errors
/// [`Trouble`].
pub fn queue(scene: &mut Scene<'_, '_>, queue: &Queue) -> Result<CasePage, Trouble> {
    if let Some(state) = &queue.state
        && !["open", "waiting", "closed"].contains(&state.as_str())
    {
        return Err(Trouble::invalid("state", "no-such-state", state));
    }
    let mut sought =
        Sought { state: queue.state.clone(), kind: queue.kind.clone(), ..Sought::default() };
    match (queue.owner.as_deref(), scene.actor.id()) {
        (None, _) => {}
        (Some("nobody"), _) => sought.unowned = true,
        (Some("me"), me) => sought.owner = me,
        (Some(other), _) => {
            let id = parse_id(other);
            let id = id.ok_or_else(|| Trouble::invalid("owner", "not-an-id", other))?;
            sought.owner = Some(id);
        }
    }
    let after = match &queue.after {
        None => (Instant::MIN, 0),
        Some(text) => cursor(text).ok_or_else(|| Trouble::invalid("after", "not-a-cursor", ""))?,
    };
    let op = scene.operator.id;
    let mut rows = cases::queue(scene.tx, op, &sought, after, queue.limit + 1)?;
    let next =
        scene.cut(&mut rows, queue.limit, |row| format!("{}.{}", row.due.0, show_id(row.id)));
    let cases = rows.iter().map(|row| scene.show_case(row)).collect::<Result<_, _>>()?;
    Ok(CasePage { cases, next })
}

fn cursor(text: &str) -> Option<(Instant, u128)> {
    let (due, id) = text.split_once('.')?;
    Some((Instant(due.parse().ok()?), parse_id(id)?))
}

/// A member's own cases, the latest first.
///
/// # Errors
/// [`Trouble`].
pub fn of_member(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    before: Option<u128>,
    limit: i64,
) -> Result<CasePage, Trouble> {
    let before = before.unwrap_or(u128::MAX);
    let mut rows = cases::of_member(scene.tx, scene.operator.id, member, before, limit + 1)?;
    let next = scene.cut(&mut rows, limit, |row| show_id(row.id));
    let cases = rows.iter().map(|row| scene.show_case(row)).collect::<Result<_, _>>()?;
    Ok(CasePage { cases, next })
}

/// A case with what was said about it, if the caller may see it.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn case(scene: &mut Scene<'_, '_>, id: u128) -> Result<CaseFile, Trouble> {
    let found = cases::get(scene.tx, scene.operator.id, id)?;
    let found = found.filter(|case| scene.may_see_case(case)).ok_or(Trouble::NotFound("case"))?;
    scene.show_file(&found)
}

/// Goes on only if a case is still as it was looked at (`seen`: its tag); it is locked.
///
/// # Errors
/// [`Trouble::Stale`], [`Trouble::NotFound`]; [`Trouble`].
pub fn as_seen(scene: &mut Scene<'_, '_>, id: u128, seen: Option<&str>) -> Result<(), Trouble> {
    if seen.is_some() {
        cases::lock(scene.tx, scene.operator.id, id)?;
        unchanged(seen, Some(&case(scene, id)?))?;
    }
    Ok(())
}

impl Scene<'_, '_> {
    /// Cuts what was read one too far; where to go on, if it was.
    pub(crate) fn cut<T>(
        &self,
        rows: &mut Vec<T>,
        limit: i64,
        cursor: impl Fn(&T) -> String,
    ) -> Option<String> {
        let page = usize::try_from(limit).unwrap_or(usize::MAX);
        if rows.len() <= page {
            return None;
        }
        rows.truncate(page);
        rows.last().map(cursor)
    }

    /// Whether the caller may see a case: staff all, members their own.
    pub(crate) fn may_see_case(&self, case: &CaseRow) -> bool {
        match self.actor {
            Actor::Member(id) => case.member == Some(id),
            Actor::Staff(_) | Actor::System | Actor::CommandLine => true,
            Actor::Device(_) | Actor::Program(_) | Actor::Stranger => false,
        }
    }

    /// A case as it is shown.
    pub(crate) fn show_case(&mut self, row: &CaseRow) -> Result<CaseView, Trouble> {
        let vehicle = match row.vehicle {
            Some(id) => vehicles::get(self.tx, self.operator.id, id)?.map(|vehicle| vehicle.code),
            None => None,
        };
        let owner = row.owner.filter(|_| self.is_desk()).map(show_id);
        Ok(CaseView {
            id: show_id(row.id),
            kind: row.kind.clone(),
            state: row.state.clone(),
            outcome: row.outcome.clone(),
            opened: show_moment(row.opened),
            opened_by: row.opened_by.clone(),
            due: show_moment(row.due),
            overdue: row.state != "closed" && row.due <= self.now(),
            owner,
            member: row.member.map(|member| show_id(member.0)),
            booking: row.booking.map(|booking| show_id(booking.0)),
            vehicle,
            closed: row.closed.map(show_moment),
        })
    }

    /// A case with what was said about it, as far as the caller may read it.
    pub(crate) fn show_file(&mut self, row: &CaseRow) -> Result<CaseFile, Trouble> {
        let (op, desk) = (self.operator.id, self.is_desk());
        let entries = cases::entries(self.tx, op, row.id)?;
        let seen = entries.iter().filter(|entry| desk || entry.visible);
        let entries = seen.map(|entry| self.show_entry(entry)).collect();
        let indemnities = match desk {
            true => proposals::of_case(self.tx, op, row.id)?,
            false => Vec::new(),
        };
        let indemnities = indemnities.iter().map(|proposal| show_id(proposal.id)).collect();
        Ok(CaseFile { case: self.show_case(row)?, entries, indemnities })
    }

    fn show_entry(&self, entry: &EntryRow) -> EntryView {
        let said = self.said(entry).unwrap_or_default();
        EntryView {
            at: show_moment(entry.at),
            by: entry.author.clone(),
            who: entry.author_id.filter(|_| self.is_desk()).map(show_id),
            kind: entry.kind.clone(),
            visible: entry.visible,
            text: said.text,
            topic: said.topic,
            accident: said.accident,
            uploads: serde_json::from_str(&entry.uploads_json).unwrap_or_default(),
        }
    }

    /// What was said in an entry; `None`: its key is gone.
    pub(crate) fn said(&self, entry: &EntryRow) -> Option<Said> {
        let text = self.app.keys().open(ENTRY, &entry.sealed)?;
        serde_json::from_slice(&text).ok()
    }

    /// Whether the staff acts, or Rimessa itself.
    pub(crate) fn is_desk(&self) -> bool {
        matches!(self.actor, Actor::Staff(_) | Actor::System | Actor::CommandLine)
    }
}
