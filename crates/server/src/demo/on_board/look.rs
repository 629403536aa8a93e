//! What an on-board unit knows: whose trip it is, what it costs, what is not in order, which cards there are.

use rimessa_app::{
    Actor, Scene, Trouble, device, ending, parse_id, procedure, readings, running, show,
};
use rimessa_domain::booking::{Booking, State};
use rimessa_domain::rules::when::Energy;
use rimessa_pages::{Aboard, CardAtHand, TripAboard};
use rimessa_store::{access, bookings, calendar, members, vehicles};

use crate::demo::cards;

/// So many devices are looked through for the unit of a vehicle.
const MOST: i64 = 2000;
/// The cards of so many bookings to come are at hand.
const CARDS: usize = 3;

/// The unit of a vehicle.
pub(super) fn unit_of(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Actor, Trouble> {
    let all = device::list(scene, 0, MOST)?;
    let mut own = all.iter().filter(|one| one.kind == "on-board" && one.disabled.is_none());
    let own = own.find(|one| one.vehicle.as_deref() == Some(vehicle));
    let id = own.and_then(|one| parse_id(&one.id));
    id.map(Actor::Device).ok_or(Trouble::NotFound("vehicle"))
}

/// The trip under way with a vehicle.
pub(super) fn trip_of(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
) -> Result<Option<Booking>, Trouble> {
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let row = vehicles::by_code(scene.tx, op, vehicle)?.ok_or(Trouble::NotFound("vehicle"))?;
    Ok(access::driving(scene.tx, op, versions, row.id)?)
}

/// What the unit shows besides its screen.
pub(super) struct Looked {
    pub(super) trip: Option<TripAboard>,
    pub(super) cards: Vec<CardAtHand>,
}

pub(super) fn look(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    screen: &Aboard,
) -> Result<Looked, Trouble> {
    let trip = match trip_of(scene, vehicle)? {
        Some(booking) => Some(aboard(scene, vehicle, &booking, screen)?),
        None => None,
    };
    Ok(Looked { trip, cards: cards_at_hand(scene, vehicle)? })
}

/// A trip as the vehicle shows it.
fn aboard(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    booking: &Booking,
    screen: &Aboard,
) -> Result<TripAboard, Trouble> {
    let rules = scene.operator.versions.at(booking.made);
    let is_electric = rules.energy(booking.category) == Energy::Electric;
    let known = readings::readings(scene, vehicle)?;
    let value = |kind: &str| known.iter().find(|one| one.kind == kind).map(|one| one.value);
    let next = match screen {
        Aboard::Opened { .. } => Some("pickup"),
        Aboard::Release => Some("return"),
        _ => None,
    };
    let steps = match next.map(|name| procedure::procedure(scene, booking.id, name)) {
        // Not every regulation has one.
        None | Some(Err(Trouble::NotFound(_))) => Vec::new(),
        Some(found) => found?.steps,
    };
    let amiss = match screen {
        Aboard::Release | Aboard::Card => ending::not_in_order(scene, booking.id)?,
        _ => Vec::new(),
    };
    Ok(TripAboard {
        running: running::running(scene, booking.id, None)?.done(),
        booking: show::booking(scene, booking.id)?,
        is_electric,
        is_plugged: value("plugged") == Some(1),
        percent: value(if is_electric { "charge" } else { "fuel" }),
        amiss,
        steps,
    })
}

/// The cards of whoever has the vehicle now or next, and one that nobody has.
fn cards_at_hand(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Vec<CardAtHand>, Trouble> {
    let (op, versions, now) = (scene.operator.id, &scene.operator.versions, scene.now());
    let row = vehicles::by_code(scene.tx, op, vehicle)?.ok_or(Trouble::NotFound("vehicle"))?;
    let mut all = calendar::whole(scene.tx, op, versions, row.id, now)?;
    all.retain(|booking| matches!(booking.state, State::Planned | State::Driving));
    all.sort_by_key(|booking| (booking.state != State::Driving, booking.start));
    let mut at_hand: Vec<CardAtHand> = Vec::new();
    for booking in all.iter().take(CARDS) {
        let driver = bookings::driver_of(scene.tx, op, booking.id)?.unwrap_or(booking.member);
        let uid = cards::uid(driver);
        let person = members::person(scene.tx, op, driver)?.unwrap_or_default();
        let names = [person.given_name, person.family_name].into_iter().flatten();
        let mut whose = names.collect::<Vec<_>>().join(" ");
        if whose.is_empty() {
            let row = members::get(scene.tx, op, driver)?;
            whose = row.map_or_else(String::new, |row| row.number);
        }
        if !at_hand.iter().any(|known| known.uid == uid) {
            at_hand.push(CardAtHand { uid, whose });
        }
    }
    at_hand.push(CardAtHand { uid: cards::STRANGE.to_owned(), whose: String::new() });
    Ok(at_hand)
}
