//! Figures: utilisation, trips and revenue of a stretch of days, by vehicle, station and hour.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use rimessa_domain::money::Money;
use rimessa_domain::time::Instant;
use rimessa_domain::zone::Zone;
use rimessa_store::figures::{self as sums, Sum};
use rimessa_store::{stations, vehicles};

use crate::emissions::{Emitted, Grams};
use crate::scene::Scene;
use crate::trouble::Trouble;

/// No stretch is longer, in days.
const LONGEST: i32 = 62;
/// So long is the stretch if none is named, in days.
const USUAL: i64 = 30;

/// The figures of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// How many trips began.
    pub trips: i64,
    /// For how many minutes vehicles were used.
    pub used_minutes: i64,
    /// What part of the time that was, in tenths of a percent; `None`: it has no time of its own.
    pub used_permille: Option<i64>,
    /// What fell due for them, like `12.50`.
    pub revenue: String,
    /// What was driven, and what that emitted.
    pub driven: Emitted,
}

/// The figures of a stretch of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// By vehicle, by code.
    pub vehicles: Vec<Figure>,
    /// By the station where the trips began, by code.
    pub stations: Vec<Figure>,
    /// How many trips began in each hour of the day, on the wall clock.
    pub hours: Vec<i64>,
    /// What was driven on the trips that began in each hour of the day.
    pub driven_by_hour: Vec<Emitted>,
    /// All of them together.
    pub total: Figure,
    /// What fell due for anything but bookings.
    pub besides: String,
    /// The currency, ISO 4217.
    pub currency: String,
}

