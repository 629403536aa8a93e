//! The operator's wall clock.
//!
//! jiff knows the time zones; this keeps their offset changes of 1900 to 2200 in a sorted table,
//! because rating asks for them far more often than they change. A property test holds the table
//! against jiff. Outside those years jiff is asked directly.

use core::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Disambiguation, TimeZone};

use crate::time::{Instant, Span};

/// Milliseconds on the operator's wall clock since 1970-01-01T00:00 there. Not a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wall(pub i64);

/// A stretch of time during which the wall clock runs evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Even {
    /// What is added to UTC to read the wall clock.
    pub offset: Span,
    /// The first moment of the stretch.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
}

/// A time zone of the IANA database.
#[derive(Clone)]
pub struct Zone {
    name: Box<str>,
    rules: TimeZone,
    /// Stretches that cover [`Zone::table_from`, `Zone::table_until`), in order, without gaps.
    table: Box<[Even]>,
}

const DAY_MS: i64 = 86_400_000;

impl Zone {
    /// The zone of that IANA name, or `None` if there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let rules = TimeZone::get(name).ok()?;
        let table = table_of(&rules);
        Some(Self { name: name.into(), rules, table })
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The evenly running stretch around `at`.
    #[must_use]
    pub fn even(&self, at: Instant) -> Even {
        let next = self.table.partition_point(|even| even.from <= at);
        match next.checked_sub(1).map(|i| self.table[i]) {
            Some(even) if at < even.until => even,
            _ => self.even_of_jiff(at),
        }
    }

    /// What the wall clock shows at `at`.
    #[must_use]
    pub fn wall(&self, at: Instant) -> Wall {
        Wall(at.0.saturating_add(self.even(at).offset.0))
    }

    /// The moment at which the wall clock shows `wall`.
    ///
    /// Of two such moments the earlier; of none, the one later by what the clock skipped.
    #[must_use]
    pub fn instant(&self, wall: Wall) -> Instant {
        let before = self.even(Instant(wall.0.saturating_sub(DAY_MS)));
        let after = self.even(Instant(wall.0.saturating_add(DAY_MS)));
        let as_before = Instant(wall.0.saturating_sub(before.offset.0));
        if before.offset == after.offset || as_before < after.from {
            return as_before;
        }
        let as_after = Instant(wall.0.saturating_sub(after.offset.0));
        if as_after >= after.from { as_after } else { as_before }
    }

    /// The moment of a date and time on the wall, or `None` outside the range of instants.
    #[must_use]
    pub fn at(&self, wall: DateTime) -> Option<Instant> {
        let wall = wall_of(wall);
        let instant = self.instant(wall);
        Timestamp::from_millisecond(instant.0).ok().map(|_| instant)
    }

    /// The date on the wall at `at`.
    #[must_use]
    pub fn date(&self, at: Instant) -> Date {
        date_of(self.wall(at))
    }

