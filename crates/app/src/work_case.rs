//! Working on a case: taking it, handing it over, answering, closing it.

use rimessa_store::cases::{self, CaseRow};
use rimessa_store::logins::{self, INSTALLATION};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accident::{self, Accident};
use crate::case_file::{CaseFile, Said};
use crate::log_in::login_name;
use crate::open_case::check_text;
use crate::reply::Reply;
use crate::scene::{Actor, Scene};
use crate::tell::News;
use crate::trouble::Trouble;

/// To whom a case is handed over, and what must be known.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseHandOver)]
pub struct HandOver {
    /// The login of somebody of the staff who works here; left out: whoever takes it.
    pub to: Option<String>,
    /// What they must know; members do not see it.
    pub note: String,
}

/// An answer.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseAnswer)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// Only for the staff.
    #[serde(default)]
    pub internal: bool,
    /// Photos and papers, by the id of their upload.
    #[serde(default)]
    pub uploads: Vec<String>,
}

/// How a case ends.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseClosing)]
pub struct Closing {
    /// `settled`, `unfounded`, `duplicate` or `passed-on`.
    pub outcome: String,
    /// What the member is told; may be empty.
    #[serde(default)]
    pub text: String,
}

const OUTCOMES: [&str; 4] = ["duplicate", "passed-on", "settled", "unfounded"];

/// Takes a case that is nobody's.
///
/// # Errors
/// [`Trouble::Invalid`]: it is somebody else's, or closed.
pub fn take(scene: &mut Scene<'_, '_>, id: u128) -> Result<Reply<CaseFile>, Trouble> {
    let mut row = scene.lock_case(id)?;
    let me = scene.actor.id();
    check_open(&row)?;
    if row.owner.is_some() && row.owner != me {
        return Err(Trouble::invalid("case", "has-an-owner", ""));
    }
    if row.owner.is_none() {
        row.owner = me;
        scene.keep_case(&row, "case-take")?;
    }
    scene.show_file(&row).map(Reply::Done)
}

/// Hands a case over to somebody, or back into the queue.
///
/// # Errors
/// [`Trouble::Invalid`]: there is no such person here, or nothing is noted.
pub fn hand_over(
    scene: &mut Scene<'_, '_>,
    id: u128,
    wish: &HandOver,
) -> Result<Reply<CaseFile>, Trouble> {
    check_text("note", &wish.note, true)?;
    let mut row = scene.lock_case(id)?;
    check_open(&row)?;
    row.owner = wish.to.as_deref().map(|name| scene.colleague(name)).transpose()?;
    scene.keep_case(&row, "case-hand-over")?;
    let said = Said { text: wish.note.trim().to_owned(), ..Said::default() };
    scene.add_entry(id, "hand-over", false, &said, &[])?;
    scene.show_file(&row).map(Reply::Done)
}

/// Answers. A member's answer opens a case again; an answer of the staff waits for the member.
///
/// # Errors
/// [`Trouble`].
pub fn reply(
    scene: &mut Scene<'_, '_>,
    id: u128,
    wish: &Answer,
) -> Result<Reply<CaseFile>, Trouble> {
    check_text("text", &wish.text, true)?;
    let uploads = scene.named_uploads("uploads", &wish.uploads)?;
    let mut row = scene.lock_case(id)?;
    let by_member = matches!(scene.actor, Actor::Member(_));
    if by_member && wish.internal {
        return Err(Trouble::invalid("internal", "says-nothing", ""));
    }
    let said = Said { text: wish.text.trim().to_owned(), ..Said::default() };
    let kind = if wish.internal { "note" } else { "message" };
    scene.add_entry(id, kind, !wish.internal, &said, &uploads)?;
    if by_member {
        if row.state == "closed" {
            row.due = scene.due_of(&row.kind, scene.now());
        }
        (row.state, row.closed, row.outcome) = ("open".to_owned(), None, None);
    } else if !wish.internal {
        check_open(&row)?;
        row.state = "waiting".to_owned();
        scene.tell_of_case(&row, "case-answered")?;
    }
    scene.keep_case(&row, "case-reply")?;
    scene.show_file(&row).map(Reply::Done)
}

