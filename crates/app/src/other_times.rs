//! Other times of a booking: what they will cost is told first, and agreed to.

use rimessa_domain::booking::{Booking, BookingEvent, State};
use rimessa_domain::decide::change::{Change, change as decide_change};
use rimessa_domain::decide::extend::{Extend, extend as decide_extend};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_domain::line::Lines;
use rimessa_domain::member::Member;
use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, lines, members, vehicles};
use serde::Serialize;
use utoipa::ToSchema;

use crate::book::OTHER_PRICE;
use crate::quote::{QuoteLine, returned, show_lines};
use crate::reply::Reply;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::BookingView;
use crate::when::{moment, show_moment};
use crate::{change, extend};

/// The times that are wished for.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The start; empty: as it is.
    pub start: String,
    /// The end.
    pub end: String,
    /// What was agreed that the booking costs then, like `12.50`: if it would be something else by now,
    /// nothing is changed. Left out: whatever it costs.
    pub agreed: Option<String>,
}

/// What a booking would cost with other times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CostOfTimes)]
pub struct Cost {
    /// The start then, RFC 3339.
    pub start: String,
    /// The end then.
    pub end: String,
    /// The currency, ISO 4217.
    pub currency: String,
    /// What would be billed from now on, if it comes back at the new end.
    pub lines: Vec<QuoteLine>,
    /// What the booking has cost already, like `1.00`.
    #[schema(example = "1.00")]
    pub earlier: String,
    /// Everything together, like `12.50`.
    #[schema(example = "12.50")]
    pub total: String,
    /// The same with the times as they are.
    #[schema(example = "7.50")]
    pub before: String,
    /// How much more that is than with the times as they are; negative: how much less.
    #[schema(example = "5.00")]
    pub more: String,
}

/// What is asked of the regulation.
enum Asked {
    /// A later end: it may be told during the trip, too.
    Later(Extend),
    /// Other times before it begins.
    Other(Change),
}

/// Says what other times would cost, or why they are refused. Nothing is kept.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble::Invalid`]; [`Trouble`].
pub fn cost(scene: &mut Scene<'_, '_>, id: BookingId, wish: &Wish) -> Result<Reply<Cost>, Trouble> {
    let booking = scene.there(id)?;
    let operator = scene.operator;
    let asked = scene.asked(&booking, wish)?;
    let rules = operator.versions.at(booking.made);
    let row = members::get(scene.tx, operator.id, booking.member)?;
    let member = scene.account(&row.ok_or(Trouble::NotFound("member"))?, rules)?;
    let vehicle = vehicles::get(scene.tx, operator.id, booking.vehicle)?;
    let car = scene.car(vehicle.ok_or(Trouble::NotFound("vehicle"))?)?;
    let now = Now { rules, at: scene.now() };
    let answer = match asked {
        Asked::Later(wish) => decide_extend(&now, wish, Some(&booking), &member, &car.calendar)?,
        Asked::Other(wish) => decide_change(&now, wish, Some(&booking), &member, &car.calendar)?,
    };
    let outcome = match answer {
        Answer::Refused(refusal, _) => {
            return Ok(Reply::Refused(scene.refused(refusal, rules, booking.made)));
        }
        Answer::Done(outcome) => outcome,
    };
    let rows = lines::about(scene.tx, operator.id, id.0)?;
    let earlier = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
    let (_, before) = scene.priced(rules, &booking, &member, Lines::default())?;
    let mut other = booking;
    if let Some(event) = &outcome.booking {
        other.apply(event);
        if let Some(stopped) = scene.gate(rules, &car.row, &other, now.at)? {
            return Ok(Reply::Refused(stopped.view));
        }
    }
    let (lines, total) = scene.priced(rules, &other, &member, outcome.lines)?;
    let with = |sum: i64| Money(earlier.saturating_add(sum)).to_string();
    Ok(Reply::Done(Cost {
        start: show_moment(other.start),
        end: show_moment(other.end),
        currency: rules.currency.to_string(),
        lines,
        earlier: Money(earlier).to_string(),
        total: with(total),
        before: with(before),
        more: Money(total.saturating_sub(before)).to_string(),
    }))
}

/// Gives a booking other times, at the price that was agreed to.
///
/// # Errors
/// [`Trouble`].
pub fn set(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    if let Some(agreed) = &wish.agreed
        && let Reply::Done(now) = cost(scene, id, wish)?
        && now.total != *agreed
    {
        return Ok(Reply::Refused(scene.turned_away(OTHER_PRICE)));
    }
    let booking = scene.there(id)?;
    let given = |text: &String| (!text.is_empty()).then(|| text.clone());
    match scene.asked(&booking, wish)? {
        Asked::Later(_) => {
            let wish = extend::Wish { end: wish.end.clone(), channel: None };
            extend::extend(scene, id, &wish)
        }
        Asked::Other(_) => {
            let wish =
                change::Wish { start: given(&wish.start), end: given(&wish.end), channel: None };
            change::change(scene, id, &wish)
        }
    }
}

impl Scene<'_, '_> {
    /// A booking that the caller may see, not locked.
    pub(crate) fn there(&mut self, id: BookingId) -> Result<Booking, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let found = bookings::get(self.tx, op, versions, id)?;
        let found = found.filter(|stored| self.may_use(stored));
        Ok(found.ok_or(Trouble::NotFound("booking"))?.booking)
    }

    /// A later end alone is an extension, anything else a change.
    fn asked(&self, booking: &Booking, wish: &Wish) -> Result<Asked, Trouble> {
        let zone = &self.operator.versions.at(self.now()).zone;
        let start = match wish.start.as_str() {
            "" => booking.start,
            text => moment(zone, "start", text)?,
        };
        let end = moment(zone, "end", &wish.end)?;
        let channel = self.channel(None)?;
        // A field for minutes does not tell seconds: who leaves it alone changes nothing.
        let same = |one: Instant, other: Instant| one.0 / 60_000 == other.0 / 60_000;
        let is_later = same(start, booking.start) && end > booking.end;
        if is_later || booking.state == State::Driving {
            return Ok(Asked::Later(Extend { end, channel }));
        }
        Ok(Asked::Other(Change { start: Some(start), end: Some(end), channel }))
    }

    /// What a booking costs from now on if it comes back at its end; the sum in cents.
    fn priced(
        &self,
        rules: &Rules,
        booking: &Booking,
        member: &Member,
        mut lines: Lines,
    ) -> Result<(Vec<QuoteLine>, i64), Trouble> {
        lines.append(back_at(rules, booking, member, booking.end.max(self.now()))?);
        let rulebook = self.operator.book_at(booking.made);
        let explainer = Explainer { rulebook, language: self.language };
        let sum = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount.0));
        Ok((show_lines(&explainer, &lines).0, sum))
    }
}

/// The lines of bringing it back at `at`, as if it had been opened.
pub(crate) fn back_at(
    rules: &Rules,
    booking: &Booking,
    member: &Member,
    at: Instant,
) -> Result<Lines, Trouble> {
    let mut used = booking.clone();
    if used.state == State::Planned {
        used.apply(&BookingEvent::Opened);
    }
    returned(rules, &used, member, at)
}
