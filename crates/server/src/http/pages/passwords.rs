//! Passwords: the first one, another one, one that was forgotten; and the link that confirms an address.

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::Response;
use axum::routing::get;
use rimessa_app::first_login::{self, First};
use rimessa_app::password::{self, Change, Reset};
use rimessa_app::{Reply, consents, mail_address};
use rimessa_pages::{Control, FormPage, Here, Input, Talk, Way};
use serde::Deserialize;

use super::form::{self, Blank};
use super::sent::{Sent, asked};
use super::{Ground, Page, both, cookies, frame, gate, member_of, wrong};
use crate::http::guard::{Caller, Who};
use crate::http::web::Web;

/// The pages about passwords.
pub(super) fn pages() -> Vec<Page> {
    let unready = Who::members().even_unready();
    let attempts = Who::anyone().by_attempts();
    vec![
        Page::new(unready, "/{operator}/first-login", both(get(first_login).post(first_logged_in))),
        Page::new(unready.sparingly(), "/{operator}/password", both(get(change).post(changed))),
        Page::new(attempts, "/{operator}/forgotten", both(get(forgotten).post(forgot))),
        Page::new(attempts, "/{operator}/reset", both(get(reset).post(was_reset))),
        Page::new(
            attempts,
            "/{operator}/confirm-mail",
            both(get(confirm_mail).post(mail_confirmed)),
        ),
    ]
}

fn blank(at: &str, title: &'static str, button: &'static str) -> Blank {
    Blank { at: at.to_owned(), title, button, here: Here::Elsewhere }
}

fn passwords(talk: &Talk) -> [Input; 2] {
    let new = |name, key| Input::new(name, talk.t(key), Control::Password).known_as("new-password");
    [
        new("password", "password-new").hint(talk.t("password-hint")),
        new("password_again", "password-again"),
    ]
}

fn talk(web: &Web, caller: &Caller) -> Talk {
    frame(web, caller, "", Here::Elsewhere).talk
}

/// What is typed on the first login.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FirstTyped {
    password: String,
    password_again: String,
    mail: String,
    second_mail: String,
    /// The consents that were ticked, by name.
    consent: Vec<String>,
}

async fn first_page(web: &Web, caller: &Caller, typed: &FirstTyped) -> Result<FormPage, Response> {
    let offered = match member_of(caller) {
        Ok(member) => web.find_out(caller, move |scene| consents::list(scene, member)).await,
        Err(trouble) => Err(trouble),
    };
    let offered = offered.map_err(|trouble| wrong::page(web, caller, &trouble))?;
    let talk = talk(web, caller);
    let mut inputs: Vec<Input> = passwords(&talk).into();
    let mail = |name, value: &str| {
        let label = talk.rule(&format!("field-{}", str::replace(name, "_", "-")));
        Input::new(name, label.unwrap_or_default(), Control::Mail).with(value).known_as("email")
    };
    inputs.push(mail("mail", &typed.mail));
    inputs.push(mail("second_mail", &typed.second_mail).optional());
    let offered = offered.into_iter().filter(|one| !one.required);
    let ticks: Vec<_> = offered
        .map(|one| {
            let ticked = one.given || typed.consent.contains(&one.consent);
            (one.consent, one.words, ticked)
        })
        .collect();
    if !ticks.is_empty() {
        let any = Control::Any(ticks);
        inputs.push(Input::new("consent", talk.t("consents-title"), any).optional());
    }
    let mut page = blank("first-login", "first-login-title", "keep").page(web, caller, inputs);
    page.lead = vec![talk.t("first-login-lead")];
    Ok(page)
}

pub(super) async fn first_login(State(web): State<Web>, caller: Caller) -> Response {
    match first_page(&web, &caller, &FirstTyped::default()).await {
        Ok(page) => form::show(&page),
        Err(response) => response,
    }
}

/// Replaces the temporary password; what was ticked is kept with it.
pub(super) async fn first_logged_in(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<FirstTyped>,
) -> Response {
    let typed = sent.fields;
    let member = match member_of(&caller) {
        Ok(member) => member,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let (operator, given) = (caller.operator.clone(), typed.clone());
    let wish = First {
        password: given.password,
        password_again: given.password_again,
        mail: given.mail,
        second_mail: Some(given.second_mail).filter(|mail| !mail.trim().is_empty()),
    };
    let done = web.beside(move |app| first_login::first_login(app, &operator, member, wish)).await;
    web.forget_all();
    if let Err(trouble) = done {
        return match first_page(&web, &caller, &typed).await {
            Ok(page) => form::again(&web, &caller, page, trouble),
            Err(response) => response,
        };
    }
    for consent in typed.consent {
        let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
            consents::set(scene, member, &consent, &consents::Wish { given: true }).map(Reply::Done)
        };
        if let Err(trouble) = web.carry_out(&caller, None, work).await {
            return wrong::page(&web, &caller, &trouble);
        }
    }
    gate::onwards(&format!("/{}/", caller.operator.slug))
}

/// What is typed to change a password.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangeTyped {
    old: String,
    password: String,
    password_again: String,
}

fn change_page(web: &Web, caller: &Caller) -> FormPage {
    let talk = talk(web, caller);
    let old = Input::new("old", talk.t("password-old"), Control::Password);
    let mut inputs = vec![old.known_as("current-password")];
    inputs.extend(passwords(&talk));
    let mut page = blank("password", "password-title", "password-change").page(web, caller, inputs);
    page.lead = vec![talk.t("password-lead")];
    page
}

pub(super) async fn change(State(web): State<Web>, caller: Caller) -> Response {
    form::show(&change_page(&web, &caller))
}

