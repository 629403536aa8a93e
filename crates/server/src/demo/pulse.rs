//! The on-board units of the demo report that they are there; a few of them do not.

use std::sync::Arc;
use std::time::Duration;

use rimessa_app::{Actor, App, Operator, Trouble, device, device_report, parse_id};

/// So often they do, in a demo that is served.
pub(crate) const EVERY: Duration = Duration::from_secs(600);
/// So many devices are looked through.
const MOST: i64 = 5000;
/// Of so many units one is silent.
const SILENT: usize = 29;

/// All units of all operators report that they are there, but the silent ones.
///
/// # Errors
/// [`Trouble`].
pub(crate) fn beat(app: &App) -> Result<(), Trouble> {
    app.directory().all().iter().try_for_each(|operator| beat_of(app, operator, false))
}

/// The units of an operator report; `all`: even those that are silent later.
///
/// # Errors
/// [`Trouble`].
pub(super) fn beat_of(app: &App, operator: &Arc<Operator>, all: bool) -> Result<(), Trouble> {
    app.command_now(operator, Actor::System, move |scene| {
        let devices = device::list(scene, 0, MOST)?;
        let mut units: Vec<_> = devices.into_iter().filter(|one| one.kind == "on-board").collect();
        units.sort_by(|one, other| one.vehicle.cmp(&other.vehicle));
        for (place, unit) in units.iter().enumerate() {
            let is_silent = place % SILENT == SILENT / 4;
            let Some(id) = parse_id(&unit.id).filter(|_| all || !is_silent) else { continue };
            scene.actor = Actor::Device(id);
            device_report::report(scene, &[])?;
        }
        Ok(())
    })
}
