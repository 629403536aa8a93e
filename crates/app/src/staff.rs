//! Staff: who works for which operator in which role.
//!
//! A login of staff belongs to the installation; its grants say where it may work. Administrators
//! grant for their own operator; who administers the whole installation grants for all of it.

use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::{OperatorId, factors, passkeys, sessions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::log_in::{hire as enter, login_name};
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// The roles there are.
pub const ROLES: [&str; 5] = ["agent", "field", "billing", "manager", "administrator"];
const ADMINISTRATOR: &str = "administrator";

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffView {
    /// The id.
    pub id: String,
    /// The login name.
    pub name: String,
    /// Cannot log in.
    pub is_disabled: bool,
    /// The password is temporary.
    pub must_change_password: bool,
    /// A second factor is asked for.
    pub has_second_factor: bool,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// The roles here.
    pub roles: Vec<RoleView>,
}

/// A role of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleView {
    /// `agent`, `field`, `billing`, `manager` or `administrator`.
    pub role: String,
    /// It holds for all operators.
    pub everywhere: bool,
}

/// Somebody with a temporary password, which is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StaffPassword)]
pub struct Welcome {
    /// Who.
    pub staff: StaffView,
    /// The temporary password: it must be changed at the first login.
    pub password: String,
}

/// Somebody to be hired.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// The login name.
    pub name: String,
    /// The roles for this operator; at least one.
    pub roles: Vec<String>,
}

/// Whether somebody may log in.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StaffAccess)]
pub struct Access {
    /// Whether all access is taken away.
    pub is_disabled: bool,
}

/// A role, and where.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whom: by id or login name.
    pub staff: String,
    /// The role.
    pub role: String,
    /// For all operators.
    pub everywhere: bool,
}

fn role(word: &str) -> Result<&'static str, Trouble> {
    let known = ROLES.iter().find(|known| **known == word);
    known.copied().ok_or_else(|| Trouble::invalid("role", "no-such-role", word))
}

impl Scene<'_, '_> {
    /// Whether who acts administers the whole installation.
    fn is_over_all(&mut self) -> Result<bool, Trouble> {
        match self.actor {
            Actor::System | Actor::CommandLine => Ok(true),
            Actor::Staff(id) => {
                let grants = logins::grants(self.tx, id)?;
                Ok(grants.iter().any(|(op, role)| *op == INSTALLATION && role == ADMINISTRATOR))
            }
            _ => Ok(false),
        }
    }

    /// Somebody of the staff by id or login name, locked, wherever they work.
    fn lock_staff(&mut self, named: &str) -> Result<LoginRow, Trouble> {
        let found = match parse_id(named) {
            Some(id) => Some(id),
            None => {
                let name = login_name(named);
                logins::by_name(self.tx, INSTALLATION, &name)?.map(|login| login.id)
            }
        };
        let unknown = Trouble::NotFound("staff");
        let Some(id) = found else { return Err(unknown) };
        logins::lock(self.tx, INSTALLATION, id)?.ok_or(unknown)
    }

    /// Somebody whose login itself who acts may change: nobody else's staff.
    fn own_staff(&mut self, named: &str) -> Result<LoginRow, Trouble> {
        let (login, here) = (self.lock_staff(named)?, self.operator.id);
        if self.actor == Actor::CommandLine {
            return Ok(login);
        }
        let grants = logins::grants(self.tx, login.id)?;
        if !grants.iter().any(|(op, _)| *op == here || *op == INSTALLATION) {
            return Err(Trouble::NotFound("staff"));
        }
        if grants.iter().any(|(op, _)| *op != here) && !self.is_over_all()? {
            return Err(Trouble::Denied("staff-of-others"));
        }
        Ok(login)
    }

