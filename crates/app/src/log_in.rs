//! Logging in: members by login name, e-mail address or customer number; staff by login name.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::sessions::{self, SessionRow};
use rimessa_store::{OperatorId, Tx, members};

use crate::app::App;
use crate::identity::{digest, token};
use crate::scene::Actor;
use crate::trouble::Trouble;

/// So many wrong passwords cost nothing; each further one doubles the time to wait.
const FREE_FAILURES: i64 = 4;
/// How long a session lasts.
const SESSION: Span = Span::days(14);
/// How long a session of staff lasts.
const STAFF_SESSION: Span = Span::hours(12);

/// Who somebody is, as far as a token tells.
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

fn argon() -> Argon2<'static> {
    // OWASP's choice: 19 MiB, 2 passes, 1 lane.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

pub(crate) fn hash(password: &str) -> String {
    argon()
        .hash_password(password.as_bytes())
        .map_or_else(|_| String::new(), |hash| hash.to_string())
}

fn is_right(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A login name as it is compared: without blanks around it, in small letters.
#[must_use]
pub(crate) fn login_name(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Logs in. Takes as long for a name that does not exist as for a wrong password.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::NotLoggedIn`]; [`Trouble::TooMany`] while the login is blocked; [`Trouble::Store`].
pub fn log_in(
    app: &App,
    operator: Option<OperatorId>,
    name: &str,
    password: &str,
) -> Result<Begun, Trouble> {
    if name.len() > 200 || password.len() > 1000 {
        return Err(Trouble::NotLoggedIn);
    }
    let now = app.clock().now();
    let wanted = login_name(name);
    let found = app.store().read_now(move |tx| find(tx, operator, &wanted))?;
    let blocked = found.as_ref().and_then(|login| login.blocked_until);
    if let Some(until) = blocked.filter(|until| *until > now) {
        return Err(Trouble::TooMany(until.since(now).0 / 1000 + 1));
    }
    let nobody = || "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$".to_owned();
    let hash = found.as_ref().and_then(|login| login.password_hash.clone());
    let hash = hash.unwrap_or_else(|| nobody() + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let right = is_right(password, &hash);
    let Some(login) = found.filter(|login| !login.disabled) else {
        return Err(Trouble::NotLoggedIn);
    };
    if !right {
        app.store().write_now(move |tx| failed(tx, &login, now))?;
        return Err(Trouble::NotLoggedIn);
    }
    let fresh = token("rs");
    let (hash, staff) = (digest(fresh.as_bytes()), login.kind == "staff");
    let expires = now.plus(if staff { STAFF_SESSION } else { SESSION });
    let begun = Begun {
        token: fresh,
        actor: actor(&login.kind, login.id),
        expires,
        must_change: login.must_change,
    };
    app.store().write_now(move |tx: &mut Tx<'_>| -> Result<(), Trouble> {
        if login.failures > 0 {
            let calm = LoginRow { failures: 0, blocked_until: None, ..login.clone() };
            logins::put(tx, &calm, now)?;
        }
        let session = SessionRow {
            operator: login.operator,
            token_hash: hash.to_vec(),
            kind: login.kind.clone(),
            subject: login.id,
            label: String::new(),
            scopes: String::new(),
            created: now,
            expires,
        };
        Ok(sessions::insert(tx, &session)?)
    })?;
    Ok(begun)
}

/// Who logs in under that name: a login name, the main e-mail address, or the customer number.
fn find(
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

fn failed(tx: &mut Tx<'_>, login: &LoginRow, now: Instant) -> Result<(), Trouble> {
    let failures = login.failures + 1;
    let wait = (failures > FREE_FAILURES).then(|| {
        let doublings = (failures - FREE_FAILURES).clamp(0, 10);
        now.plus(Span::minutes(1 << doublings).min(Span::hours(1)))
    });
    let login = LoginRow { failures, blocked_until: wait, ..login.clone() };
    Ok(logins::put(tx, &login, now)?)
}

fn actor(kind: &str, id: u128) -> Actor {
    match kind {
        "staff" => Actor::Staff(id),
        "device" => Actor::Device(id),
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
    Ok(Some(Principal {
        actor: actor(&session.kind, session.subject),
        operator: (!staff).then_some(session.operator),
        grants: if staff { logins::grants(tx, session.subject)? } else { Vec::new() },
        scopes: session.scopes.split_whitespace().map(str::to_owned).collect(),
        expires: session.expires,
    }))
}

/// Ends a session.
///
/// # Errors
/// [`Trouble::Store`].
pub fn log_out(tx: &mut Tx<'_>, token: &str) -> Result<(), Trouble> {
    sessions::end(tx, &digest(token.as_bytes()))?;
    Ok(())
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

/// Makes a token for a device or a program of an operator; it is shown once.
///
/// # Errors
/// [`Trouble::Store`].
pub fn issue(
    tx: &mut Tx<'_>,
    app: &App,
    op: OperatorId,
    kind: &str,
    label: &str,
    scopes: &str,
) -> Result<(u128, String), Trouble> {
    let now = app.clock().now();
    let (id, fresh) = (app.ids().next(now), token("rk"));
    let session = SessionRow {
        operator: op,
        token_hash: digest(fresh.as_bytes()).to_vec(),
        kind: kind.to_owned(),
        subject: id,
        label: label.to_owned(),
        scopes: scopes.to_owned(),
        created: now,
        expires: now.plus(Span::days(3650)),
    };
    sessions::insert(tx, &session)?;
    Ok((id, fresh))
}
