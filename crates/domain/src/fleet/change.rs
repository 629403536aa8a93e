//! What happens to bookings and vehicles, told to the index.

use super::agenda::{Detail, Reserved, Spot};
use super::{Booked, Fleet, Mismatch, VehicleNo};
use crate::ids::{BookingId, Place};
use crate::time::Instant;

impl Fleet {
    /// Enters a booking.
    ///
    /// It may take time that an overdue trip holds: what is held is a guess, the booking is not.
    ///
    /// # Errors
    /// [`Mismatch::NoTime`], [`Mismatch::UnknownStation`], [`Mismatch::BookedTwice`],
    /// [`Mismatch::Overlap`].
    pub fn insert(&mut self, no: VehicleNo, booked: &Booked) -> Result<(), Mismatch> {
        let (time, detail) = self.row(booked)?;
        self.agendas[no.index()].insert(time, detail)?;
        self.timeline.enter(no, time.from, time.until);
        self.visit(no, detail.pick_up);
        self.visit(no, detail.drop_off);
        self.note_roaming(no);
        Ok(())
    }

    /// Enters many bookings of one vehicle, in any order, all or none; much faster than one by one
    /// and fastest in order of time. [`Fleet::shrink`] when all vehicles are loaded.
    ///
    /// # Errors
    /// As [`Fleet::insert`].
    pub fn load(
        &mut self,
        no: VehicleNo,
        bookings: impl IntoIterator<Item = Booked>,
    ) -> Result<(), Mismatch> {
        let rows =
            bookings.into_iter().map(|booked| self.row(&booked)).collect::<Result<Vec<_>, _>>()?;
        self.agendas[no.index()].insert_all(&rows)?;
        let mut last = self.vehicles[no.index()].fact;
        for (time, detail) in rows {
            self.timeline.enter(no, time.from, time.until);
            for spot in [detail.pick_up, detail.drop_off] {
                if spot != last {
                    self.visit(no, spot);
                    last = spot;
                }
            }
        }
        self.note_roaming(no);
        Ok(())
    }

    /// Gives back the memory that loading has left unused.
    pub fn shrink(&mut self) {
        self.timeline.shrink();
    }

    /// Gives the booking of the same id other times or places. If it is overdue, it keeps what it
    /// holds beyond its new end.
    ///
    /// # Errors
    /// [`Mismatch::UnknownBooking`], and as [`Fleet::insert`].
    pub fn change(&mut self, no: VehicleNo, booked: &Booked) -> Result<(), Mismatch> {
        let held_until = self.held_until(no, booked.id)?;
        self.row(booked)?;
        let before = self.cancel(no, booked.id)?;
        let changed = self.insert(no, booked);
        if changed.is_err() {
            self.insert(no, &before).expect("a booking fits where it has just been");
        }
        if let Some(until) = held_until {
            self.hold(no, booked.id, until)?;
        }
        changed
    }

    /// Takes a booking out: it was cancelled, or settled without a trip. What it held as overdue
    /// is free again.
    ///
    /// # Errors
    /// [`Mismatch::UnknownBooking`].
    pub fn cancel(&mut self, no: VehicleNo, id: BookingId) -> Result<Booked, Mismatch> {
        let place = self.find(no, id)?;
        if self.agendas[no.index()].is_overdue(place) {
            self.release(no);
        }
        let (time, detail) = self.agendas[no.index()].remove(place);
        self.timeline.strike(no, time.from, time.until);
        self.leave(no, detail.pick_up);
        self.leave(no, detail.drop_off);
        self.note_roaming(no);
        Ok(self.booked(time, detail))
    }

    /// The vehicle of a booking was brought back, early or late, to where it was booked or not.
    ///
    /// An early return ends the booking, one before its reserved time takes it out; a late one
    /// ends what it held. From `at` on the vehicle is at `place`, unless something later is known.
    ///
    /// # Errors
    /// [`Mismatch::UnknownBooking`], [`Mismatch::UnknownStation`].
    pub fn return_at(
        &mut self,
        no: VehicleNo,
        id: BookingId,
        at: Instant,
        place: Place,
    ) -> Result<(), Mismatch> {
        self.spot(place)?;
        let booked = self.cancel(no, id)?;
        if at > booked.from {
            let ended = Booked { until: booked.until.min(at), drop_off: place, ..booked };
            self.insert(no, &ended).expect("a shorter booking fits where the longer was");
        }
        self.move_to(no, at, place)
    }

