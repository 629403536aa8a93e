//! Booking a vehicle.

use rimessa_domain::booking::Booking;
use rimessa_domain::decide::Outcome;
use rimessa_domain::decide::book::Book;
use rimessa_domain::ids::{BookingId, MemberId, Place, StationId, VehicleId};
use rimessa_domain::member::Member;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::booking::RequiredOn;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::Instant;
use rimessa_store::members::MemberRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, stations, vehicles};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::bookable::Not;
use crate::event::Event;
use crate::exchange::place_kept;
use crate::gather::Car;
use crate::identity::{code, parse_id, show_id};
use crate::quote::quote;
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
#[schema(as = NewBooking, example = json!({
    "vehicle": "1", "start": "2030-03-04T10:00", "end": "2030-03-04T12:00"
}))]
pub struct Wish {
    /// The member, by id or customer number; left out: who is logged in.
    pub member: Option<String>,
    /// The vehicle, by fleet number or id; left out: any of the category at the pick-up.
    pub vehicle: Option<String>,
    /// The category; left out: the vehicle's own, or any.
    pub category: Option<String>,
    /// The start: RFC 3339, or on the operator's wall clock (`2026-03-02T10:00`).
    pub start: String,
    /// The end, exclusive.
    pub end: String,
    /// The station where the vehicle is picked up, by code; left out: where the vehicle will be.
    pub pickup: Option<String>,
    /// The station where it will be left, by code, or `off-network`; left out: the pick-up.
    pub dropoff: Option<String>,
    /// By which channel: `web`, `app`, `phone`, `on-board`, `kiosk`, `office`.
    pub channel: Option<String>,
    /// The total of the quote that was agreed to, like `12.50`: if it would be another one by now,
    /// nothing is booked. Left out: whatever it costs.
    pub agreed: Option<String>,
}

/// The code of a refusal because the price is not the one that was agreed to.
pub(crate) const OTHER_PRICE: &str = "price-changed";

/// What came of trying one vehicle.
enum Tried {
    /// It has the booking.
    Done(Box<BookingView>),
    /// It cannot be had.
    Not(Box<TurnedDown>),
}

/// Why a vehicle cannot be had, and what the journal keeps of that.
struct TurnedDown {
    not: Not,
    at: Instant,
    event: Event,
    concerns: Concerns,
}

