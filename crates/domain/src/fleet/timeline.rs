//! When vehicles are taken, all of them together: who cannot be had in a window of time?
//!
//! Reserved times stand in buckets by their start, apart by length: a *class* holds times about as
//! long as one another, so whoever asks for a window looks back only as far as the longest of the
//! class, and a four weeks' trip costs the question for tonight nothing but its own class.
//! Every length is kept to the millisecond; only those of 49 days and more are looked up in the
//! vehicle's own agenda, because 32 bits do not hold them.

use super::VehicleNo;
use super::bits::VehicleSet;
use rustc_hash::FxHashMap;

/// Lengths up to 2²⁴ ms (4.7 hours) share the first class; each further class doubles.
const FIRST_CLASS_BITS: u32 = 24;
/// The last class holds what 32 bits cannot count.
const LAST: u32 = 9;
/// A bucket is a quarter of the longest of its class: 70 minutes in the first.
const BUCKETS_PER_LENGTH_BITS: u32 = 2;

/// Reserved times of all vehicles, by start and length.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    classes: [Class; LAST as usize + 1],
}

#[derive(Clone, Debug, Default)]
struct Class {
    buckets: FxHashMap<i64, Vec<Entry>>,
    /// The longest length ever entered, in ms; it never shrinks.
    longest_ms: u64,
}

/// One reserved time, relative to the start of its bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    offset_ms: u32,
    /// `u32::MAX`, and only in the last class: at least so long.
    length_ms: u32,
    vehicle: VehicleNo,
}

/// A bucket that a window reaches into.
#[derive(Clone, Copy)]
struct Reach<'a> {
    entries: &'a [Entry],
    start_ms: i64,
    in_last_class: bool,
}

impl Timeline {
    /// Enters a reserved time, in ms; `from` must be before `until`.
    pub(super) fn enter(&mut self, vehicle: VehicleNo, from: i64, until: i64) {
        let (class, bucket, entry) = place(vehicle, from, until);
        let class = &mut self.classes[class as usize];
        class.longest_ms = class.longest_ms.max(from.abs_diff(until));
        class.buckets.entry(bucket).or_default().push(entry);
    }

    /// Takes a reserved time out again that has been entered.
    pub(super) fn strike(&mut self, vehicle: VehicleNo, from: i64, until: i64) {
        let (class, bucket, entry) = place(vehicle, from, until);
        let buckets = &mut self.classes[class as usize].buckets;
        let entries = buckets.get_mut(&bucket).expect("a reserved time has its bucket");
        let at = entries.iter().position(|e| *e == entry).expect("a reserved time was entered");
        entries.swap_remove(at);
        if entries.is_empty() {
            buckets.remove(&bucket);
        }
    }

    /// Gives back the memory that growing has left unused.
    pub(super) fn shrink(&mut self) {
        let buckets = self.classes.iter_mut().flat_map(|class| class.buckets.values_mut());
        buckets.for_each(Vec::shrink_to_fit);
    }

    /// Marks in `busy` every vehicle with a reserved time that overlaps `[from, until)`, in ms.
    ///
    /// `ask` says of one vehicle whether it is taken then. Answers `false`, having marked nobody,
    /// if more than `limit` entries would have to be read.
    pub(super) fn mark_busy(
        &self,
        (from, until): (i64, i64),
        busy: &mut VehicleSet,
        limit: usize,
        ask: impl Fn(VehicleNo) -> bool,
    ) -> bool {
        let mut reaches = Vec::with_capacity(64);
        let mut entries = 0;
        for (class, of) in (0..).zip(&self.classes) {
            of.reach(class, from, until, |reach| {
                entries += reach.entries.len();
                reaches.push(reach);
            });
            if entries > limit {
                return false;
            }
        }
        for reach in reaches {
            reach.mark(from, until, busy, &ask);
        }
        true
    }
}