/// Changes the password: all sessions end, and one logs in anew.
pub(super) async fn changed(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<ChangeTyped>,
) -> Response {
    let ChangeTyped { old, password, password_again } = sent.fields;
    let (operator, actor) = (caller.operator.clone(), caller.actor);
    let wish = Change { old, password, password_again };
    let done = web.beside(move |app| password::change(app, &operator, actor, &wish)).await;
    web.forget_all();
    match done {
        Ok(()) => to_log_in(&caller),
        Err(trouble) => form::again(&web, &caller, change_page(&web, &caller), trouble),
    }
}

/// To the log-in page, where the new password is asked for.
fn to_log_in(caller: &Caller) -> Response {
    let slug = &caller.operator.slug;
    let mut response = gate::onwards(&format!("/{slug}/log-in?told=password"));
    let ended = cookies::ended(Ground::Community, &caller.operator);
    response.headers_mut().insert(header::SET_COOKIE, ended);
    response
}

/// Whose password was forgotten.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ForgottenTyped {
    login: String,
}

fn forgotten_page(web: &Web, caller: &Caller, login: &str) -> FormPage {
    let talk = talk(web, caller);
    let name = Input::new("login", talk.t("login-name"), Control::Line).with(login);
    let inputs = vec![name.known_as("username").hint(talk.t("login-hint"))];
    let mut page = blank("forgotten", "forgotten-title", "forgotten-ask").page(web, caller, inputs);
    page.lead = vec![talk.t("forgotten-lead")];
    page
}

pub(super) async fn forgotten(State(web): State<Web>, caller: Caller) -> Response {
    form::show(&forgotten_page(&web, &caller, ""))
}

/// Sends a mail that sets another password; nobody learns whether there is such a member.
pub(super) async fn forgot(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<ForgottenTyped>,
) -> Response {
    let ForgottenTyped { login } = sent.fields;
    let page = forgotten_page(&web, &caller, &login);
    let operator = caller.operator.clone();
    match web.beside(move |app| password::ask_reset(app, &operator, &login)).await {
        Ok(()) => {
            let words = page.frame.talk.t("forgotten-sent");
            let way = log_in_way(&page);
            form::told(page, words, way)
        }
        Err(trouble) => form::again(&web, &caller, page, trouble),
    }
}

fn log_in_way(page: &FormPage) -> Way {
    Way { to: page.frame.at("log-in"), words: page.frame.talk.t("log-in") }
}

/// A token of a mail, and what is typed with it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenTyped {
    token: String,
    password: String,
    password_again: String,
}

fn reset_page(web: &Web, caller: &Caller, token: &str) -> FormPage {
    let talk = talk(web, caller);
    let mut inputs = Vec::new();
    let mut unseen = Vec::new();
    if token.is_empty() {
        inputs.push(Input::new("token", talk.t("reset-code"), Control::Line));
    } else {
        unseen.push(("token", token.to_owned()));
    }
    inputs.extend(passwords(&talk));
    let page = blank("reset", "reset-title", "keep").page(web, caller, inputs);
    FormPage { unseen, ..page }
}

pub(super) async fn reset(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: TokenTyped = asked(query.as_deref());
    form::show(&reset_page(&web, &caller, &typed.token))
}

/// Sets another password with the token of the mail.
pub(super) async fn was_reset(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<TokenTyped>,
) -> Response {
    let TokenTyped { token, password, password_again } = sent.fields;
    let page = reset_page(&web, &caller, &token);
    let (operator, wish) = (caller.operator.clone(), Reset { token, password, password_again });
    let done = web.beside(move |app| password::reset(app, &operator, &wish)).await;
    web.forget_all();
    match done {
        Ok(()) => to_log_in(&caller),
        Err(trouble) => form::again(&web, &caller, page, trouble),
    }
}

fn confirm_page(web: &Web, caller: &Caller, token: &str, with_password: bool) -> FormPage {
    let talk = talk(web, caller);
    let inputs = if with_password { passwords(&talk).into() } else { Vec::new() };
    let page = blank("confirm-mail", "confirm-mail-title", "confirm-mail-button")
        .page(web, caller, inputs);
    let lead = if with_password { "confirm-mail-password" } else { "confirm-mail-lead" };
    FormPage { unseen: vec![("token", token.to_owned())], lead: vec![talk.t(lead)], ..page }
}

/// The page behind the link. It confirms nothing by itself: programs that look at mails open links, too.
pub(super) async fn confirm_mail(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: TokenTyped = asked(query.as_deref());
    form::show(&confirm_page(&web, &caller, &typed.token, false))
}

/// Confirms the address; whoever has no password yet is asked for one.
pub(super) async fn mail_confirmed(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<TokenTyped>,
) -> Response {
    let TokenTyped { token, password, password_again } = sent.fields;
    let typed = !password.is_empty();
    let wish = mail_address::Wish {
        token: token.clone(),
        password: typed.then_some(password),
        password_again: typed.then_some(password_again),
    };
    let operator = caller.operator.clone();
    match web.beside(move |app| mail_address::confirm(app, &operator, &wish)).await {
        Ok(()) => {
            let page = confirm_page(&web, &caller, "", false);
            let (words, way) = (page.frame.talk.t("confirm-mail-done"), log_in_way(&page));
            form::told(page, words, way)
        }
        Err(rimessa_app::Trouble::Invalid(all))
            if all.iter().any(|one| one.field == "password") =>
        {
            let mut page = confirm_page(&web, &caller, &token, true);
            if !typed {
                // Asked for the first time: nothing is wrong yet.
                return form::show(&page);
            }
            let trouble = rimessa_app::Trouble::Invalid(all);
            page.errors = wrong::at_fields(&trouble, &caller.language).unwrap_or_default();
            form::show(&page)
        }
        Err(trouble) => {
            form::again(&web, &caller, confirm_page(&web, &caller, &token, false), trouble)
        }
    }
}
