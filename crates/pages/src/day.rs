//! The day of a vehicle: when it is taken, charging, or one's own.

use jiff::civil::{Date, DateTime};
use rimessa_app::calendar::Taken;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;

use crate::talk::{Talk, read};

/// Minutes of a usual day: so wide is the picture.
const WIDTH: i64 = 1440;

/// A stretch of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins, in minutes from the first midnight.
    pub x: i64,
    /// How long it is, in minutes.
    pub width: i64,
    /// `taken`, `own`, `charging`, `out-of-service`, or `wish`.
    pub kind: String,
    /// From when until when, in words.
    pub words: String,
}

/// A day of a vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day, in words.
    pub title: String,
    /// When it cannot be had.
    pub stretches: Vec<Stretch>,
    /// When it is wished for; `None`: not on this day.
    pub wish: Option<Stretch>,
    /// Start and end of the wish a day earlier, as fields take them.
    pub before: (String, String),
    /// The same a day later.
    pub after: (String, String),
}

/// The first and the last moment of the day of a wish, as a calendar is asked for.
#[must_use]
pub fn day_of(start: &str) -> Option<(String, String)> {
    let date: Date = start.parse::<DateTime>().ok()?.date();
    Some((format!("{date}T00:00"), format!("{}T00:00", date.tomorrow().ok()?)))
}

impl Day {
    /// The day on which a wish begins, with what is taken on it.
    #[must_use]
    pub fn of(talk: &Talk, start: &str, end: &str, taken: &[Taken]) -> Option<Self> {
        let (rules, from) = (talk.rules()?, start.parse::<DateTime>().ok()?);
        let until = end.parse::<DateTime>().ok()?;
        let begin = rules.zone.start_of(from.date());
        let stretch = |kind: &str, from: Instant, until: Option<Instant>| {
            Self::stretch(talk, rules, (begin, WIDTH), (kind, from, until))
        };
        let stretches = taken.iter().filter_map(|one| {
            stretch(&one.kind, read(&one.from)?, one.until.as_deref().and_then(read))
        });
        let stretches = stretches.collect();
        let wish = match (rules.zone.at(from), rules.zone.at(until)) {
            (Some(from), Some(until)) => stretch("wish", from, Some(until)),
            _ => None,
        };
        let shifted = |days: i64| -> Option<(String, String)> {
            let by = jiff::Span::new().days(days);
            let show =
                |at: DateTime| Some(at.checked_add(by).ok()?.strftime("%FT%H:%M").to_string());
            Some((show(from)?, show(until)?))
        };
        let title = talk.date(begin);
        Some(Self { title, stretches, wish, before: shifted(-1)?, after: shifted(1)? })
    }

    /// The part of what is taken that lies on so many days from one like `2026-03-02` on; `None`: there is
    /// none. Its words name the day where there are several.
    pub(crate) fn stretch_on(
        talk: &Talk,
        (day, days): (&str, i64),
        taken: &Taken,
    ) -> Option<Stretch> {
        let (rules, date) = (talk.rules()?, day.parse::<Date>().ok()?);
        let until = taken.until.as_deref().and_then(read);
        let begin = rules.zone.start_of(date);
        let of = (taken.kind.as_str(), read(&taken.from)?, until);
        let found = Self::stretch(talk, rules, (begin, days * WIDTH), of)?;
        let words = match &taken.until {
            _ if days == 1 => found.words,
            Some(until) => talk.span(&taken.from, until),
            None => talk.t1("from-then", "from", &talk.when(&taken.from)),
        };
        Some(Stretch { words, ..found })
    }

    /// The part of a stretch that lies on so many minutes from a midnight on; `None`: there is none.
    fn stretch(
        talk: &Talk,
        rules: &Rules,
        (begin, wide): (Instant, i64),
        (kind, from, until): (&str, Instant, Option<Instant>),
    ) -> Option<Stretch> {
        // By the wall clock, as people read it: on two days of the year an hour is missing or doubled.
        let minute = |at: Instant| (rules.zone.wall(at).0 - rules.zone.wall(begin).0) / 60_000;
        let x = minute(from).clamp(0, wide);
        let end = until.map_or(wide, minute).clamp(0, wide);
        let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
        let words = match until {
            Some(_) => format!("{}–{}", clock(x), clock(end)),
            None => talk.t1("from-then", "from", &clock(x)),
        };
        (x < end).then(|| Stretch { x, width: end - x, kind: kind.to_owned(), words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_asked_for_from_midnight_to_midnight() {
        let day = |text: &str| day_of(text);
        let midnights = ("2026-02-28T00:00".to_owned(), "2026-03-01T00:00".to_owned());
        assert_eq!(day("2026-02-28T10:15"), Some(midnights));
        for nonsense in ["", "2026-02-30T10:00", "yesterday"] {
            assert_eq!(day(nonsense), None);
        }
    }
}
