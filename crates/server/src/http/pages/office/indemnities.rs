//! Indemnities: what they rest on, what the member said, and what is decided.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::indemnity::{self, IndemnityView};
use rimessa_app::journal::{self, Entry};
use rimessa_app::profile::{self, ProfileView};
use rimessa_app::tag::tag;
use rimessa_app::{BookingView, Reply, Scene, Trouble, parse_id, show, uploads};
use rimessa_domain::ids::BookingId;
use rimessa_pages::Errors;
use rimessa_pages::office::{INDEMNITY_STATES, IndemnitiesPage, IndemnityPage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PAGE, at, looked, onwards, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::routes::handed_out;
use crate::http::web::Web;

/// So much of what happened to a booking is shown.
const EVENTS: i64 = 100;

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
    let Asked { state, after, .. } = asked(query.as_deref());
    let known = INDEMNITY_STATES.into_iter().find(|known| *known == state);
    let state = known.unwrap_or("proposed");
    let work =
        move |scene: &mut Scene<'_, '_>| indemnity::in_state(scene, state, parse_id(&after), PAGE);
    looked(&web, &desk, work, |frame, found| {
        let further = onwards(&desk, "indemnities", &[("state", state)], found.next.as_deref());
        IndemnitiesPage { frame, state, indemnities: found.indemnities, further }
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    /// `notify`, `uphold` or `waive`.
    act: String,
    reason: String,
    /// The tag of what was looked at.
    seen: String,
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told, .. } = asked(query.as_deref());
    let told = ["notify", "uphold", "waive"].into_iter().find(|known| *known == told);
    show_one(&web, &desk, id, told, Decision::default(), Errors::default()).await
}

/// All that is shown of one.
struct Looked {
    indemnity: IndemnityView,
    booking: Option<BookingView>,
    member: ProfileView,
    events: Vec<Entry>,
}

fn look(scene: &mut Scene<'_, '_>, id: &str) -> Result<Looked, Trouble> {
    let id = parse_id(id).ok_or(Trouble::NotFound("indemnity"))?;
    let indemnity = indemnity::proposal(scene, id)?;
    let member = scene.member_there(&indemnity.member)?;
    let member = profile::profile(scene, member)?;
    let (mut booking, mut events) = (None, Vec::new());
    if let Some(named) = &indemnity.booking {
        let wish = journal::Wish { booking: named.clone(), ..journal::Wish::default() };
        events = journal::search(scene, &wish, EVENTS)?.entries;
        if let Some(id) = parse_id(named) {
            booking = Some(show::booking(scene, BookingId(id))?);
        }
    }
    Ok(Looked { indemnity, booking, member, events })
}

async fn show_one(
    web: &Web,
    desk: &Desk,
    id: String,
    told: Option<&'static str>,
    typed: Decision,
    errors: Errors,
) -> Response {
    match web.find_out(&desk.caller, move |scene| look(scene, &id)).await {
        Ok(Looked { indemnity, booking, member, events }) => {
            let (status, seen) = (status(&errors), tag(&indemnity));
            let (frame, reason) = (desk.frame(web), typed.reason);
            let page = IndemnityPage {
                frame,
                indemnity,
                booking,
                member,
                events,
                told,
                seen,
                reason,
                errors,
            };
            (status, html(&page)).into_response()
        }
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

/// Tells the member, upholds, or waives.
pub(super) async fn decide(
    State(web): State<Web>,
    desk: Desk,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<Decision>,
) -> Response {
    let once = sent.once(&desk.caller);
    let typed = sent.fields;
    let Some(wanted) = parse_id(&id) else {
        return desk.wrong(&web, &Trouble::NotFound("indemnity"));
    };
    let (act, reason, seen) = (typed.act.clone(), typed.reason.clone(), typed.seen.clone());
    let work = move |scene: &mut Scene<'_, '_>| -> Result<Reply<IndemnityView>, Trouble> {
        indemnity::as_seen(scene, wanted, Some(&seen))?;
        match act.as_str() {
            "notify" => indemnity::notify(scene, wanted),
            "uphold" => indemnity::uphold(scene, wanted, &reason),
            "waive" => indemnity::waive(scene, wanted, &reason),
            _ => Err(Trouble::invalid("act", "missing", "")),
        }
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, &format!("indemnities/{id}?told={}", typed.act))),
        Err(Stopped::AtForm(errors)) => show_one(&web, &desk, id, None, typed, errors).await,
        Err(Stopped::Apart(Trouble::Stale)) => {
            let errors = super::stale(&desk);
            show_one(&web, &desk, id, None, typed, errors).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

/// A photo or paper on which it rests. Every look is in the journal.
pub(super) async fn photo(
    State(web): State<Web>,
    desk: Desk,
    Path((_, id, upload)): Path<(String, String, String)>,
) -> Response {
    let (Some(id), Some(upload)) = (parse_id(&id), parse_id(&upload)) else {
        return desk.wrong(&web, &Trouble::NotFound("upload"));
    };
    let (operator, actor) = (desk.caller.operator.clone(), desk.caller.actor);
    let opened = web.beside(move |app| {
        app.command_now(&operator, actor, move |scene| uploads::evidence(scene, id, upload))
    });
    match opened.await {
        Ok(opened) => handed_out(&opened),
        Err(trouble) => desk.wrong(&web, &trouble),
    }
}
