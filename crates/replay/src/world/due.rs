//! What falls due by itself, in the order of its moments. The domain names the moments; this only
//! drives the clock.

use std::cmp::Reverse;

use rimessa_domain::decide::{Now, settle};
use rimessa_domain::ids::BookingId;
use rimessa_domain::line::About;
use rimessa_domain::subscription::Subscription;
use rimessa_domain::time::Instant;

use super::{Trouble, World, index_of};

/// Something that falls due at a moment; of one moment, bookings first, in the order of acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Waiting {
    at: Instant,
    what: Thing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Booking(usize),
    Account(usize),
    Contract(usize),
}

impl World<'_> {
    /// Bills all that falls due before `until`.
    pub(super) fn settle_before(&mut self, until: Instant) -> Result<(), Trouble> {
        while let Some(Reverse(next)) = self.waiting.peek().copied() {
            if next.at >= until {
                break;
            }
            self.waiting.pop();
            match next.what {
                Thing::Booking(index) => self.never_opened(index, next.at)?,
                Thing::Account(index) => self.due(About::Account, index, next.at)?,
                Thing::Contract(index) => {
                    let about = About::Contract(rimessa_domain::ids::ContractId(index as u128));
                    self.due(about, 0, next.at)?;
                }
            }
        }
        Ok(())
    }

    /// Waits for the end of a booking that may never be opened.
    pub(super) fn wait_for_booking(&mut self, id: BookingId) {
        let index = index_of(id.0);
        if let Some(at) = self.bookings[index].settles_at() {
            self.waiting.push(Reverse(Waiting { at, what: Thing::Booking(index) }));
        }
    }

    /// Waits for what a member's subscription brings next.
    pub(super) fn wait_for_account(&mut self, index: usize) {
        let next = self.members[index].subscription.as_ref();
        if let Some((at, _)) = next.and_then(|subscription| subscription.next_due(self.rules)) {
            self.waiting.push(Reverse(Waiting { at, what: Thing::Account(index) }));
        }
    }

    /// Waits for what a contract brings next.
    pub(super) fn wait_for_contract(&mut self, index: usize) {
        if let Some((at, _)) = self.contracts[index].next_due(self.rules) {
            self.waiting.push(Reverse(Waiting { at, what: Thing::Contract(index) }));
        }
    }

    fn never_opened(&mut self, index: usize, at: Instant) -> Result<(), Trouble> {
        let booking = &self.bookings[index];
        if booking.settles_at() != Some(at) {
            return Ok(()); // Opened, cancelled or moved meanwhile.
        }
        let member = index_of(booking.member.0);
        let now = Now { rules: self.rules, at };
        let outcome = settle::never_opened(&now, booking, &self.members[member])?;
        self.apply(Some(index), member, outcome);
        Ok(())
    }

    fn due(&mut self, about: About, member: usize, at: Instant) -> Result<(), Trouble> {
        let Some(subscription) = self.subscription(about, member) else { return Ok(()) };
        let Some((due_at, due)) = subscription.next_due(self.rules) else { return Ok(()) };
        if due_at != at {
            return Ok(()); // Billed or left meanwhile.
        }
        let now = Now { rules: self.rules, at };
        let outcome = settle::due(&now, subscription, due)?;
        self.apply_for(about, member, outcome);
        Ok(())
    }

    pub(super) fn subscription(&self, about: About, member: usize) -> Option<&Subscription> {
        match about {
            About::Contract(id) => self.contracts.get(index_of(id.0)),
            _ => self.members.get(member)?.subscription.as_ref(),
        }
    }
}
