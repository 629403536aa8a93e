//! Logging in: members by login name, e-mail address or customer number; staff by login name.

use std::sync::Arc;

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::sessions::{self, SessionRow};
use rimessa_store::{OperatorId, Tx, members};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::attempts::Attempts;
use crate::event::Event;
use crate::identity::{digest, show_id, token};
use crate::operator::Operator;
use crate::password::is_right;
use crate::scene::{Actor, Concerns, Scene};
use crate::second_factor::{self, Shown};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// How long a session lasts.
const SESSION: Span = Span::days(14);
/// How long a session of staff lasts.
const STAFF_SESSION: Span = Span::hours(12);
/// When a session was used is remembered no more often than this.
const COARSE: Span = Span::hours(1);

/// Who somebody is, as far as a token or a signature tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who acts.
    pub actor: Actor,
    /// Where a member, a device or a program belongs; staff may work where they are granted to.
    pub operator: Option<OperatorId>,
    /// The roles of staff, each with where it holds; operator 0: everywhere.
    pub grants: Vec<(OperatorId, String)>,
    /// What a program may do.
    pub scopes: Vec<String>,
    /// When the session ends.
    pub expires: Instant,
    /// The password is temporary and must be changed first.
    pub must_change: bool,
    /// A second factor began the session.
    pub second_factor: bool,
    /// That it is used should be remembered.
    pub is_worth_noting: bool,
}

/// Who logs in.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "login": "anna", "password": "correct horse battery" }))]
pub struct Credentials {
    /// Login name, main e-mail address, or customer number.
    pub login: String,
    /// The password.
    pub password: String,
    /// Whether it is somebody of the staff.
    #[serde(default)]
    pub staff: bool,
    /// The six digits of the authenticator, for staff who have one.
    pub totp: Option<String>,
    /// One of the codes that stand in for a lost authenticator.
    pub recovery_code: Option<String>,
}

/// A session that was just begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The token, shown once.
    pub token: String,
    /// Who it is.
    pub actor: Actor,
    /// When it ends.
    pub expires: Instant,
    /// The password is temporary and must be changed first.
    pub must_change: bool,
}

