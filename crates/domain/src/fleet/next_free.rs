//! The next free slot: the earliest start at which a trip of a given length fits.

use super::{Fleet, VehicleNo, Window};
use crate::ids::{CategoryId, StationId};
use crate::time::{Instant, Span};

/// What somebody wants who can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The earliest start.
    pub from: Instant,
    /// How long the trip lasts; nothing fits a length of zero or less.
    pub length: Span,
    /// What the vehicle must be free before the start; below zero is none.
    pub buffer: Span,
    /// The station at which the trip must start; `None` for any.
    pub station: Option<StationId>,
}

/// A vehicle that can be had for a round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The earliest start on the grid.
    pub from: Instant,
    /// The vehicle.
    pub vehicle: VehicleNo,
    /// The station at which it will be then.
    pub station: StationId,
}

/// A grid of starts: the first multiple of `step` since 1970 at or after a moment. A step of zero
/// or less lets a trip start at any millisecond.
pub fn grid(step: Span) -> impl Fn(Instant) -> Instant + Copy {
    let step = step.0.max(1);
    move |at| Instant(at.0.saturating_add((step - at.0.rem_euclid(step)) % step))
}

impl Fleet {
    /// The earliest start at which the vehicle can be had; `None` if there is none.
    ///
    /// `grid` answers the first allowed start at or after a moment. It must answer moments of the
    /// grid unchanged and never an earlier one for a later moment.
    #[must_use]
    pub fn next_free(
        &self,
        no: VehicleNo,
        wish: &Wish,
        grid: impl Fn(Instant) -> Instant,
    ) -> Option<Slot> {
        self.next_free_before(no, wish, &grid, Instant::MAX)
    }

    /// The earliest start at which any vehicle, or any of a category, can be had; of several the
    /// vehicle that was added first. `None` if there is none. For `grid` see
    /// [`Fleet::next_free`].
    #[must_use]
    pub fn first_free(
        &self,
        category: Option<CategoryId>,
        wish: &Wish,
        grid: impl Fn(Instant) -> Instant,
    ) -> Option<Slot> {
        let (mut best, mut limit) = (None, Instant::MAX);
        let mut ask = |no: VehicleNo| {
            let found = self.next_free_before(no, wish, &grid, limit);
            if let Some(slot) = found {
                (best, limit) = (found, slot.from);
            }
            limit <= grid(wish.from)
        };
        // Stop at the first vehicle that can be had at once.
        if let Some(station) = wish.station {
            let visitors = &self.stations[*self.station_nos.get(&station)? as usize].visitors;
            let is_right =
                |no: &VehicleNo| category.is_none_or(|of| of == self.vehicles[no.index()].category);
            let _ = visitors.iter().copied().filter(is_right).any(ask);
        } else {
            let _ = self.all_of(category)?.iter().any(&mut ask);
        }
        best
    }

    /// The earliest start before `limit`.
    ///
    /// A vehicle that cannot be had at one moment can be had at a later one only from where a
    /// booking, an overdue trip, or the time until the last fact ends: only these are tried.
    fn next_free_before(
        &self,
        no: VehicleNo,
        wish: &Wish,
        grid: &impl Fn(Instant) -> Instant,
        limit: Instant,
    ) -> Option<Slot> {
        let mut from = grid(wish.from);
        while from < limit {
            if let Some(station) = self.slot_at(no, wish, from) {
                return Some(Slot { from, vehicle: no, station });
            }
            from = grid(self.next_chance(no, wish, from)?);
        }
        None
    }

    fn slot_at(&self, no: VehicleNo, wish: &Wish, from: Instant) -> Option<StationId> {
        let until = Instant(from.0.checked_add(wish.length.0)?);
        let station = self.can_be_had(no, &Window { from, until, buffer: wish.buffer })?;
        wish.station.is_none_or(|wanted| wanted == station).then_some(station)
    }

    /// The first moment after `after` from which on more may be possible than at `after`.
    fn next_chance(&self, no: VehicleNo, wish: &Wish, after: Instant) -> Option<Instant> {
        let buffer = wish.buffer.max(Span::ZERO);
        let agenda = &self.agendas[no.index()];
        let booking = agenda.get(agenda.ended(after.minus(buffer).0));
        let chances = [
            booking.map(|(time, _)| Instant(time.until).plus(buffer)),
            agenda.held().map(|held| Instant(held.until).plus(buffer)),
            Some(Instant(self.vehicles[no.index()].fact_at)),
        ];
        chances.into_iter().flatten().filter(|&chance| chance > after).min()
    }
}
