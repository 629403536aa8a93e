//! Customers whom the operator entered: a number and a temporary password, which the first login
//! replaces.

use rimessa_domain::ids::MemberId;
use rimessa_store::logins::{self, LoginRow};
use rimessa_store::members::Person;
use rimessa_store::{passkeys, resets, sessions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::event::Event;
use crate::identity::show_id;
use crate::join::{NewMember, join};
use crate::log_in::{find, login_name};
use crate::operator::Operator;
use crate::password::{self, hash};
use crate::profile::{Correction, ProfileView, correct, profile};
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// A customer whom the operator enters.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMember)]
pub struct Entered {
    /// The customer number; left out: the next free one.
    pub number: Option<String>,
    /// The plan without subscription; left out: the rulebook's first.
    pub plan: Option<String>,
    /// The language of what is sent; left out: the operator's own.
    pub language: Option<String>,
    /// Who it is.
    #[serde(default)]
    pub person: Correction,
}

/// A temporary password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TemporaryPassword)]
pub struct Temporary {
    /// The customer number, to log in with.
    pub number: String,
    /// The password; it must be replaced when it is first used. It is not shown again.
    pub temporary_password: String,
}

/// The first login: another password, typed twice, and one or two e-mail addresses.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FirstLogin)]
pub struct First {
    /// The new password.
    pub password: String,
    /// The new password once more.
    pub password_again: String,
    /// The main e-mail address.
    pub mail: String,
    /// A second one.
    pub second_mail: Option<String>,
}

/// Enters a customer, who has no password yet.
///
/// # Errors
/// [`Trouble::Invalid`]; [`Trouble`].
pub fn enter(scene: &mut Scene<'_, '_>, wish: &Entered) -> Result<ProfileView, Trouble> {
    if let Some(number) = wish.number.as_ref().filter(|number| !is_number(number)) {
        return Err(Trouble::invalid("number", "not-a-number", number));
    }
    let mut person = Person::default();
    scene.take_changes(&wish.person, &mut person)?;
    let new = NewMember {
        number: wish.number.clone(),
        person,
        language: wish.language.clone().unwrap_or_default(),
        plan: wish.plan.clone(),
        ..NewMember::default()
    };
    let id = join(scene, &new)?;
    profile(scene, id)
}

/// Whether a text can be a customer number.
pub(crate) fn is_number(text: &str) -> bool {
    let well = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    (1..=20).contains(&text.len()) && text.bytes().all(well)
}

/// The id of the member who logs in under that name, as it is typed.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn named(scene: &mut Scene<'_, '_>, name: &str) -> Result<String, Trouble> {
    let found = find(scene.tx, Some(scene.operator.id), &login_name(name))?;
    found.map(|login| show_id(login.id)).ok_or(Trouble::NotFound("member"))
}

/// Makes a temporary password for a member, in the place of any other and of all passkeys; sessions end.
/// To be called where one may wait.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn temporary(
    app: &App,
    operator: &std::sync::Arc<Operator>,
    actor: Actor,
    member: String,
) -> Result<Temporary, Trouble> {
    let password = password::temporary();
    let fresh = hash(&password);
    app.command_now(operator, actor, move |scene| {
        let id = scene.member_named(Some(&member))?;
        let row = scene.lock_member(id)?;
        let (op, at) = (scene.operator.id, scene.now());
        let login = logins::get(scene.tx, op, id.0)?.unwrap_or_else(|| LoginRow {
            operator: op,
            id: id.0,
            kind: "member".to_owned(),
            name: login_name(&row.number),
            password_hash: None,
            must_change: true,
            failures: 0,
            blocked_until: None,
            disabled: false,
        });
        let login = LoginRow {
            password_hash: Some(fresh.clone()),
            must_change: true,
            failures: 0,
            blocked_until: None,
            ..login
        };
        logins::put(scene.tx, &login, at)?;
        // Whoever got in before must show the new one.
        sessions::end_all(scene.tx, id.0)?;
        resets::end_all(scene.tx, op, id.0)?;
        passkeys::remove_all(scene.tx, op, id.0)?;
        let event =
            Event { kind: "temporary-password", by: Some(show_id(id.0)), ..Event::default() };
        let concerns = Concerns { member: Some(id), ..Concerns::default() };
        scene.note(at, &event, None, concerns)?;
        Ok(Temporary { number: row.number, temporary_password: password.clone() })
    })
}

/// Replaces the temporary password. To be called where one may wait.
///
/// # Errors
/// [`Trouble::NotFound`] if the password is not temporary; [`Trouble::Invalid`]; [`Trouble`].
pub fn first_login(
    app: &App,
    operator: &std::sync::Arc<Operator>,
    member: MemberId,
    wish: First,
) -> Result<ProfileView, Trouble> {
    password::check(&wish.password, &wish.password_again, &[&wish.mail])?;
    let fresh = hash(&wish.password);
    app.command_now(operator, Actor::Member(member), move |scene| {
        scene.lock_member(member)?;
        let (op, at) = (scene.operator.id, scene.now());
        let login = logins::get(scene.tx, op, member.0)?.filter(|login| login.must_change);
        let login = login.ok_or(Trouble::NotFound("first-login"))?;
        let login = LoginRow { password_hash: Some(fresh.clone()), must_change: false, ..login };
        logins::put(scene.tx, &login, at)?;
        let addresses = Correction {
            mail: Some(wish.mail.clone()),
            second_mail: wish.second_mail.clone(),
            ..Correction::default()
        };
        let event = Event { kind: "first-login", by: Some(show_id(member.0)), ..Event::default() };
        let concerns = Concerns { member: Some(member), ..Concerns::default() };
        scene.note(at, &event, None, concerns)?;
        correct(scene, member, &addresses)
    })
}
