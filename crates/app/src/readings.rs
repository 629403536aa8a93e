//! What is known of a vehicle by its devices, for whoever opens it or brings it back.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::VehicleId;
use rimessa_domain::rules::when::Energy;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::reports::{self, Reading};
use serde::Serialize;
use utoipa::ToSchema;

use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// Whether it is plugged in.
pub(crate) const PLUGGED: &str = "plugged";
/// Whether its doors are open.
pub(crate) const DOORS: &str = "doors";
/// Whether its key is where it belongs.
pub(crate) const KEY: &str = "key";
/// Charge, in percent.
pub(crate) const CHARGE: &str = "charge";
/// Fuel, in percent.
pub(crate) const FUEL: &str = "fuel";
/// The odometer, in metres.
pub(crate) const ODOMETER: &str = "odometer";
/// Where it is.
pub(crate) const POSITION: &str = "position";
/// Whether its anomaly light flashes.
pub(crate) const ANOMALY: &str = "anomaly-light";

/// What is known of a vehicle.
pub(crate) struct Known(Vec<Reading>);

impl Known {
    /// A value that was read at or after `from`.
    pub(crate) fn since(&self, kind: &str, from: Instant) -> Option<i64> {
        self.0.iter().find(|r| r.kind == kind && r.at >= from).map(|reading| reading.value)
    }

    /// The last value, whenever it was read.
    pub(crate) fn last(&self, kind: &str) -> Option<i64> {
        self.since(kind, Instant::MIN)
    }
}

/// The last of what was read of a vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DeviceReading)]
pub struct ReadingView {
    /// What was read: `plugged`, `doors` (1: open), `key` (1: where it belongs), `charge` and `fuel` in
    /// percent, `odometer` in metres, `position` in 10⁻⁷ degrees, `anomaly-light`.
    pub kind: String,
    /// When, RFC 3339.
    pub at: String,
    /// The value; of a position, the latitude.
    pub value: i64,
    /// Of a position, the longitude.
    pub second: i64,
}

/// What is known of a vehicle by its devices.
///
/// # Errors
/// [`Trouble`].
pub fn readings(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Vec<ReadingView>, Trouble> {
    let vehicle = scene.vehicle_named(vehicle)?;
    let all = reports::readings(scene.tx, scene.operator.id, vehicle.id)?;
    let view = |reading: Reading| ReadingView {
        kind: reading.kind,
        at: show_moment(reading.at),
        value: reading.value,
        second: reading.second,
    };
    Ok(all.into_iter().map(view).collect())
}

impl Scene<'_, '_> {
    /// What is known of a vehicle.
    pub(crate) fn known(&mut self, vehicle: VehicleId) -> Result<Known, Trouble> {
        Ok(Known(reports::readings(self.tx, self.operator.id, vehicle)?))
    }

    /// Notes a reading, unless a later one is known.
    pub(crate) fn note_reading(
        &mut self,
        vehicle: VehicleId,
        kind: &str,
        at: Instant,
        (value, second): (i64, i64),
    ) -> Result<(), Trouble> {
        let reading = Reading { kind: kind.to_owned(), at, value, second };
        Ok(reports::put_reading(self.tx, self.operator.id, vehicle, &reading)?)
    }

    /// What whoever takes a vehicle should know: a light that flashes, too little charge or fuel.
    pub(crate) fn hints(&mut self, booking: &Booking) -> Result<Vec<String>, Trouble> {
        let known = self.known(booking.vehicle)?;
        let operator = self.operator;
        let book = operator.book_at(booking.made);
        let explainer = Explainer { rulebook: book, language: self.language };
        let phone = operator.settings.assistance_phone.as_str();
        let mut hints = Vec::new();
        if known.last(ANOMALY) == Some(1) {
            hints.push(explainer.words("hint-anomaly", &[("phone", phone.into())]));
        }
        let energy = book.rules.energy(booking.category);
        for item in &book.regulation.conditions {
            let what = &item.what;
            if what.at_return
                || what.energy.is_some_and(|e| e != energy)
                || !item.validity.holds(booking.made)
            {
                continue;
            }
            let wanted = [(what.charge_above_percent, CHARGE), (what.fuel_above_percent, FUEL)];
            for (least, kind) in wanted {
                let (Some(least), Some(found)) = (least, known.last(kind)) else { continue };
                if found <= i64::from(least) {
                    let condition = explainer.words(&format!("condition-{}", item.id), &[]);
                    let args = [
                        ("condition", condition.into()),
                        ("found", found.to_string().into()),
                        ("phone", phone.into()),
                    ];
                    hints.push(explainer.words("hint-condition", &args));
                }
            }
        }
        Ok(hints)
    }

    /// What drives the vehicle of a booking.
    pub(crate) fn energy_of(&self, booking: &Booking) -> Energy {
        self.operator.versions.at(booking.made).energy(booking.category)
    }
}
