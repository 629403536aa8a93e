//! What comes after what was pressed: the calls of an on-board unit.

use rimessa_app::card::{self, Shown};
use rimessa_app::device_report::{self, Reported};
use rimessa_app::{
    BookingView, RefusedView, Reply, Scene, Trouble, ending, extend, finding, open_case, procedure,
    readings, report, show_id, show_moment,
};
use rimessa_domain::booking::Booking;
use rimessa_domain::ids::BookingId;
use rimessa_domain::rules::when::Energy;
use rimessa_pages::{Aboard, ITSELF, Obstacle, Talk};

use super::look::trip_of;
use super::{Next, Pressed};
use crate::http::Problem;

pub(super) fn next(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    now: &Pressed,
) -> Result<Next, Trouble> {
    match now.press.as_str() {
        "card" => return opened(scene, vehicle, &now.card),
        "key" => return key_alone(scene, vehicle),
        _ => {}
    }
    let Some(trip) = trip_of(scene, vehicle)? else { return Ok(Aboard::Reader.into()) };
    match now.press.as_str() {
        "found" => reported(scene, trip.id, now),
        "extend" => extended(scene, trip.id, now),
        "bay" => bay_taken(scene, trip.id, now),
        "call" => called(scene, vehicle, trip.id),
        "yes" => released(scene, trip.id),
        "close" => closed(scene, vehicle, &now.card),
        "play" | "plug" | "unplug" => played(scene, vehicle, &trip, now),
        _ => Ok(Aboard::Menu.into()),
    }
}

fn said(scene: &Scene<'_, '_>, key: &str) -> String {
    Talk::plain(scene.language).t(key)
}

/// The screen again, with why it was refused.
fn refused(screen: Aboard, why: RefusedView) -> Next {
    let clause = Some(why.clause.unwrap_or_default());
    Next { screen, obstacle: Obstacle { words: why.words, clause } }
}

/// The screen again, with what is wrong with what was typed; anything else stands in the way.
fn not_taken(scene: &Scene<'_, '_>, screen: Aboard, trouble: &Trouble) -> Result<Next, Trouble> {
    let Trouble::Invalid(_) = trouble else { return Err(trouble.clone()) };
    let problem = Problem::new(trouble, scene.language);
    let words = problem.fields().map(|(_, words)| words).collect::<Vec<_>>().join(" ");
    Ok(Next { screen, obstacle: Obstacle { words, clause: None } })
}

/// A card is held to the reader of a vehicle that stands.
fn opened(scene: &mut Scene<'_, '_>, vehicle: &str, card: &str) -> Result<Next, Trouble> {
    // The unit tells what it reads before anybody drives.
    let known = last(scene, vehicle, "odometer")?;
    let metres = Some(u32::try_from(known.unwrap_or(0)).unwrap_or(0));
    tell(scene, vehicle, Reported { kind: "odometer".to_owned(), metres, ..Reported::default() })?;
    let act = Some("open".to_owned());
    let shown = Shown { vehicle: vehicle.to_owned(), card: card.to_owned(), act };
    Ok(match card::show(scene, &shown)? {
        Reply::Refused(why) => refused(Aboard::Reader, why),
        Reply::Done(did) => {
            tell(scene, vehicle, plain("open", Some("card")))?;
            let hints = did.booking.map(|booking| booking.hints).unwrap_or_default();
            Aboard::Opened { words: did.words, hints }.into()
        }
    })
}

