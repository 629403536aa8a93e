//! Notes about a member, which staff leave for each other. A member who asks what is held on them reads them.

use rimessa_domain::ids::MemberId;
use rimessa_store::logins;
use rimessa_store::notes::{self, NoteRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::open_case::check_text;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What notes are sealed for.
pub(crate) const NOTE: &str = "member.note";
/// The longest note.
const LONGEST: usize = 2000;
/// So many are told.
const MOST: i64 = 200;

/// A note to be left.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewNote)]
pub struct Wish {
    /// What it says.
    pub text: String,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MemberNote)]
pub struct NoteView {
    /// Its id.
    pub id: String,
    /// When it was left, RFC 3339.
    pub at: String,
    /// By whom of the staff, by login name; `null`: unknown.
    pub staff: Option<String>,
    /// What it says.
    pub text: String,
}

/// Leaves a note about a member.
///
/// # Errors
/// [`Trouble::Invalid`]: it is empty or too long; [`Trouble`].
pub fn add(scene: &mut Scene<'_, '_>, member: MemberId, text: &str) -> Result<NoteView, Trouble> {
    check_text("text", text, true)?;
    if text.len() > LONGEST {
        return Err(Trouble::invalid("text", "too-long", ""));
    }
    scene.lock_member(member)?;
    let staff = match scene.actor {
        Actor::Staff(id) => Some(id),
        _ => None,
    };
    let row = NoteRow {
        id: scene.id(),
        member,
        made: scene.now(),
        staff,
        sealed: scene.app.keys().seal(NOTE, text.trim().as_bytes()),
    };
    notes::insert(scene.tx, scene.operator.id, &row)?;
    let event = Event { kind: "member-note", ..Event::default() };
    let concerns = Concerns { member: Some(member), subject: Some(row.id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    scene.show_note(&row)
}

/// The notes about a member, the latest first.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Vec<NoteView>, Trouble> {
    let rows = notes::of_member(scene.tx, scene.operator.id, member, MOST)?;
    rows.iter().map(|row| scene.show_note(row)).collect()
}

impl Scene<'_, '_> {
    fn show_note(&mut self, row: &NoteRow) -> Result<NoteView, Trouble> {
        let staff = match row.staff {
            Some(id) => logins::get(self.tx, logins::INSTALLATION, id)?.map(|login| login.name),
            None => None,
        };
        let text = self.app.keys().open(NOTE, &row.sealed);
        let text = text.and_then(|text| String::from_utf8(text).ok()).unwrap_or_default();
        Ok(NoteView { id: show_id(row.id), at: show_moment(row.made), staff, text })
    }

    /// The notes about a member as the member is told them: who of the staff left them is apart.
    pub(crate) fn notes_held(&mut self, member: MemberId) -> Result<Vec<NoteView>, Trouble> {
        let mut all = list(self, member)?;
        all.iter_mut().for_each(|note| note.staff = None);
        Ok(all)
    }
}
