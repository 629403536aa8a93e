//! Reporting something during a trip: a delay, a bay taken, force majeure.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::decide::drive::report as decide;
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Span;
use rimessa_store::{bookings, trips, vehicles};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::case_file::Said;
use crate::event::Event;
use crate::fleet_edit::check_text;
use crate::identity::show_id;
use crate::message::vehicle_name;
use crate::open_case::NewCase;
use crate::reply::Reply;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::BookingView;

/// What is reported.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TripReport)]
pub struct Wish {
    /// Of which kind: `delay`, `bay-taken`, `force-majeure`, or one of the rulebook's.
    pub kind: String,
    /// Of a bay that is taken: where the vehicle stands instead, in a line for whoever has it next.
    pub place: Option<String>,
}

/// The bay of the vehicle is taken by a stranger.
const BAY_TAKEN: &str = "bay-taken";
const KINDS: [&str; 3] = [BAY_TAKEN, "delay", "force-majeure"];
/// Whoever has the vehicle later finds it where it belongs, or staff see to it.
const SOON: Span = Span::days(1);

/// Reports something.
///
/// # Errors
/// [`Trouble`].
pub fn report(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let rules = scene.operator.versions.at(scene.now());
    if !KINDS.contains(&wish.kind.as_str()) && rules.find_name(&wish.kind).is_none() {
        return Err(Trouble::invalid("kind", "no-such-kind", &wish.kind));
    }
    let place = wish.place.as_deref().map(str::trim).filter(|place| !place.is_empty());
    if let Some(place) = place {
        if wish.kind != BAY_TAKEN {
            return Err(Trouble::invalid("place", "says-nothing", ""));
        }
        let mut wrong = Vec::new();
        check_text(&mut wrong, "place", Some(place));
        if !wrong.is_empty() {
            return Err(Trouble::Invalid(wrong));
        }
    }
    let event = Event {
        kind: "report",
        booking: Some(show_id(id.0)),
        of: Some(wish.kind.clone()),
        ..Event::default()
    };
    let reply =
        scene.about_booking(id, &event, |facts| decide(&facts.now, &wish.kind, facts.booking))?;
    if let (Some(place), None) = (place, reply.refused()) {
        scene.stands_elsewhere(id, place)?;
    }
    Ok(reply)
}

impl Scene<'_, '_> {
    /// Keeps where a vehicle stands whose bay is taken, for the staff, and tells whoever has it next.
    fn stands_elsewhere(&mut self, id: BookingId, place: &str) -> Result<(), Trouble> {
        let booking = self.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
        let new = NewCase {
            kind: BAY_TAKEN,
            member: Some(booking.member),
            booking: Some(id),
            vehicle: Some(booking.vehicle),
            once: Some(format!("{BAY_TAKEN}:{}", show_id(id.0))),
            said: Said { text: place.to_owned(), ..Said::default() },
            uploads: Vec::new(),
        };
        self.open_case(&new)?;
        let (op, versions, at) = (self.operator.id, &self.operator.versions, self.now());
        let Some(next) = trips::next(self.tx, op, booking.vehicle, id, at)? else { return Ok(()) };
        let next = bookings::get(self.tx, op, versions, next)?.map(|stored| stored.booking);
        let soon = |next: &Booking| next.state == State::Planned && next.start <= at.plus(SOON);
        let Some(next) = next.filter(soon) else { return Ok(()) };
        let vehicle = vehicles::get(self.tx, op, booking.vehicle)?;
        let vehicle = vehicle.as_ref().map(vehicle_name).unwrap_or_default();
        self.tell_of_booking(&next, "stands-elsewhere", &[("vehicle", &vehicle), ("place", place)])
    }
}
