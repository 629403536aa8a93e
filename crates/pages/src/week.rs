//! When a vehicle is taken, as the calendar of an island takes it.

use rimessa_app::calendar::Taken;
use serde::Serialize;

use crate::frame::Frame;

/// A stretch of time in which a vehicle cannot be had, on the operator's wall clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenShown {
    /// From when on, like `2026-03-02T10:00`.
    pub from: String,
    /// Until when; `None`: nobody knows.
    pub until: Option<String>,
    /// `own`, `taken`, `charging` or `out-of-service`.
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// The address of the booking; only of one's own.
    pub href: Option<String>,
}

impl TakenShown {
    /// A stretch in the words of a page; whose it is, is said of one's own bookings alone.
    #[must_use]
    pub fn of(frame: &Frame, taken: &Taken) -> Self {
        let talk = &frame.talk;
        let own = taken.booking.as_ref().filter(|_| taken.kind == "own");
        Self {
            from: talk.field(&taken.from),
            until: taken.until.as_deref().map(|until| talk.field(until)),
            kind: taken.kind.clone(),
            title: talk.taken(&taken.kind),
            href: own.map(|id| frame.at(&format!("bookings/{id}"))),
        }
    }
}
