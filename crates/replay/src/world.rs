//! The world of a scenario, in memory: it gathers facts, lets the domain decide, applies.

mod apply;
mod due;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rimessa_domain::booking::Booking;
use rimessa_domain::decide::assess::Assess;
use rimessa_domain::decide::book::Book;
use rimessa_domain::decide::change::Change;
use rimessa_domain::decide::exchange::Exchange;
use rimessa_domain::decide::extend::Extend;
use rimessa_domain::decide::give_back::GiveBack;
use rimessa_domain::decide::refund::Advance;
use rimessa_domain::decide::{
    Answer, Decision, Now, assess, book, cancel, change, contract, drive, exchange, extend,
    give_back, refund, waive,
};
use rimessa_domain::fault::Fault;
use rimessa_domain::ids::{BookingId, ContractId, MemberId, PlanId, VehicleId};
use rimessa_domain::line::{About, Lines};
use rimessa_domain::member::Member;
use rimessa_domain::refusal::Refusal;
use rimessa_domain::rules::Rules;
use rimessa_domain::subscription::Subscription;
use rimessa_domain::time::Instant;
use rimessa_domain::vehicle::VehicleCalendar;

use crate::event::{self, Event, What};
use crate::names::Names;
use due::Waiting;

/// Everything that is known while a scenario is replayed. A copy can be taken at any event and
/// carried on from there.
#[derive(Clone, Debug)]
pub struct World<'r> {
    rules: &'r Rules,
    /// Names of stations.
    pub places: Names,
    member_names: Names,
    members: Vec<Member>,
    booking_names: Names,
    bookings: Vec<Booking>,
    vehicle_names: Names,
    vehicles: Vec<VehicleCalendar>,
    contract_names: Names,
    contracts: Vec<Subscription>,
    waiting: BinaryHeap<Reverse<Waiting>>,
    /// The moment up to which everything has happened.
    now: Instant,
    lines: Lines,
}

