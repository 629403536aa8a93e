//! The calendar of a vehicle, for whoever wants to book it; and the vehicles that a member may book.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{access, bookings};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::find::span;
use crate::identity::show_id;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// No calendar is longer.
const LONGEST: Span = Span::days(62);

/// Which stretch of the calendar.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wish {
    /// The start; left out: now.
    pub from: Option<String>,
    /// The end, at most 62 days later; left out: an hour later.
    pub until: Option<String>,
}

/// A stretch of time in which a vehicle cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TakenTime)]
pub struct Taken {
    /// From when on, RFC 3339.
    pub from: String,
    /// Until when, RFC 3339; exclusive; `null`: nobody knows.
    pub until: Option<String>,
    /// `own`: a booking of whoever asks; `taken`: of somebody; `charging`: reserved before a booking;
    /// `out-of-service`.
    pub kind: String,
    /// The booking's id: of one's own, or for staff.
    pub booking: Option<String>,
}

/// When a vehicle is taken within a stretch of time, by start.
///
/// # Errors
/// [`Trouble`].
pub fn calendar(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    wish: &Wish,
) -> Result<Vec<Taken>, Trouble> {
    let row = scene.vehicle_named(vehicle)?;
    of_row(scene, &row, wish)
}

/// The same of a vehicle that is known.
pub(crate) fn of_row(
    scene: &mut Scene<'_, '_>,
    row: &VehicleRow,
    wish: &Wish,
) -> Result<Vec<Taken>, Trouble> {
    let now = scene.now();
    let (from, until) = span(scene.operator, now, wish.from.as_deref(), wish.until.as_deref())?;
    if until.since(from) > LONGEST {
        return Err(Trouble::invalid("until", "beyond-62-days", ""));
    }
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let mut all = bookings::of_vehicle(scene.tx, op, versions, row.id, (from, until))?;
    let driven = access::driving(scene.tx, op, versions, row.id)?;
    all.extend(driven.filter(|trip| all.iter().all(|booking| booking.id != trip.id)));
    let mut taken: Vec<(Instant, Taken)> = Vec::new();
    for booking in all {
        let own = scene.is_own(&booking)?;
        taken.extend(scene.stretches(&booking, own, now));
    }
    if let Some(at) = row.out_of_service {
        let kind = "out-of-service".to_owned();
        let (from, booking) = (show_moment(at), None);
        taken.push((at, Taken { from, until: None, kind, booking }));
    }
    taken.retain(|(begins, _)| *begins < until);
    taken.sort_by_key(|(begins, _)| *begins);
    Ok(taken.into_iter().map(|(_, taken)| taken).collect())
}

impl Scene<'_, '_> {
    /// Whether the member who asks pays for a booking or drives it.
    fn is_own(&mut self, booking: &Booking) -> Result<bool, Trouble> {
        let Actor::Member(member) = self.actor else { return Ok(false) };
        Ok(booking.member == member || self.reader_of(booking)? == member)
    }

    /// The stretches that a booking takes, as far as whoever asks may know of them.
    fn stretches(&self, booking: &Booking, own: bool, now: Instant) -> Vec<(Instant, Taken)> {
        let named = own || matches!(self.actor, Actor::Staff(_));
        let id = named.then(|| show_id(booking.id.0));
        let mut all = Vec::new();
        let mut add = |from: Instant, until: Option<Instant>, kind: &str| {
            let taken = Taken {
                from: show_moment(from),
                until: until.map(show_moment),
                kind: kind.to_owned(),
                booking: id.clone(),
            };
            all.push((from, taken));
        };
        let begins = booking.holds_from();
        let ends = match booking.state {
            State::Returned(at) => Some(at.min(booking.end)),
            State::Driving if now > booking.end => None,
            _ => Some(booking.end),
        };
        if begins < booking.start {
            add(begins, Some(booking.start), "charging");
        }
        if ends.is_none_or(|ends| ends > begins.max(booking.start)) {
            add(begins.max(booking.start), ends, if own { "own" } else { "taken" });
        }
        all
    }
}
