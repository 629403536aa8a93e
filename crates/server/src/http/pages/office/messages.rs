//! The outbox: what was sent, and what could not be.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{Scene, Trouble, mailbox, parse_id};
use rimessa_pages::Errors;
use rimessa_pages::office::{MESSAGE_STATES, MessagesPage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PAGE, at, onwards, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    after: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    show(&web, &desk, asked(query.as_deref()), Errors::default()).await
}

async fn show(web: &Web, desk: &Desk, asked: Asked, errors: Errors) -> Response {
    let Asked { state, after, told } = asked;
    let state = MESSAGE_STATES.into_iter().find(|known| *known == state).unwrap_or_default();
    let work = move |scene: &mut Scene<'_, '_>| {
        let only = Some(state).filter(|state| !state.is_empty());
        let mut all = mailbox::list(scene, only, parse_id(&after), PAGE + 1)?;
        let more = i64::try_from(all.len()).is_ok_and(|count| count > PAGE);
        all.truncate(usize::try_from(PAGE).unwrap_or_default());
        Ok((all, more))
    };
    match web.find_out(&desk.caller, work).await {
        Ok((messages, more)) => {
            let next = messages.last().filter(|_| more).map(|last| last.id.as_str());
            let further = onwards(desk, "messages", &[("state", state)], next);
            let (frame, status) = (desk.frame(web), status(&errors));
            let told = told == "again";
            let page = MessagesPage { frame, state, messages, further, told, errors };
            (status, html(&page)).into_response()
        }
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Again {
    message: String,
    state: String,
}

/// Lets a message be sent again.
pub(super) async fn retry(State(web): State<Web>, desk: Desk, sent: Sent<Again>) -> Response {
    let once = sent.once(&desk.caller);
    let Again { message, state } = sent.fields;
    let Some(id) = parse_id(&message) else {
        return desk.wrong(&web, &Trouble::NotFound("message"));
    };
    let done = web.carry_out(&desk.caller, once, move |scene| mailbox::retry(scene, id)).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => {
            let known = MESSAGE_STATES.into_iter().find(|known| *known == state);
            let state = known.unwrap_or_default();
            gate::onwards(&at(&desk, &format!("messages?state={state}&told=again")))
        }
        Err(Stopped::AtForm(errors)) => {
            show(&web, &desk, Asked { state, ..Asked::default() }, errors).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}
