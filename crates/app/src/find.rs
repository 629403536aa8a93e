//! Finding a vehicle: what is free, where and when. Asked of the search alone, never of the store.

mod stations;

pub use stations::{StationFree, stations};

use rimessa_domain::fleet::{self, Offer, VehicleNo, Window, grid};
use rimessa_domain::ids::StationId;
use rimessa_domain::rules::booking::LimitKind;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::{Instant, Span};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::degrees;
use crate::operator::Operator;
use crate::search::FleetIndex;
use crate::trouble::Trouble;
use crate::view::degrees as shown;
use crate::when::{moment, show_moment};

/// How long a trip is taken to be where nobody says it.
const USUAL: Span = Span::hours(1);
/// So far ahead free times are looked for.
const AHEAD: Span = Span::days(28);

/// When, where and what somebody looks for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wish {
    /// The start; left out: now.
    pub from: Option<String>,
    /// The end; left out: an hour later.
    pub until: Option<String>,
    /// Latitude in degrees, like `49.7596`.
    pub lat: Option<String>,
    /// Longitude in degrees.
    pub lon: Option<String>,
    /// Near this station, by code, in the place of a latitude and a longitude.
    pub station: Option<String>,
    /// Only of this category.
    pub category: Option<String>,
    /// How many at most: 1 to 100; 20 by default.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u8>,
}

/// A vehicle that can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreeVehicle {
    /// Its fleet number.
    pub code: String,
    /// Make and model, or a nickname.
    pub name: Option<String>,
    /// Its category.
    pub category: Option<String>,
    /// The code of the station where it will be.
    pub station: String,
    /// The name of that station.
    pub station_name: String,
    /// Latitude of the station in degrees.
    pub lat: String,
    /// Longitude of the station.
    pub lon: String,
    /// How far the station is, in metres.
    pub distance_m: u32,
    /// Whether a booking made now would be guaranteed; `null`: the regulation knows no such thing.
    pub guaranteed: Option<bool>,
}

/// What there is at a station at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Availability {
    /// The code of the station.
    pub station: String,
    /// The start, RFC 3339.
    pub from: String,
    /// The end, RFC 3339; exclusive.
    pub until: String,
    /// How many bays it has, if that is limited.
    pub bays: Option<i64>,
    /// How many vehicles will stand there at the start.
    pub standing: usize,
    /// Those that can be had for the whole time.
    pub free: Vec<FreeVehicle>,
}

/// A time at which a vehicle can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreeTime {
    /// From when on, RFC 3339.
    pub from: String,
    /// Until when; `null`: nothing is known that ends it.
    pub until: Option<String>,
    /// The code of the station where it will be.
    pub station: String,
}

/// What there is in the place of a vehicle that is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Alternatives {
    /// Others at the same station.
    pub here: Vec<FreeVehicle>,
    /// Others elsewhere, the nearest first.
    pub nearby: Vec<FreeVehicle>,
    /// The same vehicle, later.
    pub later: Vec<FreeTime>,
}

/// The start and the end that are asked about, now or to come.
pub(crate) fn span(
    operator: &Operator,
    now: Instant,
    from: Option<&str>,
    until: Option<&str>,
) -> Result<(Instant, Instant), Trouble> {
    let zone = &operator.versions.at(now).zone;
    let from = from.map_or(Ok(now), |text| moment(zone, "from", text))?;
    let until = until.map_or(Ok(from.plus(USUAL)), |text| moment(zone, "until", text))?;
    if until <= from {
        return Err(Trouble::invalid("until", "not-after-start", &show_moment(until)));
    }
    Ok((from, until))
}

fn window(index: &FleetIndex, now: Instant, (from, until): (Instant, Instant)) -> Window {
    let terms = index.rules(now).booking.as_ref();
    let buffer = terms.map_or(Span::ZERO, |terms| terms.reserve_before(now));
    Window { from, until, buffer }
}

fn guaranteed(operator: &Operator, now: Instant, start: Instant) -> Option<bool> {
    let before = operator.book_at(now).regulation.guaranteed_before?;
    Some(start.since(now) >= before)
}

