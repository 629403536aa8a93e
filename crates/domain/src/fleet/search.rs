//! The questions that members and staff ask of the whole fleet.

use super::agenda::Spot;
use super::bits::VehicleSet;
use super::geo::metres;
use super::{Fleet, Point, VehicleNo};
use crate::ids::{BookingId, CategoryId, Place, StationId};
use crate::time::{Instant, Span};

/// Reading more entries of the timeline than this for each vehicle of the fleet takes longer than
/// asking every vehicle.
const ENTRIES_PER_VEHICLE: usize = 32;

/// When somebody wants a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When the trip starts.
    pub from: Instant,
    /// When it ends; not part of it. In an empty window nothing is free.
    pub until: Instant,
    /// What the vehicle must be free before `from`, to charge for example; below zero is none.
    pub buffer: Span,
}

/// A vehicle that can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The vehicle.
    pub vehicle: VehicleNo,
    /// The station at which it will be when the trip starts.
    pub station: StationId,
    /// From the point that was asked about to the station, in whole metres, rounded down.
    pub distance_m: u32,
}

impl Window {
    /// The reserved time in ms; `None` if it is empty.
    fn reserved(&self) -> Option<(i64, i64)> {
        let reserved_from = self.from.minus(self.buffer.max(Span::ZERO));
        (self.from < self.until).then_some((reserved_from.0, self.until.0))
    }
}

impl Fleet {
    /// Whether no booking and no overdue trip takes any of the window; where the vehicle is does
    /// not matter.
    #[must_use]
    pub fn is_free(&self, no: VehicleNo, window: &Window) -> bool {
        let reserved = window.reserved();
        reserved.is_some_and(|(from, until)| self.agendas[no.index()].is_free(from, until))
    }

    /// Where a vehicle is or will be at a moment; on a trip, where the trip picked it up.
    #[must_use]
    pub fn place_at(&self, no: VehicleNo, at: Instant) -> Place {
        self.place(self.spot_at(no, at.0))
    }

    /// The station at which the vehicle can be had for a round trip; `None` if it cannot.
    #[must_use]
    pub fn can_be_had(&self, no: VehicleNo, window: &Window) -> Option<StationId> {
        let spot = self.had_at(no, window)?;
        Some(self.stations[spot.0 as usize].id)
    }

    /// Every vehicle that is at a station, or whose bookings pick it up or leave it there.
    pub fn visitors(&self, station: StationId) -> impl Iterator<Item = VehicleNo> {
        let no = self.station_nos.get(&station);
        let station = no.and_then(|no| self.stations.get(*no as usize));
        station.into_iter().flat_map(|station| station.visitors.iter().copied())
    }

    /// The `count` vehicles that can be had nearest to `point`, from near to far; at the same
    /// distance by station, then by vehicle, in the order in which they were added.
    #[must_use]
    pub fn nearest_free(
        &self,
        point: Point,
        window: &Window,
        count: usize,
        category: Option<CategoryId>,
    ) -> Vec<Offer> {
        let mut offers = Vec::with_capacity(count.min(self.vehicles.len()));
        let mut stations = self.atlas.nearest(point);
        while offers.len() < count
            && let Some((square, station_no)) = stations.next()
        {
            let station = &self.stations[station_no as usize];
            let had = station.visitors.iter().copied().filter(|&no| {
                category.is_none_or(|of| of == self.vehicles[no.index()].category)
                    && self.had_at(no, window) == Some(Spot(station_no))
            });
            let distance_m = metres(square);
            offers.extend(had.take(count - offers.len()).map(|vehicle| Offer {
                vehicle,
                station: station.id,
                distance_m,
            }));
        }
        offers
    }

    /// Writes all vehicles that can be had into `list`, in the order in which they were added;
    /// what was in `list` is gone.
    pub fn all_free(
        &self,
        category: Option<CategoryId>,
        window: &Window,
        list: &mut Vec<VehicleNo>,
    ) {
        list.clear();
        let Some(mut free) = self.all_of(category) else { return };
        free.subtract(&self.busy(window));
        for no in self.roaming.intersection(&free).iter() {
            if self.had_at(no, window).is_none() {
                free.set(no, false);
            }
        }
        free.append_to(list);
    }

    /// The bookings of a vehicle that do not find it at their pick-up, in order of time.
    ///
    /// A booking whose vehicle came back or was moved during its time, so that it has not begun, is
    /// judged by where the vehicle is now; one that ended before the last fact, no more.
    #[must_use]
    pub fn stranded(&self, no: VehicleNo) -> Vec<BookingId> {
        let vehicle = &self.vehicles[no.index()];
        let to_come = |until: i64| until > vehicle.fact_at;
        self.agendas[no.index()]
            .bookings()
            .filter(|(time, _)| to_come(time.until))
            .filter(|(time, detail)| {
                detail.pick_up != self.spot_at(no, time.from.max(vehicle.fact_at))
            })
            .map(|(_, detail)| detail.id())
            .collect()
    }

    /// All vehicles, or those of a category; `None` if there are none.
    pub(super) fn all_of(&self, category: Option<CategoryId>) -> Option<VehicleSet> {
        match category {
            Some(category) => self.categories.get(&category).cloned(),
            None => Some(VehicleSet::first(self.vehicles.len())),
        }
    }

    /// Where the vehicle can be had for a round trip.
    pub(super) fn had_at(&self, no: VehicleNo, window: &Window) -> Option<Spot> {
        if !self.is_free(no, window) {
            return None;
        }
        if !self.roaming.contains(no) {
            return Some(self.vehicles[no.index()].fact);
        }
        let spot = self.spot_at(no, window.from.0);
        let agenda = &self.agendas[no.index()];
        let next = agenda.get(agenda.first_from(window.until.0));
        let is_left_right = next.is_none_or(|(_, detail)| detail.pick_up == spot);
        (spot != Spot::OFF_NETWORK && is_left_right).then_some(spot)
    }

    /// The vehicles that are taken in some of the window, which is all if it is empty.
    pub(super) fn busy(&self, window: &Window) -> VehicleSet {
        let Some(reserved) = window.reserved() else {
            return VehicleSet::first(self.vehicles.len());
        };
        let mut busy = VehicleSet::with_room(self.vehicles.len());
        let limit = ENTRIES_PER_VEHICLE * self.vehicles.len();
        let is_busy = |no: VehicleNo| !self.agendas[no.index()].is_free(reserved.0, reserved.1);
        if !self.timeline.mark_busy(reserved, &mut busy, limit, is_busy) {
            for (no, agenda) in (0..).map(VehicleNo).zip(&self.agendas) {
                busy.mark(no, !agenda.is_free(reserved.0, reserved.1));
            }
        }
        busy
    }

    fn spot_at(&self, no: VehicleNo, at: i64) -> Spot {
        let (vehicle, agenda) = (&self.vehicles[no.index()], &self.agendas[no.index()]);
        let is_fact = vehicle.fact_at <= at;
        if let Some(last) = agenda.ended(at).checked_sub(1)
            && let Some((time, detail)) = agenda.get(last)
            && !(is_fact && vehicle.fact_at >= time.until)
        {
            return detail.drop_off;
        }
        match agenda.get(0) {
            Some((time, first)) if !is_fact && time.from < vehicle.fact_at => first.pick_up,
            _ => vehicle.fact,
        }
    }
}
