//! Hours, days and weeks as they are written.

use rimessa_domain::rules::billing::WeekWindow;

use crate::finding::{Code, Finding};
use crate::reader::{At, Table};

const MONDAY_TO_SUNDAY: u8 = 0b0111_1111;

/// The days of the week as sets of one, and holidays.
const DAYS: [(u8, &str); 8] = [
    (1, "mon"),
    (1 << 1, "tue"),
    (1 << 2, "wed"),
    (1 << 3, "thu"),
    (1 << 4, "fri"),
    (1 << 5, "sat"),
    (1 << 6, "sun"),
    (1 << 7, "holiday"),
];

/// Reads `days`: a set; all seven if not given.
pub(crate) fn days(t: &Table<'_>) -> u8 {
    let Some(days) = t.choices("days", &DAYS) else { return MONDAY_TO_SUNDAY };
    let mut set = 0;
    for day in days {
        if set & day.value != 0 {
            t.report(Finding::error(Code::Duplicate, day.place, "this day is named twice"));
        }
        set |= day.value;
    }
    set
}

/// Reads the hours of a table with `from` and `until`.
pub(crate) fn hours(t: &Table<'_>, days: u8) -> WeekWindow {
    let from = t.required("from", t.time("from"), "\"23:00\"", 0);
    let until = t.required("until", t.time("until"), "\"07:00\"", 24 * 60);
    if from.value == 24 * 60 {
        let finding = Finding::error(Code::BadTime, from.place, "hours cannot begin at 24:00");
        t.report(finding.meant(Some("\"00:00\"")));
    }
    if from.value == until.value {
        let message = "these hours begin and end at the same time";
        let finding = Finding::error(Code::BadTime, until.place, message);
        t.report(finding.help("for the whole day write from \"00:00\" until \"24:00\""));
    }
    WeekWindow { days, from_minute: from.value % 1440, until_minute: until.value }
}

/// A whole day of certain days.
pub(crate) fn whole_day(days: u8) -> WeekWindow {
    WeekWindow { days, from_minute: 0, until_minute: 24 * 60 }
}

/// Reads `{ day = "fri", at = "18:00" }`: a minute of the week, from Monday 00:00.
pub(crate) fn minute_of_week(t: &Table<'_>) -> At<u16> {
    let day = t.choice("day", &DAYS[..7]);
    let day = t.required("day", day, "\"fri\"", 1);
    let at = t.required("at", t.time("at"), "\"18:00\"", 0);
    let days = u16::try_from(day.value.trailing_zeros()).unwrap_or(0);
    At { value: (days * 1440 + at.value) % (7 * 1440), place: t.place }
}