    fn show_staff(&mut self, login: &LoginRow) -> Result<StaffView, Trouble> {
        let here = self.operator.id;
        let grants = logins::grants(self.tx, login.id)?;
        let factor = factors::get(self.tx, login.id)?;
        let passkeys = passkeys::of_login(self.tx, login.operator, login.id)?.len();
        let roles = grants.into_iter().filter(|(op, _)| *op == here || *op == INSTALLATION);
        let roles = roles.map(|(op, role)| RoleView { role, everywhere: op == INSTALLATION });
        Ok(StaffView {
            id: show_id(login.id),
            name: login.name.clone(),
            is_disabled: login.disabled,
            must_change_password: login.must_change,
            has_second_factor: factor.is_some_and(|factor| factor.confirmed.is_some()),
            passkeys,
            roles: roles.collect(),
        })
    }

    /// Enters what happened to somebody of the staff into the journals of all whom it concerns: where a
    /// grant holds, or wherever they work.
    fn note_staff(
        &mut self,
        kind: &'static str,
        id: u128,
        granted: Option<(OperatorId, &str)>,
    ) -> Result<(), Trouble> {
        let everywhere: Vec<OperatorId> =
            self.app.directory().all().iter().map(|operator| operator.id).collect();
        let mut concerned = match granted {
            Some((op, _)) => vec![op],
            None => logins::grants(self.tx, id)?.into_iter().map(|(op, _)| op).collect(),
        };
        if concerned.contains(&INSTALLATION) {
            concerned = everywhere;
        } else if concerned.is_empty() {
            concerned.push(self.operator.id);
        }
        concerned.dedup();
        let of = granted.map(|(_, role)| role.to_owned());
        let event = Event { kind, of, ..Event::default() };
        let concerns = Concerns { subject: Some(id), ..Concerns::default() };
        let at = self.now();
        concerned.into_iter().try_for_each(|op| self.note_at(op, at, &event, None, concerns))
    }
}

/// Hires somebody, for this operator or everywhere, with a temporary password and its hash.
///
/// # Errors
/// [`Trouble::Invalid`]: the name is taken or none, or a role does not exist; [`Trouble::Denied`] if who
/// acts may not grant that far.
pub fn hire(
    scene: &mut Scene<'_, '_>,
    new: &NewStaff,
    everywhere: bool,
    (password, hash): (&str, &str),
) -> Result<Reply<Welcome>, Trouble> {
    let name = login_name(&new.name);
    if !(2..=100).contains(&name.len()) || parse_id(&name).is_some() {
        return Err(Trouble::invalid("name", "not-a-login-name", &new.name));
    }
    if new.roles.is_empty() {
        return Err(Trouble::invalid("roles", "missing", ""));
    }
    let roles = new.roles.iter().map(|word| reach(scene, word, everywhere));
    let grants: Vec<(OperatorId, &str)> = roles.collect::<Result<_, Trouble>>()?;
    let id = enter(scene.tx, scene.app, &name, hash, &grants)?;
    let login = logins::lock(scene.tx, INSTALLATION, id)?.ok_or(Trouble::NotFound("staff"))?;
    let login = LoginRow { must_change: true, ..login };
    logins::put(scene.tx, &login, scene.now())?;
    scene.note_staff("staff-hire", id, None)?;
    for grant in grants {
        scene.note_staff("staff-grant", id, Some(grant))?;
    }
    let staff = scene.show_staff(&login)?;
    Ok(Reply::Done(Welcome { staff, password: password.to_owned() }))
}

/// The staff that may work for this operator, by id.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, after: u128, limit: i64) -> Result<Vec<StaffView>, Trouble> {
    let rows = logins::staff_of(scene.tx, scene.operator.id, after, limit)?;
    rows.iter().map(|login| scene.show_staff(login)).collect()
}

/// Takes all access away from somebody, or gives it back. Sessions end.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Denied`] for staff who also work elsewhere, and for oneself.
pub fn set_access(
    scene: &mut Scene<'_, '_>,
    named: &str,
    access: Access,
) -> Result<Reply<StaffView>, Trouble> {
    let login = scene.own_staff(named)?;
    if scene.actor == Actor::Staff(login.id) {
        return Err(Trouble::Denied("not-yourself"));
    }
    let login =
        LoginRow { disabled: access.is_disabled, failures: 0, blocked_until: None, ..login };
    logins::put(scene.tx, &login, scene.now())?;
    sessions::end_all(scene.tx, login.id)?;
    let kind = if access.is_disabled { "staff-disable" } else { "staff-enable" };
    scene.note_staff(kind, login.id, None)?;
    Ok(Reply::Done(scene.show_staff(&login)?))
}

