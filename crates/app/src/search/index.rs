//! One operator's fleet in memory: what the domain searches, and the names of things.

use std::collections::{BTreeSet, HashMap};

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::fleet::{Booked, Fleet, Mismatch, Offer, Point, VehicleNo, Window};
use rimessa_domain::ids::{BookingId, CategoryId, Place, StationId, VehicleId};
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::stations::StationRow;
use rimessa_store::vehicles::VehicleRow;

use super::load::{Loaded, Named};

/// How often what overdue trips hold is looked at again.
const RENEWED: Span = Span::minutes(1);

/// Vehicles without a category.
const NO_CATEGORY: CategoryId = CategoryId(u16::MAX);

/// One operator's fleet, to be searched.
pub struct FleetIndex {
    pub(crate) fleet: Fleet,
    pub(crate) versions: Versions,
    stations: HashMap<StationId, StationRow>,
    station_codes: HashMap<String, StationId>,
    vehicles: HashMap<VehicleId, VehicleRow>,
    vehicle_codes: HashMap<String, VehicleId>,
    /// The categories by the numbers that they have in `fleet`.
    categories: Vec<String>,
    /// From when on vehicles cannot be had: out of service, or no longer of the fleet.
    hidden: HashMap<VehicleId, Instant>,
    /// Which vehicle each booking in `fleet` has, and when it must be looked at again: it ends unopened,
    /// or is overdue.
    bookings: HashMap<BookingId, (VehicleId, Instant)>,
    watch: BTreeSet<(Instant, BookingId)>,
    /// Bookings that were in the way of others: something has become of them.
    doubted: BTreeSet<BookingId>,
}

impl FleetIndex {
    pub(super) fn loaded(all: Loaded, now: Instant) -> Self {
        let mut index = Self {
            fleet: Fleet::default(),
            versions: all.versions,
            stations: HashMap::new(),
            station_codes: HashMap::new(),
            vehicles: HashMap::with_capacity(all.vehicles.len()),
            vehicle_codes: HashMap::with_capacity(all.vehicles.len()),
            categories: Vec::new(),
            hidden: HashMap::new(),
            bookings: HashMap::with_capacity(all.bookings.len()),
            watch: BTreeSet::new(),
            doubted: BTreeSet::new(),
        };
        index.put_stations(all.stations);
        for row in all.vehicles {
            index.put_vehicle(row);
        }
        for booking in &all.bookings {
            index.put_booking(booking, now);
        }
        index.fleet.shrink();
        index
    }

    pub(super) fn take(&mut self, named: Named, now: Instant) {
        if let Some(versions) = named.versions {
            self.versions = versions;
        }
        if let Some(stations) = named.stations {
            self.put_stations(stations);
        }
        for (id, _) in &named.bookings {
            self.remove_booking(*id);
            self.doubted.remove(id);
        }
        for row in named.vehicles {
            self.put_vehicle(row);
        }
        for booking in named.bookings.iter().filter_map(|(_, booking)| booking.as_ref()) {
            self.put_booking(booking, now);
        }
    }

    /// The bookings that must be looked at again.
    pub(super) fn due(&self, now: Instant) -> Vec<BookingId> {
        let due = self.watch.iter().take_while(|(at, _)| *at <= now).map(|(_, id)| *id);
        due.chain(self.doubted.iter().copied()).collect()
    }

    /// How many stations are open.
    #[must_use]
    pub fn open_stations(&self) -> usize {
        self.stations.values().filter(|station| station.closed.is_none()).count()
    }

    /// The stations that are open.
    pub(crate) fn stations(&self) -> impl Iterator<Item = &StationRow> {
        self.stations.values().filter(|station| station.closed.is_none())
    }

    fn put_stations(&mut self, rows: Vec<StationRow>) {
        let points = rows.iter().filter_map(|row| Some((row.id, point(row.lat_e7, row.lon_e7)?)));
        self.fleet.put_stations(points);
        self.station_codes = rows.iter().map(|row| (row.code.clone(), row.id)).collect();
        self.stations = rows.into_iter().map(|row| (row.id, row)).collect();
    }

