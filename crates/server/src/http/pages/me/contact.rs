//! Writing to the operator, and what became of it.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::case_file::{self, CaseFile};
use rimessa_app::work_case::{self, Answer};
use rimessa_app::{App, Trouble, open_case, parse_id, uploads};
use rimessa_pages::{Case, Cases, Control, Errors, FormPage, Here, Input};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::form::{self, Blank};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Page, both, frame, gate, html, member_of, shown, wrong};
use crate::http::routes::handed_out;
use crate::http::web::Web;

/// What a message can be about.
const TOPICS: [&str; 4] = ["address", "phone", "plate", "other"];
/// So many requests stand on a page.
const A_PAGE: i64 = 50;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/contact", both(get(contact).post(send))),
        page("/{operator}/requests", shown(get(list))),
        page("/{operator}/requests/{case}", both(get(look).post(answer))),
        page("/{operator}/uploads/{upload}", shown(get(upload))),
    ]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    topic: String,
    text: String,
    told: String,
}

fn contact_page(web: &Web, caller: &Caller, typed: &Typed) -> FormPage {
    let blank = Blank {
        at: "contact".to_owned(),
        title: "contact",
        button: "case-answer",
        here: Here::Elsewhere,
    };
    let mut page = blank.page(web, caller, Vec::new());
    let talk = page.frame.talk.clone();
    let topics = TOPICS.map(|topic| (topic.to_owned(), talk.t(&format!("topic-{topic}"))));
    page.inputs = vec![
        Input::new("topic", talk.t("contact-topic"), Control::One(topics.into()))
            .with(typed.topic.as_str()),
        Input::new("text", talk.t("contact-text"), Control::Text).with(typed.text.as_str()),
    ];
    page.lead = vec![talk.t("contact-lead")];
    page
}

pub(super) async fn contact(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    form::show(&contact_page(&web, &caller, &asked(query.as_deref())))
}

/// A case that was opened.
#[derive(Deserialize)]
struct Opened {
    id: String,
}

/// Opens a case with the message.
pub(super) async fn send(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let Typed { topic, text, .. } = sent.fields.clone();
    let wish = open_case::Wish {
        kind: "contact".to_owned(),
        text,
        topic: Some(topic).filter(|topic| !topic.is_empty()),
        ..open_case::Wish::default()
    };
    let done = carry_out(&web, &caller, &sent, move |scene, _| open_case::open(scene, &wish)).await;
    match outcome::<Opened>(done, &caller.language) {
        Ok(Opened { id }) => {
            gate::onwards(&format!("/{}/requests/{id}?told=sent", caller.operator.slug))
        }
        Err(Stopped::AtForm(errors)) => {
            form::show(&FormPage { errors, ..contact_page(&web, &caller, &sent.fields) })
        }
        Err(Stopped::Apart(trouble)) => wrong::page(&web, &caller, &trouble),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Which {
    before: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let Which { before } = asked(query.as_deref());
    let before = parse_id(&before);
    let found = find_out(&web, &caller, move |scene, member| {
        case_file::of_member(scene, member, before, A_PAGE)
    });
    match found.await {
        Ok(page) => {
            let path = format!("/{}/requests", caller.operator.slug);
            let frame = frame(&web, &caller, &path, Here::Account);
            let older = page.next.map(|next| format!("{path}?before={next}")).unwrap_or_default();
            html(&Cases { frame, all: page.cases, older }).into_response()
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

pub(super) async fn look(
    State(web): State<Web>,
    caller: Caller,
    Path((_, case)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    looked(&web, &caller, &case, typed, Errors::default()).await
}

async fn looked(web: &Web, caller: &Caller, case: &str, typed: Typed, errors: Errors) -> Response {
    let id = parse_id(case);
    let found = find_out(web, caller, move |scene, _| -> Result<CaseFile, Trouble> {
        case_file::case(scene, id.ok_or(Trouble::NotFound("case"))?)
    });
    let request = match found.await {
        Ok(request) => request,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let path = format!("/{}/requests/{}", caller.operator.slug, request.case.id);
    let frame = frame(web, caller, &path, Here::Account);
    let told = if typed.told == "sent" { frame.talk.t("case-sent") } else { String::new() };
    let inputs =
        vec![Input::new("text", frame.talk.t("case-text"), Control::Text).with(typed.text)];
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, html(&Case { frame, told, request, inputs, errors })).into_response()
}

/// Answers.
pub(super) async fn answer(
    State(web): State<Web>,
    caller: Caller,
    Path((_, case)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let wish = Answer { text: sent.fields.text.clone(), ..Answer::default() };
    let id = parse_id(&case);
    let done = carry_out(&web, &caller, &sent, move |scene, _| {
        let id = id.ok_or(Trouble::NotFound("case"))?;
        // Only one's own can be answered.
        case_file::case(scene, id)?;
        work_case::reply(scene, id, &wish)
    });
    match settled(&web, &caller, done.await, &format!("requests/{case}?told=sent")) {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => looked(&web, &caller, &case, sent.fields, errors).await,
    }
}

/// A file of one's own. Every look is in the journal, so it is no mere question.
pub(super) async fn upload(
    State(web): State<Web>,
    caller: Caller,
    Path((_, upload)): Path<(String, String)>,
) -> Response {
    let (operator, actor) = (caller.operator.clone(), caller.actor);
    let opened = match (member_of(&caller), parse_id(&upload)) {
        (Ok(member), Some(id)) => {
            let work = move |app: &App| {
                app.command_now(&operator, actor, move |scene| uploads::look(scene, member, id))
            };
            web.beside(work).await
        }
        (Err(trouble), _) => Err(trouble),
        (_, None) => Err(Trouble::NotFound("upload")),
    };
    match opened {
        Ok(opened) => handed_out(&opened),
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}
