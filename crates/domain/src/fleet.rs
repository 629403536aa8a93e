//! The search index: when and where every vehicle of an operator can be had.
//!
//! A projection of what was decided elsewhere, for searching only: decisions read the calendar of
//! the one vehicle they are about. It knows reserved times (charging time before a booking is part
//! of them), places, and overdue trips; not members, prices or who may drive what.
//!
//! What it keeps true, whatever is said to it in whatever order:
//! - bookings of a vehicle never overlap;
//! - a vehicle is, at every moment, at one place: where the last at or before that moment left it,
//!   of its last fact (a return, a move by staff) and its bookings' ends; at the same moment the
//!   fact. Before the first of these, it is where that picks it up, or is;
//! - an overdue trip takes the vehicle's time, also that of bookings to come, but changes no plan.
//!
//! A vehicle *can be had* for a round trip if it is free, will be at a station when the trip
//! starts, and the booking after the trip picks it up there.

mod agenda;
mod atlas;
mod bits;
mod change;
mod geo;
mod next_free;
mod search;
mod timeline;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod model;

pub use geo::Point;
pub use next_free::{Slot, Wish, grid};
pub use search::{Offer, Window};

use crate::ids::{BookingId, CategoryId, Place, StationId, VehicleId};
use crate::time::Instant;
use agenda::{Agenda, Spot};
use atlas::Atlas;
use bits::VehicleSet;
use core::fmt;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use timeline::Timeline;

/// A vehicle by its number in one [`Fleet`], given by it in the order in which vehicles were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VehicleNo(u32);

/// A booking as the index knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The booking.
    pub id: BookingId,
    /// From when on the vehicle is reserved; time to charge before the trip is included.
    pub from: Instant,
    /// When the vehicle can be had again; not part of the reserved time.
    pub until: Instant,
    /// Where it picks the vehicle up.
    pub pick_up: Place,
    /// Where it leaves the vehicle at `until`.
    pub drop_off: Place,
}

/// What was said to the index does not fit what it knows; nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The vehicle has been added before.
    VehicleTwice(VehicleId),
    /// The station has never been added.
    UnknownStation(StationId),
    /// The vehicle has no such booking.
    UnknownBooking(BookingId),
    /// The vehicle has a booking of this id already.
    BookedTwice(BookingId),
    /// The booking takes time that this other booking has.
    Overlap(BookingId),
    /// The booking ends before it starts, or at once.
    NoTime(BookingId),
}

/// All vehicles of one operator with their bookings, to be searched.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    vehicles: Vec<Vehicle>,
    /// Of the vehicle at the same place in `vehicles`; apart, as most questions read only these.
    agendas: Vec<Agenda>,
    vehicle_nos: FxHashMap<VehicleId, VehicleNo>,
    stations: Vec<Station>,
    station_nos: FxHashMap<StationId, u32>,
    atlas: Atlas,
    timeline: Timeline,
    categories: FxHashMap<CategoryId, VehicleSet>,
    /// Vehicles that are not always at the same station: all others need no look at their places.
    roaming: VehicleSet,
}

#[derive(Clone, Debug)]
struct Vehicle {
    id: VehicleId,
    category: CategoryId,
    /// The last fact: from `fact_at` on, in ms, the vehicle was at `fact`.
    fact_at: i64,
    fact: Spot,
}

#[derive(Clone, Debug)]
struct Station {
    id: StationId,
    point: Point,
    /// Every vehicle whose last fact or any booking is about this station, by number.
    visitors: SmallVec<[VehicleNo; 4]>,
}

impl VehicleNo {
    fn index(self) -> usize {
        self.0 as usize
    }
}

impl Fleet {
    /// Adds stations, or moves those that are known to another point.
    ///
    /// Costs as much as sorting all stations of the operator: add many at once.
    pub fn put_stations(&mut self, stations: impl IntoIterator<Item = (StationId, Point)>) {
        for (id, point) in stations {
            let next = u32::try_from(self.stations.len()).expect("fewer than 2^32 stations");
            let no = *self.station_nos.entry(id).or_insert(next);
            match self.stations.get_mut(no as usize) {
                Some(known) => known.point = point,
                None => self.stations.push(Station { id, point, visitors: SmallVec::new() }),
            }
        }
        let points: Vec<Point> = self.stations.iter().map(|station| station.point).collect();
        self.atlas = Atlas::new(&points);
    }

    /// Adds a vehicle that has been at `place` since `at`.
    ///
    /// # Errors
    /// [`Mismatch::VehicleTwice`], [`Mismatch::UnknownStation`].
    pub fn add_vehicle(
        &mut self,
        id: VehicleId,
        category: CategoryId,
        at: Instant,
        place: Place,
    ) -> Result<VehicleNo, Mismatch> {
        if self.vehicle_nos.contains_key(&id) {
            return Err(Mismatch::VehicleTwice(id));
        }
        let fact = self.spot(place)?;
        let no = u32::try_from(self.vehicles.len()).expect("fewer than 2^32 vehicles");
        let no = VehicleNo(no);
        self.vehicle_nos.insert(id, no);
        self.vehicles.push(Vehicle { id, category, fact_at: at.0, fact });
        self.agendas.push(Agenda::default());
        self.categories.entry(category).or_default().set(no, true);
        self.visit(no, fact);
        self.note_roaming(no);
        Ok(no)
    }

    /// The number of a vehicle; `None` if it has not been added.
    #[must_use]
    pub fn vehicle_no(&self, id: VehicleId) -> Option<VehicleNo> {
        self.vehicle_nos.get(&id).copied()
    }

    /// The vehicle of a number that this index gave.
    #[must_use]
    pub fn vehicle_id(&self, no: VehicleNo) -> VehicleId {
        self.vehicles[no.index()].id
    }

    /// The bookings of a vehicle in order of time.
    pub fn bookings(&self, no: VehicleNo) -> impl Iterator<Item = Booked> {
        self.agendas[no.index()].bookings().map(|(time, detail)| self.booked(time, *detail))
    }

    fn booked(&self, time: agenda::Reserved, detail: agenda::Detail) -> Booked {
        Booked {
            id: detail.id(),
            from: Instant(time.from),
            until: Instant(time.until),
            pick_up: self.place(detail.pick_up),
            drop_off: self.place(detail.drop_off),
        }
    }

    fn place(&self, spot: Spot) -> Place {
        self.stations.get(spot.0 as usize).map_or(Place::OffNetwork, |at| Place::Station(at.id))
    }

    fn spot(&self, place: Place) -> Result<Spot, Mismatch> {
        match place {
            Place::OffNetwork => Ok(Spot::OFF_NETWORK),
            Place::Station(id) => {
                self.station_nos.get(&id).map(|&no| Spot(no)).ok_or(Mismatch::UnknownStation(id))
            }
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VehicleTwice(id) => write!(f, "vehicle {:x} has been added before", id.0),
            Self::UnknownStation(id) => write!(f, "there is no station {:x}; add it first", id.0),
            Self::UnknownBooking(id) => write!(f, "the vehicle has no booking {:x}", id.0),
            Self::BookedTwice(id) => write!(f, "the vehicle has a booking {:x} already", id.0),
            Self::Overlap(id) => write!(f, "booking {:x} has some of this time", id.0),
            Self::NoTime(id) => write!(f, "booking {:x} must end after it starts", id.0),
        }
    }
}

impl core::error::Error for Mismatch {}