    fn put_vehicle(&mut self, row: VehicleRow) {
        let start = row.first_pickup.unwrap_or(Place::Station(row.home));
        let (at, place) = row.left.unwrap_or((Instant(0), start));
        let known = self.vehicles.get(&row.id);
        if known.is_some_and(|known| known.category != row.category) {
            self.recategorize(&row);
        }
        // A vehicle at a station that nobody knows cannot be had; it comes again with its station.
        let _ = match self.fleet.vehicle_no(row.id) {
            Some(no) => self.fleet.move_to(no, at, place),
            None => {
                let category = self.category_no(row.category.as_deref());
                self.fleet.add_vehicle(row.id, category, at, place).map(drop)
            }
        };
        match row.removed.or(row.out_of_service) {
            Some(from) => self.hidden.insert(row.id, from),
            None => self.hidden.remove(&row.id),
        };
        if let Some(known) = self.vehicles.get(&row.id) {
            self.vehicle_codes.remove(&known.code);
        }
        self.vehicle_codes.insert(row.code.clone(), row.id);
        self.vehicles.insert(row.id, row);
    }

    /// A vehicle has another category: the fleet is built again with it.
    fn recategorize(&mut self, changed: &VehicleRow) {
        let mut fleet = Fleet::default();
        let points =
            self.stations.values().filter_map(|s| Some((s.id, point(s.lat_e7, s.lon_e7)?)));
        fleet.put_stations(points);
        self.vehicles.insert(changed.id, changed.clone());
        let mut rows: Vec<VehicleRow> = self.vehicles.values().cloned().collect();
        rows.sort_by_key(|row| row.id);
        let before = std::mem::replace(&mut self.fleet, fleet);
        for row in rows {
            let Some(old) = before.vehicle_no(row.id) else { continue };
            let start = row.first_pickup.unwrap_or(Place::Station(row.home));
            let (at, place) = row.left.unwrap_or((Instant(0), start));
            let category = self.category_no(row.category.as_deref());
            if let Ok(no) = self.fleet.add_vehicle(row.id, category, at, place) {
                let _ = self.fleet.load(no, before.bookings(old));
            }
        }
        // What is overdue holds its vehicle again when it is looked at.
        self.doubted.extend(self.bookings.keys());
    }

    fn category_no(&mut self, name: Option<&str>) -> CategoryId {
        let Some(name) = name else { return NO_CATEGORY };
        let known = self.category(name);
        known.unwrap_or_else(|| {
            let no = u16::try_from(self.categories.len()).unwrap_or(u16::MAX);
            self.categories.push(name.to_owned());
            CategoryId(no)
        })
    }

    fn remove_booking(&mut self, id: BookingId) {
        let Some((vehicle, look_again)) = self.bookings.remove(&id) else { return };
        self.watch.remove(&(look_again, id));
        if let Some(no) = self.fleet.vehicle_no(vehicle) {
            let _ = self.fleet.cancel(no, id);
        }
    }

    /// Enters what is to come or under way; what is over is of no use to the search.
    fn put_booking(&mut self, booking: &Booking, now: Instant) {
        let live = match booking.state {
            State::Planned => booking.end > now,
            State::Driving => true,
            _ => false,
        };
        let Some(no) = self.fleet.vehicle_no(booking.vehicle).filter(|_| live) else { return };
        let booked = Booked {
            id: booking.id,
            from: booking.holds_from(),
            until: booking.end,
            pick_up: booking.pickup,
            drop_off: booking.dropoff,
        };
        while let Err(mismatch) = self.fleet.insert(no, &booked) {
            // Nothing overlaps in the store: what is in the way has gone, and its entry will come.
            let Mismatch::Overlap(other) = mismatch else { return };
            self.remove_booking(other);
            self.doubted.insert(other);
        }
        let mut look_again = booking.end;
        if booking.state == State::Driving && now > booking.end {
            let holds = self.rules(now).booking.as_ref().map(|terms| terms.overdue_holds(now));
            let _ = self.fleet.hold(no, booking.id, now.plus(holds.unwrap_or(Span::ZERO)));
            look_again = now.plus(RENEWED);
        } else if booking.state == State::Driving {
            look_again = booking.end.plus(Span(1));
        }
        self.bookings.insert(booking.id, (booking.vehicle, look_again));
        self.watch.insert((look_again, booking.id));
    }

