//! The kiosks of the demo, in the browser: the page calls what a kiosk calls, and whoever looks at it plays
//! what the key cabinet and the charger would report.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::device_report::{self, Reported};
use rimessa_app::kiosk::{self, Typed};
use rimessa_app::{
    Actor, Once, Reply, Scene, Trouble, device, digest, finding, parse_id, show, show_moment,
};
use rimessa_domain::ids::BookingId;
use rimessa_pages::{Here, Kiosk, Screen, Slot, pressed};
use rimessa_store::Failure;
use serde::Deserialize;

use crate::http::pages::sent::once_of;
use crate::http::pages::{Ground, frame, gate, html, wrong};
use crate::http::{Caller, Problem, Web};

/// So many devices are looked through for the kiosk of a station.
const MOST: i64 = 500;

pub(super) fn router() -> Router<Web> {
    Router::new().route("/demo/{operator}/kiosk/{station}", get(wait).post(press))
}

/// What was pressed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Pressed {
    code: String,
    press: String,
    text: String,
    vehicle: String,
    booking: String,
    number: String,
    /// What makes a key that is pressed twice count once.
    key: String,
}

impl Pressed {
    /// The question: what is pressed twice on one screen has one answer.
    fn once(&self, caller: &Caller) -> Option<Once> {
        let Self { code, press, text, vehicle, booking, number, key } = self;
        let all = [code, press, text, vehicle, booking, number].map(String::as_str);
        once_of(caller, key, digest(all.join("\n").as_bytes()))
    }

    fn slot(&self, words: String) -> Slot {
        let Self { vehicle, booking, number, .. } = self.clone();
        Slot { words, vehicle, booking, number }
    }
}

/// A kiosk, and in which language it speaks.
struct Place {
    caller: Caller,
    station: String,
}

fn place(web: &Web, headers: &HeaderMap, (slug, station): (String, String)) -> Option<Place> {
    let operator = Arc::clone(web.app().directory().by_slug(&slug)?);
    let language = operator.language(web.app().clock().now(), &gate::language(headers));
    let caller = Caller { operator, actor: Actor::Stranger, language, token: None, address: None };
    Some(Place { caller, station })
}

async fn wait(
    State(web): State<Web>,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match place(&web, &headers, path) {
        Some(place) => {
            let blank = Screen::Code { typed: String::new(), why: String::new() };
            screen(&web, &place, Ok(blank)).await
        }
        None => wrong::nothing_here(&gate::language(&headers)),
    }
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
    screen(&web, &place, done).await
}

/// Does what was pressed, as the kiosk of the station.
async fn carry_out(web: &Web, place: &Place, pressed: Pressed) -> Result<Screen, Trouble> {
    let Place { caller, station } = place;
    let own = station.clone();
    let actor = web.find_out(caller, move |scene| kiosk_of(scene, &own)).await?;
    let (as_kiosk, station) = (Caller { actor, ..caller.clone() }, station.clone());
    let once = pressed.once(&as_kiosk);
    let work = move |scene: &mut Scene<'_, '_>| next(scene, &station, &pressed).map(Reply::Done);
    let answer = web.carry_out(&as_kiosk, once, work).await?;
    serde_json::from_str(&answer.json)
        .map_err(|error| Trouble::Store(Failure::Corrupt(format!("a kiosk: {error}"))))
}

/// The kiosk of a station.
fn kiosk_of(scene: &mut Scene<'_, '_>, station: &str) -> Result<Actor, Trouble> {
    let all = device::list(scene, 0, MOST)?;
    let own = all.iter().find(|one| one.kind == "kiosk" && one.station.as_deref() == Some(station));
    let id = own.and_then(|one| parse_id(&one.id));
    id.map(Actor::Device).ok_or(Trouble::NotFound("station"))
}

