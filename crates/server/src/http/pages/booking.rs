//! Looking after a booking: its details, being late, cancelling.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::procedure::ProcedureView;
use rimessa_app::running::Running;
use rimessa_app::{
    Answer, BookingView, Once, Reply, Scene, Trouble, cancel, late, parse_id, procedure, running,
    show,
};
use rimessa_domain::ids::BookingId;
use rimessa_pages::{Cancelling, Cited, Details, Errors, Here, Talk, Told};
use rimessa_rulebook::regulation::Method;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::answered::{Stopped, outcome};
use super::sent::{Sent, asked};
use super::{frame, gate, html, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    told: String,
    /// Until when it will be late, as it was typed.
    until: String,
}

pub(super) fn id_of(booking: &str) -> Result<BookingId, Trouble> {
    parse_id(booking).map(BookingId).ok_or(Trouble::NotFound("booking"))
}

pub(super) async fn details(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let shown: Shown = asked(query.as_deref());
    let told = match shown.told.as_str() {
        "booked" => Told::Booked,
        "extended" => Told::Extended,
        "cancelled" => Told::Cancelled,
        "late" => Told::Late,
        "late-warned" => Told::LateWarned,
        "changed" => Told::Changed,
        "code-sent" => Told::CodeSent,
        "reported" => Told::Reported,
        _ => Told::Nothing,
    };
    show_details(&web, &caller, &booking, told, shown, Errors::default()).await
}

