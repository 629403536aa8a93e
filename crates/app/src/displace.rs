//! There are not enough vehicles: the guaranteed bookings are kept whole first, others give way where
//! that helps, and whoever is left without a vehicle is let off and told what there is instead.

use std::cmp::Reverse;

use rimessa_domain::booking::Booking;
use rimessa_domain::decide::waive::waive;
use rimessa_domain::decide::{Answer, Now, cancel};
use rimessa_domain::fleet::Window;
use rimessa_domain::ids::{BookingId, Place, VehicleId};
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::bookings::{category_word, channel_word};
use rimessa_store::fleet;
use rimessa_store::vehicles::VehicleRow;

use crate::event::Event;
use crate::find::instead;
use crate::identity::show_id;
use crate::message::vehicle_name;
use crate::out_of_service::Moved;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// So many other vehicles are named to whoever is left without one.
const MOST_NAMED: usize = 3;

/// What has become of the bookings of a vehicle that dropped out.
#[derive(Default)]
pub(crate) struct Replaced {
    pub(crate) moved: Vec<Moved>,
    pub(crate) displaced: Vec<String>,
    pub(crate) stranded: Vec<String>,
}

impl Scene<'_, '_> {
    /// Gives the bookings of a vehicle that reach beyond `from` other ones.
    pub(crate) fn replace_all(
        &mut self,
        id: VehicleId,
        from: Instant,
    ) -> Result<Replaced, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let mut touched = fleet::to_come(self.tx, op, versions, id, from)?;
        touched.sort_by_key(|b| Reverse(self.guaranteed(b) == Some(true)));
        let mut all = Replaced::default();
        for mut booking in touched {
            if let Some(row) = self.replace(&booking)? {
                all.moved.push(self.moved(&booking, &row));
            } else if !self.kept_by_displacing(&booking, &mut all)? {
                self.strand(&mut booking)?;
                all.stranded.push(show_id(booking.id.0));
            }
        }
        Ok(all)
    }

    fn moved(&self, booking: &Booking, row: &VehicleRow) -> Moved {
        let (booking, guaranteed) = (show_id(booking.id.0), self.guaranteed(booking));
        Moved { booking, vehicle: row.code.clone(), guaranteed }
    }

    /// Equal vehicles that may be at the pick-up of a booking, besides the one that it has.
    pub(crate) fn equals(&mut self, booking: &Booking) -> Result<Vec<VehicleRow>, Trouble> {
        let Place::Station(station) = booking.pickup else { return Ok(Vec::new()) };
        let rules = self.operator.versions.at(booking.made);
        let category = category_word(rules, booking.category).map(str::to_owned);
        let mut all = self.candidates(station, category.as_deref())?;
        all.retain(|row| row.id != booking.vehicle);
        Ok(all)
    }

    /// Gives a booking an equal vehicle at its pick-up, if there is one.
    fn replace(&mut self, booking: &Booking) -> Result<Option<VehicleRow>, Trouble> {
        for row in self.equals(booking)? {
            if self.would_fit(booking, row.id, None, &[])?
                && self.exchange(booking.id, row.id, None)?.is_ok()
            {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Keeps a guaranteed booking whole at the cost of as few others as possible, if that can be done.
    fn kept_by_displacing(
        &mut self,
        booking: &Booking,
        all: &mut Replaced,
    ) -> Result<bool, Trouble> {
        let mut best: Option<(VehicleRow, Vec<Booking>)> = None;
        for row in self.equals(booking)? {
            let Some(others) = self.giving_way_to(booking, row.id)? else { continue };
            if best.as_ref().is_none_or(|(_, fewest)| others.len() < fewest.len()) {
                best = Some((row, others));
            }
        }
        let Some((row, others)) = best else { return Ok(false) };
        let kept = self.displace(booking, &row, others, all)?;
        if kept {
            all.moved.push(self.moved(booking, &row));
        }
        Ok(kept)
    }

    /// The bookings that have to give way so that a guaranteed one has this vehicle; `None`: it is not
    /// guaranteed, or that would not help. Neither guaranteed ones give way, nor those that have begun,
    /// nor those on which another one relies to bring the vehicle.
    pub(crate) fn giving_way_to(
        &mut self,
        booking: &Booking,
        vehicle: VehicleId,
    ) -> Result<Option<Vec<Booking>>, Trouble> {
        if self.guaranteed(booking) != Some(true) {
            return Ok(None);
        }
        let (op, versions, now) = (self.operator.id, &self.operator.versions, self.now());
        let from = booking.reserved_start().max(now);
        let mut others = fleet::to_come(self.tx, op, versions, vehicle, from)?;
        others.retain(|other| other.holds_from() < booking.end);
        let gives_way = |other: &Booking| {
            self.guaranteed(other) == Some(false)
                && other.start > now
                && other.pickup == other.dropoff
        };
        if others.is_empty() || !others.iter().all(gives_way) {
            return Ok(None);
        }
        let without: Vec<BookingId> = others.iter().map(|other| other.id).collect();
        let fits = self.would_fit(booking, vehicle, None, &without)?;
        Ok(fits.then_some(others))
    }

    /// Gives a booking a vehicle for which others give way: each has another one, or none any more.
    pub(crate) fn displace(
        &mut self,
        booking: &Booking,
        row: &VehicleRow,
        others: Vec<Booking>,
        all: &mut Replaced,
    ) -> Result<bool, Trouble> {
        for mut other in others {
            match self.replace(&other)? {
                Some(row) => all.moved.push(self.moved(&other, &row)),
                None => {
                    self.withdraw(&mut other)?;
                    all.displaced.push(show_id(other.id.0));
                }
            }
        }
        Ok(self.exchange(booking.id, row.id, None)?.is_ok())
    }

    /// Leaves a booking without a vehicle for now: its member is let off and told.
    fn strand(&mut self, booking: &mut Booking) -> Result<(), Trouble> {
        self.let_off(booking)?;
        let others = self.others_for(booking)?;
        self.tell_what_else(booking, &others, ["stranded", "stranded-nearby"])?;
        let event =
            Event { kind: "stranded", booking: Some(show_id(booking.id.0)), ..Event::default() };
        self.note(self.now(), &event, None, about(booking))
    }

    /// Takes a booking back for good, at no cost: its vehicle is given to another one.
    fn withdraw(&mut self, booking: &mut Booking) -> Result<(), Trouble> {
        self.let_off(booking)?;
        let others = self.others_for(booking)?;
        let operator = self.operator;
        let rules = operator.versions.at(booking.made);
        let row = self.lock_member(booking.member)?;
        let vehicle = self.lock_vehicle(booking.vehicle)?;
        let (at, channel) = (self.now(), Channel::Office);
        let mut member = self.account(&row, rules)?;
        let event = Event {
            kind: "cancel",
            booking: Some(show_id(booking.id.0)),
            channel: Some(channel_word(channel)),
            ..Event::default()
        };
        let concerns = Concerns { version: Some(vehicle.version + 1), ..about(booking) };
        match cancel::cancel(&Now { rules, at }, channel, Some(booking), &member)? {
            Answer::Refused(refusal, _) => self.note(at, &event, Some(refusal), concerns),
            Answer::Done(outcome) => {
                if let Some(happened) = &outcome.booking {
                    self.apply_to_booking(rules, booking, Some(&vehicle), happened, at)?;
                }
                self.apply_to_account(rules, &mut member, &outcome, booking.made)?;
                self.note(at, &event, None, concerns)?;
                self.tell_what_else(booking, &others, ["displaced", "displaced-nearby"])
            }
        }
    }

    /// Lets the member off a booking for which there is no vehicle: unused, it costs nothing.
    pub(crate) fn let_off(&mut self, booking: &mut Booking) -> Result<(), Trouble> {
        if booking.waived {
            return Ok(());
        }
        let (operator, at) = (self.operator, self.now());
        let rules = operator.versions.at(booking.made);
        let event =
            Event { kind: "waive", booking: Some(show_id(booking.id.0)), ..Event::default() };
        match waive(&Now { rules, at }, Some(booking))? {
            Answer::Refused(refusal, _) => self.note(at, &event, Some(refusal), about(booking)),
            Answer::Done(outcome) => {
                if let Some(happened) = &outcome.booking {
                    self.apply_to_booking(rules, booking, None, happened, at)?;
                }
                self.note(at, &event, None, about(booking))
            }
        }
    }

    /// Tells whoever drives a booking what has become of it, and what there is instead.
    fn tell_what_else(
        &mut self,
        booking: &Booking,
        others: &[String],
        [plain, with_others]: [&str; 2],
    ) -> Result<(), Trouble> {
        let others = others.join("; ");
        let kind = if others.is_empty() { plain } else { with_others };
        self.tell_of_booking(booking, kind, &[("others", &others)])
    }

    /// Other vehicles that can be had in the place of a booking's own, for people.
    fn others_for(&mut self, booking: &Booking) -> Result<Vec<String>, Trouble> {
        let rules = self.operator.versions.at(booking.made);
        let category = category_word(rules, booking.category);
        let from = booking.start.max(self.now());
        let window = Window { from, until: booking.end, buffer: Span::ZERO };
        let found = self.app.search().ask(self.operator.id, |index| {
            match (index.fleet.vehicle_no(booking.vehicle), booking.pickup) {
                (Some(no), Place::Station(place)) => {
                    instead(index, (no, category), place, &window, None)
                }
                _ => Default::default(),
            }
        });
        let (here, nearby) = found.unwrap_or_default();
        let mut named = Vec::new();
        // The search knows nothing yet of what is being decided here: the store says what is left.
        for free in here.into_iter().chain(nearby) {
            let row = self.vehicle_named(&free.code)?;
            let pickup = self.place_named("station", &free.station)?;
            if self.would_fit(booking, row.id, Some(pickup), &[])? {
                named.push(format!("{}, {}", vehicle_name(&row), free.station_name));
            }
            if named.len() == MOST_NAMED {
                break;
            }
        }
        Ok(named)
    }
}

fn about(booking: &Booking) -> Concerns {
    Concerns {
        member: Some(booking.member),
        booking: Some(booking.id),
        vehicle: Some(booking.vehicle),
        ..Concerns::default()
    }
}