/// Gives somebody a temporary password (with its hash), in the place of any other and of all passkeys.
/// Sessions end.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Denied`] for staff who also work elsewhere.
pub fn renew_password(
    scene: &mut Scene<'_, '_>,
    named: &str,
    (password, hash): (&str, &str),
) -> Result<Reply<Welcome>, Trouble> {
    let login = scene.own_staff(named)?;
    let login = LoginRow {
        password_hash: Some(hash.to_owned()),
        must_change: true,
        failures: 0,
        blocked_until: None,
        ..login
    };
    logins::put(scene.tx, &login, scene.now())?;
    sessions::end_all(scene.tx, login.id)?;
    passkeys::remove_all(scene.tx, login.operator, login.id)?;
    scene.note_staff("staff-password", login.id, None)?;
    let staff = scene.show_staff(&login)?;
    Ok(Reply::Done(Welcome { staff, password: password.to_owned() }))
}

/// Takes somebody's second factor and passkeys away, so that others can be set up. Sessions end.
///
/// # Errors
/// [`Trouble::NotFound`], also if there is none; [`Trouble::Denied`] for staff who also work
/// elsewhere.
pub fn remove_second_factor(
    scene: &mut Scene<'_, '_>,
    named: &str,
) -> Result<Reply<StaffView>, Trouble> {
    let login = scene.own_staff(named)?;
    let passkeys = passkeys::remove_all(scene.tx, login.operator, login.id)?;
    if !factors::remove(scene.tx, login.id)? && passkeys == 0 {
        return Err(Trouble::NotFound("second-factor"));
    }
    sessions::end_all(scene.tx, login.id)?;
    scene.note_staff("second-factor-removed", login.id, None)?;
    Ok(Reply::Done(scene.show_staff(&login)?))
}

/// Where a grant holds, if who acts may make it.
fn reach(
    scene: &mut Scene<'_, '_>,
    named: &str,
    everywhere: bool,
) -> Result<(OperatorId, &'static str), Trouble> {
    let role = role(named)?;
    if !everywhere {
        return Ok((scene.operator.id, role));
    }
    if scene.is_over_all()? {
        Ok((INSTALLATION, role))
    } else {
        Err(Trouble::Denied("not-everywhere"))
    }
}

/// Grants a role.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Denied`] if who acts may not grant that far.
pub fn grant(scene: &mut Scene<'_, '_>, grant: &Grant) -> Result<Reply<StaffView>, Trouble> {
    let (op, role) = reach(scene, &grant.role, grant.everywhere)?;
    let login = scene.lock_staff(&grant.staff)?;
    logins::grant(scene.tx, op, login.id, role)?;
    scene.note_staff("staff-grant", login.id, Some((op, role)))?;
    Ok(Reply::Done(scene.show_staff(&login)?))
}

/// Takes a role away.
///
/// # Errors
/// [`Trouble::NotFound`], also if there was none; [`Trouble::Denied`] if who acts may not grant that
/// far, or for the own role of an administrator: somebody must be left who can grant.
pub fn revoke(scene: &mut Scene<'_, '_>, grant: &Grant) -> Result<Reply<StaffView>, Trouble> {
    let (op, role) = reach(scene, &grant.role, grant.everywhere)?;
    let login = scene.lock_staff(&grant.staff)?;
    if scene.actor == Actor::Staff(login.id) && role == ADMINISTRATOR {
        return Err(Trouble::Denied("not-yourself"));
    }
    if !logins::revoke(scene.tx, op, login.id, role)? {
        return Err(Trouble::NotFound("grant"));
    }
    scene.note_staff("staff-revoke", login.id, Some((op, role)))?;
    Ok(Reply::Done(scene.show_staff(&login)?))
}
