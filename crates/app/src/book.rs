//! Booking a vehicle.

use rimessa_domain::booking::BookingEvent;
use rimessa_domain::decide::book::{Book, book as decide};
use rimessa_domain::decide::{Answer, Now, Outcome};
use rimessa_domain::ids::{BookingId, MemberId, Place};
use rimessa_domain::member::Member;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::booking::RequiredOn;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::Instant;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, stations, vehicles};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::gather::Car;
use crate::identity::{code, parse_id, show_id};
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::{BookingView, OFF_NETWORK};
use crate::when::{moment, show_moment};

/// What a code is sealed for.
pub(crate) const CODE: &str = "booking.code";

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// The member, by id or customer number; left out: who is logged in.
    pub member: Option<String>,
    /// The vehicle, by fleet number or id.
    pub vehicle: String,
    /// The category; left out: the vehicle's own.
    pub category: Option<String>,
    /// The start: RFC 3339, or on the operator's wall clock (`2026-03-02T10:00`).
    pub start: String,
    /// The end, exclusive.
    pub end: String,
    /// The station where the vehicle is picked up, by code; left out: where it will be.
    pub pickup: Option<String>,
    /// The station where it will be left, by code, or `off-network`; left out: the pick-up.
    pub dropoff: Option<String>,
    /// By which channel: `web`, `app`, `phone`, `on-board`, `kiosk`, `office`.
    pub channel: Option<String>,
}

/// Books a vehicle for a member. The vehicle is locked, so that nobody else gets it meanwhile.
///
/// # Errors
/// [`Trouble`]: what is named does not exist, a time cannot be read, the store fails.
pub fn book(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<BookingView>, Trouble> {
    let (member_row, driver) = scene.payer_and_driver(wish.member.as_deref())?;
    let vehicle_row = scene.vehicle_named(&wish.vehicle)?;
    let vehicle_row = scene.lock_vehicle(vehicle_row.id)?;
    let at = scene.now();
    let settled = scene.settle_both(member_row.id, vehicle_row.id, at)?;
    // What was settled may have been counted, or have locked the account.
    let member_row = if settled { scene.lock_member(member_row.id)? } else { member_row };
    let operator = scene.operator;
    let rules = operator.versions.at(at);
    let (start, end) =
        (moment(&rules.zone, "start", &wish.start)?, moment(&rules.zone, "end", &wish.end)?);
    let channel = scene.channel(wish.channel.as_deref())?;
    let member = scene.account(&member_row, rules)?;
    let car = scene.car(vehicle_row)?;
    let pickup = scene.pickup(wish.pickup.as_deref(), &car, start)?;
    let dropoff = match &wish.dropoff {
        Some(name) => scene.place_named("dropoff", name)?,
        None => pickup,
    };
    let category = wish.category.clone().or_else(|| car.row.category.clone());
    let asked = Book {
        booking: BookingId(scene.id()),
        vehicle: car.row.id,
        category: category.as_deref(),
        start,
        end,
        pickup,
        dropoff,
        channel,
    };
    if let Some(refused) = scene.driver_refused(driver.as_ref(), RequiredOn::Book)? {
        return Ok(Reply::Refused(refused));
    }
    let answer = decide(&Now { rules, at }, &asked, &member, &car.calendar)?;
    let event = event(&asked, member.id);
    let concerns = Concerns {
        member: Some(member.id),
        vehicle: Some(car.row.id),
        booking: Some(asked.booking),
        version: Some(car.row.version + 1),
        ..Concerns::default()
    };
    match answer {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            let code = scene.accepted(rules, member, &car, &outcome)?;
            scene.note(at, &event, None, concerns)?;
            let Some(BookingEvent::Booked(booking)) = &outcome.booking else {
                return Err(Trouble::NotFound("booking"));
            };
            scene.keep_driver(booking.id, driver.as_ref())?;
            let told = driver.as_ref().unwrap_or(&member_row);
            scene.announce("book", told, booking, &car.row, Some(&code))?;
            let mut view = scene.show_new_booking(booking, &car.row, outcome.lines.len())?;
            view.driver = driver.map(|driver| show_id(driver.id.0));
            Ok(Reply::Done(view))
        }
    }
}

