//! Booking a vehicle: what it will cost and why, before anything is kept.

use axum::extract::{OriginalUri, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::book::Wish;
use rimessa_app::quote::Quote;
use rimessa_app::{Reply, Scene, Trouble, book, calendar, find, quote, show};
use rimessa_pages::{Confirm, Day, Errors, Frame, Here, Offer, QuoteShown, Wanted, day_of};
use serde::Deserialize;

use super::answered::{Stopped, outcome};
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
    /// The total that was shown.
    agreed: String,
}

impl Typed {
    fn wish(&self) -> Wish {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Wish {
            vehicle: Some(self.vehicle.clone()),
            start: self.start.clone(),
            end: self.end.clone(),
            dropoff: given(&self.dropoff),
            agreed: given(&self.agreed),
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
    let (shown, why) = match quoted {
        Ok(Reply::Done(shown)) => (Some(shown), Errors::default()),
        Ok(Reply::Refused(refused)) => (None, wrong::refused(refused)),
        Err(trouble) => match Stopped::by(trouble, &caller.language) {
            Stopped::AtForm(errors) => (None, errors),
            Stopped::Apart(trouble) => return wrong::page(web, caller, &trouble),
        },
    };
    let stations = match stations(web, caller).await {
        Ok(stations) => stations,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let errors = refused.unwrap_or(why);
    let instead = if shown.is_some() { Offer::default() } else { instead(web, caller, &typed) };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = frame(web, caller, path, Here::Find);
    let day = day(web, caller, &frame, &typed).await;
    let Typed { vehicle, start, end, dropoff, .. } = typed;
    let wanted = Wanted { vehicle, start, end, dropoff };
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

pub(super) fn quoted(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<QuoteShown>, Trouble> {
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

/// Books, at the price that was shown.
pub(super) async fn confirm(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&caller), sent.fields);
    let wish = typed.wish();
    let done = web.carry_out(&caller, once, move |scene| book::book(scene, &wish)).await;
    let slug = &caller.operator.slug;
    match outcome::<Made>(done, &caller.language) {
        Ok(Made { id }) => gate::onwards(&format!("/{slug}/bookings/{id}?told=booked")),
        Err(Stopped::AtForm(errors)) => {
            offered(&web, &caller, &format!("/{slug}/find"), typed, Some(errors)).await
        }
        Err(Stopped::Apart(trouble)) => wrong::page(&web, &caller, &trouble),
    }
}
