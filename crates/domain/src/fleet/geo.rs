//! Points on the map and which of two is nearer, in whole numbers.
//!
//! A distance is that of the plane in which east–west is shrunk by the cosine of the middle
//! latitude. Against the great circle it is exact to 0.02 % up to 200 km below 70° of latitude, so
//! two places whose distances differ by more than that come in their true order. The flattening of
//! the earth (0.3 %) is ignored, and nothing reaches across the date line: 179.9° east and west
//! are far apart here.

/// A point on the map, in 10⁻⁷ degrees (about 1.1 cm along a meridian).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Point {
    lat_e7: i32,
    lon_e7: i32,
}

/// 90° in 10⁻⁷ degrees.
const QUARTER_TURN_E7: i32 = 900_000_000;
/// One degree in 10⁻⁷ degrees.
const DEGREE_E7: u32 = 10_000_000;
/// The cosine is a fraction of 2³⁰.
const COSINE_BITS: u32 = 30;
/// Cosines of whole degrees, 0 to 90, and one more so that the last has a neighbour.
const COSINES: [u32; 92] = cosines();
/// One degree along a great circle of the mean sphere (radius 6,371,008.8 m), in centimetres.
const DEGREE_CM: u64 = 11_119_508;

impl Point {
    /// A point; `None` if the latitude is beyond ±90° or the longitude beyond ±180°.
    #[must_use]
    pub const fn new(lat_e7: i32, lon_e7: i32) -> Option<Self> {
        if lat_e7.unsigned_abs() > QUARTER_TURN_E7.unsigned_abs()
            || lon_e7.unsigned_abs() > 2 * QUARTER_TURN_E7.unsigned_abs()
        {
            return None;
        }
        Some(Self { lat_e7, lon_e7 })
    }

    /// Latitude, north is positive, −900,000,000 to 900,000,000.
    #[must_use]
    pub const fn lat_e7(self) -> i32 {
        self.lat_e7
    }

    /// Longitude, east is positive, −1,800,000,000 to 1,800,000,000.
    #[must_use]
    pub const fn lon_e7(self) -> i32 {
        self.lon_e7
    }

    /// Whole metres to `other`, rounded down.
    #[must_use]
    pub fn distance_m(self, other: Self) -> u32 {
        metres(self.square_to(other))
    }

    /// Squared distance to `other`, in squares of 10⁻⁷ degrees of a great circle; never overflows.
    pub(super) fn square_to(self, other: Self) -> u64 {
        let north = u64::from(self.lat_e7.abs_diff(other.lat_e7));
        let east = shrunk(self.lon_e7.abs_diff(other.lon_e7), self.lat_e7, other.lat_e7);
        north * north + east * east
    }
}

/// A rectangle of latitudes and longitudes, both ends included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    south: i32,
    north: i32,
    west: i32,
    east: i32,
}

impl Frame {
    /// The smallest frame around `points`; around none, a frame that nothing is in.
    pub(super) fn around(points: impl Iterator<Item = Point>) -> Self {
        let none = Self { south: i32::MAX, north: i32::MIN, west: i32::MAX, east: i32::MIN };
        points.fold(none, |frame, point| Self {
            south: frame.south.min(point.lat_e7),
            north: frame.north.max(point.lat_e7),
            west: frame.west.min(point.lon_e7),
            east: frame.east.max(point.lon_e7),
        })
    }

    /// Whether it reaches farther north to south than east to west, on the ground.
    pub(super) fn is_tall(&self) -> bool {
        let width = shrunk(self.east.abs_diff(self.west), self.south, self.north);
        u64::from(self.north.abs_diff(self.south)) > width
    }

    /// A squared distance that no point of the frame is nearer to `point` than.
    pub(super) fn square_to(&self, point: Point) -> u64 {
        let gap = |low: i32, high: i32, at: i32| {
            if at < low { low.abs_diff(at) } else { at.saturating_sub(high).max(0).unsigned_abs() }
        };
        let north = u64::from(gap(self.south, self.north, point.lat_e7));
        let lon_gap = gap(self.west, self.east, point.lon_e7);
        // The cosine falls towards the poles, so one of the two edges shrinks the most.
        let east = shrunk(lon_gap, point.lat_e7, self.south).min(shrunk(
            lon_gap,
            point.lat_e7,
            self.north,
        ));
        north * north + east * east
    }
}

/// Whole metres of a squared distance, rounded down.
pub(super) fn metres(square: u64) -> u32 {
    // At most the diagonal of 180° by 360°, 45 million metres.
    u32::try_from(square.isqrt() * DEGREE_CM / u64::from(DEGREE_E7) / 100).unwrap_or(u32::MAX)
}

