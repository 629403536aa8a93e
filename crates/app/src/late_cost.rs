//! What bringing a vehicle back later than agreed would cost: of use where an extension was refused.

use rimessa_domain::booking::{Booking, BookingEvent, State};
use rimessa_domain::decide::extend::{Extend, extend as decide};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_domain::line::Lines;
use rimessa_domain::member::Member;
use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{lines, members, vehicles};
use serde::Serialize;
use utoipa::ToSchema;

use crate::other_times::back_at;
use crate::quote::{QuoteLine, show_lines};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What members report who will be late.
const DELAY: &str = "delay";

/// What a booking would cost if its vehicle came back late, as booked otherwise, and plugged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LateCost {
    /// When it would come back, RFC 3339.
    pub at: String,
    /// The currency, ISO 4217.
    pub currency: String,
    /// What would be billed from now on.
    pub lines: Vec<QuoteLine>,
    /// What the booking has cost already, like `1.00`.
    #[schema(example = "1.00")]
    pub earlier: String,
    /// Everything together, like `12.50`.
    #[schema(example = "132.50")]
    pub total: String,
    /// The same if it comes back at the end.
    #[schema(example = "12.50")]
    pub in_time: String,
    /// Everything together if the delay is told before the end; `null`: the same, or it was told.
    #[schema(example = "12.50")]
    pub if_told: Option<String>,
}

/// Says what it would cost to bring a vehicle back at `until`, after the end. If an extension until then
/// would be refused now, it counts as asked for. Nothing is kept.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble::Invalid`]: it is no moment after the
/// end and after now, or there is nothing to bring back; [`Trouble`].
pub fn late_cost(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    until: &str,
) -> Result<LateCost, Trouble> {
    let booking = scene.there(id)?;
    let at = scene.moment("until", Some(until))?;
    let live = matches!(booking.state, State::Planned | State::Driving);
    let at = at.filter(|at| live && *at > booking.end && *at > scene.now());
    let at = at.ok_or_else(|| Trouble::invalid("until", "not-after-start", until))?;
    let operator = scene.operator;
    let rules = operator.versions.at(booking.made);
    let row = members::get(scene.tx, operator.id, booking.member)?;
    let member = scene.account(&row.ok_or(Trouble::NotFound("member"))?, rules)?;
    let late = scene.as_refused(rules, &booking, &member, at)?;
    let mut told = late.clone();
    if let Some(delay) = rules.find_name(DELAY) {
        told.apply(&BookingEvent::Reported(delay));
    }
    let rows = lines::about(scene.tx, operator.id, id.0)?;
    let earlier = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
    let all = back_at(rules, &late, &member, at)?;
    let sum = |lines: &Lines| {
        let sum = lines.iter().fold(earlier, |sum, line| sum.saturating_add(line.amount.0));
        Money(sum).to_string()
    };
    let in_time = sum(&back_at(rules, &booking, &member, booking.end.max(scene.now()))?);
    let if_told = sum(&back_at(rules, &told, &member, at)?);
    let total = sum(&all);
    let rulebook = operator.book_at(booking.made);
    let explainer = Explainer { rulebook, language: scene.language };
    Ok(LateCost {
        at: show_moment(at),
        currency: rules.currency.to_string(),
        lines: show_lines(&explainer, &all).0,
        earlier: Money(earlier).to_string(),
        in_time,
        if_told: (if_told != total).then_some(if_told),
        total,
    })
}

impl Scene<'_, '_> {
    /// The booking as it is once an extension until `end` was asked for, if that would be refused now.
    fn as_refused(
        &mut self,
        rules: &Rules,
        booking: &Booking,
        member: &Member,
        end: Instant,
    ) -> Result<Booking, Trouble> {
        let mut asked = booking.clone();
        let vehicle = vehicles::get(self.tx, self.operator.id, booking.vehicle)?;
        let car = self.car(vehicle.ok_or(Trouble::NotFound("vehicle"))?)?;
        let (now, wish) =
            (Now { rules, at: self.now() }, Extend { end, channel: self.channel(None)? });
        let answer = decide(&now, wish, Some(booking), member, &car.calendar)?;
        if let Answer::Refused(_, Some(trace)) = answer {
            asked.apply(&trace);
        }
        Ok(asked)
    }
}