fn event(asked: &Book<'_>, member: MemberId) -> Event {
    let place = |place: Place| match place {
        Place::OffNetwork => OFF_NETWORK.to_owned(),
        Place::Station(id) => show_id(id.0),
    };
    Event {
        kind: "book",
        by: Some(show_id(member.0)),
        booking: Some(show_id(asked.booking.0)),
        vehicle: Some(show_id(asked.vehicle.0)),
        category: asked.category.map(str::to_owned),
        start: Some(show_moment(asked.start)),
        end: Some(show_moment(asked.end)),
        pickup: Some(place(asked.pickup)),
        dropoff: Some(place(asked.dropoff)),
        channel: Some(bookings::channel_word(asked.channel)),
        ..Event::default()
    }
}

impl Scene<'_, '_> {
    /// Keeps a booking that was accepted, and the lines that it makes at once; the code that opens it.
    fn accepted(
        &mut self,
        rules: &Rules,
        mut member: Member,
        car: &Car,
        outcome: &Outcome,
    ) -> Result<String, Trouble> {
        let code = code();
        let Some(BookingEvent::Booked(booking)) = &outcome.booking else { return Ok(code) };
        let op = self.operator.id;
        let sealed = self.app.keys().seal(CODE, code.as_bytes());
        bookings::insert(self.tx, op, rules, booking, &sealed)?;
        let first = car.row.first_pickup.or(Some(booking.pickup));
        vehicles::touch(self.tx, op, car.row.id, first, car.row.left)?;
        self.apply_to_account(rules, &mut member, outcome, booking.made)?;
        Ok(code)
    }

    /// The member that is named, by id or customer number; without a name, who is logged in.
    ///
    /// # Errors
    /// [`Trouble::NotFound`], also for whom the caller may not act for; [`Trouble`].
    pub fn member_named(&mut self, name: Option<&str>) -> Result<MemberId, Trouble> {
        let id = match (name, self.actor) {
            (None, Actor::Member(id)) => id,
            (None, _) => return Err(Trouble::invalid("member", "missing", "")),
            (Some(name), _) => match parse_id(name) {
                Some(id) => MemberId(id),
                None => {
                    let op = self.operator.id;
                    let found = rimessa_store::members::by_number(self.tx, op, name)?;
                    found.ok_or(Trouble::NotFound("member"))?.id
                }
            },
        };
        if self.may_act_for(id) { Ok(id) } else { Err(Trouble::NotFound("member")) }
    }

    /// The vehicle that is named, by fleet number or id.
    pub(crate) fn vehicle_named(&mut self, name: &str) -> Result<VehicleRow, Trouble> {
        let op = self.operator.id;
        let found = match parse_id(name) {
            Some(id) => vehicles::get(self.tx, op, rimessa_domain::ids::VehicleId(id))?,
            None => vehicles::by_code(self.tx, op, name)?,
        };
        found.ok_or(Trouble::NotFound("vehicle"))
    }

    /// The place that is named: a station by code or id, or `off-network`.
    pub(crate) fn place_named(&mut self, field: &str, name: &str) -> Result<Place, Trouble> {
        if name == OFF_NETWORK {
            return Ok(Place::OffNetwork);
        }
        let op = self.operator.id;
        let found = match parse_id(name) {
            Some(id) => stations::get(self.tx, op, rimessa_domain::ids::StationId(id))?,
            None => stations::by_code(self.tx, op, name)?,
        };
        match found {
            Some(station) => Ok(Place::Station(station.id)),
            None => Err(Trouble::invalid(field, "no-such-station", name)),
        }
    }

    /// Where a vehicle is picked up: where somebody says, else where it will be.
    pub(crate) fn pickup(
        &mut self,
        name: Option<&str>,
        car: &Car,
        start: Instant,
    ) -> Result<Place, Trouble> {
        match name {
            Some(name) => self.place_named("pickup", name),
            None => {
                let there = car.calendar.place_at(start.max(self.now()), None);
                Ok(there.unwrap_or(Place::Station(car.row.home)))
            }
        }
    }

    /// The channel that is named, as far as who acts may come by it.
    pub(crate) fn channel(&self, name: Option<&str>) -> Result<Channel, Trouble> {
        let Some(name) = name else { return Ok(self.actor.channel()) };
        let found = Channel::ALL.iter().find(|(_, word)| *word == name);
        let (channel, _) =
            found.ok_or_else(|| Trouble::invalid("channel", "no-such-channel", name))?;
        let own = matches!(channel, Channel::Web | Channel::App);
        match self.actor {
            Actor::Member(_) if !own => Err(Trouble::invalid("channel", "not-your-channel", name)),
            _ => Ok(*channel),
        }
    }
}
