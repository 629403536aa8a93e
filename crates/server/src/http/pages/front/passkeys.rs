//! Logging in with a passkey.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rimessa_app::passkey::{self, Name, Shown};
use rimessa_app::{Actor, Reply, Trouble};
use rimessa_pages::{Errors, Talk, Wrong};
use serde::Deserialize;

use super::{Typed, let_in, not_let_in, show_log_in};
use crate::http::guard::Caller;
use crate::http::pages::sent::Sent;
use crate::http::pages::{Ground, gate};
use crate::http::problem::Problem;
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct Answered {
    ceremony: String,
    /// What the authenticator answered, as JSON.
    credential: String,
    next: String,
}

/// What the authenticator is to be asked: any passkey that it has for this site.
pub(in crate::http::pages) async fn begin(
    State(web): State<Web>,
    caller: Caller,
    _: Sent<Answered>,
) -> Response {
    let begun = web.carry_out(&caller, None, move |scene| {
        passkey::begin_log_in(scene, &Name::default()).map(Reply::Done)
    });
    match begun.await {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/json")], answer.json).into_response(),
        Err(trouble) => Problem::new(&trouble, &caller.language).into_response(),
    }
}

/// Begins a session for whoever the authenticator says it is.
pub(in crate::http::pages) async fn log_in(
    State(web): State<Web>,
    caller: Caller,
    sent: Sent<Answered>,
) -> Response {
    let Answered { ceremony, credential, next } = sent.fields;
    let begin = Ground::Community.begin(&caller.operator);
    let next = gate::own_address(&begin, &next).unwrap_or_default();
    // What is no JSON is no answer of an authenticator, either.
    let credential = serde_json::from_str(&credential).unwrap_or_default();
    let shown = Shown { ceremony, credential };
    let operator = caller.operator.clone();
    let begun = web.beside(move |app| {
        app.command_now(&operator, Actor::Stranger, move |scene| passkey::log_in(scene, &shown))?
    });
    let typed = Typed { next: next.clone(), ..Typed::default() };
    match begun.await {
        Ok(begun) => let_in(&web, &caller, &next, &begun),
        Err(Trouble::NotLoggedIn) => {
            let words = Talk::plain(&caller.language).t("passkey-wrong");
            let wrong = Wrong { field: String::new(), words, clause: None };
            show_log_in(&web, &caller, typed, Errors(vec![wrong]))
        }
        Err(trouble) => not_let_in(&web, &caller, typed, &trouble),
    }
}
