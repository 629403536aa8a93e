//! What searching a fleet costs at best: flat arrays that know only short bookings.
//!
//! Every vehicle has equally many bookings of one to three hours within one year, on the quarter
//! hour, in minutes; there are no ids, places, changes or long bookings. The index is measured
//! against these, in the same run.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "a yardstick in plain machine numbers whose ranges are given by the generator"
)]

use super::random;

/// The side of the square in which the vehicles stand, in km.
pub(crate) const SIDE_KM: f32 = 200.0;
/// The last start that queries ask for, in hours of the year.
pub(crate) const LAST_HOUR: u64 = 8700;
/// The bitmap knows this many quarters of an hour: a quarter of a year.
const BITMAP_SLOTS: usize = 92 * 96;
const LONGEST_MINUTES: u32 = 180;

/// Vehicles and bookings as flat arrays.
#[derive(Debug)]
pub(crate) struct Bound {
    /// How many vehicles there are.
    pub(crate) vehicles: usize,
    each: usize,
    /// Starts in minutes of the year, those of a vehicle together and ascending.
    pub(crate) starts: Vec<u32>,
    /// Ends, at the places of their starts.
    pub(crate) ends: Vec<u32>,
    /// Where each vehicle stands, in km.
    pub(crate) points: Vec<(f32, f32)>,
    cells: Vec<Vec<u32>>,
    cells_per_side: usize,
    by_start: Vec<(u32, u32, u32)>,
    hours: Vec<u32>,
    bitmap: Vec<u64>,
    /// How many words a set of all vehicles takes.
    pub(crate) words: usize,
}

impl Bound {
    /// Generates and builds.
    ///
    /// # Panics
    /// If so many bookings each do not fit into a year.
    pub(crate) fn new(vehicles: usize, each: usize) -> Self {
        let mut state = 42;
        let (starts, ends) = bookings(&mut state, vehicles, each);
        let points = points(&mut state, vehicles);
        let cells_per_side = ((vehicles as f64 / 8.0).sqrt() as usize).max(4);
        let mut cells = vec![vec![]; cells_per_side * cells_per_side];
        for (vehicle, (x, y)) in points.iter().enumerate() {
            let of = |km: f32| (f64::from(km) * cells_per_side as f64 / 200.0) as usize;
            cells[of(*x) * cells_per_side + of(*y)].push(vehicle as u32);
        }
        let mut by_start: Vec<_> =
            (0..vehicles * each).map(|i| (starts[i], ends[i], (i / each) as u32)).collect();
        by_start.sort_unstable();
        let hours = (0..=365 * 24 + 8)
            .map(|hour| by_start.partition_point(|booking| booking.0 < hour * 60) as u32)
            .collect();
        let words = vehicles.div_ceil(64);
        let mut bitmap = vec![0; BITMAP_SLOTS * words];
        for (i, (start, end)) in starts.iter().zip(&ends).enumerate() {
            let vehicle = i / each;
            for slot in (*start as usize / 15..*end as usize / 15).filter(|&s| s < BITMAP_SLOTS) {
                bitmap[slot * words + vehicle / 64] |= 1 << (vehicle % 64);
            }
        }
        Self {
            vehicles,
            each,
            starts,
            ends,
            points,
            cells,
            cells_per_side,
            by_start,
            hours,
            bitmap,
            words,
        }
    }

    /// Whether a vehicle is free in `[from, until)`, in minutes.
    #[inline]
    pub(crate) fn is_free(&self, vehicle: usize, from: u32, until: u32) -> bool {
        let starts = &self.starts[vehicle * self.each..(vehicle + 1) * self.each];
        let next = starts.partition_point(|&start| start < until);
        next == 0 || self.ends[vehicle * self.each + next - 1] <= from
    }

