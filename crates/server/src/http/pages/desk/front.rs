//! Staff log in and out.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rimessa_app::log_in::{self, Credentials};
use rimessa_app::{Reply, Trouble};
use rimessa_pages::{DeskLogIn, Errors};
use serde::Deserialize;

use super::Desk;
use crate::http::pages::front::{Nothing, not_begun};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Ground, cookies, gate, html};
use crate::http::web::Web;

/// What all addresses of the desk begin with.
const BEGIN: &str = "/desk/";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    login: String,
    password: String,
    totp: String,
    recovery_code: String,
    next: String,
    told: String,
}

pub(super) async fn log_in(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    let next = gate::own_address(BEGIN, &typed.next).unwrap_or_default();
    let is_set = typed.told == "password";
    show(&web, &desk, (String::new(), next, is_set), Errors::default())
}

fn show(
    web: &Web,
    desk: &Desk,
    (login, next, is_set): (String, String, bool),
    errors: Errors,
) -> Response {
    let mut frame = desk.frame_of_all(web);
    frame.is_known = false;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, html(&DeskLogIn { frame, login, next, is_set, errors })).into_response()
}

/// Begins a session.
pub(super) async fn begin(State(web): State<Web>, desk: Desk, sent: Sent<Typed>) -> Response {
    let Typed { login, password, totp, recovery_code, next, .. } = sent.fields;
    let next = gate::own_address(BEGIN, &next).unwrap_or_default();
    let place = desk.caller.address.map(|address| address.to_string()).unwrap_or_default();
    let given = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let who = Credentials {
        login: login.clone(),
        password,
        staff: true,
        totp: given(totp),
        recovery_code: given(recovery_code),
    };
    let begun = web.beside(move |app| {
        let operator = log_in::workplace(app, &who.login)?.ok_or(Trouble::NotLoggedIn)?;
        log_in::log_in(app, &operator, &who, &place)
    });
    match begun.await {
        Ok(begun) => {
            let mut response = gate::onwards(if next.is_empty() { BEGIN } else { &next });
            let cookie = cookies::begun(web.app(), Ground::Desk, &desk.caller.operator, &begun);
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response
        }
        Err(trouble) => match not_begun(&trouble, &desk.caller.language) {
            Some(errors) => show(&web, &desk, (login, next, false), errors),
            None => desk.wrong(&web, &trouble),
        },
    }
}

/// Ends a session.
pub(super) async fn end(State(web): State<Web>, desk: Desk, _: Sent<Nothing>) -> Response {
    if let Some(token) = desk.caller.token.clone() {
        let shown = token.clone();
        let ended = web.carry_out(&desk.caller, None, move |scene| {
            log_in::log_out(scene.tx, &shown).map(Reply::Done)
        });
        if let Err(trouble) = ended.await {
            return desk.wrong(&web, &trouble);
        }
        web.forget(&token);
    }
    let mut response = gate::onwards("/desk/log-in");
    let cookie = cookies::ended(Ground::Desk, &desk.caller.operator);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}
