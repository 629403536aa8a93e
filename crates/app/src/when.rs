//! Moments as they come in and go out: RFC 3339; local ones are the operator's wall clock.

use jiff::Timestamp;
use jiff::civil::DateTime;
use rimessa_domain::time::Instant;
use rimessa_domain::zone::Zone;

use crate::trouble::Trouble;

/// A moment in UTC, as it is sent: `2026-03-02T10:00:00Z`.
#[must_use]
pub fn show_moment(at: Instant) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |stamp| stamp.to_string())
}

/// The moment that `text` names: `2026-03-02T10:00` on the operator's wall clock, or with an offset
/// (`Z`, `+01:00`, `+0100`) that then decides. A wall time that occurs twice is the earlier one.
///
/// # Errors
/// [`Trouble::Invalid`] with `not-a-time`.
pub(crate) fn moment(zone: &Zone, field: &str, text: &str) -> Result<Instant, Trouble> {
    let wrong = || Trouble::invalid(field, "not-a-time", text);
    if text.len() > 40 {
        return Err(wrong());
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return Ok(Instant(stamp.as_millisecond()));
    }
    let civil: DateTime = text.parse().map_err(|_| wrong())?;
    // A date alone is a date, and nothing that looks like an offset is passed over.
    if !text.contains('T') || text.ends_with('Z') {
        return Err(wrong());
    }
    zone.at(civil).ok_or_else(wrong)
}

impl crate::scene::Scene<'_, '_> {
    /// The moment that a text names, if there is one.
    ///
    /// # Errors
    /// [`Trouble::Invalid`] with `not-a-time`.
    pub fn moment(&self, field: &str, text: Option<&str>) -> Result<Option<Instant>, Trouble> {
        let zone = &self.operator.versions.at(self.now()).zone;
        text.map(|text| moment(zone, field, text)).transpose()
    }
}