/// From which day until which, both included; what is empty is what is usual.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// The figures of a stretch of days. Utilisation is the time between the booked start and the return
/// (or the booked end), of all the time there was; revenue is what fell due in it.
///
/// # Errors
/// [`Trouble::Invalid`]; [`Trouble`].
pub fn figures(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Figures, Trouble> {
    let (first, last) = scene.days(wish)?;
    let (op, now) = (scene.operator.id, scene.now());
    let rules = scene.operator.versions.at(now);
    let zone = &rules.zone;
    let span = (zone.start_of(first), zone.start_of(last.saturating_add(1.day())));
    // What has not happened yet is no time in which a vehicle could have been used.
    let there_was = span.1.min(now).since(span.0).0.max(1);
    let trips: HashMap<_, _> = sums::by_vehicle(scene.tx, op, span)?.into_iter().collect();
    let brought: HashMap<_, _> =
        sums::brought_by_vehicle(scene.tx, op, span)?.into_iter().collect();
    let mut rows = vehicles::all(scene.tx, op)?;
    rows.retain(|row| row.removed.is_none_or(|at| at > span.0) || trips.contains_key(&row.id));
    let mut of_vehicles: Vec<Figure> = rows
        .iter()
        .map(|row| {
            let sum = trips.get(&row.id).copied().unwrap_or_default();
            let name = row.plate.clone().or_else(|| row.name.clone()).unwrap_or_default();
            let brought = brought.get(&row.id).copied().unwrap_or(0);
            figure((&row.code, &name), sum, brought, Some(there_was))
        })
        .collect();
    let grams = Grams::of(&scene.operator.settings);
    let driven = sums::driven_by_vehicle(scene.tx, op, span)?;
    for (figure, row) in of_vehicles.iter_mut().zip(&rows) {
        let own = driven.iter().filter(|(id, _)| *id == row.id).map(|(_, driven)| driven);
        figure.driven = grams.of_all(own);
    }
    of_vehicles.sort_by(|one, other| one.code.cmp(&other.code));
    let mut total = total(&trips, &brought, there_was, rows.len());
    total.driven = grams.of_all(driven.iter().map(|(_, driven)| driven));
    let of_stations = scene.of_stations(span)?;
    let (hours, driven_by_hour) = scene.of_hours(span)?;
    Ok(Figures {
        from: first.to_string(),
        until: last.to_string(),
        vehicles: of_vehicles,
        stations: of_stations,
        hours,
        driven_by_hour,
        total,
        besides: Money(sums::brought_besides(scene.tx, op, span)?).to_string(),
        currency: rules.currency.to_string(),
    })
}

/// The hour of the day on the wall clock, of an hour since 1970 in UTC.
fn hour_of_day(zone: &Zone, hour: i64) -> usize {
    let wall = zone.wall(Instant(hour.saturating_mul(3_600_000))).0;
    usize::try_from(wall.div_euclid(3_600_000).rem_euclid(24)).unwrap_or(0)
}

fn figure((code, name): (&str, &str), sum: Sum, brought: i64, there_was: Option<i64>) -> Figure {
    Figure {
        code: code.to_owned(),
        name: name.to_owned(),
        trips: sum.trips,
        used_minutes: sum.used_ms / 60_000,
        used_permille: there_was.map(|all| sum.used_ms.saturating_mul(1000) / all),
        revenue: Money(brought).to_string(),
        driven: Emitted::default(),
    }
}

fn total<K>(
    trips: &HashMap<K, Sum>,
    brought: &HashMap<K, i64>,
    there_was: i64,
    vehicles: usize,
) -> Figure {
    let sum = trips.values().fold(Sum::default(), |all, one| Sum {
        trips: all.trips + one.trips,
        used_ms: all.used_ms + one.used_ms,
    });
    let fleet = i64::try_from(vehicles).unwrap_or(i64::MAX).max(1);
    figure(("", ""), sum, brought.values().sum(), Some(there_was.saturating_mul(fleet)))
}

impl Scene<'_, '_> {
    /// The figures of the stations where the trips of a stretch of time began.
    fn of_stations(&mut self, span: (Instant, Instant)) -> Result<Vec<Figure>, Trouble> {
        let op = self.operator.id;
        let grams = Grams::of(&self.operator.settings);
        let trips: HashMap<_, _> = sums::by_station(self.tx, op, span)?.into_iter().collect();
        let brought: HashMap<_, _> =
            sums::brought_by_station(self.tx, op, span)?.into_iter().collect();
        let driven = sums::driven_by_station(self.tx, op, span)?;
        let mut of_stations = Vec::new();
        for row in stations::ever(self.tx, op)? {
            let sum = trips.get(&row.id).copied();
            if row.closed.is_some() && sum.is_none() {
                continue;
            }
            let brought = brought.get(&row.id).copied().unwrap_or(0);
            let mut of = figure((&row.code, &row.name), sum.unwrap_or_default(), brought, None);
            let own = driven.iter().filter(|(id, _)| *id == row.id).map(|(_, driven)| driven);
            of.driven = grams.of_all(own);
            of_stations.push(of);
        }
        of_stations.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(of_stations)
    }

    /// How many trips of a stretch of time began in each hour of the day, and what was driven on them.
    fn of_hours(&mut self, span: (Instant, Instant)) -> Result<(Vec<i64>, Vec<Emitted>), Trouble> {
        let op = self.operator.id;
        let grams = Grams::of(&self.operator.settings);
        let zone = &self.operator.versions.at(self.now()).zone;
        let mut hours = vec![0; 24];
        for (hour, count) in sums::by_hour(self.tx, op, span)? {
            if let Some(known) = hours.get_mut(hour_of_day(zone, hour)) {
                *known += count;
            }
        }
        let mut of_hours: Vec<Vec<sums::Driven>> = vec![Vec::new(); 24];
        for (hour, driven) in sums::driven_by_hour(self.tx, op, span)? {
            if let Some(known) = of_hours.get_mut(hour_of_day(zone, hour)) {
                known.push(driven);
            }
        }
        let driven = of_hours.iter().map(|all| grams.of_all(all.iter())).collect();
        Ok((hours, driven))
    }

    fn days(&self, wish: &Wish) -> Result<(Date, Date), Trouble> {
        let read = |field: &str, text: &str, usual: Date| match text.trim() {
            "" => Ok(usual),
            text => {
                let day = text.parse::<Date>().ok();
                let day = day.filter(|day| (1970..=9000).contains(&day.year()));
                day.ok_or_else(|| Trouble::invalid(field, "not-a-date", text))
            }
        };
        let last = read("until", &wish.until, self.today())?;
        let first = read("from", &wish.from, last.saturating_sub((USUAL - 1).days()))?;
        let days = last.since(first).map_or(i32::MAX, |span| span.get_days());
        match days {
            days if days < 0 => Err(Trouble::invalid("until", "not-after-start", &wish.until)),
            days if days >= LONGEST => Err(Trouble::invalid("until", "beyond-62-days", "")),
            _ => Ok((first, last)),
        }
    }
}