/// A login name as it is compared: without blanks around it, in small letters.
#[must_use]
pub(crate) fn login_name(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Where the login of whoever acts is kept.
pub(crate) fn place(operator: &Operator, actor: Actor) -> Result<(OperatorId, u128), Trouble> {
    match actor {
        Actor::Member(MemberId(id)) => Ok((operator.id, id)),
        Actor::Staff(id) => Ok((INSTALLATION, id)),
        _ => Err(Trouble::Forbidden),
    }
}

/// Logs in, from a place (an address, say) at which wrong attempts are counted. Takes as long for a name
/// that does not exist as for a wrong password.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::NotLoggedIn`]; [`Trouble::LogIn`] if a second factor is missing or wrong;
/// [`Trouble::TooMany`] while nothing may be tried; [`Trouble::Forbidden`] for staff that may not
/// work for this operator; [`Trouble::Store`].
pub fn log_in(
    app: &App,
    operator: &Arc<Operator>,
    who: &Credentials,
    place: &str,
) -> Result<Begun, Trouble> {
    let Credentials { login: name, password, staff, .. } = who;
    if name.len() > 200 || password.len() > 1000 {
        return Err(Trouble::NotLoggedIn);
    }
    let now = app.clock().now();
    let (wanted, whose) = (login_name(name), (!staff).then_some(operator.id));
    let (of_app, place) = (app.clone(), place.to_owned());
    let found = app.store().read_now(move |tx| -> Result<_, Trouble> {
        let found = find(tx, whose, &wanted)?.filter(|login| !login.disabled);
        let named = (whose.unwrap_or(INSTALLATION), wanted.as_str());
        let attempts = Attempts::of(&of_app, named, found.as_ref(), &place);
        attempts.check(tx, now)?;
        Ok((found, attempts))
    });
    let (found, attempts) = found?;
    let hash = found.as_ref().and_then(|login| login.password_hash.as_deref());
    let right = is_right(password, hash);
    let Some(login) = found.filter(|_| right) else {
        app.store().write_now(move |tx| attempts.failed(tx, now))?;
        return Err(Trouble::NotLoggedIn);
    };
    let (whose, id, who) = (login.operator, login.id, who.clone());
    let actor = actor(&login.kind, id);
    let tried = app.command_now(operator, actor, move |scene| {
        let known = logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
        // What was checked must still hold: nobody tried, changed or disabled meanwhile.
        attempts.check(scene.tx, now)?;
        if known.disabled || known.password_hash != login.password_hash {
            return Err(Trouble::NotLoggedIn);
        }
        begin(scene, &known, &who, &attempts)
    });
    tried?
}

/// An operator that somebody of the staff, by login name, works for; the first of all, if there is nobody
/// of that name: who asks learns nothing from it. `None`: there is no operator yet.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::Store`].
pub fn workplace(app: &App, name: &str) -> Result<Option<Arc<Operator>>, Trouble> {
    let wanted = login_name(name);
    let grants = app.store().read_now(move |tx| -> Result<_, Trouble> {
        let login = if wanted.len() > 200 { None } else { find(tx, None, &wanted)? };
        Ok(match login {
            Some(login) => logins::grants(tx, login.id)?,
            None => Vec::new(),
        })
    });
    let grants = grants?;
    let all = app.directory().all();
    let own = all.iter().find(|operator| grants.iter().any(|(op, _)| *op == operator.id));
    Ok(own.or(all.first()).cloned())
}

/// Begins a session for somebody whose password is right. What is kept although it fails stands in
/// the inner answer.
fn begin(
    scene: &mut Scene<'_, '_>,
    login: &LoginRow,
    who: &Credentials,
    attempts: &Attempts,
) -> Result<Result<Begun, Trouble>, Trouble> {
    let (now, staff) = (scene.now(), login.kind == "staff");
    let mut second_factor = false;
    if staff {
        match second_factor::take(scene.tx, scene.app, login.id, who)? {
            Shown::NotNeeded => {}
            Shown::Right => second_factor = true,
            Shown::Missing => return Ok(Err(Trouble::LogIn("second-factor-missing"))),
            Shown::Wrong => {
                attempts.failed(scene.tx, now)?;
                return Ok(Err(Trouble::LogIn("second-factor-wrong")));
            }
        }
        let grants = logins::grants(scene.tx, login.id)?;
        let here = |op: OperatorId| op == scene.operator.id || op == INSTALLATION;
        if !grants.iter().any(|(op, _)| here(*op)) {
            return Ok(Err(Trouble::Forbidden));
        }
    }
    attempts.succeeded(scene.tx, login, now)?;
    start(scene, login, second_factor).map(Ok)
}

/// Starts a session of somebody who showed who it is.
pub(crate) fn start(
    scene: &mut Scene<'_, '_>,
    login: &LoginRow,
    second_factor: bool,
) -> Result<Begun, Trouble> {
    let (now, fresh, staff) = (scene.now(), token("rs"), login.kind == "staff");
    let expires = now.plus(if staff { STAFF_SESSION } else { SESSION });
    let session = SessionRow {
        operator: login.operator,
        token_hash: digest(fresh.as_bytes()).to_vec(),
        id: scene.id(),
        kind: login.kind.clone(),
        subject: login.id,
        label: String::new(),
        scopes: String::new(),
        created: now,
        expires,
        used: Some(now),
        second_factor,
    };
    sessions::insert(scene.tx, &session)?;
    if staff {
        let event = Event { kind: "log-in", ..Event::default() };
        let concerns = Concerns { subject: Some(login.id), ..Concerns::default() };
        scene.note(now, &event, None, concerns)?;
    }
    let actor = actor(&login.kind, login.id);
    Ok(Begun { token: fresh, actor, expires, must_change: login.must_change })
}

/// Who logs in under that name: a login name, the main e-mail address, or the customer number.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    operator: Option<OperatorId>,
    name: &str,
) -> Result<Option<LoginRow>, Trouble> {
    let Some(op) = operator else { return Ok(logins::by_name(tx, INSTALLATION, name)?) };
    if let Some(login) = logins::by_name(tx, op, name)? {
        return Ok(Some(login));
    }
    let by_number = members::by_number(tx, op, &name.to_uppercase())?.map(|row| row.id);
    let id = match by_number {
        Some(id) => Some(id),
        None => members::by_email(tx, op, name)?,
    };
    match id {
        Some(MemberId(id)) => Ok(logins::get(tx, op, id)?),
        None => Ok(None),
    }
}

