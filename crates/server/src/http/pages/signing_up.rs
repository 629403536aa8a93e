//! Signing up, step by step. What is typed is kept in a draft that only the holder of a cookie can open, so
//! that nothing is lost by a break, an error or a file that will not do.

use axum::extract::{Multipart, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::signup::{self, FieldView, SignupView};
use rimessa_app::{Actor, Once, Reply, Trouble, contracts, digest};
use rimessa_pages::{Errors, FormPage, Here, SignUp, SignUpBegin, Way, Wrong, input_of};
use serde::Deserialize;

use super::answered::{Stopped, outcome};
use super::front::Nothing;
use super::sent::{Sent, asked};
use super::upload::{Filled, fill};
use super::{LARGE, Page, both, cookies, form, frame, gate, html, sent, shown, wrong};
use crate::http::guard::{Caller, Who};
use crate::http::web::Web;

/// The cookie that opens a draft.
const DRAFT: &str = "rimessa-signup";
/// How long a browser keeps it; the draft may vanish earlier.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// The pages of signing up.
pub(super) fn pages() -> Vec<Page> {
    let anyone = Who::anyone().even_unready();
    let page = |path, methods| Page::new(anyone.sparingly(), path, methods);
    vec![
        page("/{operator}/sign-up", both(get(start).post(begin))),
        page("/{operator}/sign-up/steps/{step}", both(get(step).post(save).layer(LARGE))),
        page("/{operator}/sign-up/summary", both(get(summary).post(confirm))),
        Page::new(anyone, "/{operator}/sign-up/done", shown(get(done))),
        Page::new(anyone, "/{operator}/sign-up/stop", sent(post(stop))),
    ]
}

/// Whoever signs up does so for himself, logged in or not.
fn visitor(caller: &Caller) -> Caller {
    Caller { actor: Actor::System, ..caller.clone() }
}

fn kept(caller: &Caller, token: &str, age: i64) -> axum::http::HeaderValue {
    let path = format!("/{}/sign-up", caller.operator.slug);
    cookies::kept(DRAFT, &path, &caller.operator, (token, age))
}

/// The draft of this browser; `None`: there is none, or it has vanished.
async fn draft(
    web: &Web,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Option<(String, SignupView)>, Trouble> {
    let Some(token) = cookies::cookie(headers, DRAFT) else { return Ok(None) };
    let secret = token.clone();
    match web.find_out(&visitor(caller), move |scene| signup::look(scene, &secret)).await {
        Ok(view) => Ok(Some((token, view))),
        Err(Trouble::NotFound(_)) => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

fn at(caller: &Caller, rest: &str) -> String {
    format!("/{}/sign-up{rest}", caller.operator.slug)
}

/// Where a draft goes on: at the first step that is not complete.
fn onwards(caller: &Caller, view: &SignupView) -> Response {
    gate::onwards(&match view.steps.iter().find(|step| !step.complete) {
        Some(step) => at(caller, &format!("/steps/{}", step.id)),
        None => at(caller, "/summary"),
    })
}

/// What signing up asks for; or where this browser was.
pub(super) async fn start(State(web): State<Web>, caller: Caller, headers: HeaderMap) -> Response {
    match draft(&web, &caller, &headers).await {
        Ok(Some((_, view))) => return onwards(&caller, &view),
        Ok(None) => {}
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    }
    let now = web.app().clock().now();
    if !signup::is_open(&caller.operator, now) {
        return wrong::page(&web, &caller, &Trouble::NotFound("signup"));
    }
    let frame = frame(&web, &caller, &at(&caller, ""), Here::Elsewhere);
    let steps = signup::steps_in_words(&caller.operator, now, &caller.language);
    html(&SignUpBegin { frame, steps }).into_response()
}

/// Begins a draft.
pub(super) async fn begin(State(web): State<Web>, caller: Caller, _: Sent<Nothing>) -> Response {
    let work = |scene: &mut rimessa_app::Scene<'_, '_>| signup::begin(scene).map(Reply::Done);
    let done = web.carry_out(&visitor(&caller), None, work).await;
    match outcome::<Begun>(done, &caller.language) {
        Ok(Begun { token, steps }) => {
            let first = steps.into_iter().next().map_or_else(String::new, |step| step.id);
            let mut response = gate::onwards(&at(&caller, &format!("/steps/{first}")));
            let cookie = kept(&caller, &token, KEPT_SECONDS);
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response
        }
        Err(Stopped::Apart(trouble)) => wrong::page(&web, &caller, &trouble),
        Err(Stopped::AtForm(_)) => gate::onwards(&at(&caller, "")),
    }
}

/// A draft that was begun.
#[derive(Deserialize)]
struct Begun {
    token: String,
    steps: Vec<BegunStep>,
}

#[derive(Deserialize)]
struct BegunStep {
    id: String,
}

/// A step, or the summary (`None`).
pub(super) async fn step(
    State(web): State<Web>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    show(&web, &caller, &headers, Some(&id), Errors::default()).await
}

pub(super) async fn summary(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
) -> Response {
    show(&web, &caller, &headers, None, Errors::default()).await
}

async fn show(
    web: &Web,
    caller: &Caller,
    headers: &HeaderMap,
    step: Option<&str>,
    errors: Errors,
) -> Response {
    match draft(web, caller, headers).await {
        Ok(Some((_, view))) => drawn(web, caller, view, step, errors).await,
        Ok(None) => gate::onwards(&at(caller, "")),
        Err(trouble) => wrong::page(web, caller, &trouble),
    }
}

async fn drawn(
    web: &Web,
    caller: &Caller,
    view: SignupView,
    step: Option<&str>,
    mut errors: Errors,
) -> Response {
    let current = match step {
        Some(id) => view.steps.iter().position(|one| one.id == id),
        None => Some(view.steps.len()),
    };
    let Some(current) = current else { return gate::onwards(&at(caller, "")) };
    let path = match step {
        Some(id) => at(caller, &format!("/steps/{id}")),
        None => at(caller, "/summary"),
    };
    let frame = frame(web, caller, &path, Here::Elsewhere);
    let fields = view.steps.get(current).map_or(&[][..], |step| &step.fields);
    // What was typed before and will not do is said at once; what is only missing, when it is sent.
    errors.0.extend(fields.iter().filter(|field| field.value.is_some()).filter_map(wrong_of));
    errors.0.dedup_by(|one, other| one.field == other.field);
    let is_set = frame.talk.t("password-is-set");
    let inputs = fields.iter().map(|field| input_of(field, &is_set)).collect();
    let plans = if fields.iter().any(|field| field.name == "plan") {
        web.find_out(&visitor(caller), contracts::plans).await
    } else {
        Ok(Vec::new())
    };
    let plans = match plans {
        Ok(plans) => plans,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SignUp { frame, steps: view.steps, current, inputs, plans, errors };
    (status, html(&page)).into_response()
}

fn wrong_of(field: &FieldView) -> Option<Wrong> {
    let words = field.wrong_words.clone()?;
    Some(Wrong { field: field.name.clone(), words, clause: None })
}

/// Keeps what was typed into a step, right or wrong, and the files that will do.
pub(super) async fn save(
    State(web): State<Web>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
    parts: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let (token, view) = match draft(&web, &caller, &headers).await {
        Ok(Some(found)) => found,
        Ok(None) => return gate::onwards(&at(&caller, "")),
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let Some(step) = view.steps.into_iter().find(|step| step.id == id) else {
        return gate::onwards(&at(&caller, ""));
    };
    let Ok(parts) = parts else { return wrong::foreign(&web, &caller, super::Ground::Community) };
    let filled = fill(parts).await;
    match keep(&web, &caller, &token, &step.fields, filled).await {
        Ok(Kept { view, errors }) => {
            let done = view.steps.iter().find(|step| step.id == id);
            let missing = done.iter().flat_map(|step| &step.fields).filter_map(wrong_of);
            let mut all = errors;
            all.0.extend(missing);
            all.0.sort_by(|one, other| one.field.cmp(&other.field));
            all.0.dedup_by(|one, other| one.field == other.field);
            if all.is_empty() {
                let next = view.steps.iter().skip_while(|step| step.id != id).nth(1);
                return gate::onwards(&match next {
                    Some(step) => at(&caller, &format!("/steps/{}", step.id)),
                    None => at(&caller, "/summary"),
                });
            }
            drawn(&web, &caller, view, Some(&id), all).await
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

/// What was kept, and what would not do.
struct Kept {
    view: SignupView,
    errors: Errors,
}

async fn keep(
    web: &Web,
    caller: &Caller,
    token: &str,
    fields: &[FieldView],
    filled: Filled,
) -> Result<Kept, Trouble> {
    let Filled { texts, files, errors: too_large } = filled;
    let mut errors = Errors::default();
    let mut wish = typed(fields, &texts);
    let mut view = save_texts(web, caller, token, wish.clone()).await;
    if let Err(trouble @ Trouble::Invalid(_)) = &view {
        // A password that will not do is told; everything else is kept all the same.
        errors = wrong::at_fields(trouble, &caller.language).unwrap_or_default();
        wish.values.retain(|name, _| !name.starts_with("password"));
        view = save_texts(web, caller, token, wish).await;
    }
    let mut view = view?;
    for name in too_large {
        let trouble = Trouble::invalid(&name, "upload-too-large", "");
        errors.0.extend(wrong::at_fields(&trouble, &caller.language).unwrap_or_default().0);
    }
    for file in files {
        let purpose = file.name.clone();
        match save_file(web, caller, token, file).await {
            Ok(after) => view = after,
            Err(trouble) => match wrong::at_fields(&trouble, &caller.language) {
                Some(Errors(all)) => {
                    errors
                        .0
                        .extend(all.into_iter().map(|one| Wrong { field: purpose.clone(), ..one }));
                }
                None => return Err(trouble),
            },
        }
    }
    Ok(Kept { view, errors })
}

/// What was typed, by the kinds of the fields: what is not ticked is not sent by browsers.
fn typed(fields: &[FieldView], texts: &[(String, String)]) -> signup::Wish {
    let of = |name: &str| {
        let all = texts.iter().filter(|(known, _)| known == name);
        all.map(|(_, text)| text.clone()).collect::<Vec<_>>()
    };
    let entry = |field: &FieldView| {
        let said = of(&field.name);
        let entry = match field.kind.as_str() {
            "upload" => return None,
            "consent" => signup::Entry::Ticked(said.iter().any(|text| text == "true")),
            "services" => signup::Entry::Many(said),
            _ => signup::Entry::Text(said.into_iter().next()?),
        };
        Some((field.name.clone(), entry))
    };
    signup::Wish { values: fields.iter().filter_map(entry).collect() }
}

async fn save_texts(
    web: &Web,
    caller: &Caller,
    token: &str,
    wish: signup::Wish,
) -> Result<SignupView, Trouble> {
    let (operator, token) = (caller.operator.clone(), token.to_owned());
    let language = caller.language.clone();
    web.beside(move |app| signup::save(app, &operator, token, language, wish)).await
}

async fn save_file(
    web: &Web,
    caller: &Caller,
    token: &str,
    file: super::upload::File,
) -> Result<SignupView, Trouble> {
    let name = file.name.clone();
    let checked = super::upload::checked(web, file).await?;
    let (secret, token) = (token.to_owned(), token.to_owned());
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        signup::upload(scene, &secret, &name, &checked).map(|_| Reply::Done(()))
    };
    web.carry_out(&visitor(caller), None, work).await?;
    web.find_out(&visitor(caller), move |scene| signup::look(scene, &token)).await
}

/// What is answered once everything is confirmed.
#[derive(Deserialize)]
struct Joined {
    number: String,
    mail_sent: bool,
    booking: Option<serde::de::IgnoredAny>,
}

/// Confirms: from now on whoever signed up is a member.
pub(super) async fn confirm(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    sent: Sent<Nothing>,
) -> Response {
    let Some(token) = cookies::cookie(&headers, DRAFT) else {
        return gate::onwards(&at(&caller, ""));
    };
    let of_draft = |once: Once| Once { actor: format!("signup:{}", hex(&token)), ..once };
    let once = sent.once(&caller).map(of_draft);
    let secret = token.clone();
    let done =
        web.carry_out(&visitor(&caller), once, move |scene| signup::confirm(scene, &secret)).await;
    match outcome::<Joined>(done, &caller.language) {
        Ok(Joined { number, mail_sent, booking }) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("number", &number);
            query.append_pair("mail", if mail_sent { "true" } else { "" });
            query.append_pair("booked", if booking.is_some() { "true" } else { "" });
            gate::onwards(&at(&caller, &format!("/done?{}", query.finish())))
        }
        Err(Stopped::AtForm(errors)) => show(&web, &caller, &headers, None, errors).await,
        Err(Stopped::Apart(Trouble::NotFound(_))) => gate::onwards(&at(&caller, "")),
        Err(Stopped::Apart(trouble)) => wrong::page(&web, &caller, &trouble),
    }
}

fn hex(token: &str) -> String {
    digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Welcome {
    number: String,
    mail: String,
    booked: String,
}

/// What comes next.
pub(super) async fn done(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let Welcome { number, mail, booked } = asked(query.as_deref());
    let blank = form::Blank {
        at: "sign-up/done".to_owned(),
        title: "sign-up-welcome",
        button: "log-in",
        here: Here::Elsewhere,
    };
    let page = blank.page(&web, &caller, Vec::new());
    let talk = page.frame.talk.clone();
    let mut lead = vec![talk.t1("sign-up-number", "number", &number)];
    lead.extend((!mail.is_empty()).then(|| talk.t("sign-up-mail-sent")));
    lead.extend((!booked.is_empty()).then(|| talk.t("sign-up-booked")));
    lead.push(talk.t("sign-up-waits"));
    let ways = vec![Way { to: page.frame.at("log-in"), words: talk.t("log-in") }];
    let mut response = form::show(&FormPage { lead, button: String::new(), ways, ..page });
    // The draft is gone.
    response.headers_mut().insert(header::SET_COOKIE, kept(&caller, "", 0));
    response
}

/// Gives up: nothing that was typed is kept.
pub(super) async fn stop(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    _: Sent<Nothing>,
) -> Response {
    if let Some(token) = cookies::cookie(&headers, DRAFT) {
        let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
            signup::give_up(scene, &token).map(Reply::Done)
        };
        match web.carry_out(&visitor(&caller), None, work).await {
            Ok(_) | Err(Trouble::NotFound(_)) => {}
            Err(trouble) => return wrong::page(&web, &caller, &trouble),
        }
    }
    let mut response = gate::onwards(&format!("/{}/log-in", caller.operator.slug));
    response.headers_mut().insert(header::SET_COOKIE, kept(&caller, "", 0));
    response
}