async fn show_details(
    web: &Web,
    caller: &Caller,
    booking: &str,
    told: Told,
    Shown { until, .. }: Shown,
    errors: Errors,
) -> Response {
    let found = match id_of(booking) {
        Ok(id) => web.find_out(caller, move |scene| looked_up(scene, id)).await,
        Err(trouble) => Err(trouble),
    };
    let found = match found {
        Ok(found) => found,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let Looked { booking, code, pickup, dropoff, procedure, running } = found;
    let path = format!("/{}/bookings/{}", caller.operator.slug, booking.id);
    let frame = frame(web, caller, &path, Here::Bookings);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kiosk = kiosk_of(web, caller, &booking.pickup);
    let on_board = on_board_of(web, caller, &booking.vehicle);
    let access = access(web, caller, &frame.talk);
    let page = Details {
        frame,
        booking,
        pickup,
        dropoff,
        code,
        kiosk,
        on_board,
        access,
        procedure,
        running,
        told,
        until,
        errors,
    };
    (status, html(&page)).into_response()
}

/// A booking with what belongs to it.
struct Looked {
    booking: BookingView,
    code: String,
    pickup: String,
    dropoff: String,
    procedure: Option<ProcedureView>,
    running: Option<Running>,
}

fn looked_up(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Looked, Trouble> {
    let booking = show::booking(scene, id)?;
    let code = show::code(scene, id)?.unwrap_or_default();
    let pickup = show::station_called(scene, &booking.pickup)?;
    let dropoff = show::station_called(scene, &booking.dropoff)?;
    let running = match booking.state.as_str() {
        "driving" => running::running(scene, id, None)?.done(),
        _ => None,
    };
    let next = match booking.state.as_str() {
        "planned" => Some("pickup"),
        "driving" => Some("return"),
        _ => None,
    };
    let procedure = match next.map(|name| procedure::procedure(scene, id, name)) {
        // Not every regulation has one.
        None | Some(Err(Trouble::NotFound(_))) => None,
        Some(found) => Some(found?),
    };
    Ok(Looked { booking, code, pickup, dropoff, procedure, running })
}

/// How vehicles are opened, by the regulation.
fn access(web: &Web, caller: &Caller, talk: &Talk) -> Vec<Cited> {
    let now = web.app().clock().now();
    let book = caller.operator.book_at(now);
    let items = book.regulation.access.iter().filter(|item| item.validity.holds(now));
    let cited = items.filter_map(|item| {
        let words = book.texts.get(&caller.language, &format!("access-{}", item.id), &[])?;
        let clause = item.clause.map_or("", |clause| book.rules.clause(clause)).to_owned();
        let fails = talk.t(match item.what.method {
            Method::Card => "fails-card",
            Method::Sms => "fails-sms",
            Method::Kiosk => "fails-kiosk",
            Method::App => "fails-app",
            Method::Key => "fails-key",
        });
        Some(Cited { words, clause, fails })
    });
    cited.collect()
}

/// Whether the demo plays what opens vehicles by that.
fn is_played(web: &Web, caller: &Caller, method: Method) -> bool {
    let book = caller.operator.book_at(web.app().clock().now());
    web.is_demo() && book.regulation.access.iter().any(|item| item.what.method == method)
}

/// Where the demo shows the kiosk of a station, if keys are had at one.
fn kiosk_of(web: &Web, caller: &Caller, station: &str) -> String {
    match is_played(web, caller, Method::Kiosk) {
        true => format!("/demo/{}/kiosk/{station}", caller.operator.slug),
        false => String::new(),
    }
}

/// Where the demo shows the on-board unit of a vehicle, if a card opens it.
fn on_board_of(web: &Web, caller: &Caller, vehicle: &str) -> String {
    match is_played(web, caller, Method::Card) {
        true => format!("/demo/{}/on-board/{vehicle}", caller.operator.slug),
        false => String::new(),
    }
}

/// What is answered to a delay that was told.
#[derive(Deserialize)]
struct Warned {
    next_warned: bool,
}

/// Tells that it will be late.
pub(super) async fn late(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Shown>,
) -> Response {
    let (once, typed) = (sent.once(&caller), sent.fields);
    let until = typed.until.clone();
    let wish = late::Wish { until: (!until.is_empty()).then_some(until) };
    let work = move |scene: &mut Scene<'_, '_>, id| late::late(scene, id, &wish);
    let done = carry_out(&web, &caller, &booking, once, work).await;
    let done = outcome::<Warned>(done, &caller.language);
    let done = done.map(|told| if told.next_warned { "late-warned" } else { "late" });
    after(&web, &caller, &booking, done, typed).await
}

/// Carries out a use case about a booking.
async fn carry_out<T: serde::Serialize + Send + 'static>(
    web: &Web,
    caller: &Caller,
    booking: &str,
    once: Option<Once>,
    work: impl Fn(&mut Scene<'_, '_>, BookingId) -> Result<Reply<T>, Trouble> + Send + 'static,
) -> Result<Answer, Trouble> {
    let id = id_of(booking)?;
    web.carry_out(caller, once, move |scene| work(scene, id)).await
}

/// Back to the booking: with what was done, or with what is wrong and what was typed.
async fn after(
    web: &Web,
    caller: &Caller,
    booking: &str,
    done: Result<&str, Stopped>,
    typed: Shown,
) -> Response {
    match done {
        Ok(told) => {
            let slug = &caller.operator.slug;
            gate::onwards(&format!("/{slug}/bookings/{booking}?told={told}"))
        }
        Err(Stopped::AtForm(errors)) => {
            show_details(web, caller, booking, Told::Nothing, typed, errors).await
        }
        Err(Stopped::Apart(trouble)) => wrong::page(web, caller, &trouble),
    }
}

/// What cancelling costs now.
pub(super) async fn cancelling(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Response {
    show_cancelling(&web, &caller, &booking, None).await
}

/// The page on which a cancellation is confirmed; `refused`: why it was turned down just now.
async fn show_cancelling(
    web: &Web,
    caller: &Caller,
    booking: &str,
    refused: Option<Errors>,
) -> Response {
    let found = match id_of(booking) {
        Ok(id) => {
            let work = move |scene: &mut Scene<'_, '_>| -> Result<_, Trouble> {
                Ok((show::booking(scene, id)?, cancel::cost(scene, id)?))
            };
            web.find_out(caller, work).await
        }
        Err(trouble) => Err(trouble),
    };
    let (booking, cost) = match found {
        Ok(found) => found,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let (cost, why) = match cost {
        Reply::Done(cost) => (Some(cost), Errors::default()),
        Reply::Refused(refused) => (None, wrong::refused(refused)),
    };
    let errors = refused.unwrap_or(why);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let path = format!("/{}/bookings/{}/cancel", caller.operator.slug, booking.id);
    let frame = frame(web, caller, &path, Here::Bookings);
    (status, html(&Cancelling { frame, booking, cost, errors })).into_response()
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Agreed {
    /// The total that was shown.
    agreed: String,
}

/// Cancels, at the cost that was shown.
pub(super) async fn cancel(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Agreed>,
) -> Response {
    let once = sent.once(&caller);
    let agreed = Some(sent.fields.agreed).filter(|agreed| !agreed.is_empty());
    let wish = cancel::Wish { agreed, channel: None };
    let work = move |scene: &mut Scene<'_, '_>, id| cancel::cancel(scene, id, &wish);
    let done = carry_out(&web, &caller, &booking, once, work).await;
    match outcome::<IgnoredAny>(done, &caller.language) {
        Err(Stopped::AtForm(errors)) => {
            show_cancelling(&web, &caller, &booking, Some(errors)).await
        }
        done => after(&web, &caller, &booking, done.map(|_| "cancelled"), Shown::default()).await,
    }
}