fn actor(kind: &str, id: u128) -> Actor {
    match kind {
        "staff" => Actor::Staff(id),
        "program" => Actor::Program(id),
        _ => Actor::Member(MemberId(id)),
    }
}

/// Who shows this token; `None`: nobody, or the session has ended.
///
/// # Errors
/// [`Trouble::Store`].
pub fn principal(tx: &mut Tx<'_>, token: &str, now: Instant) -> Result<Option<Principal>, Trouble> {
    let found = sessions::find(tx, &digest(token.as_bytes()))?;
    let Some(session) = found.filter(|session| session.expires > now) else { return Ok(None) };
    let staff = session.kind == "staff";
    let mut must_change = false;
    if session.kind != "program" {
        let login = logins::get(tx, session.operator, session.subject)?;
        let Some(login) = login.filter(|login| !login.disabled) else { return Ok(None) };
        must_change = login.must_change;
    }
    Ok(Some(Principal {
        actor: actor(&session.kind, session.subject),
        operator: (!staff).then_some(session.operator),
        grants: if staff { logins::grants(tx, session.subject)? } else { Vec::new() },
        scopes: session.scopes.split_whitespace().map(str::to_owned).collect(),
        expires: session.expires,
        must_change,
        second_factor: session.second_factor,
        is_worth_noting: session.used.is_none_or(|used| now.since(used) >= COARSE),
    }))
}

/// Remembers that a session is used.
///
/// # Errors
/// [`Trouble::Store`].
pub fn note_use(tx: &mut Tx<'_>, token: &str, now: Instant) -> Result<(), Trouble> {
    Ok(sessions::used(tx, &digest(token.as_bytes()), now)?)
}

/// Ends a session.
///
/// # Errors
/// [`Trouble::Store`].
pub fn log_out(tx: &mut Tx<'_>, token: &str) -> Result<(), Trouble> {
    sessions::end(tx, &digest(token.as_bytes()))?;
    Ok(())
}

/// A session, as whoever began it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    pub id: String,
    /// When it began, RFC 3339.
    pub begun: String,
    /// When it ends, RFC 3339.
    pub expires: String,
    /// When it was last used, within an hour, RFC 3339.
    pub used: Option<String>,
    /// It is the one that asks.
    pub is_current: bool,
}

/// The sessions of whoever acts, the latest first, at most 100.
///
/// # Errors
/// [`Trouble`].
pub fn own_sessions(scene: &mut Scene<'_, '_>, token: &str) -> Result<Vec<SessionView>, Trouble> {
    let (_, id) = place(scene.operator, scene.actor)?;
    let (now, current) = (scene.now(), digest(token.as_bytes()));
    let rows = sessions::of_subject(scene.tx, id, now, 100)?;
    let view = |row: SessionRow| SessionView {
        id: show_id(row.id),
        begun: show_moment(row.created),
        expires: show_moment(row.expires),
        used: row.used.map(show_moment),
        is_current: row.token_hash == current,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Ends one of the sessions of whoever acts.
///
/// # Errors
/// [`Trouble::NotFound`] if it is none of them.
pub fn end_session(scene: &mut Scene<'_, '_>, session: u128) -> Result<(), Trouble> {
    let (_, id) = place(scene.operator, scene.actor)?;
    match sessions::end_one(scene.tx, id, session)? {
        true => Ok(()),
        false => Err(Trouble::NotFound("session")),
    }
}

/// Enters somebody of the staff with roles, each for an operator or ([`INSTALLATION`]) for all.
///
/// # Errors
/// [`Trouble::Invalid`] if the name is taken.
pub fn hire(
    tx: &mut Tx<'_>,
    app: &App,
    name: &str,
    password_hash: &str,
    grants: &[(OperatorId, &str)],
) -> Result<u128, Trouble> {
    let now = app.clock().now();
    let name = login_name(name);
    if logins::by_name(tx, INSTALLATION, &name)?.is_some() {
        return Err(Trouble::invalid("name", "taken", &name));
    }
    let login = LoginRow {
        operator: INSTALLATION,
        id: app.ids().next(now),
        kind: "staff".to_owned(),
        name,
        password_hash: Some(password_hash.to_owned()),
        must_change: false,
        failures: 0,
        blocked_until: None,
        disabled: false,
    };
    logins::put(tx, &login, now)?;
    for (op, role) in grants {
        logins::grant(tx, *op, login.id, role)?;
    }
    Ok(login.id)
}
