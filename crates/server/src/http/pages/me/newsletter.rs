//! The newsletter, where an operator has one.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::consents::{self, ConsentView, NEWSLETTER};
use rimessa_app::{Reply, Trouble};
use rimessa_domain::ids::MemberId;
use rimessa_pages::{Errors, Newsletter};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::desk::status_of;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Page, both, frame, gate, html, wrong};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    vec![Page::new(Who::members(), "/{operator}/newsletter", both(get(show).post(say)))]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    given: String,
    told: String,
}

fn consent(
    scene: &mut rimessa_app::Scene<'_, '_>,
    member: MemberId,
) -> Result<ConsentView, Trouble> {
    let all = consents::list(scene, member)?;
    let found = all.into_iter().find(|one| one.consent == NEWSLETTER);
    found.ok_or(Trouble::NotFound("consent"))
}

pub(super) async fn show(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let Said { told, .. } = asked(query.as_deref());
    shown(&web, &caller, &told, Errors::default()).await
}

async fn shown(web: &Web, caller: &Caller, told: &str, errors: Errors) -> Response {
    let consent = match find_out(web, caller, consent).await {
        Ok(consent) => consent,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let path = format!("/{}/newsletter", caller.operator.slug);
    let frame = frame(web, caller, &path, gate::ELSEWHERE);
    let told = match told {
        "begun" => frame.talk.t("newsletter-begun"),
        "ended" => frame.talk.t("newsletter-ended"),
        _ => String::new(),
    };
    (status_of(&errors), html(&Newsletter { frame, told, consent, errors })).into_response()
}

/// Subscribes, or ends it.
pub(super) async fn say(State(web): State<Web>, caller: Caller, sent: Sent<Said>) -> Response {
    let given = sent.fields.given == "true";
    let done = carry_out(&web, &caller, &sent, move |scene, member| {
        consents::set(scene, member, NEWSLETTER, &consents::Wish { given }).map(Reply::Done)
    });
    let told = if given { "newsletter?told=begun" } else { "newsletter?told=ended" };
    match settled(&web, &caller, done.await, told) {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => shown(&web, &caller, "", errors).await,
    }
}