fn show(index: &FleetIndex, offer: &Offer, guaranteed: Option<bool>) -> Option<FreeVehicle> {
    let row = index.vehicle(offer.vehicle)?;
    let station = index.station(offer.station)?;
    Some(FreeVehicle {
        code: row.code.clone(),
        name: row.name.clone(),
        category: row.category.clone(),
        station: station.code.clone(),
        station_name: station.name.clone(),
        lat: shown(station.lat_e7),
        lon: shown(station.lon_e7),
        distance_m: offer.distance_m,
        guaranteed,
    })
}

/// The free vehicles nearest to a point or a station.
///
/// # Errors
/// [`Trouble::Invalid`], or [`Trouble::Store`] until the search is ready.
pub fn free(app: &App, operator: &Operator, wish: &Wish) -> Result<Vec<FreeVehicle>, Trouble> {
    let now = app.clock().now();
    let times = span(operator, now, wish.from.as_deref(), wish.until.as_deref())?;
    let limit = wish.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Trouble::invalid("limit", "not-1-to-100", &limit.to_string()));
    }
    let guaranteed = guaranteed(operator, now, times.0);
    app.search().ask(operator.id, |index| {
        let at = point(index, wish)?;
        let category = match &wish.category {
            None => None,
            Some(name) if operator.versions.at(now).find_category(name).is_none() => {
                return Err(Trouble::invalid("category", "no-such-category", name));
            }
            Some(name) => match index.category(name) {
                None => return Ok(Vec::new()),
                known => known,
            },
        };
        let window = window(index, now, times);
        let offers = index.nearest(at, &window, usize::from(limit), category);
        Ok(offers.iter().filter_map(|offer| show(index, offer, guaranteed)).collect())
    })?
}

fn point(index: &FleetIndex, wish: &Wish) -> Result<fleet::Point, Trouble> {
    let (lat_e7, lon_e7) = match (&wish.station, &wish.lat, &wish.lon) {
        (Some(code), None, None) => {
            let station = index.station_coded(code);
            let station =
                station.ok_or_else(|| Trouble::invalid("station", "no-such-station", code))?;
            (station.lat_e7, station.lon_e7)
        }
        (None, Some(lat), Some(lon)) => {
            let wrong = |field, text| Trouble::invalid(field, "not-degrees", text);
            let lat_e7 = degrees::latitude(lat).ok_or_else(|| wrong("lat", lat))?;
            (lat_e7, degrees::longitude(lon).ok_or_else(|| wrong("lon", lon))?)
        }
        (Some(_), ..) => return Err(Trouble::invalid("station", "says-nothing", "")),
        (None, None, _) => return Err(Trouble::invalid("lat", "missing", "")),
        (None, Some(_), None) => return Err(Trouble::invalid("lon", "missing", "")),
    };
    let at = crate::search::point(lat_e7, lon_e7);
    at.ok_or_else(|| Trouble::invalid("lat", "not-degrees", ""))
}

/// What there is at a station at a time.
///
/// # Errors
/// [`Trouble`].
pub fn availability(
    app: &App,
    operator: &Operator,
    station: &str,
    from: Option<&str>,
    until: Option<&str>,
) -> Result<Availability, Trouble> {
    let now = app.clock().now();
    let times = span(operator, now, from, until)?;
    let guaranteed = guaranteed(operator, now, times.0);
    app.search().ask(operator.id, |index| {
        let row = index.station_coded(station).filter(|row| row.closed.is_none());
        let row = row.ok_or(Trouble::NotFound("station"))?;
        let window = window(index, now, times);
        let here = rimessa_domain::ids::Place::Station(row.id);
        let standing = index.fleet.visitors(row.id).filter(|&no| {
            index.vehicle(no).is_some_and(|vehicle| vehicle.removed.is_none())
                && index.fleet.place_at(no, times.0) == here
                && index.fleet.is_free(
                    no,
                    &Window { from: times.0, until: times.0.plus(Span(1)), buffer: Span::ZERO },
                )
        });
        let standing = standing.count();
        let free = at_station(index, row.id, &window, guaranteed);
        Ok(Availability {
            station: row.code.clone(),
            from: show_moment(times.0),
            until: show_moment(times.1),
            bays: row.bays,
            standing,
            free,
        })
    })?
}