/// A difference of longitude as what it is on the ground at the middle of two latitudes.
fn shrunk(lon_diff: u32, one_lat: i32, other_lat: i32) -> u64 {
    let middle = (one_lat + other_lat).unsigned_abs() / 2;
    (u64::from(lon_diff) * u64::from(cosine(middle))) >> COSINE_BITS
}

/// Cosine of a latitude in 10⁻⁷ degrees, as a fraction of 2³⁰, between the whole degrees of a
/// table: too small by at most 0.004 %.
fn cosine(lat_e7: u32) -> u32 {
    let degree = (lat_e7 / DEGREE_E7).min(90);
    let [Some(&here), Some(&next)] = [degree, degree + 1].map(|at| COSINES.get(at as usize)) else {
        return 0;
    };
    let fall = u64::from(here.saturating_sub(next)) * u64::from(lat_e7 % DEGREE_E7);
    // The quotient is at most `fall` over one degree, which came from a u32.
    here - u32::try_from(fall / u64::from(DEGREE_E7)).unwrap_or(here)
}

/// cos(n + 1) = 2 cos(1) cos(n) − cos(n − 1), in fractions of 2⁶⁰; the error stays below 2⁻⁴⁰.
const fn cosines() -> [u32; 92] {
    const BITS: u32 = 60;
    const COS_ONE_DEGREE: i128 = 1_152_745_909_077_394_653;
    let mut table = [0_u32; 92];
    let (mut before, mut here) = (COS_ONE_DEGREE, 1_i128 << BITS);
    let mut degree = 0;
    while degree <= 90 {
        let rounded = (here + (1 << (BITS - COSINE_BITS - 1))) >> (BITS - COSINE_BITS);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 2^30"
        )]
        {
            table[degree] = if rounded < 0 { 0 } else { rounded as u32 };
        }
        let next = ((2 * COS_ONE_DEGREE * here) >> BITS) - before;
        before = here;
        here = next;
        degree += 1;
    }
    table
}

#[cfg(test)]
#[expect(clippy::float_arithmetic, reason = "the great circle, to compare with")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Metres along a great circle of the mean sphere.
    fn great_circle_m(one: Point, other: Point) -> f64 {
        let radians = |e7: i32| (f64::from(e7) / 1e7).to_radians();
        let (one_lat, other_lat) = (radians(one.lat_e7), radians(other.lat_e7));
        let north = ((one_lat - other_lat) / 2.0).sin();
        let east = ((radians(one.lon_e7) - radians(other.lon_e7)) / 2.0).sin();
        let chord = north * north + one_lat.cos() * other_lat.cos() * east * east;
        2.0 * 6_371_008.8 * chord.sqrt().asin()
    }

    proptest! {
        #[test]
        fn up_to_200_km_a_distance_is_exact_to_a_50th_of_a_percent(
            lat in -700_000_000..700_000_000_i32,
            lon in -1_700_000_000..1_700_000_000_i32,
            north in -12_000_000..12_000_000_i32,
            east in -30_000_000..30_000_000_i32,
        ) {
            let one = Point::new(lat, lon).expect("a point");
            let other = Point::new(lat + north, lon + east).expect("a point");
            let truth_m = great_circle_m(one, other);
            if truth_m <= 200_000.0 {
                let off_m = (f64::from(one.distance_m(other)) - truth_m).abs();
                prop_assert!(off_m <= 1.0 + truth_m * 0.0002, "{off_m} m of {truth_m} m");
            }
        }
    }

    #[test]
    fn points_are_on_the_earth_and_its_corners_are_far_apart() {
        assert_eq!(Point::new(900_000_001, 0), None);
        assert_eq!(Point::new(0, -1_800_000_001), None);
        assert_eq!(Point::new(i32::MIN, i32::MIN), None);
        let corner = |lat, lon| Point::new(lat, lon).expect("a corner");
        for (one, other, distance_m) in [
            (corner(0, -1_800_000_000), corner(0, 1_800_000_000), 40_030_228),
            (corner(-900_000_000, 0), corner(900_000_000, 0), 20_015_114),
            (corner(-900_000_000, -1_800_000_000), corner(900_000_000, 1_800_000_000), 44_755_156),
            (corner(900_000_000, -1_800_000_000), corner(900_000_000, 1_800_000_000), 0),
        ] {
            assert_eq!(one.distance_m(other), distance_m, "{one:?} {other:?}");
        }
    }
}
