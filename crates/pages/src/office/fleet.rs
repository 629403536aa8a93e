//! Stations and vehicles.

use askama::Template;
use rimessa_app::board::Trip;
use rimessa_app::off_line::LastHeard;
use rimessa_app::{StationView, VehicleView};

use crate::desk::DeskFrame;
use crate::form::Errors;
use crate::web::Tiles;

/// The vehicles.
#[derive(Debug, Template)]
#[template(path = "office/vehicles.html")]
pub struct VehiclesPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Them, by code.
    pub vehicles: Vec<VehicleView>,
    /// The address of the next ones; empty: this is all.
    pub further: String,
    /// One was just taken out of the fleet.
    pub told: bool,
}

/// A vehicle as it is typed.
#[derive(Clone, Debug, Default)]
pub struct VehicleForm {
    /// The fleet number.
    pub code: String,
    /// The plate.
    pub plate: String,
    /// Make and model, or a nickname.
    pub name: String,
    /// The category.
    pub category: String,
    /// The code of the station it belongs to.
    pub station: String,
    /// From when on it is out of service.
    pub from: String,
    /// The tag of what was looked at.
    pub seen: String,
}

/// A vehicle with its forms.
#[derive(Debug, Template)]
#[template(path = "office/vehicle.html")]
pub struct VehiclePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The vehicle; `None`: it is to be entered.
    pub vehicle: Option<VehicleView>,
    /// When it was last heard of; `None`: it has no on-board unit.
    pub heard: Option<LastHeard>,
    /// What was typed.
    pub form: VehicleForm,
    /// The stations that it can belong to.
    pub stations: Vec<StationView>,
    /// The categories that it can have.
    pub categories: Vec<String>,
    /// What was just done.
    pub told: Option<&'static str>,
    /// What is wrong.
    pub errors: Errors,
}

/// A booking that has another vehicle.
#[derive(Clone, Debug)]
pub struct MovedTrip {
    /// The booking.
    pub trip: Trip,
    /// The vehicle that it has now.
    pub vehicle: String,
}

/// What has become of a vehicle that dropped out, and of its bookings.
#[derive(Debug, Template)]
#[template(path = "office/dropped.html")]
pub struct DroppedPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The vehicle.
    pub vehicle: String,
    /// Bookings that have another one.
    pub moved: Vec<MovedTrip>,
    /// Bookings on other vehicles that were taken back for them.
    pub displaced: Vec<Trip>,
    /// Bookings for which there is none.
    pub stranded: Vec<Trip>,
}

/// A station on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The station.
    pub station: StationView,
    /// Where it is on the map, from the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// How many vehicles belong to it.
    pub vehicles: usize,
    /// Those of them that are out of service.
    pub out: usize,
}

/// The stations.
#[derive(Debug, Template)]
#[template(path = "office/stations.html")]
pub struct StationsPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Them, by code.
    pub places: Vec<Place>,
    /// One was just kept.
    pub told: bool,
    /// How wide the map is.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// Where the pictures of a livelier map come from; `None`: it has none.
    pub tiles: Option<Tiles>,
}

/// How far the map reaches, the longer way.
const SPAN: i64 = 1000;
/// Room around it.
const EDGE: i64 = 60;
/// Degrees of 10⁻⁷ that are never less than the map's longer way: about a kilometre.
const LEAST: i64 = 100_000;

/// Degrees like `49.7596000` in 10⁻⁷.
fn e7(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: i64 = format!("{part:0<7}").get(..7).and_then(|part| part.parse().ok()).unwrap_or(0);
    let degrees: i64 = whole.parse().unwrap_or(0);
    if text.starts_with('-') { degrees * 10_000_000 - part } else { degrees * 10_000_000 + part }
}

/// The cosine of a latitude in 10⁻⁷ degrees, in thousandths: so much shorter is a degree of longitude.
fn narrowing(lat_e7: i64) -> i64 {
    // The first terms of its series: off by less than a hundredth up to 65°.
    let mrad = lat_e7.abs() / 10_000 * 17_453 / 1_000_000;
    let square = mrad * mrad / 1000;
    (1000 - square / 2 + square * square / 24_000).clamp(100, 1000)
}

impl StationsPage {
    /// The stations with the vehicles that belong to them, on a map.
    #[must_use]
    pub fn of(
        frame: DeskFrame,
        stations: Vec<StationView>,
        vehicles: &[VehicleView],
        tiles: Option<Tiles>,
        told: bool,
    ) -> Self {
        let at: Vec<(i64, i64)> =
            stations.iter().map(|station| (e7(&station.lat), e7(&station.lon))).collect();
        let middle = at.iter().map(|(lat, _)| lat).sum::<i64>()
            / i64::try_from(at.len().max(1)).unwrap_or(1);
        let narrow = narrowing(middle);
        let flat: Vec<(i64, i64)> =
            at.iter().map(|(lat, lon)| (lon / 1000 * narrow, -lat)).collect();
        let bounds = |of: fn(&(i64, i64)) -> i64| {
            let least = flat.iter().map(of).min().unwrap_or(0);
            (least, flat.iter().map(of).max().unwrap_or(0) - least)
        };
        let ((left, wide), (top, high)) = (bounds(|one| one.0), bounds(|one| one.1));
        let scale = wide.max(high).max(LEAST);
        let places = stations.into_iter().zip(&flat).map(|(station, (x, y))| {
            let own = vehicles.iter().filter(|vehicle| vehicle.station == station.code);
            let out = own.clone().filter(|vehicle| vehicle.out_of_service.is_some()).count();
            Place {
                x: EDGE + (x - left) * SPAN / scale,
                y: EDGE + (y - top) * SPAN / scale,
                vehicles: own.count(),
                out,
                station,
            }
        });
        let places = places.collect();
        let (width, height) = (wide * SPAN / scale + 2 * EDGE, high * SPAN / scale + 2 * EDGE);
        Self { frame, places, told, width: width.max(6 * EDGE), height, tiles }
    }
}

/// A station as it is typed.
#[derive(Clone, Debug, Default)]
pub struct StationForm {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// Latitude in degrees.
    pub lat: String,
    /// Longitude in degrees.
    pub lon: String,
    /// Where it is, for people.
    pub address: String,
    /// How many bays it has.
    pub bays: String,
    /// The tag of what was looked at.
    pub seen: String,
}

/// A station with its form.
#[derive(Debug, Template)]
#[template(path = "office/station.html")]
pub struct StationPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The station; `None`: it is to be entered.
    pub station: Option<StationView>,
    /// What was typed.
    pub form: StationForm,
    /// What is wrong.
    pub errors: Errors,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_and_narrow_towards_the_poles() {
        assert_eq!(e7("49.7596000"), 497_596_000);
        assert_eq!((e7("-0.5000000"), e7("4")), (-5_000_000, 40_000_000));
        for (degrees, cosine) in [(0, 1000), (45, 707), (60, 500)] {
            let found = narrowing(degrees * 10_000_000);
            assert!((found - cosine).abs() < 10, "{degrees}: {found}");
        }
    }
}
