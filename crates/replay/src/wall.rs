//! Times as a scenario writes them: local to the operator, or with an offset that then decides.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rimessa_domain::time::Instant;
use rimessa_domain::zone::Zone;

/// The moment that `text` names, like `2026-03-02T10:00`, `…:00`, `…+02:00`.
///
/// # Errors
/// What is wrong with it, as half a sentence.
pub fn instant(zone: &Zone, text: &str) -> Result<Instant, &'static str> {
    const FORM: &str = "is no time; write it like 2026-03-02T10:00, 10:00:01 or 10:00+02:00";
    let Some((_, time)) = text.split_once('T') else { return Err(FORM) };
    if text.ends_with('Z') || time.contains(['+', '-']) {
        let stamp: Timestamp = text.parse().map_err(|_| FORM)?;
        return whole(stamp.subsec_nanosecond()).map(|()| Instant(stamp.as_millisecond()));
    }
    let civil: DateTime = text.parse().map_err(|_| FORM)?;
    whole(civil.subsec_nanosecond())?;
    zone.at(civil).ok_or("lies beyond the calendar, which ends with the year 9999")
}

/// The date that `text` names, like `2026-01-31`.
///
/// # Errors
/// What is wrong with it, as half a sentence.
pub fn date(text: &str) -> Result<Date, &'static str> {
    let form = "is no date; write it like 2026-01-31";
    if text.contains('T') {
        return Err(form);
    }
    text.parse().map_err(|_| form)
}

fn whole(nanoseconds: i32) -> Result<(), &'static str> {
    if nanoseconds % 1_000_000 == 0 {
        return Ok(());
    }
    Err("is finer than a millisecond")
}
