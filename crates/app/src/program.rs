//! Programs that call by themselves, each with a token and what it may do.

use rimessa_domain::time::Span;
use rimessa_store::sessions::{self, SessionRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::{digest, show_id, token};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// A token lasts no longer.
const LONGEST_DAYS: u16 = 3650;

/// A token to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProgram {
    /// What people call the program.
    pub label: String,
    /// What it may do, like `bookings`; at least one.
    pub scopes: Vec<String>,
    /// How long the token lasts: 1 to 3650 days; 365 by default.
    #[schema(minimum = 1, maximum = 3650)]
    pub days: Option<u16>,
}

/// A program with a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgramView {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When its token was made, RFC 3339.
    pub made: String,
    /// When its token ends, RFC 3339.
    pub expires: String,
    /// When it was last used, within an hour, RFC 3339.
    pub used: Option<String>,
}

/// A program whose token was just made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeProgram {
    /// The program.
    pub program: ProgramView,
    /// Its token, shown once.
    pub token: String,
}

fn view(row: SessionRow) -> ProgramView {
    ProgramView {
        id: show_id(row.id),
        label: row.label,
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        made: show_moment(row.created),
        expires: show_moment(row.expires),
        used: row.used.map(show_moment),
    }
}

/// A text that people call something by.
pub(crate) fn label(text: &str) -> Result<&str, Trouble> {
    let text = text.trim();
    let well = (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if well { Ok(text) } else { Err(Trouble::invalid("label", "not-a-label", "")) }
}

/// Makes a token for a program; `known` are the scopes there are.
///
/// # Errors
/// [`Trouble::Invalid`]: there is no such scope, or none, or it lasts too long.
pub fn make(
    scene: &mut Scene<'_, '_>,
    new: &NewProgram,
    known: &[String],
) -> Result<Reply<MadeProgram>, Trouble> {
    let label = label(&new.label)?;
    if new.scopes.is_empty() {
        return Err(Trouble::invalid("scopes", "missing", ""));
    }
    if let Some(unknown) = new.scopes.iter().find(|scope| !known.contains(scope)) {
        return Err(Trouble::invalid("scopes", "no-such-scope", unknown));
    }
    let days = new.days.unwrap_or(365);
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(Trouble::invalid("days", "beyond-3650", ""));
    }
    let (now, id, fresh) = (scene.now(), scene.id(), token("rk"));
    let session = SessionRow {
        operator: scene.operator.id,
        token_hash: digest(fresh.as_bytes()).to_vec(),
        id,
        kind: "program".to_owned(),
        subject: id,
        label: label.to_owned(),
        scopes: new.scopes.join(" "),
        created: now,
        expires: now.plus(Span::days(i64::from(days))),
        used: None,
        second_factor: false,
    };
    sessions::insert(scene.tx, &session)?;
    let event =
        Event { kind: "program-token", of: Some(session.scopes.clone()), ..Event::default() };
    scene.note(now, &event, None, Concerns { subject: Some(id), ..Concerns::default() })?;
    Ok(Reply::Done(MadeProgram { program: view(session), token: fresh }))
}

/// The programs with a token, by id.
///
/// # Errors
/// [`Trouble`].
pub fn list(
    scene: &mut Scene<'_, '_>,
    after: u128,
    limit: i64,
) -> Result<Vec<ProgramView>, Trouble> {
    let rows = sessions::programs(scene.tx, scene.operator.id, after, limit)?;
    Ok(rows.into_iter().map(view).collect())
}

/// Takes the token of a program away.
///
/// # Errors
/// [`Trouble::NotFound`].
pub fn revoke(scene: &mut Scene<'_, '_>, id: u128) -> Result<(), Trouble> {
    if !sessions::end_program(scene.tx, scene.operator.id, id)? {
        return Err(Trouble::NotFound("program"));
    }
    let event = Event { kind: "program-revoke", ..Event::default() };
    let concerns = Concerns { subject: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)
}
