//! The on-board units of the demo, in the browser: the page calls what a unit calls, and whoever looks at it
//! plays what happens at the reader and what the vehicle would report.

mod acts;
mod look;

use std::sync::Arc;

use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Form, Multipart, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::uploads::{self, UploadView};
use rimessa_app::{Actor, Reply, Scene, Trouble, digest};
use rimessa_pages::{Aboard, Here, Obstacle, OnBoard};
use rimessa_store::Failure;
use serde::{Deserialize, Serialize};

use self::look::Looked;
use crate::http::pages::sent::{asked, once_of};
use crate::http::pages::upload::{self, Filled, fill};
use crate::http::pages::{Ground, LARGE, frame, gate, html, wrong};
use crate::http::{Caller, Problem, Web};

pub(super) fn router() -> Router<Web> {
    let report = post(found).layer(LARGE);
    Router::new()
        .route("/demo/{operator}/on-board/{vehicle}", get(wait).post(press))
        .route("/demo/{operator}/on-board/{vehicle}/report", report)
}

/// What was pressed, with all that was typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Pressed {
    press: String,
    card: String,
    what: String,
    text: String,
    end: String,
    /// An end that was chosen with one key.
    to: String,
    place: String,
    km: String,
    percent: String,
    /// Where a vehicle's report was played.
    back: String,
    /// What makes a key that is pressed twice count once.
    key: String,
    /// Photos that were kept.
    photos: Vec<String>,
}

/// A screen, and what stood in the way of what was pressed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Next {
    screen: Aboard,
    obstacle: Obstacle,
}

impl From<Aboard> for Next {
    fn from(screen: Aboard) -> Self {
        Self { screen, obstacle: Obstacle::default() }
    }
}

/// A vehicle with its unit, and in which language it speaks.
struct Place {
    caller: Caller,
    vehicle: String,
}

fn place(web: &Web, headers: &HeaderMap, (slug, vehicle): (String, String)) -> Option<Place> {
    let operator = Arc::clone(web.app().directory().by_slug(&slug)?);
    let language = operator.language(web.app().clock().now(), &gate::language(headers));
    let caller = Caller { operator, actor: Actor::Stranger, language, token: None, address: None };
    Some(Place { caller, vehicle })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    show: String,
}

async fn wait(
    State(web): State<Web>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(place) = place(&web, &headers, path) else {
        return wrong::nothing_here(&gate::language(&headers));
    };
    let Shown { show } = asked(query.as_deref());
    let screen = match show.as_str() {
        "report" => Aboard::Report { what: String::new(), text: String::new() },
        "extend" => Aboard::Extend { end: String::new(), later: None },
        "bay" => Aboard::Bay { place: String::new() },
        "call" => Aboard::Call,
        "release" => Aboard::Release,
        _ => Aboard::Menu,
    };
    screen_of(&web, &place, Ok(screen.into())).await
}

async fn press(
    State(web): State<Web>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    Form(pressed): Form<Pressed>,
) -> Response {
    let Some(place) = place(&web, &headers, path) else {
        return wrong::nothing_here(&gate::language(&headers));
    };
    if !gate::is_from_here(&headers) {
        return wrong::foreign(&web, &place.caller, Ground::Community);
    }
    let done = carry_out(&web, &place, pressed).await;
    screen_of(&web, &place, done).await
}

/// Damage or dirt is reported, perhaps with a photo.
async fn found(
    State(web): State<Web>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(place) = place(&web, &headers, path) else {
        return wrong::nothing_here(&gate::language(&headers));
    };
    let (Ok(parts), true) = (parts, gate::is_from_here(&headers)) else {
        return wrong::foreign(&web, &place.caller, Ground::Community);
    };
    let filled = fill(parts).await;
    let mut pressed = Pressed {
        press: "found".to_owned(),
        what: filled.text("what"),
        text: filled.text("text"),
        key: filled.text("key"),
        ..Pressed::default()
    };
    let done = match photos(&web, &place, filled, &pressed.key).await {
        Ok(photos) => {
            pressed.photos = photos;
            carry_out(&web, &place, pressed).await
        }
        Err(Trouble::Invalid(all)) => {
            let words = Problem::new(&Trouble::Invalid(all), &place.caller.language).sentences();
            let obstacle = Obstacle { words: words.join(" "), clause: None };
            let Pressed { what, text, .. } = pressed;
            Ok(Next { screen: Aboard::Report { what, text }, obstacle })
        }
        Err(other) => Err(other),
    };
    screen_of(&web, &place, done).await
}

