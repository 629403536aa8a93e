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
    let Some(offset) = offset_of(text) else { return Err(FORM) };
    if !offset.is_empty() {
        let stamp: Timestamp = text.parse().map_err(|_| FORM)?;
        return whole(stamp.subsec_nanosecond()).map(|()| Instant(stamp.as_millisecond()));
    }
    let civil: DateTime = text.parse().map_err(|_| FORM)?;
    whole(civil.subsec_nanosecond())?;
    zone.at(civil).ok_or("lies beyond the calendar, which ends with the year 9999")
}

/// The offset that stands at the end of a time, maybe none; `None`: `text` is not written like one.
///
/// Other forms of the standard (`20260302T10`, `[Europe/Rome]` at the end) are not guessed at.
fn offset_of(text: &str) -> Option<&str> {
    let like = |part: &str, form: &str| {
        let fits = |(b, f): (u8, u8)| if f == b'0' { b.is_ascii_digit() } else { b == f };
        part.len() == form.len() && part.bytes().zip(form.bytes()).all(fits)
    };
    let (minute, rest) = text.split_at_checked(16)?;
    let (second, offset) = rest.split_at(rest.find(['Z', '+', '-']).unwrap_or(rest.len()));
    let (second, parts) = second.split_once('.').unwrap_or((second, "0"));
    let whole = like(second, ":00") && second < ":60" || second.is_empty() && !rest.contains('.');
    let parts = !parts.is_empty() && parts.bytes().all(|b| b.is_ascii_digit());
    let zoned = matches!(offset, "" | "Z") || like(&offset[1..], "00:00");
    (like(minute, "0000-00-00T00:00") && whole && parts && zoned).then_some(offset)
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
