//! Passkeys of a member: those there are, another one, and taking one away.

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::passkey::{self, NewPasskey};
use rimessa_app::{Reply, Trouble, parse_id};
use rimessa_pages::{Errors, Here, Passkeys};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::desk::status_of;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Page, both, frame, html, sent, wrong};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/passkeys", both(get(list).post(add))),
        page("/{operator}/passkeys/begin", sent(post(begin))),
        page("/{operator}/passkeys/remove", sent(post(remove))),
    ]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    label: String,
    ceremony: String,
    /// What the authenticator answered, as JSON.
    credential: String,
    passkey: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    listed(&web, &caller, typed, Errors::default()).await
}

async fn listed(web: &Web, caller: &Caller, typed: Typed, errors: Errors) -> Response {
    let all = match find_out(web, caller, |scene, _| passkey::list(scene)).await {
        Ok(all) => all,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let path = format!("/{}/passkeys", caller.operator.slug);
    let frame = frame(web, caller, &path, Here::Account);
    let told = match typed.told.as_str() {
        "added" => frame.talk.t("passkey-added"),
        "removed" => frame.talk.t("passkey-removed"),
        _ => String::new(),
    };
    let offered = passkey::is_offered(&caller.operator);
    let label = typed.label;
    (status_of(&errors), html(&Passkeys { frame, told, all, offered, label, errors }))
        .into_response()
}

/// What the authenticator is to be asked.
pub(super) async fn begin(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let token = caller.token.clone().unwrap_or_default();
    let done = carry_out(&web, &caller, &sent, move |scene, _| {
        passkey::begin_registration(scene, &token).map(Reply::Done)
    });
    match done.await {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/json")], answer.json).into_response(),
        Err(trouble) => Problem::new(&trouble, &caller.language).into_response(),
    }
}

/// Registers what the authenticator made.
pub(super) async fn add(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let Typed { label, ceremony, credential, .. } = sent.fields.clone();
    // What is no JSON is no answer of an authenticator, either.
    let credential = serde_json::from_str(&credential).unwrap_or_default();
    let new = NewPasskey { ceremony, label, credential };
    let done = carry_out(&web, &caller, &sent, move |scene, _| passkey::register(scene, &new));
    match settled(&web, &caller, done.await, "passkeys?told=added") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, sent.fields, errors).await,
    }
}

/// Takes one away.
pub(super) async fn remove(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let id = parse_id(&sent.fields.passkey);
    let done = carry_out(&web, &caller, &sent, move |scene, _| {
        passkey::remove(scene, id.ok_or(Trouble::NotFound("passkey"))?).map(Reply::Done)
    });
    match settled(&web, &caller, done.await, "passkeys?told=removed") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, sent.fields, errors).await,
    }
}