/// Books a vehicle for a member: the one that is named, or one of a category at a station. The
/// vehicle is locked, so that nobody else gets it meanwhile.
///
/// # Errors
/// [`Trouble`]: what is named does not exist, a time cannot be read, the store fails.
pub fn book(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<BookingView>, Trouble> {
    let (member, driver) = scene.payer_and_driver(wish.member.as_deref())?;
    if let Some(refused) = scene.driver_refused(driver.as_ref(), RequiredOn::Book)? {
        scene.note_driver_refused("book-gated", driver.as_ref(), None, &refused)?;
        return Ok(Reply::Refused(refused));
    }
    if scene.costs_otherwise(wish)? {
        return Ok(Reply::Refused(scene.turned_away(OTHER_PRICE)));
    }
    let mut first = None;
    for vehicle in scene.in_question(wish)? {
        match scene.try_vehicle(&member, driver.as_ref(), wish, vehicle.id)? {
            Tried::Done(view) => return Ok(Reply::Done(*view)),
            Tried::Not(down) if down.not.may_try_another() => first = first.or(Some(down)),
            Tried::Not(down) => return scene.turned_down(*down),
        }
    }
    match first {
        Some(down) => scene.turned_down(*down),
        None => scene.none_there(&member, wish),
    }
}

impl Scene<'_, '_> {
    /// Whether it would cost something else than what was agreed to.
    fn costs_otherwise(&mut self, wish: &Wish) -> Result<bool, Trouble> {
        let Some(agreed) = &wish.agreed else { return Ok(false) };
        // What would be refused costs nothing: the refusal itself is told, and kept.
        let quote = quote(self, wish)?.done();
        Ok(quote.is_some_and(|quote| quote.total != *agreed))
    }

    /// Tries to book a vehicle.
    fn try_vehicle(
        &mut self,
        member_row: &MemberRow,
        driver: Option<&MemberRow>,
        wish: &Wish,
        vehicle: VehicleId,
    ) -> Result<Tried, Trouble> {
        let row = self.lock_vehicle(vehicle)?;
        let at = self.now();
        let settled = self.settle_both(member_row.id, row.id, at)?;
        // What was settled may have been counted, or have locked the account.
        let again = if settled { Some(self.lock_member(member_row.id)?) } else { None };
        let member_row = again.as_ref().unwrap_or(member_row);
        let operator = self.operator;
        let rules = operator.versions.at(at);
        let member = self.account(member_row, rules)?;
        let car = self.car_wanted(row, wish)?;
        let asked = self.asked_of(wish, &car)?;
        self.hold_bays(asked.pickup, asked.dropoff)?;
        let book = asked.book(BookingId(self.id()));
        let event = event(&book, member.id);
        let concerns = Concerns {
            member: Some(member.id),
            vehicle: Some(car.row.id),
            booking: Some(book.booking),
            // What is refused has no booking that would tell who drives.
            subject: driver.map(|driver| driver.id.0),
            version: Some(car.row.version + 1),
        };
        let (booking, outcome) = match self.bookable(&book, &member, &car, at)? {
            Ok(bookable) => bookable,
            Err(not) => {
                return Ok(Tried::Not(Box::new(TurnedDown { not, at, event, concerns })));
            }
        };
        let code = self.accepted(rules, member, &car, (&booking, &outcome))?;
        self.note(at, &event, None, concerns)?;
        self.keep_driver(booking.id, driver)?;
        let told = driver.unwrap_or(member_row);
        self.announce("book", told, &booking, &car.row, Some(&code))?;
        let mut view = self.show_new_booking(&booking, &car.row, outcome.lines.len())?;
        view.driver = driver.map(|driver| show_id(driver.id.0));
        Ok(Tried::Done(Box::new(view)))
    }

    /// Enters into the journal why there is no booking, and says so.
    fn turned_down(&mut self, down: TurnedDown) -> Result<Reply<BookingView>, Trouble> {
        let TurnedDown { not, at, event, concerns } = down;
        match &not {
            Not::Gated(stopped) => self.note_gated(at, &event, stopped, concerns)?,
            Not::Refused(_, stopped) => self.note_as(at, &event, Some(stopped.code), concerns)?,
        }
        Ok(Reply::Refused(not.view()))
    }

    /// There is no vehicle to try.
    fn none_there(
        &mut self,
        member: &MemberRow,
        wish: &Wish,
    ) -> Result<Reply<BookingView>, Trouble> {
        let at = self.now();
        let rules = self.operator.versions.at(at);
        let time = |field, text| Ok::<_, Trouble>(show_moment(moment(&rules.zone, field, text)?));
        let event = Event {
            kind: "book",
            by: Some(show_id(member.id.0)),
            category: wish.category.clone(),
            start: Some(time("start", &wish.start)?),
            end: Some(time("end", &wish.end)?),
            ..Event::default()
        };
        let concerns = Concerns { member: Some(member.id), ..Concerns::default() };
        let stopped = self.taken(rules, at);
        self.turned_down(TurnedDown { not: Not::Gated(stopped), at, event, concerns })
    }
}

fn event(asked: &Book<'_>, member: MemberId) -> Event {
    Event {
        kind: "book",
        by: Some(show_id(member.0)),
        booking: Some(show_id(asked.booking.0)),
        vehicle: Some(show_id(asked.vehicle.0)),
        category: asked.category.map(str::to_owned),
        start: Some(show_moment(asked.start)),
        end: Some(show_moment(asked.end)),
        pickup: Some(place_kept(asked.pickup)),
        dropoff: Some(place_kept(asked.dropoff)),
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
        (booking, outcome): (&Booking, &Outcome),
    ) -> Result<String, Trouble> {
        let code = code();
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

    /// The member that is named, who is there: for questions that lock nobody.
    ///
    /// # Errors
    /// [`Trouble::NotFound`], also if it is none of the caller's business; [`Trouble::Invalid`].
    pub fn member_there(&mut self, name: &str) -> Result<MemberId, Trouble> {
        let id = self.member_named(Some(name))?;
        let found = rimessa_store::members::get(self.tx, self.operator.id, id)?;
        found.map(|row| row.id).ok_or(Trouble::NotFound("member"))
    }

    /// The vehicle that is named, by fleet number or id.
    pub(crate) fn vehicle_named(&mut self, name: &str) -> Result<VehicleRow, Trouble> {
        let op = self.operator.id;
        let found = match parse_id(name) {
            Some(id) => vehicles::get(self.tx, op, VehicleId(id))?,
            None => vehicles::by_code(self.tx, op, name)?,
        };
        found.filter(|row| row.removed.is_none()).ok_or(Trouble::NotFound("vehicle"))
    }

    /// The place that is named: a station by code or id, or `off-network`.
    pub(crate) fn place_named(&mut self, field: &str, name: &str) -> Result<Place, Trouble> {
        if name == OFF_NETWORK {
            return Ok(Place::OffNetwork);
        }
        let op = self.operator.id;
        let found = match parse_id(name) {
            Some(id) => stations::get(self.tx, op, StationId(id))?,
            None => stations::by_code(self.tx, op, name)?,
        };
        match found.filter(|station| station.closed.is_none()) {
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
