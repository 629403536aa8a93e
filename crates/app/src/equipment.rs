//! What stands at stations, for the staff: bays, chargers, kiosks and the slots where keys hang.

use std::collections::HashMap;

use rimessa_domain::ids::{Place, StationId};
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{access, equipment, stations, vehicles};
use serde::Serialize;
use utoipa::ToSchema;

use crate::scene::Scene;
use crate::trouble::Trouble;

/// A charger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChargerView {
    /// What the operator calls it.
    pub code: String,
    /// The code of the station where it stands.
    pub station: String,
    /// The bay that it serves, as it is marked.
    pub bay: Option<String>,
    /// What it gives at most, in watts.
    pub power_w: Option<i64>,
}

/// A kiosk, with its slots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KioskView {
    /// What the operator calls it.
    pub code: String,
    /// The code of the station where it stands.
    pub station: String,
    /// Its slots, by number.
    pub slots: Vec<SlotView>,
}

/// A slot of a kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = KeySlot)]
pub struct SlotView {
    /// Its number, from 1.
    pub no: i64,
    /// The fleet number of the vehicle whose key belongs there.
    pub vehicle: Option<String>,
}

/// The bays of a station, as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationBays)]
pub struct BaysView {
    /// The code of the station.
    pub station: String,
    /// How many there are; `null`: not limited.
    pub bays: Option<i64>,
    /// How many are free now; `null`: not limited. Negative: more stand there than there is room for.
    pub free: Option<i64>,
    /// The fleet numbers of the vehicles that stand there, by code.
    pub standing: Vec<String>,
    /// The chargers there, by code.
    pub chargers: Vec<ChargerView>,
}

impl Scene<'_, '_> {
    /// Whether somebody is under way with a vehicle.
    fn is_driven(&mut self, row: &VehicleRow) -> Result<bool, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        Ok(access::driving(self.tx, op, versions, row.id)?.is_some())
    }

    /// The codes of all stations, closed ones too.
    fn station_codes(&mut self) -> Result<HashMap<StationId, String>, Trouble> {
        let rows = stations::ever(self.tx, self.operator.id)?;
        Ok(rows.into_iter().map(|row| (row.id, row.code)).collect())
    }
}

/// The chargers, by code.
///
/// # Errors
/// [`Trouble`].
pub fn chargers(scene: &mut Scene<'_, '_>) -> Result<Vec<ChargerView>, Trouble> {
    let codes = scene.station_codes()?;
    let rows = equipment::chargers(scene.tx, scene.operator.id)?;
    let view = |row: equipment::ChargerRow| ChargerView {
        code: row.code,
        station: codes.get(&row.station).cloned().unwrap_or_default(),
        bay: row.bay,
        power_w: row.power_w,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The kiosks with their slots, by code.
///
/// # Errors
/// [`Trouble`].
pub fn kiosks(scene: &mut Scene<'_, '_>) -> Result<Vec<KioskView>, Trouble> {
    let (op, codes) = (scene.operator.id, scene.station_codes()?);
    let mut slots: HashMap<u128, Vec<SlotView>> = HashMap::new();
    for row in equipment::slots(scene.tx, op)? {
        let vehicle = match row.vehicle {
            Some(id) => vehicles::get(scene.tx, op, id)?.map(|vehicle| vehicle.code),
            None => None,
        };
        slots.entry(row.kiosk).or_default().push(SlotView { no: row.no, vehicle });
    }
    let rows = equipment::kiosks(scene.tx, op)?;
    let view = |row: equipment::KioskRow| KioskView {
        code: row.code,
        station: codes.get(&row.station).cloned().unwrap_or_default(),
        slots: slots.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The bays of a station: how many there are, and what stands there.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn bays(scene: &mut Scene<'_, '_>, code: &str) -> Result<BaysView, Trouble> {
    let op = scene.operator.id;
    let found = stations::by_code(scene.tx, op, code)?.filter(|row| row.closed.is_none());
    let station = found.ok_or(Trouble::NotFound("station"))?;
    let here = Place::Station(station.id);
    let mut standing = Vec::new();
    for row in vehicles::around(scene.tx, op, station.id)? {
        // Where it was left; never left anywhere, it stands where it belongs.
        let place = row.left.map_or(Place::Station(row.home), |(_, place)| place);
        if place == here && !scene.is_driven(&row)? {
            standing.push(row.code);
        }
    }
    let taken = i64::try_from(standing.len()).unwrap_or(i64::MAX);
    let mut chargers = chargers(scene)?;
    chargers.retain(|charger| charger.station == station.code);
    let free = station.bays.map(|bays| bays - taken);
    Ok(BaysView { station: station.code, bays: station.bays, free, standing, chargers })
}
