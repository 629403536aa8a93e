//! What one does about a booking beside driving: put it into a calendar, have the code sent again, and report
//! something with photos.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use icalendar::{Calendar, Component, Event, EventLike};
use rimessa_app::{
    Answer, BookingView, Reply, Scene, Trouble, finding, mailbox, open_case, report, show, uploads,
};
use rimessa_domain::ids::BookingId;
use rimessa_pages::{Control, Errors, FormPage, Here, Input, Talk, Way, Wrong};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::answered::{Stopped, outcome};
use super::booking::id_of;
use super::form::{self, Blank};
use super::front::Nothing;
use super::sent::{Sent, asked, once_of};
use super::upload::{self, Filled, fill};
use super::{Ground, LARGE, Page, both, frame, gate, member_of, sent, shown, wrong};
use crate::http::guard::{Caller, Who};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/bookings/{booking}/calendar.ics", shown(get(calendar))),
        page("/{operator}/bookings/{booking}/code", sent(post(code))),
        page(
            "/{operator}/bookings/{booking}/report",
            both(get(to_report).post(reported).layer(LARGE)),
        ),
    ]
}

/// A booking with the names of its places.
async fn found(
    web: &Web,
    caller: &Caller,
    booking: &str,
) -> Result<(BookingView, String, String), Trouble> {
    let id = id_of(booking)?;
    let work = move |scene: &mut Scene<'_, '_>| {
        let booking = show::booking(scene, id)?;
        let pickup = show::station_called(scene, &booking.pickup)?;
        let vehicle = show::vehicle_called(scene, &booking.vehicle)?;
        Ok((booking, pickup, vehicle))
    };
    web.find_out(caller, work).await
}

fn at(caller: &Caller, booking: &str, rest: &str) -> String {
    format!("/{}/bookings/{booking}{rest}", caller.operator.slug)
}

/// The booking as a file for a calendar (RFC 5545).
pub(super) async fn calendar(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Response {
    let (booking, pickup, vehicle) = match found(&web, &caller, &booking).await {
        Ok(found) => found,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let frame = frame(&web, &caller, "", Here::Bookings);
    let mut event = Event::new();
    event
        .uid(&format!("{}@{}", booking.id, caller.operator.slug))
        .summary(&format!("{} · {vehicle}", frame.operator))
        .location(&pickup)
        .add_property("DTSTAMP", utc(&booking.made))
        .add_property("DTSTART", utc(&booking.start))
        .add_property("DTEND", utc(&booking.end));
    if !frame.assistance.is_empty() {
        event.description(&format!("{} {}", frame.talk.t("assistance"), frame.assistance));
    }
    let file = Calendar::new().push(event.done()).done().to_string();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"booking.ics\""),
        ),
    ];
    (headers, file).into_response()
}

/// A moment as calendars write it: `20261121T090000Z`.
fn utc(moment: &str) -> String {
    let at = moment.parse::<jiff::Timestamp>().unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Sends the code again.
pub(super) async fn code(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let done = match id_of(&booking) {
        Ok(id) => {
            let work = move |scene: &mut Scene<'_, '_>| mailbox::resend_code(scene, id);
            web.carry_out(&caller, sent.once(&caller), work).await
        }
        Err(trouble) => Err(trouble),
    };
    match outcome::<IgnoredAny>(done, &caller.language) {
        Ok(_) => gate::onwards(&at(&caller, &booking, "?told=code-sent")),
        Err(Stopped::AtForm(errors)) => told_apart(&web, &caller, &booking, errors),
        Err(Stopped::Apart(trouble)) => wrong::page(&web, &caller, &trouble),
    }
}

/// A refusal of something that has no form of its own.
fn told_apart(web: &Web, caller: &Caller, booking: &str, errors: Errors) -> Response {
    let page = blank(booking, "", "code-again", "keep").page(web, caller, Vec::new());
    let way = back(&page, booking);
    form::show(&FormPage { button: String::new(), ways: vec![way], errors, ..page })
}

fn blank(booking: &str, rest: &str, title: &'static str, button: &'static str) -> Blank {
    Blank { at: format!("bookings/{booking}{rest}"), title, button, here: Here::Bookings }
}

fn back(page: &FormPage, booking: &str) -> Way {
    let to = page.frame.at(&format!("bookings/{booking}"));
    Way { to, words: page.frame.talk.t("back-to-booking") }
}

/// What can be reported of a booking in a state: the vehicle as it was found, what happens on the way, what
/// was left behind, a question.
fn kinds(state: &str) -> &'static [&'static str] {
    match state {
        "planned" => &["damage", "dirt", "vehicle-missing", "other"],
        "driving" => &["damage", "dirt", "bay-taken", "breakdown", "other"],
        _ => &["query", "lost-property", "other"],
    }
}

/// What is reported.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    kind: String,
    text: String,
}

