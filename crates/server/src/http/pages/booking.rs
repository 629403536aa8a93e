//! Booking a vehicle, and looking after a booking.

use axum::extract::{OriginalUri, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::book::Wish;
use rimessa_app::procedure::ProcedureView;
use rimessa_app::quote::Quote;
use rimessa_app::running::Running;
use rimessa_app::{
    Answer, BookingView, RefusedView, Reply, Scene, Trouble, book, calendar, cancel, extend, find,
    late, parse_id, procedure, quote, running, show,
};
use rimessa_domain::ids::BookingId;
use rimessa_pages::{
    Cancelling, Cited, Confirm, Day, Details, Errors, Frame, Here, Offer, QuoteShown, Told, Wanted,
    day_of,
};
use rimessa_rulebook::regulation::Method;
use serde::Deserialize;

use super::finding::stations;
use super::sent::{Sent, asked};
use super::{frame, gate, html, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

/// What an answer says of a booking.
#[derive(Deserialize)]
struct Made {
    id: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    vehicle: String,
    start: String,
    end: String,
    dropoff: String,
}

impl Typed {
    fn wish(&self) -> Wish {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Wish {
            vehicle: Some(self.vehicle.clone()),
            start: self.start.clone(),
            end: self.end.clone(),
            dropoff: given(&self.dropoff),
            ..Wish::default()
        }
    }
}

/// What it will cost, or why it cannot be had.
pub(super) async fn offer(
    State(web): State<Web>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    if typed.vehicle.is_empty() {
        return gate::onwards(&format!("/{}/find", caller.operator.slug));
    }
    let path = uri.path_and_query().map_or_else(String::new, ToString::to_string);
    offered(&web, &caller, &path, typed, None).await
}

/// The page of an offer; `refused`: why the booking was turned down just now.
async fn offered(
    web: &Web,
    caller: &Caller,
    path: &str,
    typed: Typed,
    refused: Option<Errors>,
) -> Response {
    let wish = typed.wish();
    let quoted = web.find_out(caller, move |scene| quoted(scene, &wish)).await;
    let (shown, errors) = match quoted {
        Ok(Reply::Done(shown)) => (Some(shown), Errors::default()),
        Ok(Reply::Refused(refused)) => (None, wrong::refused(refused)),
        Err(trouble) => match wrong::at_fields(&trouble, &caller.language) {
            Some(errors) => (None, errors),
            None => return wrong::page(web, caller, &trouble),
        },
    };
    let stations = match stations(web, caller).await {
        Ok(stations) => stations,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let errors = refused.unwrap_or(errors);
    let instead = if errors.is_empty() { Offer::default() } else { instead(web, caller, &typed) };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = frame(web, caller, path, Here::Find);
    let day = day(web, caller, &frame, &typed).await;
    let Typed { vehicle, start, end, dropoff } = typed;
    let wanted = Wanted { vehicle, start, end, dropoff };
    let shown = if errors.is_empty() { shown } else { None };
    (status, html(&Confirm { frame, wanted, stations, day, shown, errors, instead }))
        .into_response()
}

/// The day of the vehicle; none, if what was typed names no day or no vehicle.
async fn day(web: &Web, caller: &Caller, frame: &Frame, typed: &Typed) -> Option<Day> {
    let (from, until) = day_of(&typed.start)?;
    let wish = calendar::Wish { from: Some(from), until: Some(until) };
    let vehicle = typed.vehicle.clone();
    let work = move |scene: &mut Scene<'_, '_>| calendar::calendar(scene, &vehicle, &wish);
    let taken = web.find_out(caller, work).await.ok()?;
    Day::of(&frame.talk, &typed.start, &typed.end, &taken)
}

fn quoted(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<QuoteShown>, Trouble> {
    Ok(match quote::quote(scene, wish)? {
        Reply::Refused(refused) => Reply::Refused(refused),
        Reply::Done(quote) => Reply::Done(named(scene, quote)?),
    })
}

/// A quote with the names of its places and its vehicle.
fn named(scene: &mut Scene<'_, '_>, quote: Quote) -> Result<QuoteShown, Trouble> {
    let vehicle = show::vehicle_called(scene, &quote.vehicle)?;
    let pickup = show::station_called(scene, &quote.pickup)?;
    let dropoff = show::station_called(scene, &quote.dropoff)?;
    Ok(QuoteShown { quote, vehicle, pickup, dropoff })
}

/// What there is in its place; nothing, if not even that can be told.
fn instead(web: &Web, caller: &Caller, typed: &Typed) -> Offer {
    let (from, until) = (Some(typed.start.as_str()), Some(typed.end.as_str()));
    let found = find::alternatives(web.app(), &caller.operator, &typed.vehicle, from, until);
    found.map_or_else(
        |_| Offer::default(),
        |found| {
            let vehicles = found.here.into_iter().chain(found.nearby).take(6).collect();
            Offer { vehicles, later: found.later }
        },
    )
}

/// Books.
pub(super) async fn confirm(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&caller), sent.fields);
    let wish = typed.wish();
    let done = web.carry_out(&caller, once, move |scene| book::book(scene, &wish)).await;
    let slug = &caller.operator.slug;
    match done.as_ref().map(read) {
        Ok(Ok(id)) => gate::onwards(&format!("/{slug}/bookings/{id}?told=booked")),
        Ok(Err(errors)) => {
            let path = format!("/{slug}/find");
            offered(&web, &caller, &path, typed, Some(errors)).await
        }
        Err(trouble) => match wrong::at_fields(trouble, &caller.language) {
            Some(errors) => {
                let path = format!("/{slug}/find");
                offered(&web, &caller, &path, typed, Some(errors)).await
            }
            None => wrong::page(&web, &caller, trouble),
        },
    }
}

/// The id of the booking that was answered with, or why there is none.
fn read(answer: &Answer) -> Result<String, Errors> {
    refusal(answer)?;
    serde_json::from_str::<Made>(&answer.json).map(|made| made.id).map_err(|_| Errors::default())
}

/// Why it was refused, if it was.
fn refusal(answer: &Answer) -> Result<(), Errors> {
    if !answer.refused {
        return Ok(());
    }
    let refused = serde_json::from_str::<RefusedView>(&answer.json);
    Err(refused.map_or_else(|_| Errors::default(), wrong::refused))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    told: String,
    end: String,
}

pub(super) async fn details(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Shown { told, end } = asked(query.as_deref());
    let told = match told.as_str() {
        "booked" => Told::Booked,
        "extended" => Told::Extended,
        "cancelled" => Told::Cancelled,
        "late" => Told::Late,
        "late-warned" => Told::LateWarned,
        _ => Told::Nothing,
    };
    show_details(&web, &caller, &booking, told, end, Errors::default()).await
}

async fn show_details(
    web: &Web,
    caller: &Caller,
    booking: &str,
    told: Told,
    end: String,
    errors: Errors,
) -> Response {
    let found = match parse_id(booking).map(BookingId) {
        Some(id) => web.find_out(caller, move |scene| looked_up(scene, id)).await,
        None => Err(Trouble::NotFound("booking")),
    };
    let found = match found {
        Ok(found) => found,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let Looked { booking, code, pickup, dropoff, procedure, running } = found;
    let path = format!("/{}/bookings/{}", caller.operator.slug, booking.id);
    let frame = frame(web, caller, &path, Here::Bookings);
    let end = if end.is_empty() { frame.talk.field(&booking.end) } else { end };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kiosk = kiosk_of(web, caller, &booking.pickup);
    let access = access(web, caller);
    let page = Details {
        frame,
        booking,
        pickup,
        dropoff,
        code,
        kiosk,
        access,
        procedure,
        running,
        told,
        end,
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
fn access(web: &Web, caller: &Caller) -> Vec<Cited> {
    let now = web.app().clock().now();
    let book = caller.operator.book_at(now);
    let items = book.regulation.access.iter().filter(|item| item.validity.holds(now));
    let cited = items.filter_map(|item| {
        let words = book.texts.get(&caller.language, &format!("access-{}", item.id), &[])?;
        let clause = item.clause.map_or("", |clause| book.rules.clause(clause)).to_owned();
        Some(Cited { words, clause })
    });
    cited.collect()
}

/// Where the demo shows the kiosk of a station, if keys are had at one.
fn kiosk_of(web: &Web, caller: &Caller, station: &str) -> String {
    let book = caller.operator.book_at(web.app().clock().now());
    let by_kiosk = book.regulation.access.iter().any(|item| item.what.method == Method::Kiosk);
    match web.is_demo() && by_kiosk {
        true => format!("/demo/{}/kiosk/{station}", caller.operator.slug),
        false => String::new(),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewEnd {
    end: String,
}

/// Moves the end.
pub(super) async fn extend(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<NewEnd>,
) -> Response {
    let (once, typed) = (sent.once(&caller), sent.fields.end);
    let Some(id) = parse_id(&booking).map(BookingId) else {
        return wrong::page(&web, &caller, &Trouble::NotFound("booking"));
    };
    let wish = extend::Wish { end: typed.clone(), channel: None };
    let done = web.carry_out(&caller, once, move |scene| extend::extend(scene, id, &wish)).await;
    after(&web, &caller, &booking, done, ("extended", typed)).await
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Delay {
    until: String,
}

/// Tells that it will be late.
pub(super) async fn late(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Delay>,
) -> Response {
    let once = sent.once(&caller);
    let Some(id) = parse_id(&booking).map(BookingId) else {
        return wrong::page(&web, &caller, &Trouble::NotFound("booking"));
    };
    let until = sent.fields.until;
    let wish = late::Wish { until: (!until.is_empty()).then_some(until) };
    let done = web.carry_out(&caller, once, move |scene| late::late(scene, id, &wish)).await;
    let warned = done.as_ref().ok().and_then(|a| serde_json::from_str::<Warned>(&a.json).ok());
    let told = if warned.is_some_and(|w| w.next_warned) { "late-warned" } else { "late" };
    after(&web, &caller, &booking, done, (told, String::new())).await
}

/// What is answered to a delay that was told.
#[derive(Deserialize)]
struct Warned {
    next_warned: bool,
}

/// What cancelling costs now.
pub(super) async fn cancelling(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Response {
    let found = match parse_id(&booking).map(BookingId) {
        Some(id) => {
            let work = move |scene: &mut Scene<'_, '_>| -> Result<_, Trouble> {
                Ok((show::booking(scene, id)?, cancel::cost(scene, id)?))
            };
            web.find_out(&caller, work).await
        }
        None => Err(Trouble::NotFound("booking")),
    };
    let (booking, cost) = match found {
        Ok(found) => found,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let (cost, errors) = match cost {
        Reply::Done(cost) => (Some(cost), Errors::default()),
        Reply::Refused(refused) => (None, wrong::refused(refused)),
    };
    let path = format!("/{}/bookings/{}/cancel", caller.operator.slug, booking.id);
    let frame = frame(&web, &caller, &path, Here::Bookings);
    html(&Cancelling { frame, booking, cost, errors }).into_response()
}

/// Cancels.
pub(super) async fn cancel(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<super::front::Nothing>,
) -> Response {
    let once = sent.once(&caller);
    let Some(id) = parse_id(&booking).map(BookingId) else {
        return wrong::page(&web, &caller, &Trouble::NotFound("booking"));
    };
    let wish = cancel::Wish::default();
    let done = web.carry_out(&caller, once, move |scene| cancel::cancel(scene, id, &wish)).await;
    after(&web, &caller, &booking, done, ("cancelled", String::new())).await
}

/// Back to the booking: with what was done, or with what is wrong and what was typed.
async fn after(
    web: &Web,
    caller: &Caller,
    booking: &str,
    done: Result<Answer, Trouble>,
    (told, typed): (&str, String),
) -> Response {
    let errors = match done.as_ref().map(refusal) {
        Ok(Ok(())) => {
            let slug = &caller.operator.slug;
            return gate::onwards(&format!("/{slug}/bookings/{booking}?told={told}"));
        }
        Ok(Err(errors)) => errors,
        Err(trouble) => match wrong::at_fields(trouble, &caller.language) {
            Some(errors) => errors,
            None => return wrong::page(web, caller, trouble),
        },
    };
    show_details(web, caller, booking, Told::Nothing, typed, errors).await
}
