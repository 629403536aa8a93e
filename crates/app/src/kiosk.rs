//! Codes typed at the kiosk of a station: the key slot opens, and at the end takes the key back.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, Place, StationId, VehicleId};
use rimessa_domain::time::Span;
use rimessa_store::equipment::{self, Hook, SlotRow};
use rimessa_store::{access, members, reports, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::book::CODE;
use crate::event::Event;
use crate::give_back::{self, give_back};
use crate::identity::show_id;
use crate::procedure::RETURN;
use crate::readings::KEY;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::unlock::{self, unlock};
use crate::view::BookingView;

/// So many wrong codes a kiosk takes within [`crate::origin::WINDOW`].
const MOST_WRONG: i64 = 20;
/// How long before its start a code is known: it is told to be too early, not to be wrong.
const EARLY: Span = Span::days(7);
/// How long after its start a booking may still be taken.
const LATE: Span = Span::days(7);
/// The step of a return at which the code is typed.
const CODE_STEP: &str = "code";

/// A code that was typed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TypedCode)]
pub struct Typed {
    /// The station of the kiosk, by code.
    pub station: String,
    /// What was typed.
    pub code: String,
}

/// What a kiosk does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KioskDid {
    /// `opened`: the slot with the key of this vehicle opens; `return-begun`: its slot opens and waits
    /// for the key.
    pub did: String,
    /// What is said on its screen.
    pub words: String,
    /// The fleet number of the vehicle whose slot opens.
    pub vehicle: String,
    /// The code of the kiosk that has the slot, where its slots are known.
    pub kiosk: Option<String>,
    /// The number of the slot.
    pub slot: Option<i64>,
    /// The booking.
    pub booking: BookingView,
}

/// Takes a code: before the trip the slot with the key opens, during the trip it opens for the key.
///
/// # Errors
/// [`Trouble::TooMany`]; [`Trouble::NotFound`]; [`Trouble`].
pub fn typed(scene: &mut Scene<'_, '_>, typed: &Typed) -> Result<Reply<KioskDid>, Trouble> {
    let Place::Station(station) = scene.place_named("station", &typed.station)? else {
        return Err(Trouble::invalid("station", "no-such-station", &typed.station));
    };
    let device = scene.device()?;
    if device.is_some_and(|device| device.station != Some(station)) {
        return Err(Trouble::invalid("station", "no-such-station", &typed.station));
    }
    let origin = scene.origin("kiosk", &show_id(station.0));
    scene.check_origin(&origin, MOST_WRONG)?;
    let code = crate::sms::code_in(&typed.code).unwrap_or_default();
    let Some(booking) = scene.at_kiosk(station, &code)? else {
        scene.count_against(&origin)?;
        let event = Event { kind: "kiosk", of: Some("wrong-code".to_owned()), ..Event::default() };
        let concerns = Concerns { subject: Some(station.0), ..Concerns::default() };
        scene.note(scene.now(), &event, None, concerns)?;
        return Ok(Reply::Refused(scene.turned_away("wrong-code")));
    };
    let (id, vehicle) = (booking.id, booking.vehicle);
    if booking.state == State::Driving {
        return scene.begin_return(id, vehicle, station);
    }
    let wish = unlock::Wish { method: Some("kiosk".to_owned()), ..unlock::Wish::default() };
    Ok(match unlock(scene, id, &wish)? {
        Reply::Refused(refused) => Reply::Refused(refused),
        Reply::Done(booking) => {
            // The key leaves its slot: only what comes later says that it is back.
            scene.note_reading(vehicle, KEY, scene.now(), (0, 0))?;
            let hook = equipment::slot_of(scene.tx, scene.operator.id, station, vehicle)?;
            Reply::Done(scene.kiosk_did(["opened", "key-slot"], hook, booking))
        }
    })
}

/// What is said when a key came back or a vehicle was plugged in.
pub(crate) enum Back {
    /// It says nothing about a return.
    Nothing,
    /// The trip is over.
    Over(Box<BookingView>),
    /// The trip runs on, and why.
    Not(RefusedView),
}

impl Scene<'_, '_> {
    /// The booking of a code at a station.
    fn at_kiosk(&mut self, station: StationId, code: &str) -> Result<Option<Booking>, Trouble> {
        if code.is_empty() {
            return Ok(None);
        }
        let (op, versions, at) = (self.operator.id, &self.operator.versions, self.now());
        let span = (at.minus(LATE), at.plus(EARLY));
        let mut all = access::at_station(self.tx, op, versions, station, span)?;
        // The trip under way first, then the one that runs now, then those to come.
        all.sort_by_key(|stored| {
            (stored.booking.state != State::Driving, stored.booking.end <= at, stored.booking.start)
        });
        let keys = self.app.keys();
        let right = |sealed: Option<&[u8]>| {
            sealed.and_then(|sealed| keys.open(CODE, sealed)).is_some_and(|c| c == code.as_bytes())
        };
        let found = all.into_iter().find(|stored| right(stored.code_sealed.as_deref()));
        Ok(found.map(|stored| stored.booking))
    }