impl Class {
    /// Visits the buckets whose entries may overlap `[from, until)`.
    fn reach<'a>(&'a self, class: u32, from: i64, until: i64, mut visit: impl FnMut(Reach<'a>)) {
        let (bits, in_last_class) = (bucket_bits(class), class == LAST);
        let first = from.saturating_sub_unsigned(self.longest_ms) >> bits;
        let last = until.saturating_sub(1) >> bits;
        let mut see = |bucket: i64, entries: &'a [Entry]| {
            visit(Reach { entries, start_ms: bucket << bits, in_last_class });
        };
        if first.abs_diff(last) > self.buckets.len() as u64 {
            // A window of centuries: fewer buckets exist than would be looked for.
            let within = |bucket: &i64| (first..=last).contains(bucket);
            for (bucket, entries) in self.buckets.iter().filter(|(bucket, _)| within(bucket)) {
                see(*bucket, entries);
            }
        } else {
            for bucket in first..=last {
                if let Some(entries) = self.buckets.get(&bucket) {
                    see(bucket, entries);
                }
            }
        }
    }
}

impl Reach<'_> {
    fn mark(&self, from: i64, until: i64, busy: &mut VehicleSet, ask: &impl Fn(VehicleNo) -> bool) {
        let (from, until) =
            (from.saturating_sub(self.start_ms), until.saturating_sub(self.start_ms));
        if self.in_last_class {
            for entry in self.entries.iter().filter(|entry| i64::from(entry.offset_ms) < until) {
                busy.mark(entry.vehicle, ask(entry.vehicle));
            }
            return;
        }
        for entry in self.entries {
            let start = i64::from(entry.offset_ms);
            let end = start + i64::from(entry.length_ms);
            busy.mark(entry.vehicle, (start < until) & (end > from));
        }
    }
}

/// The class, the bucket in it and the entry of a reserved time.
fn place(vehicle: VehicleNo, from: i64, until: i64) -> (u32, i64, Entry) {
    let length = from.abs_diff(until);
    let length_ms = u32::try_from(length).unwrap_or(u32::MAX);
    let class = if length_ms == u32::MAX {
        LAST
    } else {
        let bits = u32::BITS - (length_ms.saturating_sub(1)).leading_zeros();
        bits.saturating_sub(FIRST_CLASS_BITS)
    };
    let bits = bucket_bits(class);
    let bucket = from >> bits;
    // A bucket is at most 2³¹ ms wide.
    let offset_ms = u32::try_from(from - (bucket << bits)).unwrap_or(u32::MAX);
    (class, bucket, Entry { offset_ms, length_ms, vehicle })
}

/// A bucket of a class is two to this power of ms wide.
fn bucket_bits(class: u32) -> u32 {
    FIRST_CLASS_BITS + class - BUCKETS_PER_LENGTH_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths at the borders of the classes and at the ends of time.
    #[test]
    fn a_time_is_busy_from_its_first_ms_to_its_last() {
        let borders = (24..=33).flat_map(|bits| [(1_i64 << bits) - 1, 1 << bits, (1 << bits) + 1]);
        let mut times: Vec<_> = borders.map(|length| (5, 5 + length)).collect();
        times.extend([(-1, 1), (i64::MIN, -7), (7, i64::MAX), (i64::MIN, i64::MAX)]);
        times.extend([(i64::MAX - 1, i64::MAX), (i64::MIN, i64::MIN + 1)]);
        let no = VehicleNo(70);
        for (from, until) in times {
            let mut timeline = Timeline::default();
            timeline.enter(no, from, until);
            for (asked_from, asked_until, is_busy) in [
                (from, from.saturating_add(1), true),
                (until - 1, until, true),
                (i64::MIN, i64::MAX, true),
                (i64::MIN, from, false),
                (until, i64::MAX, false),
            ] {
                let mut busy = VehicleSet::with_room(71);
                let ask = |_| asked_from < until && from < asked_until;
                if asked_from < asked_until {
                    assert!(timeline.mark_busy((asked_from, asked_until), &mut busy, 1, ask));
                    let asked = format!("{asked_from}..{asked_until} of {from}..{until}");
                    assert_eq!(busy.contains(no), is_busy, "{asked}");
                }
            }
            assert!(!timeline.mark_busy((from, until), &mut VehicleSet::default(), 0, |_| true));
            timeline.strike(no, from, until);
            assert!(timeline.mark_busy((from, until), &mut VehicleSet::default(), 0, |_| true));
        }
    }
}
