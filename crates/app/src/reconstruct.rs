//! Reconstructing a use whose readings are missing from the trips before and after, or from a check.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::texts::Arg;
use rimessa_store::odometer::{self as readings, Reading};
use rimessa_store::{journal, trips};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::give_back::{self, give_back_at};
use crate::identity::show_id;
use crate::odometer::{LOOKED_AT, driven_m};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::BookingView;
use crate::when::show_moment;

/// What a use was, as far as the trips around it tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reconstruction {
    /// The booking.
    pub booking: String,
    /// What the odometer showed before.
    pub before: Option<ReadingView>,
    /// What it showed after.
    pub after: Option<ReadingView>,
    /// When the vehicle was back at the latest, RFC 3339; `null`: nothing was seen of it since.
    pub returned: Option<String>,
    /// What was driven, in metres; `null`: a reading is missing.
    pub distance_m: Option<i64>,
    /// Before this moment it was not back as far as others were concerned, RFC 3339.
    pub not_before: String,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// A reading of an odometer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = KnownReading)]
pub struct ReadingView {
    /// When, RFC 3339.
    pub at: String,
    /// In metres.
    pub odometer_m: i64,
    /// `opened`; `refused`: somebody else stood at the vehicle; `returned`; `checked` by staff.
    pub occasion: String,
}

/// How staff accept a reconstruction. What is left out is as it was proposed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptedReconstruction)]
pub struct Wish {
    /// When the vehicle came back: RFC 3339, or on the operator's wall clock.
    pub returned: Option<String>,
    /// What was driven, in metres.
    pub distance_m: Option<u32>,
    /// Where it was left, by the station's code; left out: where it was booked to be.
    pub station: Option<String>,
    /// The fuel left, in percent; left out: not measured.
    pub fuel_percent: Option<u8>,
    /// Whether it was plugged in; left out: yes.
    pub plugged_in: Option<bool>,
}

/// What is known of a use.
struct Found {
    booking: Booking,
    before: Option<Reading>,
    after: Option<Reading>,
    not_before: Instant,
    returned: Option<Instant>,
    distance_m: Option<i64>,
}

/// Shows what the trips before and after tell of a trip that was not ended.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Invalid`] if the trip is not under way.
pub fn look(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Reconstruction, Trouble> {
    let found = scene.found_out(id)?;
    let operator = scene.operator;
    let book = operator.book_at(found.booking.made);
    let explainer = Explainer { rulebook: book, language: scene.language };
    Ok(Reconstruction {
        booking: show_id(id.0),
        reasons: reasons(&found, &explainer),
        before: found.before.map(reading_view),
        after: found.after.map(reading_view),
        returned: found.returned.map(show_moment),
        distance_m: found.distance_m,
        not_before: show_moment(found.not_before),
    })
}

/// Ends a trip as it was reconstructed.
///
/// # Errors
/// [`Trouble::Invalid`] if nothing is known of its end and staff say nothing either.
pub fn accept(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    // Locked first: what is found out stays so.
    scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    let found = scene.found_out(id)?;
    let told = scene.moment("returned", wish.returned.as_deref())?;
    let returned = told.or(found.returned);
    let returned = returned.ok_or_else(|| Trouble::invalid("returned", "missing", ""))?;
    if returned > scene.now() {
        return Err(Trouble::invalid("returned", "not-yet", ""));
    }
    if returned < found.not_before {
        let earliest = show_moment(found.not_before);
        return Err(Trouble::invalid("returned", "not-back-yet", &earliest));
    }
    let driven = match wish.distance_m {
        Some(told) => Some(told),
        None => found.distance_m.and_then(|driven| u32::try_from(driven).ok()),
    };
    let driven = driven.ok_or_else(|| Trouble::invalid("distance_m", "missing", ""))?;
    let back = give_back::Wish {
        station: wish.station.clone(),
        distance_m: driven,
        fuel_percent: wish.fuel_percent,
        plugged_in: wish.plugged_in,
        ..give_back::Wish::default()
    };
    let reply = give_back_at(scene, id, Some(returned), &back)?;
    if reply.refused().is_none() {
        let event = Event { kind: "reconstruct", ..Event::default() };
        let concerns = Concerns {
            member: Some(found.booking.member),
            booking: Some(id),
            vehicle: Some(found.booking.vehicle),
            ..Concerns::default()
        };
        scene.note(scene.now(), &event, None, concerns)?;
    }
    Ok(reply)
}

impl Scene<'_, '_> {
    fn found_out(&mut self, id: BookingId) -> Result<Found, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let stored = rimessa_store::bookings::get(self.tx, op, versions, id)?;
        let booking = stored.ok_or(Trouble::NotFound("booking"))?.booking;
        if booking.state != State::Driving {
            return Err(Trouble::invalid("booking", "not-under-way", ""));
        }
        let entries = journal::of_booking(self.tx, op, id)?;
        let opened = entries.iter().find(|e| e.kind == "unlock" && e.refused.is_none());
        let (opened, seq) = opened.map_or((booking.start, 0), |e| (e.at, e.position.seq));
        let last = trips::last_decided(self.tx, op, booking.vehicle, seq)?;
        let not_before = last.unwrap_or(opened).max(opened);
        let all = readings::latest(self.tx, op, booking.vehicle, LOOKED_AT)?;
        let own = |r: &&Reading| r.booking == Some(id) && r.occasion == "opened";
        // The latest come first: the first of its own, else the last that is older than the opening.
        let before = all.iter().rfind(own).or_else(|| all.iter().find(|r| r.at <= opened));
        let after = all.iter().rfind(|r| r.at > opened && r.booking != Some(id));
        let seen = after.map(|after| after.at.min(booking.end.max(opened)).max(not_before));
        let driven = before.zip(after).map(|(b, a)| driven_m(b.odometer_m, a.odometer_m));
        Ok(Found {
            before: before.cloned(),
            after: after.cloned(),
            not_before,
            returned: seen,
            distance_m: driven.and_then(Result::ok),
            booking,
        })
    }
}

fn reading_view(reading: Reading) -> ReadingView {
    let Reading { at, odometer_m, occasion, .. } = reading;
    ReadingView { at: show_moment(at), odometer_m, occasion }
}

fn reasons(found: &Found, explainer: &Explainer<'_>) -> Vec<String> {
    let km = |metres: i64| format!("{}.{:03}", metres / 1000, metres % 1000);
    let seen = |key: &str, reading: &Option<Reading>| match reading {
        None => explainer.words(&format!("{key}-unknown"), &[]),
        Some(reading) => {
            let occasion = explainer.words(&format!("reading-{}", reading.occasion), &[]);
            let args: [(&str, Arg<'_>); 3] = [
                ("at", explainer.moment(reading.at).into()),
                ("km", km(reading.odometer_m).into()),
                ("occasion", occasion.into()),
            ];
            explainer.words(key, &args)
        }
    };
    let mut reasons = vec![
        seen("reconstructed-before", &found.before),
        seen("reconstructed-after", &found.after),
    ];
    let at = explainer.moment(found.not_before);
    reasons.push(explainer.words("reconstructed-not-before", &[("at", at.into())]));
    if let Some(returned) = found.returned {
        let at = explainer.moment(returned);
        reasons.push(explainer.words("reconstructed-returned", &[("at", at.into())]));
    }
    if let Some(driven) = found.distance_m {
        reasons.push(explainer.words("reconstructed-distance", &[("km", km(driven).into())]));
    }
    reasons
}
