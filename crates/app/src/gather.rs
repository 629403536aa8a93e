//! Gathering what a decision needs, locked: member, then vehicle.

use rimessa_domain::booking::Booking;
use rimessa_domain::decide::{Answer, Decision, Now};
use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::member::Member;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::{Instant, Span};
use rimessa_domain::vehicle::VehicleCalendar;
use rimessa_store::members::MemberRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, calendar, members, vehicles};

use crate::event::Event;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::BookingView;

/// A vehicle and its calendar.
pub(crate) struct Car {
    pub(crate) row: VehicleRow,
    pub(crate) calendar: VehicleCalendar,
}

impl Scene<'_, '_> {
    /// The member's row, locked.
    pub(crate) fn lock_member(&mut self, id: MemberId) -> Result<MemberRow, Trouble> {
        let row = members::lock(self.tx, self.operator.id, id)?;
        row.ok_or(Trouble::NotFound("member"))
    }

    /// The account as decisions see it, under these rules.
    pub(crate) fn account(&mut self, row: &MemberRow, rules: &Rules) -> Result<Member, Trouble> {
        Ok(members::account(self.tx, self.operator.id, row, rules)?)
    }

    /// The vehicle's row, locked.
    pub(crate) fn lock_vehicle(&mut self, id: VehicleId) -> Result<VehicleRow, Trouble> {
        let row = vehicles::lock(self.tx, self.operator.id, id)?;
        row.ok_or(Trouble::NotFound("vehicle"))
    }

    /// The calendar of a vehicle that is locked, as far as decisions from now on look.
    pub(crate) fn car(&mut self, row: VehicleRow) -> Result<Car, Trouble> {
        self.car_without(row, &[])
    }

    /// The same, as if some bookings were not.
    pub(crate) fn car_without(
        &mut self,
        row: VehicleRow,
        without: &[BookingId],
    ) -> Result<Car, Trouble> {
        let from = self.now().minus(calendar::LOOK_BACK);
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let mut all = calendar::whole(self.tx, op, versions, row.id, from)?;
        all.retain(|booking| !without.contains(&booking.id));
        let calendar = VehicleCalendar::gathered(row.first_pickup, row.left, &all);
        Ok(Car { row, calendar })
    }

    /// The calendar of a vehicle that is locked, as far as it matters to whoever wants it for a stretch
    /// of time, and nothing else of it.
    pub(crate) fn car_around(
        &mut self,
        row: VehicleRow,
        (rules, now): (&Rules, Instant),
        (start, end): (Instant, Instant),
    ) -> Result<Car, Trouble> {
        let reserve = rules.booking.as_ref().map(|terms| terms.reserve_before(now));
        let wanted = calendar::Stretch {
            free_from: start.minus(reserve.unwrap_or(Span::ZERO)),
            there_at: start.max(now),
            until: end,
        };
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let from = now.minus(calendar::LOOK_BACK);
        let near = calendar::around(self.tx, op, versions, row.id, from, wanted)?;
        let calendar = VehicleCalendar::gathered(row.first_pickup, row.left, &near);
        Ok(Car { row, calendar })
    }

    /// A booking, with its member and its vehicle locked. What the caller may not see is not there.
    pub(crate) fn booking(&mut self, id: BookingId) -> Result<Option<Booking>, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let Some(found) = bookings::get(self.tx, op, versions, id)? else { return Ok(None) };
        if !self.may_use(&found) || !self.is_near(&found.booking)? {
            return Ok(None);
        }
        self.lock_member(found.booking.member)?;
        self.lock_vehicle(found.booking.vehicle)?;
        // What happened while waiting for the locks is seen only now.
        let again = bookings::get(self.tx, op, versions, id)?;
        Ok(again.map(|stored| stored.booking))
    }
}

/// What a decision about a booking is taken on.
pub(crate) struct Facts<'f> {
    pub(crate) now: Now<'f>,
    pub(crate) booking: Option<&'f Booking>,
    pub(crate) member: &'f Member,
    pub(crate) vehicle: &'f VehicleCalendar,
}

impl Scene<'_, '_> {
    /// Gathers what is known of a booking, lets `decide` decide, applies, and enters it into the journal.
    pub(crate) fn about_booking(
        &mut self,
        id: BookingId,
        event: &Event,
        decide: impl FnOnce(Facts<'_>) -> Decision,
    ) -> Result<Reply<BookingView>, Trouble> {
        self.about_booking_at(id, None, event, decide)
    }

    /// As [`Scene::about_booking`], of something that happened at a moment found out later; `None`: now.
    pub(crate) fn about_booking_at(
        &mut self,
        id: BookingId,
        happened: Option<Instant>,
        event: &Event,
        decide: impl FnOnce(Facts<'_>) -> Decision,
    ) -> Result<Reply<BookingView>, Trouble> {
        let Some(found) = self.booking(id)? else { return Err(Trouble::NotFound("booking")) };
        let at = happened.unwrap_or(self.now());
        let mut booking = found;
        if self.settle_both(booking.member, booking.vehicle, at)? {
            // It may just have been settled itself.
            booking = self.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
        }
        let operator = self.operator;
        let rules = operator.versions.at(booking.made);
        let row = self.lock_member(booking.member)?;
        let mut member = self.account(&row, rules)?;
        let vehicle = self.lock_vehicle(booking.vehicle)?;
        let car = self.car(vehicle)?;
        let now = Now { rules, at };
        let facts = Facts { now, booking: Some(&booking), member: &member, vehicle: &car.calendar };
        let answer = decide(facts)?;
        let concerns = Concerns {
            member: Some(booking.member),
            booking: Some(id),
            vehicle: Some(booking.vehicle),
            version: Some(car.row.version + 1),
            ..Concerns::default()
        };
        match answer {
            Answer::Refused(refusal, trace) => {
                if let Some(trace) = trace {
                    self.apply_to_booking(rules, &mut booking, Some(&car.row), &trace, at)?;
                }
                self.note(at, event, Some(refusal), concerns)?;
                Ok(Reply::Refused(self.refused(refusal, rules, booking.made)))
            }
            Answer::Done(outcome) => {
                if let Some(stopped) = self.gate_change(rules, &car.row, &booking, &outcome)? {
                    self.note_gated(at, event, &stopped, concerns)?;
                    return Ok(Reply::Refused(stopped.view));
                }
                if let Some(happened) = &outcome.booking {
                    self.apply_to_booking(rules, &mut booking, Some(&car.row), happened, at)?;
                }
                self.apply_to_account(rules, &mut member, &outcome, booking.made)?;
                self.note(at, event, None, concerns)?;
                let reader = self.reader_row(&booking, &row)?;
                self.announce(event.kind, &reader, &booking, &car.row, None)?;
                Ok(Reply::Done(self.show_booking(&booking)?))
            }
        }
    }
}
