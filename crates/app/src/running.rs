//! What a trip under way costs so far: the lines that returning now would give; of a booking to come,
//! those of returning as booked. Nothing is billed.

use rimessa_domain::booking::{BookingEvent, State};
use rimessa_domain::decide::give_back::{GiveBack, give_back as decide};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_domain::money::Money;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, lines, members};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assess::Billed;
use crate::quote::{QuoteLine, show_lines};
use crate::reply::Reply;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::LineView;
use crate::when::show_moment;

/// What a trip costs if it ends now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RunningCost)]
pub struct Running {
    /// Now, or of a booking to come its end, RFC 3339.
    pub at: String,
    /// The currency, ISO 4217.
    pub currency: String,
    /// The distance that is known so far, in metres.
    pub distance_m: i64,
    /// The lines that returning now would give.
    pub lines: Vec<QuoteLine>,
    /// Their sum, like `12.50`.
    #[schema(example = "12.50")]
    pub total: String,
    /// The lines that the booking has already.
    pub so_far: Vec<LineView>,
    /// All together.
    #[schema(example = "13.50")]
    pub altogether: String,
}

/// What a trip costs if the vehicle is brought back now (of a booking to come: at its end), as booked,
/// in order, and plugged in. `distance_m`: what was driven, if the caller knows better than the readings.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble`].
pub fn running(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    distance_m: Option<u32>,
) -> Result<Reply<Running>, Trouble> {
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let found = bookings::get(scene.tx, op, versions, id)?;
    let found = found.filter(|stored| scene.may_use(stored));
    let mut booking = found.ok_or(Trouble::NotFound("booking"))?.booking;
    if !scene.is_near(&booking)? {
        return Err(Trouble::NotFound("booking"));
    }
    let mut at = scene.now();
    if booking.state == State::Planned {
        // What it will cost if it is used as booked.
        at = booking.end;
        booking.apply(&BookingEvent::Opened);
    }
    let operator = scene.operator;
    let rules = operator.versions.at(booking.made);
    let row = members::get(scene.tx, op, booking.member)?;
    let account = scene.account(&row.ok_or(Trouble::NotFound("member"))?, rules)?;
    let distance_mm = match distance_m {
        Some(told) => i64::from(told) * 1000,
        None => scene.driven_so_far_mm(id, booking.vehicle)?,
    };
    let back = GiveBack {
        place: None,
        distance_mm,
        fuel: None,
        plugged_in: true,
        procedure_complete: true,
        checked: None,
        costs: &[],
    };
    let outcome = match decide(&Now { rules, at }, &back, Some(&booking), &account)? {
        Answer::Refused(refusal, _) => {
            return Ok(Reply::Refused(scene.refused(refusal, rules, booking.made)));
        }
        Answer::Done(outcome) => outcome,
    };
    let total = Billed::of(booking.member, &outcome.lines)?.amount;
    let book = operator.book_at(booking.made);
    let explainer = Explainer { rulebook: book, language: scene.language };
    let (shown, _) = show_lines(&explainer, &outcome.lines);
    let rows = lines::about(scene.tx, op, id.0)?;
    let earlier = rows.iter().fold(total.0, |sum, row| sum.saturating_add(row.amount));
    Ok(Reply::Done(Running {
        at: show_moment(at),
        currency: rules.currency.to_string(),
        distance_m: distance_mm / 1000,
        lines: shown,
        total: total.to_string(),
        so_far: rows.iter().map(|row| scene.show_line(row)).collect::<Result<_, _>>()?,
        altogether: Money(earlier).to_string(),
    }))
}
