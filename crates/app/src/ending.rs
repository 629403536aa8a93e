//! How a trip will end: what is not in order before the vehicle is given back, and what a later return would
//! cost. Both are said while it can still be mended. Nothing is billed.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::decide::give_back::{GiveBack, give_back as decide};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_domain::line::Lines;
use rimessa_domain::member::Member;
use rimessa_domain::refusal::Refusal;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, members};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::quote::{QuoteLine, show_lines};
use crate::readings::{FUEL, PLUGGED};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::{moment, show_moment};

/// Something that is not in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Amiss {
    /// What it is, in words.
    pub words: String,
    /// What it costs if it stays so, like `25.00`; `null`: the trip runs on until it is mended.
    pub amount: Option<String>,
    /// The clause; empty: the regulation is silent, it is assumed.
    pub clause: String,
}

/// What a later return would cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Later {
    /// The moment, RFC 3339.
    pub at: String,
    /// All that the trip would cost then, a line each.
    pub lines: Vec<QuoteLine>,
    /// Their sum, like `59.40`.
    pub total: String,
}

/// A trip under way, with what a decision about its return needs.
struct Trip {
    booking: Booking,
    account: Member,
    distance_mm: i64,
}

/// What its devices say that is not in order about a vehicle, if it were given back now: what the regulation
/// charges for it, or why it would not end the trip.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble`].
pub fn not_in_order(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Vec<Amiss>, Trouble> {
    let Some(trip) = scene.trip_under_way(id)? else { return Ok(Vec::new()) };
    let known = scene.known(trip.booking.vehicle)?;
    let plugged_in = known.last(PLUGGED).is_none_or(|plugged| plugged == 1);
    let fuel = known.since(FUEL, trip.booking.start).map(|percent| percent * 10_000);
    let at = scene.now();
    let as_it_should = scene.returned_as(&trip, at, (true, None))?;
    let book = scene.operator.book_at(trip.booking.made);
    let explainer = Explainer { rulebook: book, language: scene.language };
    match (scene.returned_as(&trip, at, (plugged_in, fuel))?, as_it_should) {
        (Ok(as_it_is), Ok(as_it_should)) => {
            let (expected, _) = show_lines(&explainer, &as_it_should);
            let (mut found, _) = show_lines(&explainer, &as_it_is);
            found.retain(|line| !expected.contains(line));
            let amiss = found.into_iter().map(|line| Amiss {
                words: line.title,
                amount: Some(line.amount),
                clause: line.clause,
            });
            Ok(amiss.collect())
        }
        (Err(refusal), _) | (_, Err(refusal)) => {
            let words = scene.refused(refusal, &book.rules, trip.booking.made);
            let clause = words.clause.unwrap_or_default();
            Ok(vec![Amiss { words: words.words, amount: None, clause }])
        }
    }
}

/// What a trip costs if the vehicle is brought back in order at `until`, a moment to come; `None`: the
/// regulation would not let it end then.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble::Invalid`]; [`Trouble`].
pub fn later(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    until: &str,
) -> Result<Option<Later>, Trouble> {
    let trip = scene.trip_under_way(id)?;
    let zone = &scene.operator.versions.at(scene.now()).zone;
    let at = moment(zone, "end", until)?.max(scene.now());
    let Some(trip) = trip else { return Ok(None) };
    let Ok(lines) = scene.returned_as(&trip, at, (true, None))? else { return Ok(None) };
    let book = scene.operator.book_at(trip.booking.made);
    let explainer = Explainer { rulebook: book, language: scene.language };
    let (lines, total) = show_lines(&explainer, &lines);
    Ok(Some(Later { at: show_moment(at), lines, total }))
}

impl Scene<'_, '_> {
    /// A trip under way that the caller may see; `None`: the booking is in another state.
    fn trip_under_way(&mut self, id: BookingId) -> Result<Option<Trip>, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let found = bookings::get(self.tx, op, versions, id)?;
        let found = found.filter(|stored| self.may_use(stored));
        let booking = found.ok_or(Trouble::NotFound("booking"))?.booking;
        if !self.is_near(&booking)? {
            return Err(Trouble::NotFound("booking"));
        }
        if booking.state != State::Driving {
            return Ok(None);
        }
        let row = members::get(self.tx, op, booking.member)?.ok_or(Trouble::NotFound("member"))?;
        let account = self.account(&row, versions.at(booking.made))?;
        let distance_mm = self.driven_so_far_mm(id, booking.vehicle)?;
        Ok(Some(Trip { booking, account, distance_mm }))
    }

    /// The lines of a return in that state (plugged in, fuel in millionths), or why it is none.
    fn returned_as(
        &self,
        trip: &Trip,
        at: Instant,
        (plugged_in, fuel): (bool, Option<i64>),
    ) -> Result<Result<Lines, Refusal>, Trouble> {
        let rules = self.operator.versions.at(trip.booking.made);
        let back = GiveBack {
            place: None,
            distance_mm: trip.distance_mm,
            fuel,
            plugged_in,
            procedure_complete: true,
            checked: None,
            costs: &[],
        };
        Ok(match decide(&Now { rules, at }, &back, Some(&trip.booking), &trip.account)? {
            Answer::Done(outcome) => Ok(outcome.lines),
            Answer::Refused(refusal, _) => Err(refusal),
        })
    }
}