/// What stands in the way of an event, other than a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It lies before the one before it.
    TimeGoesBack,
    /// Its booking id was accepted before.
    BookedAgain,
    /// The rulebook or a number stands in the way.
    Fault(Fault),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<'r> World<'r> {
    /// A world in which nothing has happened.
    #[must_use]
    pub fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            places: Names::default(),
            member_names: Names::default(),
            members: Vec::new(),
            booking_names: Names::default(),
            bookings: Vec::new(),
            vehicle_names: Names::default(),
            vehicles: Vec::new(),
            contract_names: Names::default(),
            contracts: Vec::new(),
            waiting: BinaryHeap::new(),
            now: Instant::MIN,
            lines: Lines::default(),
        }
    }

    /// A member of whom something is known: plan, validation, vehicles; subscribed `since` then.
    pub fn member(
        &mut self,
        name: &str,
        validated: bool,
        plan: Option<PlanId>,
        since: Option<Instant>,
        vehicles: Option<&[&str]>,
    ) {
        let vehicles = vehicles.map(|names| names.iter().map(|name| self.vehicle(name)).collect());
        let index = self.member_index(name);
        let member = &mut self.members[index];
        (member.validated, member.vehicles) = (validated, vehicles);
        match (plan, since) {
            (Some(plan), Some(since)) if self.rules.subscription(plan, since).is_some() => {
                let (about, id) = (About::Account, member.id);
                member.subscription = Some(Subscription::joined(about, id, plan, since));
                self.wait_for_account(index);
            }
            (Some(plan), _) => member.plan = plan,
            (None, _) => {}
        }
    }

    /// Lets an event happen, after all that fell due before it.
    ///
    /// # Errors
    /// [`Trouble`], if the event cannot have happened or the rulebook has no single answer.
    pub fn happen(&mut self, event: &Event<'_>) -> Result<Option<Refusal>, Trouble> {
        if event.at < self.now {
            return Err(Trouble::TimeGoesBack);
        }
        self.settle_before(event.at)?;
        self.now = event.at;
        let now = Now { rules: self.rules, at: event.at };
        match &event.what {
            What::Book(wish) => self.book(&now, event.by, wish),
            What::Subscribe { plan, contract } => self.subscribe(&now, event.by, plan, *contract),
            What::Unsubscribe { plan, contract } => {
                self.unsubscribe(&now, event.by, *plan, *contract)
            }
            What::Exit(contract) => self.exit(&now, contract),
            What::Move { vehicle, to } => {
                let answer = contract::move_vehicle(&now);
                if matches!(answer, Answer::Done(_)) {
                    let id = self.vehicle(vehicle);
                    self.calendar(id).moved(now.at, *to);
                }
                self.take(None, 0, answer)
            }
            What::Validate => {
                let member = self.member_index(event.by);
                self.take(None, member, contract::validate(&now))
            }
            What::Invalidate => {
                let member = self.member_index(event.by);
                self.take(None, member, contract::invalidate(&now))
            }
            What::Lift => {
                let member = self.member_index(event.by);
                self.take(None, member, contract::lift(&now))
            }
            What::Enable(names) => self.enable(&now, event.by, names.as_deref()),
            What::Assess(what) => self.assess(&now, event.by, what),
            What::Refund(wish) => self.refund(&now, event.by, wish),
            What::Exchange { booking, vehicle, category, pickup } => {
                let vehicle = self.vehicle(vehicle);
                let wish = Exchange { vehicle, category: *category, pickup: *pickup };
                self.exchange(&now, booking, &wish)
            }
            _ => self.about_booking(&now, &event.what),
        }
    }

    /// Everything that happened up to the end: what falls due before `bill_until`, or up to and
    /// with the last event, is billed.
    ///
    /// # Errors
    /// [`Trouble::TimeGoesBack`] if `bill_until` lies before the last event, or a fault.
    pub fn finish(&mut self, bill_until: Option<Instant>) -> Result<(), Trouble> {
        match bill_until {
            Some(until) if until < self.now => Err(Trouble::TimeGoesBack),
            Some(until) => self.settle_before(until),
            None if self.now == Instant::MIN => Ok(()),
            None => self.settle_before(Instant(self.now.0.saturating_add(1))),
        }
    }

    /// The lines so far.
    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The rules of this world.
    #[must_use]
    pub fn rules(&self) -> &'r Rules {
        self.rules
    }

    /// The name of a member.
    #[must_use]
    pub fn member_name(&self, id: MemberId) -> &str {
        self.member_names.name(id.0)
    }

    /// The name of the booking or contract that something is about; `None`: neither.
    #[must_use]
    pub fn about_name(&self, about: About) -> Option<&str> {
        match about {
            About::Account => None,
            About::Booking(id) => Some(self.booking_names.name(id.0)),
            About::Contract(id) => Some(self.contract_names.name(id.0)),
        }
    }

    /// The booking that something is about.
    #[must_use]
    pub fn booking(&self, about: About) -> Option<&Booking> {
        let About::Booking(id) = about else { return None };
        self.bookings.get(index_of(id.0))
    }

    /// The bookings to come that would not find their vehicle at the pick-up.
    pub fn stranded(&self) -> impl Iterator<Item = BookingId> {
        self.vehicles.iter().flat_map(|vehicle| vehicle.stranded(self.now))
    }

    fn book(
        &mut self,
        now: &Now<'_>,
        by: &str,
        wish: &event::Book<'_>,
    ) -> Result<Option<Refusal>, Trouble> {
        if self.booking_names.find(wish.booking).is_some() {
            return Err(Trouble::BookedAgain);
        }
        let (member, vehicle) = (self.member_index(by), self.vehicle(wish.vehicle));
        let id = BookingId(self.bookings.len() as u128);
        let asked = Book {
            booking: id,
            vehicle,
            category: wish.category,
            start: wish.start,
            end: wish.end,
            pickup: wish.pickup,
            dropoff: wish.dropoff,
            channel: wish.channel,
        };
        let calendar = &self.vehicles[index_of(vehicle.0)];
        let decision = book::book(now, &asked, &self.members[member], calendar)?;
        if matches!(decision, Answer::Done(_)) {
            self.booking_names.id(wish.booking);
        }
        self.take(None, member, decision)
    }

    /// Events that name a booking and concern its own member.
    fn about_booking(
        &mut self,
        now: &Now<'_>,
        what: &What<'_>,
    ) -> Result<Option<Refusal>, Trouble> {
        let name = match what {
            What::Change { booking, .. }
            | What::Extend { booking, .. }
            | What::Report { booking, .. }
            | What::Cancel { booking, .. }
            | What::Waive(booking)
            | What::Unlock(booking) => booking,
            What::Return(back) => back.booking,
            _ => return Ok(None),
        };
        let index = self.booking_names.find(name).map(|index| index as usize);
        let nobody = Member::plain(MemberId(u128::MAX));
        let nowhere = VehicleCalendar::default();
        let booking = index.map(|index| &self.bookings[index]);
        let member_index = booking.map_or(0, |booking| index_of(booking.member.0));
        let member = booking.map_or(&nobody, |_| &self.members[member_index]);
        let vehicle = booking.map_or(&nowhere, |b| &self.vehicles[index_of(b.vehicle.0)]);
        let decision = match what {
            What::Change { start, end, channel, .. } => {
                let wish = Change { start: *start, end: *end, channel: *channel };
                change::change(now, wish, booking, member, vehicle)
            }
            What::Extend { end, channel, .. } => {
                let wish = Extend { end: *end, channel: *channel };
                extend::extend(now, wish, booking, member, vehicle)
            }
            What::Cancel { channel, .. } => cancel::cancel(now, *channel, booking, member),
            What::Waive(_) => waive::waive(now, booking),
            What::Unlock(_) => drive::unlock(now, booking, member, vehicle),
            What::Report { kind, .. } => drive::report(now, kind, booking),
            What::Return(back) => give_back_to(now, back, booking, member),
            _ => return Ok(None),
        };
        self.take(index, member_index, decision?)
    }

    fn exchange(
        &mut self,
        now: &Now<'_>,
        booking: &str,
        wish: &Exchange<'_>,
    ) -> Result<Option<Refusal>, Trouble> {
        let index = self.booking_names.find(booking).map(|index| index as usize);
        let nobody = Member::plain(MemberId(u128::MAX));
        let booking = index.map(|index| &self.bookings[index]);
        let member_index = booking.map_or(0, |booking| index_of(booking.member.0));
        let member = booking.map_or(&nobody, |_| &self.members[member_index]);
        let vehicle = &self.vehicles[index_of(wish.vehicle.0)];
        let decision = exchange::exchange(now, wish, booking, member, vehicle)?;
        self.take(index, member_index, decision)
    }

    fn assess(
        &mut self,
        now: &Now<'_>,
        by: &str,
        what: &event::Assess<'_>,
    ) -> Result<Option<Refusal>, Trouble> {
        let (named, index, member) = self.named(what.booking, by);
        let wish = Assess {
            kind: what.kind,
            costs: &what.costs,
            recorded: what.recorded,
            recorded_mm: what.recorded_mm,
        };
        let booking = named.then(|| index.map(|index| &self.bookings[index]));
        let decision = assess::assess(now, &wish, booking, &self.members[member])?;
        self.take(index, member, decision)
    }

    fn refund(
        &mut self,
        now: &Now<'_>,
        by: &str,
        wish: &event::Refund<'_>,
    ) -> Result<Option<Refusal>, Trouble> {
        let (named, index, member) = self.named(wish.booking, by);
        let advance = Advance {
            kind: wish.kind,
            amount: wish.amount,
            receipt_complete: wish.receipt_complete,
            receipt_in_name: wish.receipt_in_name,
        };
        let booking = named.then(|| index.map(|index| &self.bookings[index]));
        let decision = refund::refund(now, &advance, booking, &self.members[member])?;
        self.take(index, member, decision)
    }

    fn enable(
        &mut self,
        now: &Now<'_>,
        by: &str,
        names: Option<&[&str]>,
    ) -> Result<Option<Refusal>, Trouble> {
        let member = self.member_index(by);
        let answer = contract::enable(now);
        if matches!(answer, Answer::Done(_)) {
            let vehicles = names.map(|names| names.iter().map(|name| self.vehicle(name)).collect());
            self.members[member].vehicles = vehicles;
        }
        self.take(None, member, answer)
    }

    /// Whether a booking is named, which it is, and whose: its member's, else `by`.
    fn named(&mut self, booking: Option<&str>, by: &str) -> (bool, Option<usize>, usize) {
        let index = booking.and_then(|name| self.booking_names.find(name)).map(|i| i as usize);
        let member = match index {
            Some(index) => index_of(self.bookings[index].member.0),
            None => self.member_index(by),
        };
        (booking.is_some(), index, member)
    }

    fn subscribe(
        &mut self,
        now: &Now<'_>,
        by: &str,
        plan: &str,
        contract: Option<&str>,
    ) -> Result<Option<Refusal>, Trouble> {
        let index = self.member_index(by);
        let (about, running) = match contract {
            None => (About::Account, self.members[index].subscription.as_ref()),
            Some(name) => {
                let found = self.contract_names.find(name);
                let id = found.map_or(self.contracts.len(), |id| id as usize);
                (About::Contract(ContractId(id as u128)), self.contracts.get(id))
            }
        };
        let (answer, joined) =
            contract::subscribe(now, plan, about, &self.members[index], running)?;
        if let Some(subscription) = joined {
            self.join(index, contract, subscription);
        }
        self.take_for(about, index, answer)
    }

    fn unsubscribe(
        &mut self,
        now: &Now<'_>,
        by: &str,
        plan: Option<&str>,
        contract: Option<&str>,
    ) -> Result<Option<Refusal>, Trouble> {
        let index = self.member_index(by);
        let found = contract.and_then(|name| self.contract_names.find(name));
        let (about, running) = match (contract, found) {
            (None, _) => (About::Account, self.members[index].subscription.as_ref()),
            (Some(_), None) => (About::Account, None),
            (Some(_), Some(id)) => {
                let of_member = self.contracts.get(id as usize);
                let of_member = of_member.filter(|c| c.member == self.members[index].id);
                (About::Contract(ContractId(u128::from(id))), of_member)
            }
        };
        let answer = contract::unsubscribe(now, plan, running)?;
        self.take_for(about, index, answer)
    }

    fn exit(&mut self, now: &Now<'_>, contract: &str) -> Result<Option<Refusal>, Trouble> {
        let found = self.contract_names.find(contract);
        let running = found.and_then(|id| self.contracts.get(id as usize));
        let answer = contract::exit(now, running)?;
        let about = About::Contract(ContractId(u128::from(found.unwrap_or(0))));
        self.take_for(about, 0, answer)
    }
}

fn give_back_to(
    now: &Now<'_>,
    back: &event::Return<'_>,
    booking: Option<&Booking>,
    member: &Member,
) -> Decision {
    let wish = GiveBack {
        place: back.place,
        distance_mm: back.distance_mm,
        fuel: back.fuel,
        plugged_in: back.plugged_in,
        procedure_complete: back.procedure_complete,
        checked: back.checked,
        costs: &back.costs,
    };
    give_back::give_back(now, &wish, booking, member)
}

/// The index that an id of this world stands for.
fn index_of(id: u128) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

impl World<'_> {
    fn vehicle(&mut self, name: &str) -> VehicleId {
        let id = self.vehicle_names.id(name);
        if id as usize >= self.vehicles.len() {
            self.vehicles.push(VehicleCalendar::default());
        }
        VehicleId(u128::from(id))
    }

    fn calendar(&mut self, id: VehicleId) -> &mut VehicleCalendar {
        &mut self.vehicles[index_of(id.0)]
    }

    fn member_index(&mut self, name: &str) -> usize {
        let id = self.member_names.id(name);
        if id as usize >= self.members.len() {
            self.members.push(Member::plain(MemberId(u128::from(id))));
        }
        id as usize
    }
}
