//! Instants and spans: whole milliseconds, UTC. Wall clocks belong to [`crate::zone`].

use core::fmt;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Any 64-bit number; [`crate::zone::Zone`] shows the years −9999 to 9999 on a wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// Elapsed time in milliseconds; negative when it runs backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span(pub i64);

impl Instant {
    /// The earliest moment that can be told.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest moment that can be told.
    pub const MAX: Self = Self(i64::MAX);

    /// Elapsed time from `earlier` to here; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// This moment moved by `span`, held at the ends of the range.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// This moment moved back by `span`, held at the ends of the range.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One quarter of an hour.
    pub const QUARTER_HOUR: Self = Self::minutes(15);
    /// One hour.
    pub const HOUR: Self = Self::hours(1);

    /// A span of whole minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes.saturating_mul(60_000))
    }

    /// A span of whole hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3_600_000))
    }

    /// A span of whole days of 24 hours.
    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self(days.saturating_mul(86_400_000))
    }

    /// How many units of `unit` have been started: `ceil(self / unit)`, none for a negative span.
    ///
    /// One millisecond into a unit is the whole unit; an exact multiple adds none.
    #[must_use]
    pub const fn started(self, unit: Self) -> i64 {
        if self.0 <= 0 || unit.0 <= 0 {
            return 0;
        }
        (self.0 - 1) / unit.0 + 1
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let seconds = self.0.unsigned_abs() / 1000;
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if rest == 0 {
            write!(f, "{sign}{hours}:{minutes:02}")
        } else {
            write!(f, "{sign}{hours}:{minutes:02}:{rest:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn started_units_count_whole_from_the_first_moment() {
        for (span_ms, started) in [
            (-5, 0),
            (0, 0),
            (1, 1),
            (899_999, 1),
            (900_000, 1),
            (900_001, 2),
            (i64::MAX, 10_248_191_152_061),
        ] {
            assert_eq!(Span(span_ms).started(Span::QUARTER_HOUR), started, "{span_ms} ms");
        }
    }

    #[test]
    fn spans_read_as_hours_and_minutes() {
        assert_eq!(Span::minutes(135).to_string(), "2:15");
        assert_eq!(Span(-61_000).to_string(), "-0:01:01");
    }
}
