//! Bringing a vehicle back.

use rimessa_domain::decide::give_back::{GiveBack, give_back as decide};
use rimessa_domain::ids::{BookingId, Place};
use rimessa_domain::money::Money;
use rimessa_domain::time::Instant;
use rimessa_store::{bookings, figures};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::event::{Event, decimal};
use crate::identity::show_id;
use crate::readings::{FUEL, ODOMETER, PLUGGED};
use crate::reply::Reply;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;
use crate::view::{BookingView, OFF_NETWORK};
use crate::when::{moment, show_moment};

/// How the vehicle comes back.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TripEnd, example = json!({ "distance_m": 23_400, "plugged_in": true }))]
pub struct Wish {
    /// Where it is left, by the station's code, or `off-network`; left out: where it was booked to be.
    pub station: Option<String>,
    /// The distance driven, in metres; 0: as the odometer was reported.
    #[serde(default)]
    pub distance_m: u32,
    /// What the odometer shows, in metres; with its reading at the opening, it gives the distance that
    /// is not told.
    pub odometer_m: Option<i64>,
    /// The fuel left, in percent of a full tank; left out: as it was reported, if it was.
    pub fuel_percent: Option<u8>,
    /// Whether it is plugged in; left out: as it was reported, else yes.
    pub plugged_in: Option<bool>,
    /// Whether the return procedure was carried out; left out: as its steps were
    /// reported, else yes.
    pub procedure_complete: Option<bool>,
    /// When the operator checked the vehicle, if it was left as it must not be.
    pub checked: Option<String>,
    /// What it cost the operator, by name, like `"recovery": "80.00"`.
    #[serde(default)]
    pub costs: BTreeMap<String, String>,
}

/// Brings a vehicle back, now.
///
/// # Errors
/// [`Trouble`].
pub fn give_back(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    give_back_by(scene, id, None, wish)
}

/// Brings a vehicle back, now; the step of the return procedure by which that is done.
///
/// # Errors
/// [`Trouble`].
pub(crate) fn give_back_by(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    by: Option<&str>,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    if matches!(scene.actor, Actor::Member(_)) {
        // What staff find out afterwards is not the member's to say.
        let told = [("costs", !wish.costs.is_empty()), ("checked", wish.checked.is_some())];
        if let Some((field, _)) = told.iter().find(|(_, told)| *told) {
            return Err(Trouble::invalid(field, "ask-staff", ""));
        }
    }
    // What a vehicle reports now says nothing about a moment that staff found out.
    let wish = scene.completed(id, by, wish)?;
    give_back_at(scene, id, None, &wish)
}

/// Brings a vehicle back just as it is said, at a moment that staff found out; `None`: now.
///
/// # Errors
/// [`Trouble`].
pub(crate) fn give_back_at(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    at: Option<Instant>,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let zone = &scene.operator.versions.at(scene.now()).zone;
    let checked = wish.checked.as_deref().map(|text| moment(zone, "checked", text)).transpose()?;
    let station = wish.station.as_deref();
    let place = station.map(|name| scene.place_named("station", name)).transpose()?;
    if wish.fuel_percent.is_some_and(|percent| percent > 100) {
        return Err(Trouble::invalid("fuel_percent", "beyond-100", ""));
    }
    let fuel = wish.fuel_percent.map(|percent| i64::from(percent) * 10_000);
    let costs = read_costs(&wish.costs)?;
    let distance_mm = scene.distance_mm(id, wish)?;
    let complete = wish.procedure_complete.unwrap_or(true);
    let event = Event {
        kind: "return",
        booking: Some(show_id(id.0)),
        station: place.map(|place| match place {
            Place::OffNetwork => OFF_NETWORK.to_owned(),
            Place::Station(id) => show_id(id.0),
        }),
        km: if distance_mm == 0 { None } else { decimal(distance_mm) },
        fuel: fuel.and_then(decimal),
        plugged_in: wish.plugged_in,
        procedure: (!complete).then_some("incomplete"),
        checked_at: checked.map(show_moment),
        costs: show_costs(&costs),
        ..Event::default()
    };
    let reply = scene.about_booking_at(id, at, &event, |facts| {
        let back = GiveBack {
            place,
            distance_mm,
            fuel,
            plugged_in: wish.plugged_in.unwrap_or(true),
            procedure_complete: complete,
            checked,
            costs: &costs,
        };
        decide(&facts.now, &back, facts.booking, facts.member)
    })?;
    if let Some(odometer_m) = wish.odometer_m.filter(|_| reply.refused().is_none()) {
        scene.keep_reading_of(id, odometer_m, "returned")?;
    }
    if reply.refused().is_none() && distance_mm > 0 {
        figures::set_driven(scene.tx, scene.operator.id, id, distance_mm / 1000)?;
    }
    Ok(reply)
}

