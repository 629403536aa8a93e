//! The bookings of one vehicle, in order of time, in as little memory as a year of them allows.
//!
//! What every question reads stands apart from what few read, and the starts of every eighth
//! booking apart again, beside the vehicle itself up to 128 bookings: a look-up waits for memory
//! twice.

use super::Mismatch;
use crate::ids::BookingId;
use smallvec::SmallVec;

/// A place by its number in the index, or none of its stations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot(pub(super) u32);

impl Spot {
    pub(super) const OFF_NETWORK: Self = Self(u32::MAX);
}

/// A reserved time in ms, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reserved {
    pub(super) from: i64,
    pub(super) until: i64,
}

/// What else there is to know of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    /// The id in two halves, so that it takes no more than its 16 bytes in a row of 24.
    id: [u64; 2],
    pub(super) pick_up: Spot,
    pub(super) drop_off: Spot,
}

impl Detail {
    pub(super) fn new(id: BookingId, pick_up: Spot, drop_off: Spot) -> Self {
        Self { id: halves(id), pick_up, drop_off }
    }

    pub(super) fn id(&self) -> BookingId {
        BookingId(u128::from(self.id[0]) << 64 | u128::from(self.id[1]))
    }
}

/// The bookings of one vehicle; they never overlap.
///
/// The fields are in this order, and aligned, so that a look-up finds the first three in three
/// adjacent cache lines.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(super) struct Agenda {
    /// The starts of the first booking of each run of [`RUN`].
    run_starts: SmallVec<[i64; 16]>,
    /// Ascending, by `from` and by `until` alike.
    times: Vec<Reserved>,
    /// What an overdue trip holds beyond its booked end; empty if none is overdue.
    held: Reserved,
    /// Of the booking at the same place in `times`.
    details: Vec<Detail>,
    /// The booking that is overdue, if one is.
    overdue: Option<[u64; 2]>,
}

/// So many reserved times are read in one go: two cache lines.
const RUN: usize = 8;

const NOTHING_HELD: Reserved = Reserved { from: i64::MAX, until: i64::MIN };

impl Default for Agenda {
    fn default() -> Self {
        let (run_starts, times, details) = (SmallVec::new(), vec![], vec![]);
        Self { run_starts, times, held: NOTHING_HELD, details, overdue: None }
    }
}

impl Agenda {
    /// Whether no booking and no overdue trip takes any of `[from, until)`.
    pub(super) fn is_free(&self, from: i64, until: i64) -> bool {
        let next = self.first_from(until);
        (next == 0 || self.times[next - 1].until <= from)
            && (self.held.from >= until || self.held.until <= from)
    }

    /// How many bookings end at or before `at`: the place of the first that does not.
    pub(super) fn ended(&self, at: i64) -> usize {
        // Of those that start before, only the last can end after.
        let started = self.first_from(at);
        let is_under_way = started > 0 && self.times[started - 1].until > at;
        started - usize::from(is_under_way)
    }

    /// The place of the first booking whose reserved time starts at or after `at`.
    pub(super) fn first_from(&self, at: i64) -> usize {
        let runs = self.run_starts.partition_point(|&start| start < at);
        let Some(before) = runs.checked_sub(1).map(|run| run * RUN) else { return 0 };
        let run = &self.times[before..self.times.len().min(before + RUN)];
        before + run.partition_point(|time| time.from < at)
    }

    /// The bookings in order of time.
    pub(super) fn bookings(&self) -> impl DoubleEndedIterator<Item = (Reserved, &Detail)> {
        self.times.iter().copied().zip(&self.details)
    }

    /// The booking at a place in the order of time.
    pub(super) fn get(&self, place: usize) -> Option<(Reserved, &Detail)> {
        Some((*self.times.get(place)?, self.details.get(place)?))
    }

    /// The place of a booking in the order of time.
    pub(super) fn find(&self, id: BookingId) -> Option<usize> {
        let id = halves(id);
        self.details.iter().position(|detail| detail.id == id)
    }

    /// What an overdue trip holds beyond its booked end.
    pub(super) fn held(&self) -> Option<Reserved> {
        self.overdue.map(|_| self.held)
    }

    /// Enters a booking.
    ///
    /// # Errors
    /// [`Mismatch::Overlap`] and [`Mismatch::BookedTwice`]; nothing has changed then.
    pub(super) fn insert(&mut self, time: Reserved, detail: Detail) -> Result<(), Mismatch> {
        if self.find(detail.id()).is_some() {
            return Err(Mismatch::BookedTwice(detail.id()));
        }
        let at = self.first_from(time.until);
        if at > 0 && self.times[at - 1].until > time.from {
            return Err(Mismatch::Overlap(self.details[at - 1].id()));
        }
        self.times.insert(at, time);
        self.details.insert(at, detail);
        self.note_runs();
        Ok(())
    }

    /// Enters many bookings in any order, all or none.
    ///
    /// # Errors
    /// As [`Agenda::insert`].
    pub(super) fn insert_all(&mut self, new: &[(Reserved, Detail)]) -> Result<(), Mismatch> {
        let mut new = new.to_vec();
        new.extend(self.bookings().map(|(time, detail)| (time, *detail)));
        if !new.is_sorted_by_key(|(time, _)| time.from) {
            new.sort_unstable_by_key(|(time, _)| time.from);
        }
        if let Some(pair) = new.windows(2).find(|pair| pair[0].0.until > pair[1].0.from) {
            return Err(Mismatch::Overlap(pair[0].1.id()));
        }
        let mut ids: Vec<_> = new.iter().map(|(_, detail)| detail.id).collect();
        ids.sort_unstable();
        if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Mismatch::BookedTwice(whole(pair[0])));
        }
        (self.times, self.details) = new.into_iter().unzip();
        self.note_runs();
        Ok(())
    }

    /// Takes out the booking at a place, and what it holds if it is overdue.
    pub(super) fn remove(&mut self, place: usize) -> (Reserved, Detail) {
        let removed = (self.times.remove(place), self.details.remove(place));
        self.note_runs();
        if self.overdue == Some(removed.1.id) {
            self.release();
        }
        removed
    }

    /// Lets the booking at a place hold the vehicle until `until`; it replaces what is held by
    /// now. Nothing is held if the booking itself lasts so long.
    pub(super) fn hold(&mut self, place: usize, until: i64) {
        self.release();
        let from = self.times[place].until;
        if until > from {
            self.held = Reserved { from, until };
            self.overdue = Some(self.details[place].id);
        }
    }

    /// Whether the booking at a place is the one that is overdue.
    pub(super) fn is_overdue(&self, place: usize) -> bool {
        self.overdue == Some(self.details[place].id)
    }

    /// Ends what an overdue trip holds.
    pub(super) fn release(&mut self) {
        self.held = NOTHING_HELD;
        self.overdue = None;
    }

    fn note_runs(&mut self) {
        self.run_starts.clear();
        self.run_starts.extend(self.times.iter().step_by(RUN).map(|time| time.from));
    }
}

fn halves(id: BookingId) -> [u64; 2] {
    let low = id.0 & u128::from(u64::MAX);
    [id.0 >> 64, low].map(|half| u64::try_from(half).unwrap_or(u64::MAX))
}

fn whole([high, low]: [u64; 2]) -> BookingId {
    BookingId(u128::from(high) << 64 | u128::from(low))
}