    /// The first moment of `date`: 00:00, or what comes instead if the clock skips it.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Instant {
        self.instant(wall_of(date.at(0, 0, 0, 0)))
    }

    /// Whether the wall clock stands on a multiple of `minutes` after the hour, to the millisecond.
    #[must_use]
    pub fn on_grid(&self, at: Instant, minutes: i64) -> bool {
        minutes <= 0 || self.wall(at).0.rem_euclid(minutes * 60_000) == 0
    }

    fn even_of_jiff(&self, at: Instant) -> Even {
        let stamp = nearest_timestamp(at);
        let offset = Span(i64::from(self.rules.to_offset(stamp).seconds()) * 1000);
        let from = self.last_change(stamp);
        let until = self
            .rules
            .following(stamp)
            .next()
            .map_or(Instant::MAX, |change| Instant(change.timestamp().as_millisecond()));
        Even { offset, from, until }
    }

    fn last_change(&self, stamp: Timestamp) -> Instant {
        let after = stamp.checked_add(jiff::SignedDuration::from_nanos(1)).unwrap_or(stamp);
        self.rules
            .preceding(after)
            .next()
            .map_or(Instant::MIN, |change| Instant(change.timestamp().as_millisecond()))
    }

    /// What jiff makes of a wall time; the measure for [`Zone::instant`].
    #[must_use]
    pub fn instant_by_jiff(&self, wall: DateTime) -> Option<Instant> {
        self.rules
            .to_ambiguous_timestamp(wall)
            .disambiguate(Disambiguation::Compatible)
            .ok()
            .map(|stamp| Instant(stamp.as_millisecond()))
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

/// Civil date and time as milliseconds on the wall; below milliseconds is dropped.
#[must_use]
pub fn wall_of(civil: DateTime) -> Wall {
    let days = i64::from(days_since_epoch(civil.date()));
    let time = civil.time();
    let seconds =
        i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Wall(days * DAY_MS + seconds * 1000 + i64::from(time.millisecond()))
}

/// The date that a wall clock shows; held at the years −9999 and 9999.
#[must_use]
pub fn date_of(wall: Wall) -> Date {
    let days = wall.0.div_euclid(DAY_MS);
    let span = jiff::Span::new().try_days(days);
    let limit = if days < 0 { Date::MIN } else { Date::MAX };
    span.and_then(|span| EPOCH.checked_add(span)).unwrap_or(limit)
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn days_since_epoch(date: Date) -> i32 {
    // From a date to a date in days: always in range.
    date.since(EPOCH).map_or(0, |span| span.get_days())
}

fn nearest_timestamp(at: Instant) -> Timestamp {
    let limit = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at.0).unwrap_or(limit)
}

fn table_of(rules: &TimeZone) -> Box<[Even]> {
    let from: Timestamp = Timestamp::constant(-2_208_988_800, 0); // 1900-01-01
    let until: Timestamp = Timestamp::constant(7_258_118_400, 0); // 2200-01-01
    let mut starts = vec![from];
    starts.extend(rules.following(from).map(|t| t.timestamp()).take_while(|at| *at < until));
    let ends = starts.iter().skip(1).copied().chain([until]);
    let evens = starts.iter().zip(ends).map(|(from, until)| Even {
        offset: Span(i64::from(rules.to_offset(*from).seconds()) * 1000),
        from: Instant(from.as_millisecond()),
        until: Instant(until.as_millisecond()),
    });
    evens.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn at(wall: DateTime) -> Instant {
        Zone::named("Europe/Rome").unwrap().at(wall).unwrap()
    }

    #[test]
    fn a_wall_time_that_occurs_twice_is_the_earlier_one() {
        let first = at(date(2026, 10, 25).at(2, 30, 0, 0));
        assert_eq!(first.0, 1_792_888_200_000, "00:30 UTC");
    }

    #[test]
    fn a_wall_time_that_is_skipped_moves_forward_by_the_gap() {
        assert_eq!(at(date(2026, 3, 29).at(2, 30, 0, 0)), at(date(2026, 3, 29).at(3, 30, 0, 0)));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let zone = Zone::named("Europe/Vienna").unwrap();
        assert!(zone.at(date(1, 1, 1).at(0, 0, 0, 0)).is_some());
        assert_eq!(zone.at(date(9999, 12, 31).at(23, 45, 0, 0)), None);
        assert!(zone.on_grid(zone.at(date(1, 1, 1).at(8, 15, 0, 0)).unwrap(), 15));
        let _ = (zone.wall(Instant::MAX), zone.date(Instant::MIN), zone.instant(Wall(i64::MIN)));
    }

    const ZONES: &[&str] = &["Europe/Paris", "Europe/Vienna", "Europe/Rome", "Africa/Casablanca"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_table_says_what_jiff_says(
            zone in prop::sample::select(ZONES),
            days in -40_000i32..90_000, minute in 0i64..1440,
        ) {
            let zone = Zone::named(zone).unwrap();
            let wall = Wall(i64::from(days) * DAY_MS + minute * 60_000);
            let civil = date_of(wall).at(0, 0, 0, 0) + jiff::Span::new().minutes(minute);
            prop_assert_eq!(Some(zone.instant(wall)), zone.instant_by_jiff(civil));
            let back = zone.instant(wall);
            prop_assert_eq!(zone.even(back).offset, zone.even_of_jiff(back).offset);
            prop_assert!(zone.even(back).from <= back && back < zone.even(back).until);
        }
    }
}
