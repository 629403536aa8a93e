//! Passwords: which will do, how they are kept, changing one, and setting another one by mail.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::logins::{self, LoginRow};
use rimessa_store::{OperatorId, Tx, members, resets, sessions};
use serde::Deserialize;
use utoipa::ToSchema;
use zxcvbn::Score;

use crate::app::App;
use crate::attempts::Attempts;
use crate::event::Event;
use crate::identity::{digest, token};
use crate::log_in::{self, find};
use crate::message::Letter;
use crate::operator::Operator;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// A password has at least so many characters.
const SHORTEST: usize = 10;
/// And no more bytes than this: what is longer is no password.
const LONGEST: usize = 1000;
/// So long a token that was mailed sets another password.
const RESET: Span = Span::hours(1);
/// So many mails are under way to one member at most.
const MOST_RESETS: i64 = 3;

/// The hash of no password, as hard to compute as any.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon() -> Argon2<'static> {
    // OWASP's choice: 19 MiB, 2 passes, 1 lane.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// So many hashes are computed at once. Each needs 19 MiB: whoever sends many passwords at once shall wait,
/// and not fill the memory.
const AT_ONCE: usize = 4;

/// Lets a few in at a time.
struct Gate {
    within: Mutex<usize>,
    left: Condvar,
}

static GATE: Gate = Gate { within: Mutex::new(0), left: Condvar::new() };

impl Gate {
    fn through<T>(&self, work: impl FnOnce() -> T) -> T {
        let within = self.within.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |within: &mut usize| *within >= AT_ONCE;
        let within = self.left.wait_while(within, is_full);
        *within.unwrap_or_else(PoisonError::into_inner) += 1;
        let done = work();
        *self.within.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.left.notify_one();
        done
    }
}

pub(crate) fn hash(password: &str) -> String {
    GATE.through(|| hash_now(password))
}

fn hash_now(password: &str) -> String {
    argon()
        .hash_password(password.as_bytes())
        .map_or_else(|_| String::new(), |hash| hash.to_string())
}

/// Whether it is the password; takes as long if there is none.
pub(crate) fn is_right(password: &str, hash: Option<&str>) -> bool {
    let right = PasswordHash::new(hash.unwrap_or(NOBODY)).is_ok_and(|hash| {
        GATE.through(|| argon().verify_password(password.as_bytes(), &hash)).is_ok()
    });
    right && hash.is_some()
}

/// A temporary password, as it is told to somebody once.
#[must_use]
pub fn temporary() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
    let bytes = crate::identity::random::<16>();
    let mut text = String::with_capacity(19);
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 && index % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    text
}

/// A new password, typed twice, that will do for somebody of these names.
pub(crate) fn check(password: &str, again: &str, names: &[&str]) -> Result<(), Trouble> {
    let wrong = |code| Err(Trouble::invalid("password", code, ""));
    if password != again {
        return Err(Trouble::invalid("password_again", "passwords-differ", ""));
    }
    if password.chars().count() < SHORTEST {
        return wrong("password-too-short");
    }
    if password.len() > LONGEST {
        return wrong("password-too-long");
    }
    let typed = password.to_lowercase();
    let is_in = |name: &&str| {
        let name = name.to_lowercase();
        // Two or three letters are in every other word.
        typed == name || name.chars().count() > 3 && typed.contains(&name)
    };
    if names.iter().any(is_in) {
        return wrong("password-holds-name");
    }
    if zxcvbn::zxcvbn(password, names).score() < Score::Three {
        return wrong("password-too-easy");
    }
    Ok(())
}

/// What somebody is called, as far as a password must not be it.
fn names(tx: &mut Tx<'_>, login: &LoginRow) -> Result<Vec<String>, Trouble> {
    let mut names = vec![login.name.clone()];
    if login.kind == "member" {
        let id = MemberId(login.id);
        names.extend(members::get(tx, login.operator, id)?.map(|row| row.number));
        let person = members::person(tx, login.operator, id)?.unwrap_or_default();
        if let Some(email) = person.email {
            names.extend(email.split_once('@').map(|(local, _)| local.to_owned()));
            names.push(email);
        }
    }
    Ok(names)
}

/// A change of the own password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub struct Change {
    /// The password so far.
    pub old: String,
    /// The new one: at least ten characters, hard to guess.
    pub password: String,
    /// The new one once more.
    pub password_again: String,
}

