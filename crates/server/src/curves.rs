//! What trips of growing length cost under a rulebook: what the checker looks for falls in.

use rimessa_domain::ids::PlanId;
use rimessa_domain::money::Money;
use rimessa_domain::rating::case::{Case, Trip};
use rimessa_domain::rating::charges;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::{Instant, Span};
use rimessa_rulebook::CurveCase;

/// Monday, 2024-01-01T08:00Z: an ordinary morning.
const MORNING: Instant = Instant(1_704_096_000_000);

/// The prices of trips that come back as booked: each quarter hour up to two days, then each hour
/// up to two weeks. Empty if one cannot be computed.
pub(crate) fn of_trips(rules: &Rules, case: &CurveCase) -> Vec<(Span, Money)> {
    let quarters = (1..=192).map(|n| Span::minutes(15 * n));
    let hours = (49..=336).map(Span::hours);
    let price = |length: Span| of_trip(rules, case, length).map(|money| (length, money));
    quarters.chain(hours).map(price).collect::<Option<_>>().unwrap_or_default()
}

fn of_trip(rules: &Rules, case: &CurveCase, length: Span) -> Option<Money> {
    let start = MORNING.max(case.made);
    let end = start.plus(length);
    let reserve = rules.booking.as_ref().map_or(Span::ZERO, |b| b.reserve_before(case.made));
    let trip = Trip {
        plan: case.plan.unwrap_or(PlanId(0)),
        category: case.category,
        energy: rules.energy(case.category),
        made: case.made,
        start,
        reserve,
        end,
        returned: end,
        trip_mm: 0,
    };
    let bill = charges::bill(rules, &Case::of_trip(&trip)).ok()?;
    bill.lines.iter().try_fold(Money(0), |sum, line| sum.plus(line.amount).ok())
}