/// What comes after what was pressed.
fn next(scene: &mut Scene<'_, '_>, station: &str, now: &Pressed) -> Result<Screen, Trouble> {
    match now.press.as_str() {
        "ok" => typed(scene, station, &now.code),
        "fine" => {
            let reports = [("key-taken", ""), ("check", "ok"), ("unplugged", "")];
            reports.iter().try_for_each(|(kind, found)| tell(scene, now, kind, found).map(drop))?;
            Ok(Screen::Done { words: said(scene, "kiosk-drive") })
        }
        "damage" => {
            if let Some(id) = parse_id(&now.booking).map(BookingId) {
                let wish = finding::Wish {
                    what: "damage".to_owned(),
                    text: now.text.clone(),
                    ..finding::Wish::default()
                };
                if let Err(trouble) = finding::find(scene, id, &wish) {
                    return not_taken(scene, now, trouble);
                }
            }
            let reports = [("key-taken", ""), ("check", "damage"), ("unplugged", "")];
            reports.iter().try_for_each(|(kind, found)| tell(scene, now, kind, found).map(drop))?;
            Ok(Screen::Done { words: said(scene, "kiosk-damage-noted") })
        }
        kind @ ("plugged" | "key-returned") => {
            let told = tell(scene, now, kind, "")?;
            Ok(match told {
                Some((code, words)) if code == "over" => Screen::Done { words },
                Some((_, why)) => {
                    Screen::Returning { slot: now.slot(said(scene, "kiosk-still")), why }
                }
                None => {
                    let slot = now.slot(said(scene, "kiosk-still"));
                    Screen::Returning { slot, why: String::new() }
                }
            })
        }
        key => Ok(Screen::Code { typed: pressed(&now.code, key), why: String::new() }),
    }
}

/// What was said of a damage will not do: it is asked again, and nothing typed is lost.
fn not_taken(scene: &Scene<'_, '_>, now: &Pressed, trouble: Trouble) -> Result<Screen, Trouble> {
    let Trouble::Invalid(_) = trouble else { return Err(trouble) };
    let problem = Problem::new(&trouble, scene.language);
    let why = problem.fields().map(|(_, words)| words).collect::<Vec<_>>().join(" ");
    let slot = now.slot(said(scene, "kiosk-damage-again"));
    Ok(Screen::Opened { slot, text: now.text.clone(), why })
}

fn said(scene: &Scene<'_, '_>, key: &str) -> String {
    rimessa_pages::Talk::plain(scene.language).t(key)
}

/// A code was typed.
fn typed(scene: &mut Scene<'_, '_>, station: &str, code: &str) -> Result<Screen, Trouble> {
    let wish = Typed { station: station.to_owned(), code: code.to_owned() };
    Ok(match kiosk::typed(scene, &wish)? {
        Reply::Refused(refused) => Screen::Code { typed: String::new(), why: refused.words },
        Reply::Done(did) => {
            let number = did.slot.map_or_else(String::new, |slot| slot.to_string());
            let slot =
                Slot { words: did.words, vehicle: did.vehicle, booking: did.booking.id, number };
            match did.did.as_str() {
                "opened" => Screen::Opened { slot, text: String::new(), why: String::new() },
                _ => Screen::Returning { slot, why: String::new() },
            }
        }
    })
}

/// Reports what the hardware would; what is said on the spot about a return: its code and its words.
fn tell(
    scene: &mut Scene<'_, '_>,
    now: &Pressed,
    kind: &str,
    found: &str,
) -> Result<Option<(String, String)>, Trouble> {
    let Reply::Done(known) = device_report::report(scene, &[])? else { return Ok(None) };
    let report = Reported {
        sequence: known.up_to + 1,
        at: show_moment(scene.now()),
        kind: kind.to_owned(),
        vehicle: now.vehicle.clone(),
        found: (!found.is_empty()).then(|| found.to_owned()),
        slot: if kind == "key-returned" { now.number.parse().ok() } else { None },
        ..Reported::default()
    };
    Ok(match device_report::report(scene, &[report])? {
        Reply::Done(taken) => taken.said.into_iter().next().map(|said| (said.code, said.words)),
        Reply::Refused(refused) => Some((refused.code, refused.words)),
    })
}

/// What the kiosk shows; what went wrong is said before the keys.
async fn screen(web: &Web, place: &Place, next: Result<Screen, Trouble>) -> Response {
    let Place { caller, station } = place;
    let code = station.clone();
    let named = web.find_out(caller, move |scene| show::station_called(scene, &code)).await;
    let named = match named {
        Ok(named) => named,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let screen = match next {
        Ok(screen) => screen,
        Err(trouble) => {
            let why = Problem::new(&trouble, &caller.language).sentences().join(" ");
            Screen::Code { typed: String::new(), why }
        }
    };
    let address = format!("/demo/{}/kiosk/{station}", caller.operator.slug);
    let frame = frame(web, caller, &address, Here::Elsewhere);
    html(&Kiosk { frame, address, station: named, screen, played: true }).into_response()
}