    /// The rules in force.
    pub(crate) fn rules(&self, at: Instant) -> &Rules {
        self.versions.at(at)
    }

    /// The category of that name.
    pub(crate) fn category(&self, name: &str) -> Option<CategoryId> {
        let place = self.categories.iter().position(|known| known == name);
        place.and_then(|no| u16::try_from(no).ok()).map(CategoryId)
    }

    /// A station.
    pub(crate) fn station(&self, id: StationId) -> Option<&StationRow> {
        self.stations.get(&id)
    }

    /// The station of that code.
    pub(crate) fn station_coded(&self, code: &str) -> Option<&StationRow> {
        self.station_codes.get(code).and_then(|id| self.stations.get(id))
    }

    /// A vehicle.
    pub(crate) fn vehicle(&self, no: VehicleNo) -> Option<&VehicleRow> {
        self.vehicles.get(&self.fleet.vehicle_id(no))
    }

    /// The vehicle of that fleet number, if it is of the fleet.
    pub(crate) fn vehicle_coded(&self, code: &str) -> Option<(VehicleNo, &VehicleRow)> {
        let row = self.vehicles.get(self.vehicle_codes.get(code)?)?;
        let no = self.fleet.vehicle_no(row.id)?;
        row.removed.is_none().then_some((no, row))
    }

    /// Whether a vehicle is in service until a moment.
    pub(crate) fn in_service(&self, no: VehicleNo, until: Instant) -> bool {
        self.hidden.is_empty()
            || self.hidden.get(&self.fleet.vehicle_id(no)).is_none_or(|from| *from >= until)
    }

    /// The vehicles that can be had nearest to a point.
    pub(crate) fn nearest(
        &self,
        at: Point,
        window: &Window,
        count: usize,
        category: Option<CategoryId>,
    ) -> Vec<Offer> {
        // As many more as may have to be left out.
        let asked = count.saturating_add(self.hidden.len());
        let mut offers = self.fleet.nearest_free(at, window, asked, category);
        offers.retain(|offer| {
            self.in_service(offer.vehicle, window.until)
                && self.station(offer.station).is_some_and(|station| station.closed.is_none())
        });
        offers.truncate(count);
        offers
    }

    /// All that is known, in words that do not depend on the order in which it was heard.
    #[must_use]
    pub fn told(&self, now: Instant) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for (id, row) in self.vehicles.iter().filter(|(_, row)| row.removed.is_none()) {
            let Some(no) = self.fleet.vehicle_no(*id) else { continue };
            let bookings: Vec<Booked> = self.fleet.bookings(no).collect();
            let hours = (0..72).map(|hour| {
                let from = now.plus(Span::minutes(30 * hour));
                let window = Window { from, until: from.plus(Span(1)), buffer: Span::ZERO };
                self.in_service(no, window.until) && self.fleet.is_free(no, &window)
            });
            let free: String = hours.map(|free| if free { '.' } else { '#' }).collect();
            let place = self.fleet.place_at(no, now);
            let (code, category) = (&row.code, &row.category);
            all.push(format!("{code} {category:?} at {place:?} {free} {bookings:?}"));
        }
        all.extend(self.stations.values().map(|station| format!("{station:?}")));
        all.sort();
        all
    }
}

/// A point of the map.
pub(crate) fn point(lat_e7: i64, lon_e7: i64) -> Option<Point> {
    Point::new(i32::try_from(lat_e7).ok()?, i32::try_from(lon_e7).ok()?)
}
