//! Opening a vehicle for a booking.

use rimessa_domain::booking::State;
use rimessa_domain::decide::drive::unlock as decide;
use rimessa_domain::ids::BookingId;
use rimessa_store::bookings;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::book::CODE;
use crate::doors::OPEN;
use crate::event::Event;
use crate::identity::show_id;
use crate::readings::ODOMETER;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::BookingView;

/// How it is opened.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Opening)]
pub struct Wish {
    /// By what: `card`, `sms`, `kiosk`, `app`.
    pub method: Option<String>,
    /// The code of the booking, where it is opened by code.
    pub code: Option<String>,
    /// What the odometer shows, in metres.
    pub odometer_m: Option<i64>,
}

const METHODS: [&str; 4] = ["app", "card", "kiosk", "sms"];

/// Opens a vehicle. A code that is given must be that of the booking.
///
/// # Errors
/// [`Trouble`].
pub fn unlock(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let method = wish.method.as_deref().unwrap_or("app");
    let Some(method) = METHODS.iter().find(|known| **known == method) else {
        return Err(Trouble::invalid("method", "no-such-method", method));
    };
    if let Some(code) = &wish.code {
        scene.check_code(id, code)?;
    }
    if let Some(refused) = scene.driver_of_refused(id)? {
        return Ok(Reply::Refused(refused));
    }
    if let Some(refused) = scene.out_of_service(id, method)? {
        return Ok(Reply::Refused(refused));
    }
    let event = Event {
        kind: "unlock",
        booking: Some(show_id(id.0)),
        method: Some(method),
        ..Event::default()
    };
    let reply = scene.about_booking(id, &event, |facts| {
        decide(&facts.now, facts.booking, facts.member, facts.vehicle)
    })?;
    if let Some(odometer_m) = wish.odometer_m {
        let occasion = if reply.refused().is_some() { "refused" } else { "opened" };
        scene.keep_reading_of(id, odometer_m, occasion)?;
    }
    match reply {
        Reply::Refused(refused) => Ok(Reply::Refused(refused)),
        Reply::Done(mut view) => {
            view.hints = scene.opened(id, method, wish.odometer_m.is_none())?;
            Ok(Reply::Done(view))
        }
    }
}

impl Scene<'_, '_> {
    /// Why a vehicle that is out of service opens for no trip: the member is let off.
    fn out_of_service(
        &mut self,
        id: BookingId,
        method: &'static str,
    ) -> Result<Option<RefusedView>, Trouble> {
        let Some(mut booking) = self.booking(id)? else { return Ok(None) };
        let row = self.lock_vehicle(booking.vehicle)?;
        let at = self.now();
        let out = row.out_of_service.is_some_and(|from| from <= at);
        if !out || booking.state != State::Planned || at < booking.start || booking.end <= at {
            return Ok(None);
        }
        self.settle_both(booking.member, booking.vehicle, at)?;
        let stopped = self.stopped("out-of-service", at);
        let event = Event {
            kind: "unlock-gated",
            booking: Some(show_id(id.0)),
            method: Some(method),
            ..Event::default()
        };
        let concerns = Concerns {
            member: Some(booking.member),
            booking: Some(id),
            vehicle: Some(booking.vehicle),
            ..Concerns::default()
        };
        self.note_as(at, &event, Some(stopped.code), concerns)?;
        self.let_off(&mut booking)?;
        Ok(Some(stopped.view))
    }

    /// What goes with an opening: the odometer is noted, the doors are told, where whoever opens is not
    /// at a reader of the vehicle or a kiosk; the hints for whoever takes the vehicle.
    fn opened(
        &mut self,
        id: BookingId,
        method: &str,
        read_odometer: bool,
    ) -> Result<Vec<String>, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let Some(stored) = bookings::get(self.tx, op, versions, id)? else {
            return Ok(Vec::new());
        };
        let booking = stored.booking;
        if let (true, None, Some(odometer_m)) =
            (read_odometer, self.opened_m(id)?, self.known(booking.vehicle)?.last(ODOMETER))
        {
            self.keep_reading(booking.vehicle, odometer_m, "opened", Some(id))?;
        }
        if matches!(method, "app" | "sms") {
            self.ask_vehicle(booking.vehicle, Some(id), OPEN)?;
        }
        self.hints(&booking)
    }

    /// The code that opens a booking, for whom it is meant.
    pub(crate) fn code_of(&mut self, id: BookingId) -> Result<Option<String>, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let Some(stored) = bookings::get(self.tx, op, versions, id)? else { return Ok(None) };
        let opened = stored.code_sealed.and_then(|code| self.app.keys().open(CODE, &code));
        Ok(opened.and_then(|code| String::from_utf8(code).ok()))
    }

    fn check_code(&mut self, id: BookingId, code: &str) -> Result<(), Trouble> {
        let right = self.code_of(id)?;
        let same = right.is_some_and(|right| {
            crate::identity::digest(right.as_bytes()) == crate::identity::digest(code.as_bytes())
        });
        match (same, self.actor) {
            (true, _) => Ok(()),
            (false, Actor::Device(_)) => Err(Trouble::NotFound("code")),
            (false, _) => Err(Trouble::invalid("code", "wrong-code", "")),
        }
    }
}