/// Hands in the form of an accident that was reported without it.
///
/// # Errors
/// [`Trouble`].
pub fn fill_in(
    scene: &mut Scene<'_, '_>,
    id: u128,
    form: &Accident,
) -> Result<Reply<CaseFile>, Trouble> {
    let row = scene.lock_case(id)?;
    if row.kind != "accident" {
        return Err(Trouble::NotFound("case"));
    }
    let now = scene.now();
    accident::check(form, &scene.operator.versions.at(now).zone, now)?;
    let said = Said { accident: Some(form.clone()), ..Said::default() };
    scene.add_entry(id, "form", true, &said, &[])?;
    scene.note_case(&row, "case-reply")?;
    scene.show_file(&row).map(Reply::Done)
}

/// Closes a case.
///
/// # Errors
/// [`Trouble`].
pub fn close(
    scene: &mut Scene<'_, '_>,
    id: u128,
    wish: &Closing,
) -> Result<Reply<CaseFile>, Trouble> {
    check_text("text", &wish.text, false)?;
    if !OUTCOMES.contains(&wish.outcome.as_str()) {
        return Err(Trouble::invalid("outcome", "no-such-outcome", &wish.outcome));
    }
    let row = scene.lock_case(id)?;
    check_open(&row)?;
    let row = scene.close_case(row, &wish.outcome, wish.text.trim())?;
    if !wish.text.trim().is_empty() {
        scene.tell_of_case(&row, "case-closed")?;
    }
    scene.show_file(&row).map(Reply::Done)
}

fn check_open(row: &CaseRow) -> Result<(), Trouble> {
    match row.state.as_str() {
        "closed" => Err(Trouble::invalid("case", "closed", "")),
        _ => Ok(()),
    }
}

impl Scene<'_, '_> {
    /// A case that the caller may see, locked.
    fn lock_case(&mut self, id: u128) -> Result<CaseRow, Trouble> {
        let found = cases::lock(self.tx, self.operator.id, id)?;
        found.filter(|case| self.may_see_case(case)).ok_or(Trouble::NotFound("case"))
    }

    fn keep_case(&mut self, row: &CaseRow, kind: &'static str) -> Result<(), Trouble> {
        cases::update(self.tx, self.operator.id, row)?;
        let row = CaseRow { version: row.version + 1, ..row.clone() };
        self.note_case(&row, kind)
    }

    /// Closes a case that is locked.
    pub(crate) fn close_case(
        &mut self,
        mut row: CaseRow,
        outcome: &str,
        text: &str,
    ) -> Result<CaseRow, Trouble> {
        row.state = "closed".to_owned();
        (row.outcome, row.closed) = (Some(outcome.to_owned()), Some(self.now()));
        // The same may happen again, and is another case then; what Rimessa opened stays known.
        if !crate::case_file::KINDS.iter().any(|kind| kind.name == row.kind && kind.by_itself) {
            row.once = None;
        }
        self.keep_case(&row, "case-close")?;
        let said = Said { text: text.to_owned(), ..Said::default() };
        self.add_entry(row.id, "outcome", true, &said, &[])?;
        Ok(row)
    }

    fn tell_of_case(&mut self, row: &CaseRow, kind: &str) -> Result<(), Trouble> {
        let Some(member) = row.member else { return Ok(()) };
        let news = News { kind, booking: row.booking, urgent: false, args: &[] };
        self.tell(member, &news)
    }

    /// Somebody of the staff who works for this operator, by login.
    fn colleague(&mut self, name: &str) -> Result<u128, Trouble> {
        let nobody = || Trouble::invalid("to", "no-such-colleague", name);
        let login = logins::by_name(self.tx, INSTALLATION, &login_name(name))?;
        let login = login.filter(|login| !login.disabled).ok_or_else(nobody)?;
        let op = self.operator.id;
        let grants = logins::grants(self.tx, login.id)?;
        let here = grants.iter().any(|(at, _)| *at == op || *at == INSTALLATION);
        if here { Ok(login.id) } else { Err(nobody()) }
    }
}
