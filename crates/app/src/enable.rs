//! Which vehicles a member may have.

use rimessa_domain::decide::{Answer, Now, contract};
use rimessa_domain::ids::{MemberId, VehicleId};
use rimessa_store::{members, vehicles};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::VehicleView;

/// The vehicles enabled for a member.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnabledVehicles)]
pub struct Wish {
    /// By fleet number or id; left out: all.
    pub vehicles: Option<Vec<String>>,
}

/// So many vehicles can be enabled one by one.
const MOST: usize = 1000;

/// Enables exactly these vehicles for a member from now on. Bookings that were made stay.
///
/// # Errors
/// [`Trouble`].
pub fn enable(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    wish: &Wish,
) -> Result<Reply<Vec<VehicleView>>, Trouble> {
    let row = scene.lock_member(member)?;
    let (op, at) = (scene.operator.id, scene.now());
    let rules = scene.operator.versions.at(at);
    let mut ids: Option<Vec<VehicleId>> = None;
    if let Some(names) = &wish.vehicles {
        if names.len() > MOST {
            return Err(Trouble::invalid("vehicles", "too-many-at-once", ""));
        }
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            all.push(scene.vehicle_named(name)?.id);
        }
        ids = Some(all);
    }
    let shown = |ids: &[VehicleId]| ids.iter().map(|VehicleId(id)| show_id(*id)).collect();
    let event = Event {
        kind: "enable",
        by: Some(show_id(member.0)),
        vehicles: ids.as_deref().map(shown),
        ..Event::default()
    };
    let concerns =
        Concerns { member: Some(member), version: Some(row.version + 1), ..Concerns::default() };
    match contract::enable(&Now { rules, at }) {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(_) => {
            members::set_vehicles(scene.tx, op, member, ids.as_deref())?;
            scene.note(at, &event, None, concerns)?;
            list(scene, member).map(Reply::Done)
        }
    }
}

/// The vehicles that a member may have: those enabled, or all. A driver has those of whoever pays.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Vec<VehicleView>, Trouble> {
    let op = scene.operator.id;
    let gone = || Trouble::NotFound("member");
    let mut row = members::get(scene.tx, op, member)?.ok_or_else(gone)?;
    if let Some(payer) = row.payer {
        row = members::get(scene.tx, op, payer)?.ok_or_else(gone)?;
    }
    let mut all = vehicles::all(scene.tx, op)?;
    if row.vehicles_limited {
        let enabled = members::vehicles(scene.tx, op, row.id)?;
        all.retain(|vehicle| enabled.contains(&vehicle.id));
    }
    all.into_iter().map(|vehicle| scene.show_vehicle(vehicle)).collect()
}

/// The vehicles enabled one by one for a member, by fleet number; `None`: all.
///
/// # Errors
/// [`Trouble`].
pub fn one_by_one(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
) -> Result<Option<Vec<String>>, Trouble> {
    let op = scene.operator.id;
    let row = members::get(scene.tx, op, member)?.ok_or(Trouble::NotFound("member"))?;
    if !row.vehicles_limited {
        return Ok(None);
    }
    let enabled = members::vehicles(scene.tx, op, member)?;
    let mut all = vehicles::all(scene.tx, op)?;
    all.retain(|vehicle| enabled.contains(&vehicle.id));
    Ok(Some(all.into_iter().map(|vehicle| vehicle.code).collect()))
}