impl Scene<'_, '_> {
    /// What was not said about a return, as far as the vehicle's devices and the steps that were done
    /// tell it. What a member says counts only where no device has said it since the trip began.
    fn completed(&mut self, id: BookingId, by: Option<&str>, wish: &Wish) -> Result<Wish, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let mut wish = wish.clone();
        let Some(stored) = bookings::get(self.tx, op, versions, id)? else { return Ok(wish) };
        let booking = stored.booking;
        let known = self.known(booking.vehicle)?;
        if matches!(self.actor, Actor::Member(_)) {
            let from = stored.opened.unwrap_or(booking.start);
            if known.since(PLUGGED, from).is_some() {
                wish.plugged_in = None;
            }
            if known.since(FUEL, from).is_some() {
                wish.fuel_percent = None;
            }
            if self.opened_m(id)?.is_some() && known.since(ODOMETER, from).is_some() {
                (wish.distance_m, wish.odometer_m) = (0, None);
            }
        }
        let percent = |value: i64| u8::try_from(value).ok();
        wish.plugged_in = wish.plugged_in.or(known.last(PLUGGED).map(|plugged| plugged == 1));
        let fuel = known.since(FUEL, booking.start).and_then(percent);
        wish.fuel_percent = wish.fuel_percent.or(fuel);
        if wish.distance_m == 0 {
            let opened = self.opened_m(id)?;
            let now = known.since(ODOMETER, booking.start);
            let on = now.filter(|now| opened.is_some_and(|opened| opened <= *now));
            wish.odometer_m = wish.odometer_m.or(on);
        }
        if wish.procedure_complete.is_none() {
            wish.procedure_complete = self.return_complete(&booking, by)?;
        }
        Ok(wish)
    }
}

/// Costs by name, with their amounts read.
pub(crate) fn read_costs(
    costs: &BTreeMap<String, String>,
) -> Result<Vec<(Box<str>, Money)>, Trouble> {
    let read = costs.iter().map(|(name, amount)| {
        let money = read_money(amount);
        let money = money.ok_or_else(|| Trouble::invalid("costs", "not-an-amount", amount))?;
        Ok((name.as_str().into(), money))
    });
    read.collect()
}

/// An amount like `12.50`, not negative.
pub(crate) fn read_money(text: &str) -> Option<Money> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole)
        || whole.len() > 12
        || !(cents.is_empty() && !text.contains('.') || digits(cents) && cents.len() <= 2)
    {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    Some(Money(whole.parse::<i64>().ok()? * 100 + cents))
}

/// Costs as an event keeps them.
pub(crate) fn show_costs(
    costs: &[(Box<str>, Money)],
) -> Option<serde_json::Map<String, serde_json::Value>> {
    let all = costs.iter().map(|(name, money)| (name.to_string(), money.to_string().into()));
    (!costs.is_empty()).then(|| all.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_strictly() {
        for (text, cents) in [("12.50", Some(1250)), ("3", Some(300)), ("0.5", Some(50))] {
            assert_eq!(read_money(text).map(|money| money.0), cents, "{text}");
        }
        for text in ["", ".", "1.", ".5", "-1", "1.234", "1,5", "1e3", "٣", "9999999999999"] {
            assert_eq!(read_money(text), None, "{text}");
        }
    }
}
