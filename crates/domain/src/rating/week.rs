//! Hours of the week on the wall clock: which window is running, and how long.

use crate::rules::Rules;
use crate::rules::billing::WeekWindow;
use crate::zone::{Wall, date_of};

pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 86_400_000;
pub(crate) const WEEK_MS: i64 = 7 * DAY_MS;

/// What a window says at a moment on the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The window that is running: the number of the day on which it began. `None`: outside.
    pub running: Option<i64>,
    /// Nothing changes before this moment on the wall.
    pub until: Wall,
}

const HOLIDAY: u8 = 1 << 7;

/// Which instance of `window` runs at `wall`, and until when that is so.
#[must_use]
pub fn hours(rules: &Rules, window: WeekWindow, wall: Wall) -> Stretch {
    let today = wall.0.div_euclid(DAY_MS);
    let (from, until) =
        (i64::from(window.from_minute) * MINUTE_MS, i64::from(window.until_minute) * MINUTE_MS);
    let time = wall.0.rem_euclid(DAY_MS);
    let over_midnight = until <= from;
    if over_midnight && time < until && begins_on(rules, window.days, today - 1) {
        return Stretch { running: Some(today - 1), until: Wall(today * DAY_MS + until) };
    }
    let midnight = (today + 1) * DAY_MS;
    if !begins_on(rules, window.days, today) {
        return Stretch { running: None, until: Wall(midnight) };
    }
    if time < from {
        return Stretch { running: None, until: Wall(today * DAY_MS + from) };
    }
    if over_midnight {
        return Stretch { running: Some(today), until: Wall(midnight + until) };
    }
    if time < until {
        return Stretch { running: Some(today), until: Wall(today * DAY_MS + until) };
    }
    Stretch { running: None, until: Wall(midnight) }
}

/// Which instance of the stretch from one minute of the week to another runs at `wall`.
#[must_use]
pub fn week(from_minute: u16, until_minute: u16, wall: Wall) -> Stretch {
    // Day 4 of 1970 was the first Monday.
    let shifted = wall.0 - 4 * DAY_MS;
    let monday = shifted.div_euclid(WEEK_MS);
    let time = shifted.rem_euclid(WEEK_MS);
    let start_of = |week: i64| week * WEEK_MS + 4 * DAY_MS;
    let (from, until) = (i64::from(from_minute) * MINUTE_MS, i64::from(until_minute) * MINUTE_MS);
    if until <= from && time < until {
        return Stretch { running: Some(monday - 1), until: Wall(start_of(monday) + until) };
    }
    if time < from {
        return Stretch { running: None, until: Wall(start_of(monday) + from) };
    }
    if until <= from {
        return Stretch { running: Some(monday), until: Wall(start_of(monday + 1) + until) };
    }
    if time < until {
        return Stretch { running: Some(monday), until: Wall(start_of(monday) + until) };
    }
    Stretch { running: None, until: Wall(start_of(monday + 1)) }
}

/// Whether a window of `days` begins on that day. A holiday counts as a holiday and not as its
/// weekday, except for windows of all seven days.
fn begins_on(rules: &Rules, days: u8, day: i64) -> bool {
    // 1970-01-01 was a Thursday, day 3 of the week.
    let weekday = (day + 3).rem_euclid(7);
    let of_week = days & (1u8 << weekday) != 0;
    if days & 0x7f == 0x7f || rules.holidays.is_empty() {
        return of_week;
    }
    let holiday = rules.holidays.contains(&date_of(Wall(day * DAY_MS)));
    if holiday { days & HOLIDAY != 0 } else { of_week }
}
