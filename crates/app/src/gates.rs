//! What stands in the way of something that the regulation allows: a vehicle out of service, no bay to
//! leave it in, a return elsewhere that is not for everybody. The journal keeps it under a kind of its
//! own, as no regulation replays it.

use rimessa_domain::booking::{Booking, BookingEvent, State};
use rimessa_domain::decide::{Now, Outcome};
use rimessa_domain::ids::{Place, StationId};
use rimessa_domain::refusal::{Refusal, RefusalCode};
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{fleet, stations};

use crate::event::Event;
use crate::reply::RefusedView;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// What happened at a gate.
pub(crate) struct Stopped {
    /// The answer.
    pub(crate) view: RefusedView,
    /// The code, for the journal.
    pub(crate) code: &'static str,
}

impl Stopped {
    /// By the regulation.
    pub(crate) fn by(refusal: Refusal, view: RefusedView) -> Self {
        Self { view, code: refusal.code.code() }
    }
}

impl Scene<'_, '_> {
    /// Locks the bays where a booking would leave a vehicle that it takes elsewhere, so that nobody is
    /// promised the same.
    pub(crate) fn hold_bays(&mut self, pickup: Place, dropoff: Place) -> Result<(), Trouble> {
        if let (Place::Station(id), true) = (dropoff, pickup != dropoff) {
            stations::lock(self.tx, self.operator.id, id)?;
        }
        Ok(())
    }

    /// What stands in the way of a booking that was decided to be possible. Who does not only ask has locked
    /// the bays.
    pub(crate) fn gate(
        &mut self,
        rules: &Rules,
        vehicle: &VehicleRow,
        booking: &Booking,
        at: Instant,
    ) -> Result<Option<Stopped>, Trouble> {
        let over = vehicle.removed.or(vehicle.out_of_service);
        if over.is_some_and(|over| over < booking.end) {
            return Ok(Some(self.taken(rules, at)));
        }
        if booking.pickup == booking.dropoff {
            return Ok(None);
        }
        let everybody = !self.operator.settings.one_way_needs_authorisation;
        if !everybody && !fleet::may_one_way(self.tx, self.operator.id, booking.member)? {
            return Ok(Some(self.stopped("one-way-not-authorised", at)));
        }
        match booking.dropoff {
            Place::Station(id) if !self.has_free_bay(id, booking)? => {
                Ok(Some(self.stopped("no-free-bay", at)))
            }
            _ => Ok(None),
        }
    }

    /// What stands in the way of other times of a booking.
    pub(crate) fn gate_change(
        &mut self,
        rules: &Rules,
        vehicle: &VehicleRow,
        booking: &Booking,
        outcome: &Outcome,
    ) -> Result<Option<Stopped>, Trouble> {
        match &outcome.booking {
            Some(event @ (BookingEvent::Changed { .. } | BookingEvent::Extended { .. })) => {
                let mut changed = booking.clone();
                changed.apply(event);
                self.hold_bays(changed.pickup, changed.dropoff)?;
                self.gate(rules, vehicle, &changed, self.now())
            }
            _ => Ok(None),
        }
    }

    /// The refusal of a vehicle that cannot be had.
    pub(crate) fn taken(&self, rules: &Rules, at: Instant) -> Stopped {
        let refusal = Now { rules, at }.refuse(RefusalCode::VehicleTaken);
        Stopped::by(refusal, self.refused(refusal, rules, at))
    }

    /// A refusal of ours.
    pub(crate) fn stopped(&self, code: &'static str, at: Instant) -> Stopped {
        let key = format!("gate-{code}");
        let words = self.operator.book_at(at).texts.get(self.language, &key, &[]);
        let view = RefusedView { code: code.to_owned(), clause: None, words: words.unwrap_or(key) };
        Stopped { view, code }
    }

    /// Enters what was stopped at a gate into the journal.
    pub(crate) fn note_gated(
        &mut self,
        at: Instant,
        event: &Event,
        stopped: &Stopped,
        concerns: Concerns,
    ) -> Result<(), Trouble> {
        let kind = match event.kind {
            "book" => "book-gated",
            "change" => "change-gated",
            "extend" => "extend-gated",
            _ => "exchange-gated",
        };
        let event = Event { kind, ..event.clone() };
        self.note_as(at, &event, Some(stopped.code), concerns)
    }

    /// Whether there will be a bay for a booking at the station where it ends, then and for those that
    /// arrive later and were promised theirs.
    fn has_free_bay(&mut self, id: StationId, booking: &Booking) -> Result<bool, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let Some(bays) = stations::get(self.tx, op, id)?.and_then(|row| row.bays) else {
            return Ok(true);
        };
        let standing = fleet::standing(self.tx, op, id)?;
        let mut others = fleet::one_way(self.tx, op, versions, id)?;
        others.retain(|other| other.id != booking.id);
        let here = Place::Station(id);
        let taken_at = |moment: Instant| {
            let come = others.iter().filter(|o| o.dropoff == here && o.end <= moment).count();
            let gone = others
                .iter()
                .filter(|o| o.pickup == here && (o.state == State::Driving || o.start <= moment));
            standing + i64::try_from(come).unwrap_or(0) - i64::try_from(gone.count()).unwrap_or(0)
        };
        let later = others.iter().filter(|o| o.dropoff == here && o.end > booking.end);
        let mut moments = later.map(|other| other.end).chain([booking.end]);
        Ok(moments.all(|moment| taken_at(moment) < bays))
    }
}