/// Changes the own password. All sessions end, this one too.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::Invalid`]: the old password is wrong or the new one will not do; [`Trouble::TooMany`].
pub fn change(
    app: &App,
    operator: &Arc<Operator>,
    actor: Actor,
    wish: &Change,
) -> Result<(), Trouble> {
    let (whose, id) = log_in::place(operator, actor)?;
    let found = app.store().read_now(move |tx| -> Result<_, Trouble> {
        let login = logins::get(tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
        let names = names(tx, &login)?;
        Ok((login, names))
    });
    let (login, names) = found?;
    let now = app.clock().now();
    let attempts = Attempts::of(app, (whose, ""), Some(&login), "change");
    let again = attempts.clone();
    app.store().read_now(move |tx| again.check(tx, now))?;
    if wish.old.len() > LONGEST || !is_right(&wish.old, login.password_hash.as_deref()) {
        app.store().write_now(move |tx| attempts.failed(tx, now))?;
        return Err(Trouble::invalid("old", "old-password-wrong", ""));
    }
    if wish.old == wish.password {
        return Err(Trouble::invalid("password", "password-as-before", ""));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    check(&wish.password, &wish.password_again, &names)?;
    let fresh = hash(&wish.password);
    app.command_now(operator, actor, move |scene| {
        let known = logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
        if known.password_hash != login.password_hash {
            return Err(Trouble::Stale);
        }
        set(scene, known, &fresh, "password-change")
    })
}

/// Gives a login another password: every session ends, and whoever it is gets to know by mail.
fn set(
    scene: &mut Scene<'_, '_>,
    login: LoginRow,
    hash: &str,
    kind: &'static str,
) -> Result<(), Trouble> {
    let now = scene.now();
    let (id, whose) = (login.id, login.operator);
    let is_member = login.kind == "member";
    let login = LoginRow {
        password_hash: Some(hash.to_owned()),
        must_change: false,
        failures: 0,
        blocked_until: None,
        ..login
    };
    logins::put(scene.tx, &login, now)?;
    sessions::end_all(scene.tx, id)?;
    resets::end_all(scene.tx, whose, id)?;
    let member = is_member.then_some(MemberId(id));
    if let Some(member) = member {
        write(scene, member, "password-changed", &[])?;
    }
    let event = Event { kind, ..Event::default() };
    let concerns = Concerns { member, subject: Some(id), ..Concerns::default() };
    scene.note(now, &event, None, concerns)
}

/// Sends a member a mail of that kind, if there is an address.
pub(crate) fn write(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    kind: &str,
    found: &[(&str, &str)],
) -> Result<(), Trouble> {
    let op = scene.operator.id;
    let Some(row) = members::get(scene.tx, op, member)? else { return Ok(()) };
    let person = members::person(scene.tx, op, member)?.unwrap_or_default();
    let Some(to) = person.email else { return Ok(()) };
    let letter = letter(scene, to, &row.language, kind, found);
    scene.send("mail", kind, Some(member), None, &letter)
}

fn letter(
    scene: &Scene<'_, '_>,
    to: String,
    language: &str,
    kind: &str,
    found: &[(&str, &str)],
) -> Letter {
    let book = scene.operator.book_at(scene.now());
    let mut args = vec![("operator", (&*book.name).into())];
    args.extend(found.iter().map(|(name, value)| (*name, (*value).into())));
    let words = |key: String| book.texts.get(language, &key, &args).unwrap_or(key);
    Letter {
        to,
        subject: words(format!("mail-{kind}-subject")),
        text: words(format!("mail-{kind}")),
    }
}

/// Mails whoever logs in under this name a token that sets another password.
///
/// Nobody learns from it whether there is such a member: it answers the same and takes as long.
///
/// # Errors
/// [`Trouble::Store`].
pub fn ask_reset(app: &App, operator: &Arc<Operator>, name: &str) -> Result<(), Trouble> {
    let wanted = log_in::login_name(name);
    app.command_now(operator, Actor::System, move |scene| {
        let (op, now) = (scene.operator.id, scene.now());
        let login = if wanted.len() > 200 { None } else { find(scene.tx, Some(op), &wanted)? };
        let login = login.filter(|login| !login.disabled);
        resets::forget(scene.tx, now)?;
        let under_way = match &login {
            Some(login) => resets::under_way(scene.tx, op, login.id, now)?,
            None => 0,
        };
        let login = login.filter(|_| under_way < MOST_RESETS);
        let fresh = token("rr");
        let hash = digest(fresh.as_bytes());
        let id = login.map(|login| login.id);
        resets::insert(scene.tx, op, &hash, id, now.plus(RESET))?;
        match id {
            Some(id) => {
                let link = scene.operator.page(&format!("reset?token={fresh}"));
                write(scene, MemberId(id), "password-reset", &[("link", &link)])
            }
            None => Ok(()),
        }
    })
}

/// Setting another password with a token that was mailed.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordReset)]
pub struct Reset {
    /// The token of the mail.
    pub token: String,
    /// The new password: at least ten characters, hard to guess.
    pub password: String,
    /// The new one once more.
    pub password_again: String,
}

/// Sets another password with a token that was mailed, once. All sessions end.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::Invalid`]: the token holds no longer, or the password will not do.
pub fn reset(app: &App, operator: &Arc<Operator>, wish: &Reset) -> Result<(), Trouble> {
    let over = || Trouble::invalid("token", "reset-is-over", "");
    let (op, hash_of_token) = (operator.id, digest(wish.token.as_bytes()));
    let now = app.clock().now();
    let found = app.store().read_now(move |tx| -> Result<_, Trouble> {
        let Some(login) = whose(tx, op, &hash_of_token, now)? else { return Ok(None) };
        Ok(Some(names(tx, &login)?))
    });
    let names = found?.ok_or_else(over)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    check(&wish.password, &wish.password_again, &names)?;
    let fresh = hash(&wish.password);
    app.command_now(operator, Actor::System, move |scene| {
        let now = scene.now();
        let login = whose(scene.tx, op, &hash_of_token, now)?.ok_or_else(over)?;
        let login = logins::lock(scene.tx, op, login.id)?.ok_or_else(over)?;
        // Another one may have used it meanwhile.
        whose(scene.tx, op, &hash_of_token, now)?.ok_or_else(over)?;
        scene.actor = Actor::Member(MemberId(login.id));
        set(scene, login, &fresh, "password-reset")
    })
}

fn whose(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<LoginRow>, Trouble> {
    let Some(id) = resets::find(tx, op, token_hash, now)? else { return Ok(None) };
    Ok(logins::get(tx, op, id)?.filter(|login| !login.disabled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_passwords_will_not_do() {
        let names = ["anna", "100001", "anna@example.org"];
        for (password, code) in [
            ("short", "password-too-short"),
            ("annaannaannaa!7Q", "password-holds-name"),
            ("my-100001-number", "password-holds-name"),
            ("passwordpassword", "password-too-easy"),
            ("1234567890", "password-too-easy"),
            ("qwertyuiop", "password-too-easy"),
        ] {
            assert_eq!(
                check(password, password, &names),
                Err(Trouble::invalid("password", code, "")),
                "{password}"
            );
        }
        assert!(check("correct horse battery", "correct horse battery", &names).is_ok());
        assert!(check("correct horse battery", "correct horse batterY", &names).is_err());
    }

    #[test]
    fn a_name_that_nobody_has_costs_as_much() {
        let real = hash("x");
        let costs = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(costs(NOBODY), costs(&real));
        assert_eq!(NOBODY.len(), real.len(), "salt and hash are as long");
        // Were it no hash, nothing would be computed.
        let read = PasswordHash::new(NOBODY).unwrap();
        assert!(read.salt.is_some() && read.hash.is_some());
        assert!(!is_right("", None) && !is_right("", Some(NOBODY)) && is_right("x", Some(&real)));
    }

    #[test]
    fn a_few_are_let_in_at_a_time() {
        let gate = Gate { within: Mutex::new(0), left: Condvar::new() };
        let most = Mutex::new((0_usize, 0_usize));
        std::thread::scope(|threads| {
            for _ in 0..40 {
                threads.spawn(|| {
                    gate.through(|| {
                        let mut seen = most.lock().unwrap();
                        seen.0 += 1;
                        seen.1 = seen.1.max(seen.0);
                        drop(seen);
                        std::thread::yield_now();
                        most.lock().unwrap().0 -= 1;
                    });
                });
            }
        });
        let (within, at_most) = *most.lock().unwrap();
        assert!(within == 0 && (1..=AT_ONCE).contains(&at_most), "{at_most}");
        assert_eq!(*gate.within.lock().unwrap(), 0);
    }

    #[test]
    fn temporary_passwords_will_do() {
        let password = temporary();
        assert_eq!(check(&password, &password, &["anna"]), Ok(()));
        assert_ne!(password, temporary());
    }
}