    /// All free vehicles, by scanning what starts in and shortly before the window.
    pub(crate) fn all_free_by_scan(
        &self,
        from: u32,
        until: u32,
        busy: &mut [u64],
        list: &mut Vec<u32>,
    ) {
        busy.fill(0);
        let first = self.hours[(from.saturating_sub(LONGEST_MINUTES) / 60) as usize] as usize;
        let last = self.hours[until.div_ceil(60) as usize] as usize;
        for &(start, end, vehicle) in &self.by_start[first..last] {
            if start < until && end > from {
                busy[vehicle as usize / 64] |= 1 << (vehicle % 64);
            }
        }
        self.list(busy, list);
    }

    /// All free vehicles, from a bit for each vehicle and quarter of an hour; `from` must be in the
    /// first quarter of the year.
    pub(crate) fn all_free_by_bits(
        &self,
        from: u32,
        until: u32,
        busy: &mut [u64],
        list: &mut Vec<u32>,
    ) {
        busy.fill(0);
        for slot in from / 15..until.div_ceil(15) {
            let taken = &self.bitmap[slot as usize * self.words..][..self.words];
            for (word, taken) in busy.iter_mut().zip(taken) {
                *word |= *taken;
            }
        }
        self.list(busy, list);
    }

    /// The `count` free vehicles nearest to a point, with their squared distances, ring by ring.
    pub(crate) fn nearest_free(
        &self,
        (x, y): (f32, f32),
        (from, until): (u32, u32),
        count: usize,
        found: &mut Vec<(f32, u32)>,
    ) {
        found.clear();
        let side = self.cells_per_side as i64;
        let cell = SIDE_KM / self.cells_per_side as f32;
        let (cx, cy) = ((x / cell) as i64, (y / cell) as i64);
        for ring in 0..side {
            for ix in (cx - ring..=cx + ring).filter(|ix| (0..side).contains(ix)) {
                let is_edge = ring == 0 || ix == cx - ring || ix == cx + ring;
                let step = if is_edge { 1 } else { 2 * ring as usize };
                for iy in (cy - ring..=cy + ring).step_by(step).filter(|iy| (0..side).contains(iy))
                {
                    for &vehicle in &self.cells[(ix * side + iy) as usize] {
                        if self.is_free(vehicle as usize, from, until) {
                            let (vx, vy) = self.points[vehicle as usize];
                            let (dx, dy) = (vx - x, vy - y);
                            found.push((dx * dx + dy * dy, vehicle));
                        }
                    }
                }
            }
            if found.len() >= count {
                let reach = ring as f32 * cell;
                found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
                if found[count - 1].0 <= reach * reach {
                    found.truncate(count);
                    return;
                }
            }
        }
        found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        found.truncate(count);
    }

    fn list(&self, busy: &[u64], list: &mut Vec<u32>) {
        list.clear();
        for (i, word) in busy.iter().enumerate() {
            let mut free = !*word;
            while free != 0 {
                let vehicle = i * 64 + free.trailing_zeros() as usize;
                if vehicle < self.vehicles {
                    list.push(vehicle as u32);
                }
                free &= free - 1;
            }
        }
    }
}

fn bookings(state: &mut u64, vehicles: usize, each: usize) -> (Vec<u32>, Vec<u32>) {
    let gap = (365 * 1440 / each) as u64;
    assert!(gap > 255, "bookings of one to three hours would overlap within a year");
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    starts.reserve_exact(vehicles * each);
    ends.reserve_exact(vehicles * each);
    for _ in 0..vehicles {
        for j in 0..each as u64 {
            let start = j * gap + random(state) % (gap - 240);
            let start = start - start % 15;
            starts.push(start as u32);
            ends.push((start + 60 * (1 + random(state) % 3)) as u32);
        }
    }
    (starts, ends)
}

fn points(state: &mut u64, vehicles: usize) -> Vec<(f32, f32)> {
    let mut line = || -> Vec<f32> {
        (0..vehicles).map(|_| (random(state) % 200_000) as f32 / 1000.0).collect()
    };
    let (x, y) = (line(), line());
    x.into_iter().zip(y).collect()
}
