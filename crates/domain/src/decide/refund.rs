//! Paying back what a member advanced.

use super::{Answer, Decision, Now, Outcome};
use crate::booking::Booking;
use crate::line::{About, Item, Line, Lines, Source, What};
use crate::member::Member;
use crate::money::{Money, Rate};
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::billing::Refund;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Advance<'a> {
    /// Of which kind, by name.
    pub kind: &'a str,
    /// What was advanced.
    pub amount: Money,
    /// The receipt is complete.
    pub receipt_complete: bool,
    /// The receipt bears the member's name.
    pub receipt_in_name: bool,
}

/// Decides on a refund: `not-offered`; `no-such-booking` if it names one that does not exist;
/// `incomplete-receipt`. `booking`: `None` if it names none, `Some(None)` if it is unknown.
///
/// # Errors
/// A number that does not fit.
pub fn refund(
    now: &Now<'_>,
    wish: &Advance<'_>,
    booking: Option<Option<&Booking>>,
    member: &Member,
) -> Decision {
    let made = booking.flatten().map_or(now.at, |booking| booking.made);
    let kind = now.rules.find_name(wish.kind);
    let mut refunds = (0u16..).zip(&now.rules.refunds);
    let found = refunds.find(|(_, r)| Some(r.kind) == kind && r.validity.holds(made));
    let Some((index, terms)) = found else { return Ok(now.refused(RefusalCode::NotOffered)) };
    if booking == Some(None) {
        return Ok(now.refused(RefusalCode::NoSuchBooking));
    }
    let lacks_something = terms.receipt_complete && !wish.receipt_complete
        || terms.receipt_in_name && !wish.receipt_in_name;
    if lacks_something {
        let refusal = Refusal { code: RefusalCode::IncompleteReceipt, clause: terms.clause };
        return Ok(Answer::Refused(refusal, None));
    }
    let mut outcome = Outcome::default();
    outcome.lines.append(line(now, terms, index, wish, booking.flatten(), member)?);
    Ok(Answer::Done(outcome))
}

fn line(
    now: &Now<'_>,
    terms: &Refund,
    index: u16,
    wish: &Advance<'_>,
    booking: Option<&Booking>,
    member: &Member,
) -> Result<Lines, crate::fault::Overflow> {
    let asked = Rate::cents(wish.amount.0);
    let paid = terms.at_most.map_or(asked, |most| asked.min(most));
    let amount = paid.times(1)?.negated();
    let who = booking.map_or(member.id, |booking| booking.member);
    let about = booking.map_or(About::Account, |booking| About::Booking(booking.id));
    let mut line = Line::new(who, about, Source::Refund(index), now.at);
    (line.clause, line.vat) = (terms.clause, terms.vat);
    let mut lines = Lines::default();
    lines.push(
        line,
        Item { what: What::Advanced, quantity: 1, rate: asked, percent: None, amount },
    )?;
    Ok(lines)
}