    fn begin_return(
        &mut self,
        id: BookingId,
        vehicle: VehicleId,
        station: StationId,
    ) -> Result<Reply<KioskDid>, Trouble> {
        let booking = self.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
        let (op, at) = (self.operator.id, self.now());
        reports::step_done(self.tx, op, id, (RETURN, CODE_STEP), at)?;
        let event =
            Event { kind: "return-begun", booking: Some(show_id(id.0)), ..Event::default() };
        let concerns = Concerns {
            member: Some(booking.member),
            booking: Some(id),
            vehicle: Some(vehicle),
            ..Concerns::default()
        };
        self.note(at, &event, None, concerns)?;
        let hook = match equipment::slot_of(self.tx, op, station, vehicle)? {
            Some(own) => Some(own),
            None => equipment::free_slot(self.tx, op, station)?,
        };
        if let Some(hook) = &hook {
            self.hang(vehicle, hook)?;
        }
        let view = self.show_booking(&booking)?;
        Ok(Reply::Done(self.kiosk_did(["return-begun", "return-begun"], hook, view)))
    }

    /// Notes in which slot the key of a vehicle hangs from now on.
    pub(crate) fn hang(&mut self, vehicle: VehicleId, hook: &Hook) -> Result<(), Trouble> {
        let slot = SlotRow { kiosk: hook.kiosk, no: hook.no, vehicle: Some(vehicle) };
        Ok(equipment::put_slot(self.tx, self.operator.id, &slot)?)
    }

    /// What a kiosk says of the slot that opens.
    fn kiosk_did(
        &self,
        [did, key]: [&str; 2],
        hook: Option<Hook>,
        booking: BookingView,
    ) -> KioskDid {
        let words = match &hook {
            None => self.spoken(key),
            Some(hook) => {
                let book = self.operator.book_at(self.now());
                let (key, slot) = (format!("answer-{key}-numbered"), hook.no.to_string());
                let words = book.texts.get(self.language, &key, &[("slot", slot.into())]);
                words.unwrap_or(key)
            }
        };
        let (did, vehicle) = (did.to_owned(), booking.vehicle.clone());
        let (kiosk, slot) = hook.map(|hook| (hook.code, hook.no)).unzip();
        KioskDid { did, words, vehicle, kiosk, slot, booking }
    }

    /// Whether a trip is over now that a key came back (`key`) or the vehicle was plugged in: once the
    /// code was typed, the key is in its slot and the vehicle is as the rulebook wants it.
    pub(crate) fn came_back(&mut self, vehicle: VehicleId, key: bool) -> Result<Back, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let Some(booking) = access::driving(self.tx, op, versions, vehicle)? else {
            return Ok(Back::Nothing);
        };
        let methods = &self.operator.book_at(booking.made).regulation.access;
        let by_kiosk = |item: &rimessa_rulebook::regulation::Item<_>| {
            let access: &rimessa_rulebook::regulation::Access = &item.what;
            access.method == rimessa_rulebook::regulation::Method::Kiosk
        };
        let key_is_back = self.known(vehicle)?.last(KEY) == Some(1);
        if !methods.iter().any(by_kiosk) || !key_is_back {
            return Ok(Back::Nothing);
        }
        let steps = reports::steps_done(self.tx, op, booking.id, RETURN)?;
        if !steps.iter().any(|(step, _)| step == CODE_STEP) {
            return Ok(if key {
                Back::Not(self.turned_away("type-the-code"))
            } else {
                Back::Nothing
            });
        }
        // The kiosk says itself what is missing: a step that nobody reported is not.
        let wish = give_back::Wish { procedure_complete: Some(true), ..Default::default() };
        match give_back(self, booking.id, &wish)? {
            Reply::Done(view) => Ok(Back::Over(Box::new(view))),
            Reply::Refused(refused) => {
                if key {
                    self.tell_runs_on(&booking, &refused)?;
                }
                Ok(Back::Not(refused))
            }
        }
    }

    /// Tells a member who may have walked away that the trip runs on.
    fn tell_runs_on(&mut self, booking: &Booking, why: &RefusedView) -> Result<(), Trouble> {
        if why.code != "not-plugged-in" {
            return Ok(());
        }
        let op = self.operator.id;
        let reader = self.reader_of(booking)?;
        let member = members::get(self.tx, op, reader)?;
        let vehicle = vehicles::get(self.tx, op, booking.vehicle)?;
        if let (Some(member), Some(vehicle)) = (member, vehicle) {
            self.inform("not-plugged-in", &member, booking, &vehicle)?;
        }
        Ok(())
    }
}
