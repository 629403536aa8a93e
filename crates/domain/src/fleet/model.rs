//! The same index, so plainly that one sees it is right: what the laws compare with.

use super::{Booked, Mismatch, Point, VehicleNo, Window, Wish};
use crate::ids::{BookingId, CategoryId, Place, StationId};
use crate::time::{Instant, Span};

#[derive(Default)]
pub(super) struct Model {
    pub(super) stations: Vec<(StationId, Point)>,
    pub(super) vehicles: Vec<Vehicle>,
}

pub(super) struct Vehicle {
    pub(super) category: CategoryId,
    pub(super) fact: (Instant, Place),
    pub(super) bookings: Vec<Booked>,
    pub(super) held: Option<(BookingId, Instant)>,
}

impl Vehicle {
    pub(super) fn insert(&mut self, new: Booked) -> Result<(), Mismatch> {
        if new.from >= new.until {
            return Err(Mismatch::NoTime(new.id));
        }
        if self.bookings.iter().any(|old| old.id == new.id) {
            return Err(Mismatch::BookedTwice(new.id));
        }
        let overlaps = |old: &&Booked| old.from < new.until && new.from < old.until;
        if let Some(old) = self.bookings.iter().find(overlaps) {
            return Err(Mismatch::Overlap(old.id));
        }
        self.bookings.push(new);
        self.bookings.sort_by_key(|booked| booked.from);
        Ok(())
    }

    pub(super) fn change(&mut self, new: Booked) -> Result<(), Mismatch> {
        let at = self.position(new.id)?;
        let before = self.bookings.remove(at);
        let changed = self.insert(new);
        if changed.is_err() {
            self.bookings.insert(at, before);
        }
        self.forget_idle_hold();
        changed
    }

    pub(super) fn cancel(&mut self, id: BookingId) -> Result<(), Mismatch> {
        let at = self.position(id)?;
        self.bookings.remove(at);
        self.held = self.held.filter(|held| held.0 != id);
        Ok(())
    }

    pub(super) fn return_at(
        &mut self,
        id: BookingId,
        at: Instant,
        place: Place,
    ) -> Result<(), Mismatch> {
        let position = self.position(id)?;
        let booked = &mut self.bookings[position];
        booked.drop_off = place;
        booked.until = booked.until.min(at);
        self.bookings.retain(|booked| booked.from < booked.until);
        self.held = self.held.filter(|held| held.0 != id);
        self.move_to(at, place);
        Ok(())
    }

    pub(super) fn hold(&mut self, id: BookingId, until: Instant) -> Result<(), Mismatch> {
        self.position(id)?;
        self.held = Some((id, until));
        self.forget_idle_hold();
        Ok(())
    }

    pub(super) fn move_to(&mut self, at: Instant, place: Place) {
        if at >= self.fact.0 {
            self.fact = (at, place);
        }
    }

    fn position(&self, id: BookingId) -> Result<usize, Mismatch> {
        let position = self.bookings.iter().position(|booked| booked.id == id);
        position.ok_or(Mismatch::UnknownBooking(id))
    }

    fn forget_idle_hold(&mut self) {
        let end = |id| self.bookings.iter().find(|booked| booked.id == id).map(|b| b.until);
        self.held = self.held.filter(|held| end(held.0).is_some_and(|end| held.1 > end));
    }

    pub(super) fn is_free(&self, window: &Window) -> bool {
        let from = window.from.minus(window.buffer.max(Span::ZERO));
        let held = self.held.map(|(id, until)| {
            let booked = self.bookings.iter().find(|booked| booked.id == id);
            (booked.expect("a held booking exists").until, until)
        });
        let mut taken: Vec<_> = self.bookings.iter().map(|b| (b.from, b.until)).collect();
        taken.extend(held);
        window.from < window.until && taken.iter().all(|t| window.until <= t.0 || t.1 <= from)
    }

    pub(super) fn place_at(&self, at: Instant) -> Place {
        let mut left: Vec<_> = self.bookings.iter().map(|b| (b.until, 0, b.drop_off)).collect();
        left.push((self.fact.0, 1, self.fact.1));
        if let Some(last) = left.iter().filter(|left| left.0 <= at).max_by_key(|l| (l.0, l.1)) {
            return last.2;
        }
        let mut first: Vec<_> = self.bookings.iter().map(|b| (b.from, 1, b.pick_up)).collect();
        first.push((self.fact.0, 0, self.fact.1));
        first.iter().min_by_key(|f| (f.0, f.1)).expect("there is the fact").2
    }

    pub(super) fn can_be_had(&self, window: &Window) -> Option<StationId> {
        let Place::Station(station) = self.place_at(window.from) else { return None };
        let next = self.bookings.iter().find(|booked| booked.from >= window.until);
        let is_left_right = next.is_none_or(|next| next.pick_up == Place::Station(station));
        (self.is_free(window) && is_left_right).then_some(station)
    }

    pub(super) fn stranded(&self) -> Vec<BookingId> {
        let judged = self.bookings.iter().filter(|booked| booked.until > self.fact.0);
        judged
            .filter(|b| {
                let began = b.from < self.fact.0;
                b.pick_up != if began { self.fact.1 } else { self.place_at(b.from) }
            })
            .map(|booked| booked.id)
            .collect()
    }
}

impl Model {
    /// Vehicles by number, of a category, that can be had.
    pub(super) fn all_free(&self, category: Option<CategoryId>, window: &Window) -> Vec<VehicleNo> {
        (0..)
            .map(VehicleNo)
            .zip(&self.vehicles)
            .filter(|(_, vehicle)| category.is_none_or(|of| of == vehicle.category))
            .filter(|(_, vehicle)| vehicle.can_be_had(window).is_some())
            .map(|(no, _)| no)
            .collect()
    }

    pub(super) fn nearest_free(
        &self,
        point: Point,
        window: &Window,
        count: usize,
        category: Option<CategoryId>,
    ) -> Vec<(VehicleNo, StationId)> {
        let mut all = vec![];
        for no in self.all_free(category, window) {
            let id = self.vehicles[no.index()].can_be_had(window).expect("it is free");
            let place = self.stations.iter().position(|station| station.0 == id).expect("known");
            all.push((point.square_to(self.stations[place].1), place, no, id));
        }
        all.sort_unstable();
        all.into_iter().take(count).map(|(_, _, no, id)| (no, id)).collect()
    }

    /// The first of `starts` at which one of the vehicles can be had, and the first of these.
    pub(super) fn next_free(
        &self,
        among: &[VehicleNo],
        wish: &Wish,
        starts: impl Iterator<Item = Instant>,
    ) -> Option<(Instant, VehicleNo)> {
        for from in starts {
            let window = Window { from, until: from.plus(wish.length), buffer: wish.buffer };
            let had = among.iter().find(|no| {
                let station = self.vehicles[no.index()].can_be_had(&window);
                station.is_some_and(|at| wish.station.is_none_or(|wanted| wanted == at))
            });
            if let Some(no) = had {
                return Some((from, *no));
            }
        }
        None
    }
}
