//! Who waits for the documents to be verified: the scan beside the data, and what is decided.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::validate::{self, Reason};
use rimessa_app::{Reply, Scene, Trouble, licences, parse_id, uploads};
use rimessa_domain::ids::MemberId;
use rimessa_pages::Errors;
use rimessa_pages::office::{ApplicationPage, ApplicationsPage, Field};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PAGE, at, looked, onwards, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::routes::handed_out;
use crate::http::web::Web;

/// Licences that expire within so many days are named.
const DAYS: u16 = 30;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { after, told } = asked(query.as_deref());
    let work = move |scene: &mut Scene<'_, '_>| {
        let after = Some(after.as_str()).filter(|after| !after.is_empty());
        let queue = validate::queue(scene, after, PAGE)?;
        let licences = match after {
            None => licences::expiring(scene, DAYS, ("", MemberId(0)), PAGE)?,
            Some(_) => Vec::new(),
        };
        Ok((queue, licences))
    };
    let told = ["validated", "refused", "asked"].into_iter().find(|known| *known == told);
    looked(&web, &desk, work, |frame, (queue, licences)| {
        let further = onwards(&desk, "applications", &[], queue.next.as_deref());
        ApplicationsPage { frame, queue: queue.applications, licences, told, further }
    })
    .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    /// `validate`, `refuse` or `ask`.
    act: String,
    reason: String,
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, member)): Path<(String, String)>,
) -> Response {
    show(&web, &desk, member, Decision::default(), Errors::default()).await
}

async fn show(web: &Web, desk: &Desk, member: String, typed: Decision, errors: Errors) -> Response {
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = scene.member_there(&member)?;
        validate::dossier(scene, member)
    };
    match web.find_out(&desk.caller, work).await {
        Ok(dossier) => {
            let frame = desk.frame(web);
            let fields = Field::of(&frame.talk, &dossier.profile);
            let Decision { act, reason } = typed;
            let status = status(&errors);
            let page = ApplicationPage { frame, dossier, fields, act, reason, errors };
            (status, html(&page)).into_response()
        }
        Err(trouble) => desk.wrong(web, &trouble),
    }
}

/// Validates, refuses, or asks for more.
pub(super) async fn decide(
    State(web): State<Web>,
    desk: Desk,
    Path((_, member)): Path<(String, String)>,
    sent: Sent<Decision>,
) -> Response {
    let once = sent.once(&desk.caller);
    let typed = sent.fields;
    let (named, act, why) = (member.clone(), typed.act.clone(), typed.reason.clone());
    let work = move |scene: &mut Scene<'_, '_>| {
        let id = scene.member_named(Some(&named))?;
        let why = Reason { reason: why.clone() };
        match act.as_str() {
            "validate" => validate::validate(scene, id),
            "refuse" => validate::refuse(scene, id, &why).map(Reply::Done),
            "ask" => validate::ask(scene, id, &why).map(Reply::Done),
            _ => Err(Trouble::invalid("act", "missing", "")),
        }
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => {
            let told = match typed.act.as_str() {
                "validate" => "validated",
                "refuse" => "refused",
                _ => "asked",
            };
            gate::onwards(&at(&desk, &format!("applications?told={told}")))
        }
        Err(Stopped::AtForm(errors)) => show(&web, &desk, member, typed, errors).await,
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

/// A scan, which is never kept by the browser. Every look is in the journal.
pub(super) async fn scan(
    State(web): State<Web>,
    desk: Desk,
    Path((_, member, upload)): Path<(String, String, String)>,
) -> Response {
    let Some(id) = parse_id(&upload) else {
        return desk.wrong(&web, &Trouble::NotFound("upload"));
    };
    let (operator, actor) = (desk.caller.operator.clone(), desk.caller.actor);
    let opened = web.beside(move |app| {
        app.command_now(&operator, actor, move |scene| {
            let member = scene.member_named(Some(&member))?;
            uploads::look(scene, member, id)
        })
    });
    match opened.await {
        Ok(opened) => handed_out(&opened),
        Err(trouble) => desk.wrong(&web, &trouble),
    }
}