/// The mechanical key opens the doors of a vehicle, and nothing else.
fn key_alone(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Next, Trouble> {
    tell(scene, vehicle, plain("open", Some("key")))?;
    let words = said(scene, "aboard-key-refused");
    Ok(Next { screen: Aboard::Reader, obstacle: Obstacle { words, clause: None } })
}

fn reported(scene: &mut Scene<'_, '_>, id: BookingId, now: &Pressed) -> Result<Next, Trouble> {
    let (what, text) = (now.what.clone(), now.text.clone());
    let wish = finding::Wish {
        what: what.clone(),
        text: text.clone(),
        uploads: now.photos.clone(),
        odometer_m: None,
    };
    match finding::find(scene, id, &wish) {
        Ok(Reply::Done(_)) => {
            Ok(Aboard::Done { words: said(scene, "aboard-reported"), bill: Vec::new() }.into())
        }
        Ok(Reply::Refused(why)) => Ok(refused(Aboard::Report { what, text }, why)),
        Err(trouble) => not_taken(scene, Aboard::Report { what, text }, &trouble),
    }
}

/// Moves the end; if that is refused, what a return at that end costs all the same.
fn extended(scene: &mut Scene<'_, '_>, id: BookingId, now: &Pressed) -> Result<Next, Trouble> {
    let end = if now.to.is_empty() { now.end.clone() } else { now.to.clone() };
    let wish = extend::Wish { end: end.clone(), channel: None };
    match extend::extend(scene, id, &wish) {
        Ok(Reply::Done(view)) => {
            let talk = Talk::of(scene.operator.book_at(scene.now()), scene.language);
            let words = talk.t1("aboard-extended", "until", &talk.when(&view.end));
            Ok(Aboard::Done { words, bill: Vec::new() }.into())
        }
        Ok(Reply::Refused(why)) => {
            let later = ending::later(scene, id, &end)?;
            Ok(refused(Aboard::Extend { end, later }, why))
        }
        Err(trouble) => not_taken(scene, Aboard::Extend { end, later: None }, &trouble),
    }
}

fn bay_taken(scene: &mut Scene<'_, '_>, id: BookingId, now: &Pressed) -> Result<Next, Trouble> {
    let place = now.place.clone();
    if place.trim().is_empty() {
        let missing = Trouble::invalid("place", "missing", "");
        return not_taken(scene, Aboard::Bay { place }, &missing);
    }
    let wish = report::Wish { kind: "bay-taken".to_owned(), place: Some(place.clone()) };
    match report::report(scene, id, &wish) {
        Ok(Reply::Done(_)) => {
            Ok(Aboard::Done { words: said(scene, "aboard-bay-told"), bill: Vec::new() }.into())
        }
        Ok(Reply::Refused(why)) => Ok(refused(Aboard::Bay { place }, why)),
        Err(trouble) => not_taken(scene, Aboard::Bay { place }, &trouble),
    }
}

/// The centre is called: a case waits for whoever answers.
fn called(scene: &mut Scene<'_, '_>, vehicle: &str, id: BookingId) -> Result<Next, Trouble> {
    let words = tell(scene, vehicle, plain("call", None))?;
    let language = scene.operator.language(scene.now(), "");
    let wish = open_case::Wish {
        kind: "other".to_owned(),
        text: Talk::plain(&language).t1("aboard-call-case", "vehicle", vehicle),
        booking: Some(show_id(id.0)),
        ..open_case::Wish::default()
    };
    open_case::open(scene, &wish)?;
    let words = words.map_or_else(|| said(scene, "aboard-call"), |(_, words)| words);
    Ok(Aboard::Done { words, bill: Vec::new() }.into())
}

/// Release, and yes: what a member does by hand at the end is done.
fn released(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Next, Trouble> {
    let steps = match procedure::procedure(scene, id, "return") {
        Err(Trouble::NotFound(_)) => Vec::new(),
        found => found?.steps,
    };
    let by_hand = steps.iter().filter(|step| step.by == "member" && !step.optional);
    let [release, card] = ITSELF;
    for step in by_hand.filter(|step| step.name != card) {
        if step.done.is_none() || step.name == release {
            procedure::done(scene, id, "return", &step.name)?;
        }
    }
    Ok(Aboard::Card.into())
}

/// The card at the end: the doors close, and the trip is over, or why it is not.
fn closed(scene: &mut Scene<'_, '_>, vehicle: &str, card: &str) -> Result<Next, Trouble> {
    let act = Some("close".to_owned());
    let shown = Shown { vehicle: vehicle.to_owned(), card: card.to_owned(), act };
    Ok(match card::show(scene, &shown)? {
        Reply::Refused(why) => refused(Aboard::Card, why),
        Reply::Done(did) => {
            tell(scene, vehicle, plain("close", Some("card")))?;
            let bill = did.booking.map(bill_of).unwrap_or_default();
            Aboard::Done { words: said(scene, "aboard-closed"), bill }.into()
        }
    })
}

fn bill_of(booking: BookingView) -> Vec<(String, String)> {
    booking.lines.into_iter().map(|line| (line.title, line.amount)).collect()
}

/// Plays what the vehicle reports on its way.
fn played(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    trip: &Booking,
    now: &Pressed,
) -> Result<Next, Trouble> {
    let screen = match now.back.as_str() {
        "release" => Aboard::Release,
        "last" => Aboard::Card,
        _ => Aboard::Menu,
    };
    if let kind @ ("plug" | "unplug") = now.press.as_str() {
        let kind = if kind == "plug" { "plugged" } else { "unplugged" };
        let told = tell(scene, vehicle, plain(kind, None))?;
        return Ok(match told {
            Some((code, words)) if code == "over" => {
                Aboard::Done { words, bill: Vec::new() }.into()
            }
            _ => screen.into(),
        });
    }
    let number = |text: &str, most: u32| match text.trim() {
        "" => Some(None),
        text => text.parse().ok().filter(|number: &u32| *number <= most).map(Some),
    };
    let (Some(km), Some(percent)) = (number(&now.km, 9999), number(&now.percent, 100)) else {
        let words = said(scene, "aboard-play-wrong");
        return Ok(Next { screen, obstacle: Obstacle { words, clause: None } });
    };
    if let Some(km) = km {
        let before = last(scene, vehicle, "odometer")?.unwrap_or(0);
        let metres = u32::try_from(before + i64::from(km) * 1000).ok();
        let read = Reported { kind: "odometer".to_owned(), metres, ..Reported::default() };
        tell(scene, vehicle, read)?;
    }
    if let Some(percent) = percent.and_then(|percent| u8::try_from(percent).ok()) {
        let kind = match scene.operator.versions.at(trip.made).energy(trip.category) {
            Energy::Electric => "charge",
            Energy::Fuel => "fuel",
        };
        let (kind, percent) = (kind.to_owned(), Some(percent));
        tell(scene, vehicle, Reported { kind, percent, ..Reported::default() })?;
    }
    Ok(screen.into())
}

fn plain(kind: &str, method: Option<&str>) -> Reported {
    let method = method.map(str::to_owned);
    Reported { kind: kind.to_owned(), method, ..Reported::default() }
}

/// The last value that was read of a vehicle.
fn last(scene: &mut Scene<'_, '_>, vehicle: &str, kind: &str) -> Result<Option<i64>, Trouble> {
    let all = readings::readings(scene, vehicle)?;
    Ok(all.into_iter().find(|one| one.kind == kind).map(|one| one.value))
}

/// Reports what the vehicle would; what is said on the spot: its code and its words.
fn tell(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    report: Reported,
) -> Result<Option<(String, String)>, Trouble> {
    let Reply::Done(known) = device_report::report(scene, &[])? else { return Ok(None) };
    let report = Reported {
        sequence: known.up_to + 1,
        at: show_moment(scene.now()),
        vehicle: vehicle.to_owned(),
        ..report
    };
    Ok(match device_report::report(scene, &[report])? {
        Reply::Done(taken) => taken.said.into_iter().next().map(|said| (said.code, said.words)),
        Reply::Refused(refused) => Some((refused.code, refused.words)),
    })
}
