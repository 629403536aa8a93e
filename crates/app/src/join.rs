//! Becoming a member.

use rimessa_domain::ids::MemberId;
use rimessa_store::logins::{self, LoginRow};
use rimessa_store::members::{self, MemberRow, Person};

use crate::event::Event;
use crate::identity::show_id;
use crate::log_in::login_name;
use crate::password::hash;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// Who joins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMember {
    /// The customer number; `null`: the next free one.
    pub number: Option<String>,
    /// Who it is.
    pub person: Person,
    /// The language of what is sent; empty: the operator's own.
    pub language: String,
    /// The plan without subscription; `null`: the rulebook's first.
    pub plan: Option<String>,
    /// The documents are verified already.
    pub validated: bool,
    /// The name to log in with, and the password's hash.
    pub login: Option<(String, String)>,
    /// The password is temporary.
    pub must_change: bool,
}

/// Enters a member.
///
/// # Errors
/// [`Trouble::Invalid`]: the number or the login is taken.
pub fn join(scene: &mut Scene<'_, '_>, new: &NewMember) -> Result<MemberId, Trouble> {
    let (op, at) = (scene.operator.id, scene.now());
    let rules = scene.operator.versions.at(at);
    let number = match &new.number {
        Some(number) => number.clone(),
        None => members::next_number(scene.tx, op)?,
    };
    if members::by_number(scene.tx, op, &number)?.is_some() {
        return Err(Trouble::invalid("number", "taken", &number));
    }
    let plan = match &new.plan {
        Some(name) => scene.plan_named(name)?,
        None => rules.plans.first().map_or_else(String::new, |plan| plan.id.to_string()),
    };
    let id = MemberId(scene.id());
    let row = MemberRow {
        id,
        number,
        created: at,
        language: scene.operator.language(at, &new.language),
        plan,
        state: if new.validated { "active" } else { "applied" }.to_owned(),
        validated: new.validated,
        validated_at_first: new.validated,
        vehicles_limited: false,
        has_subscription: false,
        locked_by: None,
        counted_json: None,
        payer: None,
        version: 1,
    };
    members::insert(scene.tx, op, &row)?;
    if !new.validated {
        scene.apply_again(&row.state, id)?;
    }
    members::put_person(scene.tx, op, id, &new.person)?;
    if let Some((name, password_hash)) = &new.login {
        let name = login_name(name);
        if logins::by_name(scene.tx, op, &name)?.is_some() {
            return Err(Trouble::invalid("login", "taken", &name));
        }
        let login = LoginRow {
            operator: op,
            id: id.0,
            kind: "member".to_owned(),
            name,
            password_hash: Some(password_hash.clone()),
            must_change: new.must_change,
            failures: 0,
            blocked_until: None,
            disabled: false,
        };
        logins::put(scene.tx, &login, at)?;
    }
    let event = Event { kind: "join", by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), version: Some(1), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(id)
}

impl Scene<'_, '_> {
    /// A plan that the rulebook has, and will have.
    fn plan_named(&self, name: &str) -> Result<String, Trouble> {
        if self.operator.versions.at(self.now()).find_plan(name).is_none() {
            return Err(Trouble::invalid("plan", "no-such-plan", name));
        }
        self.check_lasting(name)?;
        Ok(name.to_owned())
    }
}

/// The hash of a password. Slow on purpose: never in a transaction.
#[must_use]
pub fn hash_password(password: &str) -> String {
    hash(password)
}
