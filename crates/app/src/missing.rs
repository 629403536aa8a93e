//! The vehicle of a booking is not there: another one in its place, or a taxi.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::decide::Now;
use rimessa_domain::fleet::Window;
use rimessa_domain::ids::{BookingId, Place, VehicleId};
use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::bookings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::displace::Replaced;
use crate::event::Event;
use crate::find::{FreeVehicle, instead};
use crate::identity::show_id;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::BookingView;

/// The rulebook's name for what a taxi cost that is refunded.
const TAXI: &str = "taxi";

/// What shall be done about it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VehicleMissing)]
pub struct Wish {
    /// Take this vehicle in its place, by fleet number, from where it stands now.
    pub vehicle: Option<String>,
    /// Take a taxi, which is refunded against the receipt.
    #[serde(default)]
    pub taxi: bool,
}

/// What can be done, or was done, about a vehicle that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoVehicle {
    /// The booking as it is now.
    pub booking: BookingView,
    /// Equal vehicles at the same station that can be had for what is left of the booking.
    pub here: Vec<FreeVehicle>,
    /// Equal vehicles elsewhere, the nearest first.
    pub nearby: Vec<FreeVehicle>,
    /// For staff: the fleet numbers of vehicles at the same station for which bookings that are not
    /// guaranteed would give way to this one, which is.
    pub by_displacing: Vec<String>,
    /// Whether a taxi was authorised.
    pub taxi: bool,
    /// Up to how much a taxi is refunded, like `25.00`; `null`: no limit, or none is refunded.
    pub taxi_at_most: Option<String>,
}

/// Notes that the vehicle of a booking is not there, and helps.
///
/// # Errors
/// [`Trouble`].
pub fn missing(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<NoVehicle>, Trouble> {
    let other = match &wish.vehicle {
        Some(name) => Some(scene.vehicle_named(name)?.id),
        None => None,
    };
    let Some(booking) = scene.booking(id)? else { return Err(Trouble::NotFound("booking")) };
    let at = scene.now();
    scene.settle_member(booking.member, at)?;
    scene.settle_vehicle(booking.vehicle, at)?;
    let Some(mut booking) = scene.booking(id)? else { return Err(Trouble::NotFound("booking")) };
    let rules = scene.operator.versions.at(booking.made);
    let refused = match booking.state {
        State::Planned if at < booking.start => Some(RefusalCode::BeforeStart),
        State::Planned if at < booking.end => None,
        State::Planned => Some(RefusalCode::BookingExpired),
        _ => Some(RefusalCode::BookingStarted),
    };
    let refused = refused.map(|code| Now { rules, at }.refuse(code));
    let event = Event { kind: "no-vehicle", booking: Some(show_id(id.0)), ..Event::default() };
    scene.note(at, &event, refused, concerns(&booking))?;
    if let Some(refusal) = refused {
        return Ok(Reply::Refused(scene.refused(refusal, rules, booking.made)));
    }
    if let Some(vehicle) = other {
        let row = scene.lock_vehicle(vehicle)?;
        scene.settle_vehicle(vehicle, at)?;
        let pickup = scene.car(row)?.calendar.place().filter(|at| *at != Place::OffNetwork);
        return match scene.exchange(id, vehicle, pickup)? {
            Ok(booking) => Ok(Reply::Done(scene.show_missing(rules, &booking, false)?)),
            Err(refused) => scene.missing_displaces(rules, &booking, vehicle, refused),
        };
    }
    if wish.taxi {
        return scene.taxi(rules, &mut booking, at);
    }
    if scene.is_staff() {
        scene.let_off(&mut booking)?;
    }
    Ok(Reply::Done(scene.show_missing(rules, &booking, false)?))
}

/// What there is in the place of a booking's vehicle, for whoever was told that it is not there. Nothing
/// is kept.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn alternatives(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<NoVehicle, Trouble> {
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let found = bookings::get(scene.tx, op, versions, id)?;
    let found = found.filter(|stored| scene.may_use(stored));
    let booking = found.ok_or(Trouble::NotFound("booking"))?.booking;
    let rules = scene.operator.versions.at(booking.made);
    let taxi = taxi_limit(rules, booking.made).is_some();
    scene.show_instead(rules, &booking, taxi)
}

fn concerns(booking: &Booking) -> Concerns {
    Concerns {
        member: Some(booking.member),
        booking: Some(booking.id),
        vehicle: Some(booking.vehicle),
        ..Concerns::default()
    }
}

