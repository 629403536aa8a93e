//! Where a member is logged in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::{Reply, Trouble, log_in, parse_id};
use rimessa_pages::{Here, Sessions};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::sent::Sent;
use crate::http::pages::{Page, both, frame, gate, html, wrong};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    vec![Page::new(Who::members(), "/{operator}/sessions", both(get(list).post(end)))]
}

pub(super) async fn list(State(web): State<Web>, caller: Caller) -> Response {
    let token = caller.token.clone().unwrap_or_default();
    match find_out(&web, &caller, move |scene, _| log_in::own_sessions(scene, &token)).await {
        Ok(all) => {
            let path = format!("/{}/sessions", caller.operator.slug);
            let frame = frame(&web, &caller, &path, Here::Account);
            html(&Sessions { frame, all }).into_response()
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    session: String,
}

/// Ends one of them.
pub(super) async fn end(State(web): State<Web>, caller: Caller, sent: Sent<Which>) -> Response {
    let id = parse_id(&sent.fields.session);
    let done = carry_out(&web, &caller, &sent, move |scene, _| {
        log_in::end_session(scene, id.ok_or(Trouble::NotFound("session"))?).map(Reply::Done)
    });
    let done = done.await;
    web.forget_all();
    match settled(&web, &caller, done, "sessions") {
        Settled::Answered(response) => response,
        Settled::AtForm(_) => gate::onwards(&format!("/{}/sessions", caller.operator.slug)),
    }
}
