//! A case: what was said, who sees to it until when, and how it ends.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::case_file::CaseFile;
use rimessa_app::work_case::{Answer, Closing, HandOver};
use rimessa_app::{
    Once, Reply, Scene, Trouble, case_file, desk, parse_id, show_id, uploads, work_case,
};
use rimessa_pages::{DeskCase, Errors};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::cases::whose;
use super::{Desk, at_form, status_of};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::front::Nothing;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::routes::handed_out;
use crate::http::web::Web;

/// What was just done, and the sentences that say so.
const TOLD: [(&str, &str); 6] = [
    ("opened", "desk-told-opened"),
    ("taken", "desk-told-taken"),
    ("handed", "desk-told-handed"),
    ("answered", "desk-told-answered"),
    ("noted", "desk-told-noted"),
    ("closed", "desk-told-closed"),
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    told: String,
    /// An answer or a note.
    text: String,
    /// `message` or `note`.
    #[serde(rename = "as")]
    kind: String,
    /// To whom it is handed over.
    to: String,
    note: String,
    outcome: String,
    /// What the member is told at the end.
    last: String,
}

pub(super) async fn case(
    State(web): State<Web>,
    at: Desk,
    Path((_, case)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    let told = TOLD.iter().find(|(known, _)| *known == typed.told).map_or("", |(_, key)| *key);
    show(&web, &at, &case, told, typed, Errors::default()).await
}

/// A photo or paper that was sent with a case.
pub(super) async fn file(
    State(web): State<Web>,
    at: Desk,
    Path((_, case, upload)): Path<(String, String, String)>,
) -> Response {
    let (Ok(case), Some(upload)) = (id_of(&case), parse_id(&upload)) else {
        return at.wrong(&web, &Trouble::NotFound("upload"));
    };
    let (operator, actor) = (at.caller.operator.clone(), at.caller.actor);
    let opened = web.beside(move |app| {
        app.command_now(&operator, actor, move |scene| uploads::of_case(scene, case, upload))
    });
    match opened.await {
        Ok(opened) => handed_out(&opened),
        Err(trouble) => at.wrong(&web, &trouble),
    }
}

fn id_of(case: &str) -> Result<u128, Trouble> {
    parse_id(case).ok_or(Trouble::NotFound("case"))
}

async fn show(
    web: &Web,
    at: &Desk,
    case: &str,
    told: &'static str,
    typed: Typed,
    errors: Errors,
) -> Response {
    let looked = |id| {
        web.find_out(&at.caller, move |scene| {
            let file = case_file::case(scene, id)?;
            let member = whose(scene, file.case.member.as_deref().unwrap_or_default())?;
            Ok::<_, Trouble>((file, member, desk::colleagues(scene)?))
        })
    };
    let found = match id_of(case) {
        Ok(id) => looked(id).await,
        Err(trouble) => Err(trouble),
    };
    let (file, member, colleagues) = match found {
        Ok(found) => found,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let frame = at.frame(web);
    let owner = colleagues.iter().find(|one| Some(&one.id) == file.case.owner.as_ref());
    // Whoever does not work here any more is nobody to hand over to, but still sees to it.
    let owner =
        owner.map_or_else(|| file.case.owner.clone().unwrap_or_default(), |one| one.name.clone());
    let me = at.caller.actor.id().map(show_id);
    let is_mine = file.case.owner.is_some() && file.case.owner == me;
    let Typed { text, to, note, last, .. } = typed;
    let page = DeskCase {
        frame,
        file,
        member,
        owner,
        is_mine,
        colleagues,
        told,
        text,
        to,
        note,
        last,
        errors,
    };
    (status_of(&page.errors), html(&page)).into_response()
}

/// Carries out something about a case; then back to it.
async fn about(
    web: &Web,
    at: &Desk,
    case: &str,
    (once, told, typed): (Option<Once>, &str, Typed),
    work: impl Fn(&mut Scene<'_, '_>, u128) -> Result<Reply<CaseFile>, Trouble> + Send + 'static,
) -> Response {
    let done = match id_of(case) {
        Ok(id) => web.carry_out(&at.caller, once, move |scene| work(scene, id)).await,
        Err(trouble) => Err(trouble),
    };
    let done: Result<IgnoredAny, Stopped> = outcome(done, &at.caller.language);
    match done {
        Ok(_) => gate::onwards(&at.address(&format!("cases/{case}?told={told}"))),
        Err(stopped) => match at_form(at, web, stopped) {
            Ok(errors) => show(web, at, case, "", typed, errors).await,
            Err(page) => *page,
        },
    }
}

/// Takes a case that is nobody's.
pub(super) async fn take(
    State(web): State<Web>,
    at: Desk,
    Path((_, case)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let once = sent.once(&at.caller);
    about(&web, &at, &case, (once, "taken", Typed::default()), work_case::take).await
}

/// Hands it over.
pub(super) async fn hand_over(
    State(web): State<Web>,
    at: Desk,
    Path((_, case)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields);
    let to = Some(typed.to.clone()).filter(|to| !to.is_empty());
    let wish = HandOver { to, note: typed.note.clone() };
    let work = move |scene: &mut Scene<'_, '_>, id| work_case::hand_over(scene, id, &wish);
    about(&web, &at, &case, (once, "handed", typed), work).await
}

/// Answers the member, or notes something for the staff.
pub(super) async fn reply(
    State(web): State<Web>,
    at: Desk,
    Path((_, case)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields);
    // Whatever is not clearly meant for the member is not sent.
    let internal = typed.kind != "message";
    let wish = Answer { text: typed.text.clone(), internal, ..Answer::default() };
    let told = if internal { "noted" } else { "answered" };
    let work = move |scene: &mut Scene<'_, '_>, id| work_case::reply(scene, id, &wish);
    about(&web, &at, &case, (once, told, typed), work).await
}

/// Closes it.
pub(super) async fn close(
    State(web): State<Web>,
    at: Desk,
    Path((_, case)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields);
    let wish = Closing { outcome: typed.outcome.clone(), text: typed.last.clone() };
    let work = move |scene: &mut Scene<'_, '_>, id| work_case::close(scene, id, &wish);
    about(&web, &at, &case, (once, "closed", typed), work).await
}
