//! Bringing a vehicle back.

use super::{Answer, Decision, Now};
use crate::booking::{Booking, BookingEvent, State};
use crate::ids::Place;
use crate::member::Member;
use crate::money::Money;
use crate::rating::charges;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::billing::Occasion;
use crate::rules::booking::{BookingTerms, Required, RequiredOn};
use crate::rules::when::{Energy, Left};
use crate::time::Instant;

/// How the vehicle comes back.
#[derive(Clone, Copy, Debug)]
pub struct GiveBack<'a> {
    /// Where it is left; `None`: where it was booked to be left.
    pub place: Option<Place>,
    /// What was driven, in millimetres.
    pub distance_mm: i64,
    /// Fuel, in millionths of a full tank; `None`: not measured.
    pub fuel: Option<i64>,
    /// Whether it is plugged in.
    pub plugged_in: bool,
    /// Whether the return procedure was carried out.
    pub procedure_complete: bool,
    /// When the operator checked; `None`: at once.
    pub checked: Option<Instant>,
    /// Costs that the operator had, by name.
    pub costs: &'a [(Box<str>, Money)],
}

/// Decides on a return: `no-such-booking`; `not-driving`; then what the operator's procedure
/// requires. A refused return changes nothing: the trip runs on.
///
/// # Errors
/// A fault of the rulebook, or a number that does not fit.
pub fn give_back(
    now: &Now<'_>,
    back: &GiveBack<'_>,
    booking: Option<&Booking>,
    member: &Member,
) -> Decision {
    let Some(terms) = &now.rules.booking else { return Ok(now.refused(RefusalCode::NotOffered)) };
    let Some(booking) = booking else { return Ok(now.refused(RefusalCode::NoSuchBooking)) };
    if booking.state != State::Driving {
        return Ok(now.refused(RefusalCode::NotDriving));
    }
    let place = back.place.unwrap_or(booking.dropoff);
    if let Some(refusal) = check_procedure(now, terms, booking, place, back.plugged_in) {
        return Ok(Answer::Refused(refusal, None));
    }
    let free = now.free(member);
    let mut case = now.case(Occasion::Return, booking, &free);
    case.points.returned = Some(now.at);
    case.points.checked = Some(back.checked.unwrap_or(now.at));
    case.facts.late = Some(now.at.since(booking.end));
    case.facts.left = Some(left(place, booking.dropoff));
    case.facts.fuel = back.fuel;
    case.facts.plugged_in = Some(back.plugged_in);
    case.facts.procedure_complete = Some(back.procedure_complete);
    case.trip_mm = back.distance_mm;
    case.costs = back.costs;
    let bill = charges::bill(now.rules, &case)?;
    let event = BookingEvent::Returned { at: now.at, place };
    Ok(Answer::Done(now.outcome(Some(event), bill, member)))
}

/// The first requirement of the procedure that is not met, in the order of the rulebook.
fn check_procedure(
    now: &Now<'_>,
    terms: &BookingTerms,
    booking: &Booking,
    place: Place,
    plugged_in: bool,
) -> Option<Refusal> {
    terms.required(RequiredOn::Return, booking.made).find_map(|requirement| {
        let code = match requirement.what {
            Required::PickupStation if place != booking.pickup => RefusalCode::WrongStation,
            Required::PluggedIn
                if !plugged_in && now.rules.energy(booking.category) == Energy::Electric =>
            {
                RefusalCode::NotPluggedIn
            }
            _ => return None,
        };
        Some(Refusal { code, clause: requirement.clause })
    })
}

fn left(place: Place, booked: Place) -> Left {
    match (place, booked) {
        (Place::OffNetwork, Place::OffNetwork) => Left::OffNetworkAsBooked,
        (Place::OffNetwork, Place::Station(_)) => Left::OffNetworkUnbooked,
        _ if place == booked => Left::AsBooked,
        _ => Left::OtherStation,
    }
}
