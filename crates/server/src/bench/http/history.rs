//! Bookings of a fleet as they are after some weeks: half of them driven, half to come. They are entered
//! as they stand, without what led to them: pages are measured on them, not bookings.

use rimessa_app::{Scene, Trouble, random_id};
use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, MemberId, Place, PlanId, StationId, VehicleId};
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::bookings;

/// A trip takes two hours, and the next one begins four hours after it began.
const TRIP: Span = Span::hours(2);
const EVERY: Span = Span::hours(4);

/// Enters so many bookings for each vehicle, half of them before `now`, of all members in turn.
pub(super) fn enter(
    scene: &mut Scene<'_, '_>,
    fleet: &[(VehicleId, StationId)],
    members: &[MemberId],
    (now, each): (Instant, usize),
) -> Result<(), Trouble> {
    let (op, rules) = (scene.operator.id, scene.operator.versions.at(now).clone());
    let first = now.minus(Span(EVERY.0 * i64::try_from(each / 2).unwrap_or(0)));
    let category = rules.categories.first().map(|category| category.id.to_string());
    let category = category.and_then(|name| rules.find_category(&name));
    let mut count = 0;
    for (vehicle, home) in fleet {
        for place in 0..each {
            let begin = first.plus(Span(EVERY.0 * i64::try_from(place).unwrap_or(0)));
            let end = begin.plus(TRIP);
            let over = end <= now;
            let booking = Booking {
                id: BookingId(scene.id()),
                member: members[count % members.len()],
                vehicle: *vehicle,
                category,
                plan: PlanId(0),
                channel: Channel::Web,
                made: begin.minus(Span::hours(24)),
                start: begin,
                end,
                agreed_end: end,
                reserve: Span::ZERO,
                pickup: Place::Station(*home),
                dropoff: Place::Station(*home),
                state: if over { State::Returned(end) } else { State::Planned },
                reported: Default::default(),
                extension_refused: false,
                waived: false,
                restored: false,
                exchanged: None,
            };
            bookings::insert(scene.tx, op, &rules, &booking, random_id().as_bytes())?;
            count += 1;
        }
    }
    Ok(())
}
