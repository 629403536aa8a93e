//! All stations, with what can be had at each: for maps and lists.

use super::{FleetIndex, Wish, guaranteed, span, window};
use crate::app::App;
use crate::operator::Operator;
use crate::trouble::Trouble;
use crate::view::degrees;

/// A station, with how much can be had there at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationFree {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it is, for people.
    pub address: Option<String>,
    /// Latitude in degrees, like `49.7596000`.
    pub lat: String,
    /// Longitude in degrees.
    pub lon: String,
    /// How many vehicles can be had there for the whole time.
    pub free: usize,
}

/// The stations that are open, by name, with what can be had in the time and of the category of a wish.
///
/// # Errors
/// As [`super::free`].
pub fn stations(app: &App, operator: &Operator, wish: &Wish) -> Result<Vec<StationFree>, Trouble> {
    let now = app.clock().now();
    let times = span(operator, now, wish.from.as_deref(), wish.until.as_deref())?;
    let guaranteed = guaranteed(operator, now, times.0);
    let wanted = wish.category.as_deref();
    app.search().ask(operator.id, |index: &FleetIndex| {
        let window = window(index, now, times);
        let free = |station| {
            let all = super::at_station(index, station, &window, guaranteed);
            all.iter().filter(|one| wanted.is_none() || one.category.as_deref() == wanted).count()
        };
        let mut all: Vec<StationFree> = index
            .stations()
            .map(|row| StationFree {
                code: row.code.clone(),
                name: row.name.clone(),
                address: row.address.clone(),
                lat: degrees(row.lat_e7),
                lon: degrees(row.lon_e7),
                free: free(row.id),
            })
            .collect();
        all.sort_by(|one, other| (&one.name, &one.code).cmp(&(&other.name, &other.code)));
        all
    })
}
