//! All places of an operator with what stands there, for everybody.

use rimessa_store::{equipment, stations};

use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::StationView;

/// A station or car park.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The station.
    pub station: StationView,
    /// How many chargers stand there.
    pub chargers: usize,
    /// What the strongest of them gives, in watts; `None`: it is not known, or there is none.
    pub power_w: Option<i64>,
}

/// All of them, by name.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>) -> Result<Vec<Place>, Trouble> {
    let op = scene.operator.id;
    let chargers = equipment::chargers(scene.tx, op)?;
    let mut rows = stations::all(scene.tx, op)?;
    rows.retain(|row| row.closed.is_none());
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    let place = |row: stations::StationRow| {
        let here = chargers.iter().filter(|charger| charger.station == row.id);
        let power_w = here.clone().filter_map(|charger| charger.power_w).max();
        Place { chargers: here.count(), power_w, station: row.into() }
    };
    Ok(rows.into_iter().map(place).collect())
}