/// The vehicles that can be had at a station.
fn at_station(
    index: &FleetIndex,
    station: StationId,
    window: &Window,
    guaranteed: Option<bool>,
) -> Vec<FreeVehicle> {
    let had = index.fleet.visitors(station).filter(|&no| {
        index.in_service(no, window.until) && index.fleet.can_be_had(no, window) == Some(station)
    });
    let offers = had.map(|vehicle| Offer { vehicle, station, distance_m: 0 });
    offers.filter_map(|offer| show(index, &offer, guaranteed)).collect()
}

/// The next times at which a vehicle can be had for so long.
///
/// # Errors
/// [`Trouble`].
pub fn free_times(
    app: &App,
    operator: &Operator,
    vehicle: &str,
    from: Option<&str>,
    until: Option<&str>,
) -> Result<Vec<FreeTime>, Trouble> {
    let now = app.clock().now();
    let times = span(operator, now, from, until)?;
    app.search().ask(operator.id, |index| {
        let (no, _) = index.vehicle_coded(vehicle).ok_or(Trouble::NotFound("vehicle"))?;
        Ok(next_times(index, no, now, times, 5))
    })?
}

fn next_times(
    index: &FleetIndex,
    no: VehicleNo,
    now: Instant,
    (from, until): (Instant, Instant),
    count: usize,
) -> Vec<FreeTime> {
    let terms = index.rules(now).booking.as_ref();
    let step = terms.and_then(|terms| {
        let mut limits = terms.limits_at(now, Channel::Web.bit());
        limits.find_map(|limit| match limit.kind {
            LimitKind::Grid(step) => Some(step),
            _ => None,
        })
    });
    let grid = grid(step.unwrap_or(Span::minutes(1)));
    let buffer = window(index, now, (from, until)).buffer;
    let mut wish =
        fleet::Wish { from: from.max(now), length: until.since(from), buffer, station: None };
    let mut all = Vec::new();
    while all.len() < count
        && let Some(slot) = index.fleet.next_free(no, &wish, grid)
        && slot.from < from.plus(AHEAD)
        && index.in_service(no, slot.from.plus(wish.length))
    {
        let next = index.fleet.bookings(no).find(|booked| booked.from >= slot.from);
        let station = index.station(slot.station).map_or_else(String::new, |s| s.code.clone());
        let (from, until) = (show_moment(slot.from), next.map(|next| show_moment(next.from)));
        all.push(FreeTime { from, until, station });
        let Some(next) = next else { break };
        wish.from = next.until;
    }
    all
}

/// What there is in the place of a vehicle at a time: others of its category, or the same later.
///
/// # Errors
/// [`Trouble`].
pub fn alternatives(
    app: &App,
    operator: &Operator,
    vehicle: &str,
    from: Option<&str>,
    until: Option<&str>,
) -> Result<Alternatives, Trouble> {
    let now = app.clock().now();
    let times = span(operator, now, from, until)?;
    let guaranteed = guaranteed(operator, now, times.0);
    app.search().ask(operator.id, |index| {
        let (no, row) = index.vehicle_coded(vehicle).ok_or(Trouble::NotFound("vehicle"))?;
        let window = window(index, now, times);
        let place = match index.fleet.place_at(no, times.0) {
            rimessa_domain::ids::Place::Station(id) => id,
            rimessa_domain::ids::Place::OffNetwork => row.home,
        };
        let category = row.category.as_deref();
        let (here, nearby) = instead(index, (no, category), place, &window, guaranteed);
        Ok(Alternatives { here, nearby, later: next_times(index, no, now, times, 3) })
    })?
}

/// Equal vehicles at a place and near it.
pub(crate) fn instead(
    index: &FleetIndex,
    (not, category): (VehicleNo, Option<&str>),
    place: StationId,
    window: &Window,
    guaranteed: Option<bool>,
) -> (Vec<FreeVehicle>, Vec<FreeVehicle>) {
    let Some(station) = index.station(place) else { return Default::default() };
    let Some(at) = crate::search::point(station.lat_e7, station.lon_e7) else {
        return Default::default();
    };
    let category = category.and_then(|name| index.category(name));
    let mut offers = index.nearest(at, window, 21, category);
    offers.retain(|offer| offer.vehicle != not);
    let (here, nearby): (Vec<Offer>, Vec<Offer>) =
        offers.into_iter().partition(|offer| offer.station == place);
    let all = |offers: Vec<Offer>| {
        offers.iter().filter_map(|offer| show(index, offer, guaranteed)).collect()
    };
    (all(here), all(nearby))
}
