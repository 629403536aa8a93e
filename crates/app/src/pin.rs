//! What a driver types at the pump: a PIN of his own, shown during a trip only.

use rimessa_domain::booking::State;
use rimessa_domain::ids::BookingId;
use rimessa_domain::refusal::{Refusal, RefusalCode};
use rimessa_store::cards;
use serde::Serialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::{code, show_id};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// What PINs are sealed for.
pub(crate) const PIN: &str = "member.pin";

/// What is typed at the pump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FuelPin)]
pub struct Pin {
    /// The driver's code: the customer number.
    pub driver_code: String,
    /// The PIN: four digits.
    pub pin: String,
}

/// Shows the PIN of a booking's member, while the trip is under way; made when first asked for.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn show(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Reply<Pin>, Trouble> {
    let booking = scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    if !scene.is_near(&booking)? {
        return Err(Trouble::NotFound("booking"));
    }
    let (op, at) = (scene.operator.id, scene.now());
    let event = Event { kind: "pin-shown", booking: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns {
        member: Some(booking.member),
        booking: Some(id),
        vehicle: Some(booking.vehicle),
        ..Concerns::default()
    };
    if booking.state != State::Driving {
        let refusal = Refusal { code: RefusalCode::NotDriving, clause: None };
        scene.note(at, &event, Some(refusal), concerns)?;
        let rules = scene.operator.versions.at(booking.made);
        return Ok(Reply::Refused(scene.refused(refusal, rules, booking.made)));
    }
    let row = scene.lock_member(booking.member)?;
    let keys = scene.app.keys();
    let known = cards::pin(scene.tx, op, booking.member)?;
    let known = known.and_then(|sealed| keys.open(PIN, &sealed));
    let pin = match known.and_then(|pin| String::from_utf8(pin).ok()) {
        Some(pin) => pin,
        None => {
            let pin: String = code().chars().take(4).collect();
            cards::put_pin(scene.tx, op, booking.member, &keys.seal(PIN, pin.as_bytes()))?;
            pin
        }
    };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(Pin { driver_code: row.number, pin }))
}