/// Keeps the photos of a report; their ids.
async fn photos(
    web: &Web,
    place: &Place,
    filled: Filled,
    key: &str,
) -> Result<Vec<String>, Trouble> {
    if let Some(name) = filled.errors.first() {
        return Err(Trouble::invalid(name, "upload-too-large", ""));
    }
    let unit = as_unit(web, place).await?;
    let mut kept = Vec::new();
    for file in filled.files {
        let once = once_of(&unit, &format!("{key}-photo"), file.digest());
        let checked = upload::checked(web, file).await?;
        let vehicle = place.vehicle.clone();
        let work = move |scene: &mut Scene<'_, '_>| {
            let trip = look::trip_of(scene, &vehicle)?.ok_or(Trouble::NotFound("booking"))?;
            uploads::photo(scene, trip.id, &checked).map(|kept: UploadView| Reply::Done(kept.id))
        };
        let answer = web.carry_out(&unit, once, work).await?;
        kept.push(read(&answer.json)?);
    }
    Ok(kept)
}

/// The caller as the on-board unit of the vehicle.
async fn as_unit(web: &Web, place: &Place) -> Result<Caller, Trouble> {
    let vehicle = place.vehicle.clone();
    let actor = web.find_out(&place.caller, move |scene| look::unit_of(scene, &vehicle)).await?;
    Ok(Caller { actor, ..place.caller.clone() })
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Trouble> {
    serde_json::from_str(json)
        .map_err(|error| Trouble::Store(Failure::Corrupt(format!("an on-board unit: {error}"))))
}

/// Does what was pressed, as the unit of the vehicle.
async fn carry_out(web: &Web, place: &Place, pressed: Pressed) -> Result<Next, Trouble> {
    let unit = as_unit(web, place).await?;
    let said = serde_json::to_vec(&pressed).unwrap_or_default();
    let once = once_of(&unit, &pressed.key, digest(&said));
    let vehicle = place.vehicle.clone();
    let work =
        move |scene: &mut Scene<'_, '_>| acts::next(scene, &vehicle, &pressed).map(Reply::Done);
    read(&web.carry_out(&unit, once, work).await?.json)
}

/// What the unit shows; what went wrong is said above it.
async fn screen_of(web: &Web, place: &Place, next: Result<Next, Trouble>) -> Response {
    let Place { caller, vehicle } = place;
    let unit = match as_unit(web, place).await {
        Ok(unit) => unit,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let Next { screen, mut obstacle } = match next {
        Ok(next) => next,
        Err(trouble) => {
            let words = Problem::new(&trouble, &caller.language).sentences().join(" ");
            Next { screen: Aboard::Menu, obstacle: Obstacle { words, clause: None } }
        }
    };
    let (named, shown) = (vehicle.clone(), screen.clone());
    let looked = web.find_out(&unit, move |scene| look::look(scene, &named, &shown)).await;
    let Looked { trip, cards } = match looked {
        Ok(looked) => looked,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let address = format!("/demo/{}/on-board/{vehicle}", caller.operator.slug);
    let frame = frame(web, caller, &address, Here::Elsewhere);
    // Without a trip only a card begins anything, and what is done is said.
    let screen = match (&trip, screen) {
        (None, done @ Aboard::Done { .. }) => done,
        (None, _) => Aboard::Reader,
        (Some(_), Aboard::Reader) => {
            obstacle = Obstacle::default();
            Aboard::Menu
        }
        (Some(_), screen) => screen,
    };
    let vehicle = vehicle.clone();
    html(&OnBoard { frame, address, vehicle, trip, cards, screen, obstacle }).into_response()
}
