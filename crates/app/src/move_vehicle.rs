//! Staff bring a vehicle somewhere.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::Place;
use rimessa_store::vehicles;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::{OFF_NETWORK, VehicleView};

/// Notes that a vehicle is at `to` now: a station by code or id, or `off-network`.
///
/// # Errors
/// [`Trouble`].
pub fn move_vehicle(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    to: &str,
) -> Result<Reply<VehicleView>, Trouble> {
    let found = scene.vehicle_named(vehicle)?;
    let row = scene.lock_vehicle(found.id)?;
    let at = scene.now();
    scene.settle_vehicle(row.id, at)?;
    let operator = scene.operator;
    let rules = operator.versions.at(at);
    let place = scene.place_named("to", to)?;
    let event = Event {
        kind: "move",
        vehicle: Some(show_id(row.id.0)),
        to: Some(match place {
            Place::OffNetwork => OFF_NETWORK.to_owned(),
            Place::Station(id) => show_id(id.0),
        }),
        ..Event::default()
    };
    let concerns =
        Concerns { vehicle: Some(row.id), version: Some(row.version + 1), ..Concerns::default() };
    match contract::move_vehicle(&Now { rules, at }) {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(_) => {
            let left = Some((at, place));
            vehicles::touch(scene.tx, operator.id, row.id, row.first_pickup, left)?;
            scene.note(at, &event, None, concerns)?;
            let row = vehicles::get(scene.tx, operator.id, row.id)?;
            let row = row.ok_or(Trouble::NotFound("vehicle"))?;
            Ok(Reply::Done(scene.show_vehicle(row)?))
        }
    }
}
