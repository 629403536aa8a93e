//! Confirming an e-mail address by a link that holds once; members without a password set theirs with it.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Span;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::drafts::{self, MailToken};
use rimessa_store::logins::{self, LoginRow};
use rimessa_store::members::{self, MemberRow, Person};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::event::Event;
use crate::identity::{digest, token};
use crate::log_in::login_name;
use crate::message::Letter;
use crate::operator::Operator;
use crate::password;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// How long a link holds.
const HOLDS: Span = Span::days(7);
/// No member is sent a link more often.
const PAUSE: Span = Span::minutes(1);

/// The link that was opened.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MailConfirmation)]
pub struct Wish {
    /// What the link carries.
    pub token: String,
    /// The password, if none was set when signing up.
    pub password: Option<String>,
    /// The password once more.
    pub password_again: Option<String>,
}

impl Scene<'_, '_> {
    /// Sends what the rulebook says is sent after signing up, with the link; whether it was sent.
    pub(crate) fn welcome(
        &mut self,
        row: &MemberRow,
        person: &Person,
        login: &LoginRow,
    ) -> Result<bool, Trouble> {
        let at = self.now();
        let book = self.operator.book_at(at);
        let after = |item: &&rimessa_rulebook::regulation::Item<_>| -> bool {
            let what: &rimessa_rulebook::regulation::Confirmation = &item.what;
            &*what.on == "sign-up" && what.by.iter().any(|by| &**by == "mail")
        };
        let mut says = book.regulation.confirmations.iter().filter(|item| item.validity.holds(at));
        let says = says.find(after);
        if says.is_none() && login.password_hash.is_some() {
            return Ok(false);
        }
        let key = says
            .map_or("message-confirm-mail".to_owned(), |item| format!("confirmation-{}", item.id));
        self.send_link(row, person, &key, Some(&login.name))
    }

    /// Sends a link that confirms the address of a member; whether there is an address.
    pub(crate) fn send_link(
        &mut self,
        row: &MemberRow,
        person: &Person,
        key: &str,
        login: Option<&str>,
    ) -> Result<bool, Trouble> {
        let Some(address) = &person.email else { return Ok(false) };
        let at = self.now();
        let operator = self.operator;
        let secret = token("rm");
        let kept = MailToken { member: row.id, address_hash: hash_of(address) };
        let hash = digest(secret.as_bytes());
        drafts::put_mail_token(self.tx, operator.id, &hash, &kept, (at, at.plus(HOLDS)))?;
        let book = operator.book_at(at);
        let explainer = Explainer { rulebook: book, language: &row.language };
        let mut text = explainer.words(key, &[]);
        if let Some(login) = login {
            text.push_str(&format!("\n{}: {login}", explainer.words("field-login", &[])));
        }
        let link = operator.page(&format!("confirm-mail?token={secret}"));
        let label = explainer.words("field-confirmation-link", &[]);
        text.push_str(&format!("\n{label}: {link}"));
        let letter = Letter { to: address.clone(), subject: book.name.to_string(), text };
        self.send("mail", "confirm-mail", Some(row.id), None, &letter)?;
        Ok(true)
    }
}

impl Scene<'_, '_> {
    /// Sends a sentence to an address that a member had.
    pub(crate) fn tell_at(
        &mut self,
        row: &MemberRow,
        address: Option<&str>,
        kind: &str,
    ) -> Result<(), Trouble> {
        let Some(address) = address else { return Ok(()) };
        let book = self.operator.book_at(self.now());
        let explainer = Explainer { rulebook: book, language: &row.language };
        let text = explainer.words(&format!("message-{kind}"), &[]);
        let letter = Letter { to: address.to_owned(), subject: book.name.to_string(), text };
        self.send("mail", kind, Some(row.id), None, &letter)
    }
}

fn hash_of(address: &str) -> Vec<u8> {
    digest(address.as_bytes()).to_vec()
}

/// Confirms an e-mail address; sets the password where none was set. To be called where one may wait.
///
/// # Errors
/// [`Trouble::NotFound`] if the link does not hold any more; [`Trouble::Invalid`] about the password.
pub fn confirm(app: &App, operator: &std::sync::Arc<Operator>, wish: &Wish) -> Result<(), Trouble> {
    let given = wish.password.as_deref().filter(|password| !password.is_empty());
    let again = wish.password_again.as_deref().unwrap_or_default();
    if let Some(given) = given {
        password::check(given, again, &[])?;
    }
    let hash = given.map(password::hash);
    let secret = digest(wish.token.as_bytes());
    app.command_now(operator, Actor::System, move |scene| {
        let (op, at) = (scene.operator.id, scene.now());
        let gone = || Trouble::NotFound("link");
        let found = drafts::mail_token(scene.tx, op, &secret, at)?.ok_or_else(gone)?;
        scene.lock_member(found.member)?;
        let person = members::person(scene.tx, op, found.member)?.ok_or_else(gone)?;
        let address = person.email.as_deref().unwrap_or_default();
        // The address may have been changed since the link was sent.
        if hash_of(address) != found.address_hash {
            return Err(gone());
        }
        if let Some(login) = logins::get(scene.tx, op, found.member.0)?
            && login.password_hash.is_none()
        {
            let hash = hash.clone().ok_or_else(|| Trouble::invalid("password", "missing", ""))?;
            logins::put(scene.tx, &LoginRow { password_hash: Some(hash), ..login }, at)?;
        }
        let person = Person { email_confirmed: Some(at), ..person };
        members::put_person(scene.tx, op, found.member, &person)?;
        drafts::delete_mail_tokens(scene.tx, op, found.member)?;
        scene.actor = Actor::Member(found.member);
        let event = Event { kind: "confirm-mail", ..Event::default() };
        let concerns = Concerns { member: Some(found.member), ..Concerns::default() };
        scene.note(at, &event, None, concerns)
    })
}

/// Sends the link again to whoever that login name, address or customer number is, unless the address
/// is confirmed. The answer never tells whether there is somebody.
///
/// # Errors
/// [`Trouble::Store`].
pub fn resend(scene: &mut Scene<'_, '_>, login: &str) -> Result<(), Trouble> {
    let (op, at) = (scene.operator.id, scene.now());
    let name = login_name(&login.chars().take(200).collect::<String>());
    let id = match logins::by_name(scene.tx, op, &name)? {
        Some(login) => Some(MemberId(login.id)),
        None => match members::by_number(scene.tx, op, &name.to_uppercase())? {
            Some(row) => Some(row.id),
            None => members::by_email(scene.tx, op, &name)?,
        },
    };
    let Some(id) = id else { return Ok(()) };
    let Some(row) = members::lock(scene.tx, op, id)? else { return Ok(()) };
    let Some(person) = members::person(scene.tx, op, id)? else { return Ok(()) };
    let last = drafts::mail_token_made(scene.tx, op, id)?;
    let soon = last.is_some_and(|last| at.since(last) < PAUSE);
    if person.email_confirmed.is_none() && !soon {
        scene.send_link(&row, &person, "message-confirm-mail", None)?;
    }
    Ok(())
}