/// Up to how much a taxi is refunded; `None`: it is not.
fn taxi_limit(rules: &Rules, made: Instant) -> Option<Option<String>> {
    let kind = rules.find_name(TAXI)?;
    let mut all = rules.refunds.iter().filter(|r| r.kind == kind && r.validity.holds(made));
    let refund = all.next()?;
    Some(refund.at_most.map(|rate| rate.to_string()))
}

impl Scene<'_, '_> {
    /// Authorises a taxi. A member gets one only where no other vehicle stands.
    fn taxi(
        &mut self,
        rules: &Rules,
        booking: &mut Booking,
        at: Instant,
    ) -> Result<Reply<NoVehicle>, Trouble> {
        let Some(limit) = taxi_limit(rules, booking.made) else {
            let refusal = Now { rules, at }.refuse(RefusalCode::NotOffered);
            return Ok(Reply::Refused(self.refused(refusal, rules, booking.made)));
        };
        let event = Event {
            kind: "taxi",
            booking: Some(show_id(booking.id.0)),
            amount: limit.clone(),
            ..Event::default()
        };
        if !self.is_staff() && self.stands_another(booking)? {
            let stopped = self.stopped("take-another-vehicle", at);
            self.note_as(at, &event, Some("take-another-vehicle"), concerns(booking))?;
            return Ok(Reply::Refused(stopped.view));
        }
        self.note(at, &event, None, concerns(booking))?;
        self.let_off(booking)?;
        let amount = limit.unwrap_or_default();
        self.tell_of_booking(booking, "taxi", &[("amount", &amount)])?;
        Ok(Reply::Done(self.show_missing(rules, booking, true)?))
    }

    /// Whether another vehicle can be had at the pick-up, by the store: this decides.
    fn stands_another(&mut self, booking: &Booking) -> Result<bool, Trouble> {
        for row in self.equals(booking)? {
            if self.would_fit(booking, row.id, None, &[])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_staff(&self) -> bool {
        matches!(self.actor, Actor::Staff(_))
    }

    /// Staff want a vehicle that is taken: for a guaranteed booking the others give way, if they may.
    fn missing_displaces(
        &mut self,
        rules: &Rules,
        booking: &Booking,
        vehicle: VehicleId,
        refused: RefusedView,
    ) -> Result<Reply<NoVehicle>, Trouble> {
        let row = self.lock_vehicle(vehicle)?;
        if !self.is_staff() || refused.code != RefusalCode::VehicleTaken.code() {
            return Ok(Reply::Refused(refused));
        }
        let Some(others) = self.giving_way_to(booking, vehicle)? else {
            return Ok(Reply::Refused(refused));
        };
        if !self.displace(booking, &row, others, &mut Replaced::default())? {
            return Ok(Reply::Refused(refused));
        }
        let booking = self.booking(booking.id)?.ok_or(Trouble::NotFound("booking"))?;
        Ok(Reply::Done(self.show_missing(rules, &booking, false)?))
    }

    fn by_displacing(&mut self, booking: &Booking) -> Result<Vec<String>, Trouble> {
        let mut all = Vec::new();
        if self.is_staff() && self.guaranteed(booking) == Some(true) {
            for row in self.equals(booking)? {
                if self.giving_way_to(booking, row.id)?.is_some() {
                    all.push(row.code);
                }
            }
        }
        Ok(all)
    }

    fn show_missing(
        &mut self,
        rules: &Rules,
        booking: &Booking,
        taxi: bool,
    ) -> Result<NoVehicle, Trouble> {
        let by_displacing = self.by_displacing(booking)?;
        Ok(NoVehicle { by_displacing, ..self.show_instead(rules, booking, taxi)? })
    }

    /// The same, but who would give way.
    fn show_instead(
        &mut self,
        rules: &Rules,
        booking: &Booking,
        taxi: bool,
    ) -> Result<NoVehicle, Trouble> {
        let from = booking.start.max(self.now());
        let window = Window { from, until: booking.end, buffer: Span::ZERO };
        let category = bookings::category_word(rules, booking.category);
        let guaranteed = self.guaranteed(booking);
        let found = self.app.search().ask(self.operator.id, |index| {
            let no = index.fleet.vehicle_no(booking.vehicle);
            match (no, booking.pickup) {
                (Some(no), Place::Station(place)) => {
                    instead(index, (no, category), place, &window, guaranteed)
                }
                _ => Default::default(),
            }
        });
        // Help does not wait for the search: whoever asks again finds more.
        let (here, nearby) = found.unwrap_or_default();
        Ok(NoVehicle {
            booking: self.show_booking(booking)?,
            here,
            nearby,
            by_displacing: Vec::new(),
            taxi,
            taxi_at_most: taxi_limit(rules, booking.made).flatten(),
        })
    }
}