    /// A booking is overdue: it holds the vehicle until `until`, or as long as it was booked.
    /// Whatever an overdue trip held by now is free again; a vehicle is on one trip at a time.
    ///
    /// # Errors
    /// [`Mismatch::UnknownBooking`].
    pub fn hold(&mut self, no: VehicleNo, id: BookingId, until: Instant) -> Result<(), Mismatch> {
        let place = self.find(no, id)?;
        self.release(no);
        let agenda = &mut self.agendas[no.index()];
        agenda.hold(place, until.0);
        if let Some(held) = agenda.held() {
            self.timeline.enter(no, held.from, held.until);
        }
        Ok(())
    }

    /// Staff moved the vehicle: from `at` on it is at `place`, unless a later fact is known.
    ///
    /// # Errors
    /// [`Mismatch::UnknownStation`].
    pub fn move_to(&mut self, no: VehicleNo, at: Instant, place: Place) -> Result<(), Mismatch> {
        let spot = self.spot(place)?;
        let vehicle = &mut self.vehicles[no.index()];
        if at.0 >= vehicle.fact_at {
            let before = vehicle.fact;
            (vehicle.fact_at, vehicle.fact) = (at.0, spot);
            self.visit(no, spot);
            self.leave(no, before);
            self.note_roaming(no);
        }
        Ok(())
    }

    fn row(&self, booked: &Booked) -> Result<(Reserved, Detail), Mismatch> {
        if booked.from >= booked.until {
            return Err(Mismatch::NoTime(booked.id));
        }
        let pick_up = self.spot(booked.pick_up)?;
        let drop_off =
            if booked.drop_off == booked.pick_up { pick_up } else { self.spot(booked.drop_off)? };
        let time = Reserved { from: booked.from.0, until: booked.until.0 };
        Ok((time, Detail::new(booked.id, pick_up, drop_off)))
    }

    fn find(&self, no: VehicleNo, id: BookingId) -> Result<usize, Mismatch> {
        self.agendas[no.index()].find(id).ok_or(Mismatch::UnknownBooking(id))
    }

    fn held_until(&self, no: VehicleNo, id: BookingId) -> Result<Option<Instant>, Mismatch> {
        let agenda = &self.agendas[no.index()];
        let is_overdue = agenda.is_overdue(self.find(no, id)?);
        Ok(agenda.held().filter(|_| is_overdue).map(|held| Instant(held.until)))
    }

    fn release(&mut self, no: VehicleNo) {
        let agenda = &mut self.agendas[no.index()];
        if let Some(held) = agenda.held() {
            agenda.release();
            self.timeline.strike(no, held.from, held.until);
        }
    }

    /// Notes that the vehicle may be at a station.
    pub(super) fn visit(&mut self, no: VehicleNo, spot: Spot) {
        if let Some(station) = self.stations.get_mut(spot.0 as usize)
            && let Err(at) = station.visitors.binary_search(&no)
        {
            station.visitors.insert(at, no);
        }
    }

    /// Forgets that the vehicle may be at a station, unless something that is left says so too.
    fn leave(&mut self, no: VehicleNo, spot: Spot) {
        let still = self.vehicles[no.index()].fact == spot
            || self.agendas[no.index()]
                .bookings()
                .any(|(_, detail)| detail.pick_up == spot || detail.drop_off == spot);
        if !still
            && let Some(station) = self.stations.get_mut(spot.0 as usize)
            && let Ok(at) = station.visitors.binary_search(&no)
        {
            station.visitors.remove(at);
        }
    }

    /// Notes whether the vehicle is ever anywhere but at one station.
    pub(super) fn note_roaming(&mut self, no: VehicleNo) {
        let home = self.vehicles[no.index()].fact;
        let roams = home == Spot::OFF_NETWORK
            || self.agendas[no.index()]
                .bookings()
                .any(|(_, detail)| detail.pick_up != home || detail.drop_off != home);
        self.roaming.set(no, roams);
    }
}
