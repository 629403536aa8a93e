//! Coming back late: the member says so, and whoever has the vehicle next is warned, unnamed.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, journal, trips, vehicles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::reply::Reply;
use crate::report;
use crate::scene::{Concerns, Scene};
use crate::tell::News;
use crate::trouble::Trouble;
use crate::view::BookingView;

/// How late it will be.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Delay)]
pub struct Wish {
    /// When the vehicle will be back: RFC 3339, or on the operator's wall clock; left out: not known.
    pub until: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LateView {
    /// The booking.
    pub booking: BookingView,
    /// Whether somebody else waits for the vehicle, and has been warned.
    pub next_warned: bool,
}

/// Reports a delay, and warns whoever has the vehicle next, once.
///
/// # Errors
/// [`Trouble`].
pub fn late(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<LateView>, Trouble> {
    let until = scene.moment("until", wish.until.as_deref())?;
    if until.is_some_and(|until| until <= scene.now()) {
        return Err(Trouble::invalid("until", "in-the-past", ""));
    }
    let delay = report::Wish { kind: "delay".to_owned(), place: None };
    let booking = match report::report(scene, id, &delay)? {
        Reply::Refused(refused) => return Ok(Reply::Refused(refused)),
        Reply::Done(booking) => booking,
    };
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let found = bookings::get(scene.tx, op, versions, id)?.ok_or(Trouble::NotFound("booking"))?;
    let next_warned = match scene.next_in_the_way(&found.booking, until)? {
        None => false,
        Some(next) => {
            scene.warn(&found.booking, &next)?;
            true
        }
    };
    Ok(Reply::Done(LateView { booking, next_warned }))
}

impl Scene<'_, '_> {
    /// The next booking of the vehicle, if it begins before the vehicle is back.
    fn next_in_the_way(
        &mut self,
        booking: &Booking,
        until: Option<Instant>,
    ) -> Result<Option<Booking>, Trouble> {
        let (op, versions, at) = (self.operator.id, &self.operator.versions, self.now());
        let next = trips::next(self.tx, op, booking.vehicle, booking.id, at)?;
        let Some(next) = next else { return Ok(None) };
        let next = bookings::get(self.tx, op, versions, next)?.map(|stored| stored.booking);
        let in_the_way = |next: &Booking| {
            next.state == State::Planned && until.is_none_or(|until| next.reserved_start() < until)
        };
        Ok(next.filter(in_the_way))
    }

    /// Warns whoever has the vehicle next, unless that was done.
    fn warn(&mut self, booking: &Booking, next: &Booking) -> Result<(), Trouble> {
        let op = self.operator.id;
        let earlier = journal::of_booking(self.tx, op, booking.id)?;
        let told = |entry: &journal::EntryRow| {
            entry.kind == "late-warned" && entry.subject == Some(next.id.0)
        };
        if earlier.iter().any(told) {
            return Ok(());
        }
        let vehicle = vehicles::get(self.tx, op, booking.vehicle)?;
        let vehicle = vehicle.map_or_else(String::new, |vehicle| vehicle.code);
        let operator = self.operator;
        let reader = self.reader_of(next)?;
        let language = self.language_of(reader)?;
        let book = operator.book_at(next.made);
        let explainer = Explainer { rulebook: book, language: &language };
        let args = [
            ("vehicle", vehicle.into()),
            ("start", explainer.moment(next.start).into()),
            ("phone", operator.settings.assistance_phone.as_str().into()),
        ];
        let kind = "vehicle-late";
        let news = News { kind, booking: Some(next.id), urgent: true, args: &args };
        self.tell(reader, &news)?;
        let event = Event { kind: "late-warned", ..Event::default() };
        let concerns = Concerns {
            member: Some(booking.member),
            booking: Some(booking.id),
            vehicle: Some(booking.vehicle),
            subject: Some(next.id.0),
            ..Concerns::default()
        };
        self.note(self.now(), &event, None, concerns)
    }
}