async fn report_page(
    web: &Web,
    caller: &Caller,
    booking: &str,
    typed: &Told,
) -> Result<FormPage, Trouble> {
    let (found, _, vehicle) = found(web, caller, booking).await?;
    let mut page =
        blank(booking, "/report", "report-title", "case-answer").page(web, caller, vec![]);
    let talk = page.frame.talk.clone();
    let all = kinds(&found.state).iter();
    let all = all.map(|kind| ((*kind).to_owned(), talk.named("case", kind))).collect();
    page.inputs = vec![
        Input::new("kind", talk.t("contact-topic"), Control::One(all)).with(typed.kind.as_str()),
        Input::new("text", talk.t("report-text"), Control::Text)
            .with(typed.text.as_str())
            .hint(talk.t("report-hint"))
            .optional(),
        photo(&talk, "photo"),
        photo(&talk, "photo-2"),
        photo(&talk, "photo-3"),
    ];
    page.lead = vec![format!("{vehicle} · {}", talk.span(&found.start, &found.end))];
    if !page.frame.assistance.is_empty() {
        page.lead.push(talk.t1("report-urgent", "phone", &page.frame.assistance));
    }
    page.ways = vec![back(&page, booking)];
    Ok(page)
}

fn photo(talk: &Talk, name: &str) -> Input {
    Input::new(name, talk.t("report-photo"), Control::File).optional()
}

pub(super) async fn to_report(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    match report_page(&web, &caller, &booking, &asked(query.as_deref())).await {
        Ok(page) => form::show(&page),
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

/// Reports something, with its photos.
pub(super) async fn reported(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let Ok(parts) = parts else { return wrong::foreign(&web, &caller, Ground::Community) };
    let filled = fill(parts).await;
    if gate::form_token(&caller) != Some(filled.text("form")) {
        return wrong::foreign(&web, &caller, Ground::Community);
    }
    let typed = Told { kind: filled.text("kind"), text: filled.text("text") };
    match keep(&web, &caller, &booking, filled).await {
        Ok(Ok(())) => gate::onwards(&at(&caller, &booking, "?told=reported")),
        Ok(Err(errors)) => match report_page(&web, &caller, &booking, &typed).await {
            Ok(page) => form::show(&FormPage { errors, ..page }),
            Err(trouble) => wrong::page(&web, &caller, &trouble),
        },
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

/// Keeps the photos, and then the report that names them.
async fn keep(
    web: &Web,
    caller: &Caller,
    booking: &str,
    filled: Filled,
) -> Result<Result<(), Errors>, Trouble> {
    let (id, member) = (id_of(booking)?, member_of(caller)?);
    let (kind, text, key) = (filled.text("kind"), filled.text("text"), filled.text("key"));
    let mut photos = Vec::new();
    if let Some(name) = filled.errors.first() {
        return Ok(Err(at_field(name, &Trouble::invalid(name, "upload-too-large", ""), caller)));
    }
    for file in filled.files {
        let name = file.name.clone();
        let once = once_of(caller, &format!("{key}-{name}"), file.digest());
        let checked = match upload::checked(web, file).await {
            Ok(checked) => checked,
            Err(trouble @ Trouble::Invalid(_)) => {
                return Ok(Err(at_field(&name, &trouble, caller)));
            }
            Err(trouble) => return Err(trouble),
        };
        let work = move |scene: &mut Scene<'_, '_>| {
            uploads::receipt(scene, member, &checked).map(Reply::Done)
        };
        let kept = web.carry_out(caller, once, work).await?;
        match outcome::<Kept>(Ok(kept), &caller.language) {
            Ok(Kept { id }) => photos.push(id),
            Err(Stopped::AtForm(errors)) => return Ok(Err(errors)),
            Err(Stopped::Apart(trouble)) => return Err(trouble),
        }
    }
    let digest = rimessa_app::digest(format!("{kind}\n{text}\n{photos:?}").as_bytes());
    let once = once_of(caller, &key, digest);
    let done =
        web.carry_out(caller, once, move |scene| tell(scene, id, &kind, &text, &photos)).await;
    told(done, caller)
}

/// An upload that was kept.
#[derive(Deserialize)]
struct Kept {
    id: String,
}

fn at_field(name: &str, trouble: &Trouble, caller: &Caller) -> Errors {
    let Errors(all) = wrong::at_fields(trouble, &caller.language).unwrap_or_default();
    Errors(all.into_iter().map(|one| Wrong { field: name.to_owned(), ..one }).collect())
}

fn told(done: Result<Answer, Trouble>, caller: &Caller) -> Result<Result<(), Errors>, Trouble> {
    match outcome::<IgnoredAny>(done, &caller.language) {
        Ok(_) => Ok(Ok(())),
        Err(Stopped::AtForm(errors)) => Ok(Err(errors)),
        Err(Stopped::Apart(trouble)) => Err(trouble),
    }
}

/// What a report is: something found on the vehicle, a bay that is taken, or a case.
fn tell(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    kind: &str,
    text: &str,
    photos: &[String],
) -> Result<Reply<()>, Trouble> {
    match kind {
        "damage" | "dirt" => {
            let (what, text) = (kind.to_owned(), text.to_owned());
            let wish = finding::Wish { what, text, uploads: photos.to_vec(), odometer_m: None };
            Ok(finding::find(scene, id, &wish)?.map(|_| ()))
        }
        "bay-taken" => {
            let place = Some(text.to_owned()).filter(|text| !text.trim().is_empty());
            let wish = report::Wish { kind: kind.to_owned(), place };
            Ok(report::report(scene, id, &wish)?.map(|_| ()))
        }
        _ => {
            let wish = open_case::Wish {
                kind: kind.to_owned(),
                text: text.to_owned(),
                booking: Some(rimessa_app::show_id(id.0)),
                uploads: photos.to_vec(),
                ..open_case::Wish::default()
            };
            Ok(open_case::open(scene, &wish)?.map(|_| ()))
        }
    }
}
