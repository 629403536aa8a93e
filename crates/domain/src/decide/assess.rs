//! What staff assess and do: indemnities, services, a suspension lifted.

use super::drive::suspended;
use super::{Answer, Decision, Now};
use crate::booking::{Booking, BookingEvent};
use crate::ids::NameId;
use crate::member::Member;
use crate::money::Money;
use crate::rating::charges;
use crate::refusal::RefusalCode;
use crate::rules::Rules;
use crate::rules::billing::{Charge, Occasion, PartKind, Point, SpanRule};
use crate::time::Instant;

/// What was assessed or done.
#[derive(Clone, Copy, Debug)]
pub struct Assess<'a> {
    /// Of which kind, by name.
    pub kind: &'a str,
    /// Costs by name, added as they are where the rulebook says so.
    pub costs: &'a [(Box<str>, Money)],
    /// The span that staff recorded.
    pub recorded: Option<(Instant, Instant)>,
    /// The distance that staff recorded, in millimetres.
    pub recorded_mm: i64,
}

/// What a kind of assessment must be told, besides its costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A booking: prices depend on it.
    pub booking: bool,
    /// From when until when.
    pub span: bool,
    /// How far.
    pub distance: bool,
}

/// Decides on an assessment or service: `not-offered`; `no-such-booking` if it names one that does
/// not exist; `not-suspended`. `booking`: `None` if it names none, `Some(None)` if it is unknown.
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn assess(
    now: &Now<'_>,
    what: &Assess<'_>,
    booking: Option<Option<&Booking>>,
    member: &Member,
) -> Decision {
    let Some(kind) = offered(now.rules, what.kind) else {
        return Ok(now.refused(RefusalCode::NotOffered));
    };
    let booking = match booking {
        Some(None) => return Ok(now.refused(RefusalCode::NoSuchBooking)),
        Some(booking) => booking,
        None => None,
    };
    let restores = answering(now.rules, kind).any(|charge| charge.restores);
    if restores && !is_suspended(now, booking) {
        return Ok(now.refused(RefusalCode::NotSuspended));
    }
    let mut case = match booking {
        Some(booking) => now.case(Occasion::Assess, booking, &[]),
        None => now.case_of_account(Occasion::Assess, member.id),
    };
    case.kind = Some(kind);
    case.costs = what.costs;
    case.recorded_mm = what.recorded_mm;
    case.points.recorded_from = what.recorded.map(|(from, _)| from);
    case.points.recorded_until = what.recorded.map(|(_, until)| until);
    let bill = charges::bill(now.rules, &case)?;
    let event = restores.then_some(BookingEvent::Restored);
    Ok(Answer::Done(now.outcome(event, bill, member)))
}

/// What the kind of that name must be told; `None`: the rulebook has no such kind.
#[must_use]
pub fn needs(rules: &Rules, kind: &str) -> Option<Needs> {
    let kind = offered(rules, kind)?;
    let mut needs = Needs::default();
    for charge in answering(rules, kind) {
        for part in &charge.parts {
            match &part.what {
                PartKind::Time(time) => {
                    needs.booking = true;
                    needs.span |= is_recorded(&time.span);
                }
                PartKind::Distance { recorded, .. } => {
                    needs.booking = true;
                    needs.distance |= *recorded;
                }
                PartKind::Fixed(_) | PartKind::Cost(_) | PartKind::AllCosts => {}
            }
        }
    }
    Some(needs)
}

fn is_recorded(span: &SpanRule) -> bool {
    matches!(span, SpanRule::Between { begin: Point::RecordedFrom, .. })
}

fn is_suspended(now: &Now<'_>, booking: Option<&Booking>) -> bool {
    let terms = now.rules.booking.as_ref();
    booking.zip(terms).is_some_and(|(booking, terms)| suspended(now, terms, booking).is_some())
}

fn offered(rules: &Rules, kind: &str) -> Option<NameId> {
    let kind = rules.find_name(kind)?;
    answering(rules, kind).next().map(|_| kind)
}

fn answering(rules: &Rules, kind: NameId) -> impl Iterator<Item = &Charge> {
    rules.charges.iter().filter(move |charge| {
        charge.on & Occasion::Assess.bit() != 0 && charge.kinds.contains(&kind)
    })
}
