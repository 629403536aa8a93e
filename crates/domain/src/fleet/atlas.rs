//! The stations of a fleet on the map, found nearest first.
//!
//! A tree of frames over all stations, each halved along its longer side, searched best first: what
//! is nearest so far is either a station, which is next, or a frame, which is opened.

use super::geo::{Frame, Point};
use core::cmp::Reverse;
use std::collections::BinaryHeap;

/// As many stations as a frame holds without being halved.
const LEAF: usize = 8;

/// All stations by place; rebuilt when stations are added, which is rare.
#[derive(Clone, Debug, Default)]
pub(super) struct Atlas {
    /// Each station's point and number, ordered so that each frame is a run of them.
    spots: Vec<(Point, u32)>,
    frames: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Node {
    frame: Frame,
    inside: Inside,
}

#[derive(Clone, Copy, Debug)]
enum Inside {
    /// Both halves, by their places in `frames`.
    Halves(u32, u32),
    /// A run of `spots`, half-open.
    Spots(u32, u32),
}

/// What lies ahead of a search; at equal distance frames come first, then stations by number.
type Ahead = Reverse<(u64, Kind, u32)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Frame,
    Station,
}

impl Atlas {
    /// The atlas of `points`, whose numbers are their places in the slice.
    pub(super) fn new(points: &[Point]) -> Self {
        let mut atlas = Self { spots: points.iter().copied().zip(0..).collect(), frames: vec![] };
        if !points.is_empty() {
            atlas.frame(0, points.len());
        }
        atlas
    }

    /// All stations from the nearest to the farthest, each with its squared distance; stations at
    /// the same distance by their numbers.
    pub(super) fn nearest(&self, point: Point) -> Nearest<'_> {
        let mut ahead = BinaryHeap::with_capacity(64);
        if let Some(root) = self.frames.first() {
            ahead.push(Reverse((root.frame.square_to(point), Kind::Frame, 0)));
        }
        Nearest { atlas: self, point, ahead }
    }

    /// Frames a run of spots and, below it, its halves; answers the place of the new frame.
    fn frame(&mut self, from: usize, until: usize) -> u32 {
        let run = &mut self.spots[from..until];
        let frame = Frame::around(run.iter().map(|spot| spot.0));
        let place = self.frames.len();
        self.frames.push(Node { frame, inside: Inside::Spots(index(from), index(until)) });
        if run.len() > LEAF {
            let half = run.len() / 2;
            if frame.is_tall() {
                run.select_nth_unstable_by_key(half, |spot| (spot.0.lat_e7(), spot.1));
            } else {
                run.select_nth_unstable_by_key(half, |spot| (spot.0.lon_e7(), spot.1));
            }
            let halves = (self.frame(from, from + half), self.frame(from + half, until));
            self.frames[place].inside = Inside::Halves(halves.0, halves.1);
        }
        index(place)
    }
}

/// The stations from the nearest to the farthest; see [`Atlas::nearest`].
pub(super) struct Nearest<'a> {
    atlas: &'a Atlas,
    point: Point,
    ahead: BinaryHeap<Ahead>,
}

impl Iterator for Nearest<'_> {
    /// Squared distance and number of a station.
    type Item = (u64, u32);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Reverse((square, kind, number)) = self.ahead.pop()?;
            if kind == Kind::Station {
                return Some((square, number));
            }
            match self.atlas.frames[number as usize].inside {
                Inside::Halves(one, other) => {
                    for half in [one, other] {
                        let square = self.atlas.frames[half as usize].frame.square_to(self.point);
                        self.ahead.push(Reverse((square, Kind::Frame, half)));
                    }
                }
                Inside::Spots(from, until) => {
                    let spots = &self.atlas.spots[from as usize..until as usize];
                    self.ahead.extend(spots.iter().map(|&(point, station)| {
                        Reverse((self.point.square_to(point), Kind::Station, station))
                    }));
                }
            }
        }
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).expect("an operator has fewer than 2^31 stations")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        let anywhere = (-900_000_000..=900_000_000_i32, -1_800_000_000..=1_800_000_000_i32);
        let town = (456_000_000..457_000_000_i32, 90_000_000..91_000_000_i32);
        let crowd = (456_000_000..456_000_004_i32, 90_000_000..90_000_004_i32);
        prop_oneof![anywhere, town, crowd]
            .prop_map(|(lat, lon)| Point::new(lat, lon).expect("a point"))
    }

    proptest! {
        #[test]
        fn stations_come_nearest_first_and_all_of_them(
            points in prop::collection::vec(point(), 0..120),
            from in point(),
        ) {
            let mut sorted: Vec<_> = points.iter().map(|at| from.square_to(*at)).zip(0..).collect();
            sorted.sort_unstable();
            prop_assert_eq!(Atlas::new(&points).nearest(from).collect::<Vec<_>>(), sorted);
        }
    }
}
