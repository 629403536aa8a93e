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

/// What a kind of assessment must be told, and which costs it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A booking: prices depend on it.
    pub booking: bool,
    /// From when until when.
    pub span: bool,
    /// How far.
    pub distance: bool,
    /// Any cost may be recorded: all are added. Otherwise only those of `costs` are known.
    pub all_costs: bool,
    /// The costs that are added, by name.
    pub costs: Vec<NameId>,
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
    let made = booking.flatten().map_or(now.at, |booking| booking.made);
    let Some(kind) = offered(now.rules, what.kind, made) else {
        return Ok(now.refused(RefusalCode::NotOffered));
    };
    let booking = match booking {
        Some(None) => return Ok(now.refused(RefusalCode::NoSuchBooking)),
        Some(booking) => booking,
        None => None,
    };
    let restores = answering(now.rules, kind, made).any(|charge| charge.restores);
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

/// What the kind of that name must be told at `at`; `None`: the rulebook has no such kind then.
#[must_use]
pub fn needs(rules: &Rules, kind: &str, at: Instant) -> Option<Needs> {
    let kind = offered(rules, kind, at)?;
    let mut needs = Needs::default();
    for charge in answering(rules, kind, at) {
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
                PartKind::AllCosts => needs.all_costs = true,
                PartKind::Cost(name) => needs.costs.push(*name),
                PartKind::Fixed(_) => {}
            }
        }
    }
    Some(needs)
}

fn is_recorded(span: &SpanRule) -> bool {
    let recorded = |point: &Point| matches!(point, Point::RecordedFrom | Point::RecordedUntil);
    match span {
        SpanRule::Between { begin, end, at_least, at_most } => {
            [Some(begin), Some(end), at_least.as_ref(), at_most.as_ref()]
                .into_iter()
                .flatten()
                .any(recorded)
        }
        SpanRule::Unused | SpanRule::GivenUp => false,
    }
}

fn is_suspended(now: &Now<'_>, booking: Option<&Booking>) -> bool {
    let terms = now.rules.booking.as_ref();
    booking.zip(terms).is_some_and(|(booking, terms)| suspended(now, terms, booking).is_some())
}

fn offered(rules: &Rules, kind: &str, made: Instant) -> Option<NameId> {
    let kind = rules.find_name(kind)?;
    answering(rules, kind, made).next().map(|_| kind)
}

/// The charges for a kind of assessment that hold at `made`.
fn answering(rules: &Rules, kind: NameId, made: Instant) -> impl Iterator<Item = &Charge> {
    rules.charges.iter().filter(move |charge| {
        charge.on & Occasion::Assess.bit() != 0
            && charge.kinds.contains(&kind)
            && charge.validity.holds(made)
    })
}
