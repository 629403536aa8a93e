//! Taking in what was decided.

use rimessa_domain::booking::BookingEvent;
use rimessa_domain::decide::{Answer, Outcome};
use rimessa_domain::ids::PlanId;
use rimessa_domain::line::About;
use rimessa_domain::refusal::Refusal;
use rimessa_domain::subscription::Subscription;

use super::{Trouble, World, index_of};

impl World<'_> {
    /// Takes in the answer to something about a booking or an account.
    pub(super) fn take(
        &mut self,
        booking: Option<usize>,
        member: usize,
        answer: Answer,
    ) -> Result<Option<Refusal>, Trouble> {
        match answer {
            Answer::Done(outcome) => {
                self.apply(booking, member, outcome);
                Ok(None)
            }
            Answer::Refused(refusal, trace) => {
                if let (Some(event), Some(index)) = (trace, booking) {
                    self.apply_to_booking(index, &event);
                }
                Ok(Some(refusal))
            }
        }
    }

    /// Takes in the answer to something about a subscription.
    pub(super) fn take_for(
        &mut self,
        about: About,
        member: usize,
        answer: Answer,
    ) -> Result<Option<Refusal>, Trouble> {
        match answer {
            Answer::Done(outcome) => {
                self.apply_for(about, member, outcome);
                Ok(None)
            }
            Answer::Refused(refusal, _) => Ok(Some(refusal)),
        }
    }

    /// Applies an outcome about a booking; free time is that of the member's subscription.
    pub(super) fn apply(&mut self, booking: Option<usize>, member: usize, outcome: Outcome) {
        match (outcome.booking, booking) {
            (Some(BookingEvent::Booked(accepted)), _) => {
                let (id, vehicle) = (accepted.id, accepted.vehicle);
                let event = BookingEvent::Booked(accepted.clone());
                self.vehicles[index_of(vehicle.0)].apply(&accepted, &event);
                self.bookings.push(*accepted);
                self.wait_for_booking(id);
            }
            (Some(event), Some(index)) => self.apply_to_booking(index, &event),
            _ => {}
        }
        if let Some(member) = self.members.get_mut(member) {
            outcome.account.iter().for_each(|event| member.apply(event));
            if let Some(subscription) = &mut member.subscription {
                outcome.subscription.iter().for_each(|event| subscription.apply(event));
            }
        }
        self.lines.append(outcome.lines);
    }

    /// Applies an outcome about a subscription or contract.
    pub(super) fn apply_for(&mut self, about: About, member: usize, outcome: Outcome) {
        let subscription = match about {
            About::Contract(id) => self.contracts.get_mut(index_of(id.0)),
            _ => self.members.get_mut(member).and_then(|member| member.subscription.as_mut()),
        };
        if let Some(subscription) = subscription {
            outcome.subscription.iter().for_each(|event| subscription.apply(event));
        }
        self.lines.append(outcome.lines);
        if outcome.subscription.is_empty() {
            return;
        }
        match about {
            About::Contract(id) => self.wait_for_contract(index_of(id.0)),
            _ => self.wait_for_account(member),
        }
    }

    /// Takes in a subscription that was just joined; its first fee comes with the outcome.
    pub(super) fn join(&mut self, member: usize, contract: Option<&str>, joined: Subscription) {
        match contract {
            None => {
                let member = &mut self.members[member];
                // After leaving, the plan is that of whoever subscribed to none.
                member.plan = PlanId(0);
                member.subscription = Some(joined);
            }
            Some(name) => {
                let index = self.contract_names.id(name) as usize;
                match self.contracts.get_mut(index) {
                    Some(contract) => *contract = joined,
                    None => self.contracts.push(joined),
                }
            }
        }
    }

    fn apply_to_booking(&mut self, index: usize, event: &BookingEvent) {
        let booking = &mut self.bookings[index];
        let had = booking.vehicle;
        booking.apply(event);
        let id = booking.id;
        if booking.vehicle != had {
            self.vehicles[index_of(had.0)].apply(booking, event);
        }
        self.vehicles[index_of(booking.vehicle.0)].apply(booking, event);
        if matches!(event, BookingEvent::Changed { .. } | BookingEvent::Extended { .. }) {
            self.wait_for_booking(id);
        }
    }
}
