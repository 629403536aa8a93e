//! Decisions: a command and the facts it needs go in; what happened and the lines it makes, or a
//! refusal, come out. Nothing is changed here: whoever asked applies the outcome.
//!
//! The order in which reasons are looked at is part of each decision: the first that holds is
//! given, so that two callers always hear the same.

pub mod assess;
pub mod book;
pub mod cancel;
pub mod change;
pub mod contract;
pub mod drive;
pub mod exchange;
pub mod extend;
pub mod give_back;
pub mod refund;
pub mod settle;
pub mod slot;
pub mod waive;

use smallvec::SmallVec;

use crate::booking::{Booking, BookingEvent};
use crate::fault::Fault;
use crate::ids::MemberId;
use crate::line::{About, Lines};
use crate::member::{AccountEvent, Member};
use crate::rating::case::{Case, Free, Points};
use crate::rating::charges::Bill;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::Rules;
use crate::rules::billing::Occasion;
use crate::rules::when::Facts;
use crate::subscription::SubscriptionEvent;
use crate::time::Instant;

/// What comes of a command that was accepted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What happened to the booking.
    pub booking: Option<BookingEvent>,
    /// What happened to the account.
    pub account: SmallVec<[AccountEvent; 1]>,
    /// What happened to the subscription of the account, or to the contract.
    pub subscription: SmallVec<[SubscriptionEvent; 1]>,
    /// The lines, in the order of the rulebook.
    pub lines: Lines,
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It was done.
    Done(Outcome),
    /// It was refused. Some refusals leave a trace in the booking.
    Refused(Refusal, Option<BookingEvent>),
}

/// A decision: an answer, unless the rulebook or a number stands in the way.
pub type Decision = Result<Answer, Fault>;

/// What is known to all decisions.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The operator's rules.
    pub rules: &'a Rules,
    /// The present moment.
    pub at: Instant,
}

impl Now<'_> {
    /// A refusal that cites what the rulebook names for it.
    #[must_use]
    pub fn refuse(&self, code: RefusalCode) -> Refusal {
        Refusal { code, clause: self.rules.citation(code, self.at) }
    }

    /// The answer of such a refusal, leaving no trace.
    #[must_use]
    pub fn refused(&self, code: RefusalCode) -> Answer {
        Answer::Refused(self.refuse(code), None)
    }

    /// The case of a booking on an occasion, without the facts of a trip.
    fn case<'c>(&self, occasion: Occasion, booking: &'c Booking, free: &'c [Free]) -> Case<'c> {
        let facts = Facts {
            channel: Some(booking.channel),
            category: booking.category,
            plan: Some(booking.plan),
            energy: Some(self.rules.energy(booking.category)),
            reported: &booking.reported,
            extension_refused: booking.extension_refused,
            opened: booking.opened(),
            notice: Some(booking.start.since(self.at)),
            reserved_time_begun: Some(self.at >= booking.reserved_start()),
            ..Facts::default()
        };
        let points = Points {
            start: Some(booking.start),
            reserved_start: Some(booking.reserved_start()),
            booked_end: Some(booking.end),
            agreed_end: Some(booking.agreed_end),
            ..Points::default()
        };
        Case {
            occasion,
            member: booking.member,
            about: About::Booking(booking.id),
            at: self.at,
            made: booking.made,
            facts,
            kind: None,
            points,
            before: None,
            trip_mm: 0,
            recorded_mm: 0,
            costs: &[],
            free,
        }
    }

    /// The case of something that is about no booking.
    fn case_of_account(&self, occasion: Occasion, member: MemberId) -> Case<'static> {
        Case {
            occasion,
            member,
            about: About::Account,
            at: self.at,
            made: self.at,
            facts: Facts::default(),
            kind: None,
            points: Points::default(),
            before: None,
            trip_mm: 0,
            recorded_mm: 0,
            costs: &[],
            free: &[],
        }
    }

    /// The free time of the member's plan at the present moment.
    fn free(&self, member: &Member) -> SmallVec<[Free; 1]> {
        let subscription = member.subscription.as_ref();
        subscription.map_or_else(SmallVec::new, |s| s.free(self.rules, self.at))
    }

    /// An outcome of a bill: its lines, the free time used, and what counts towards a lock.
    fn outcome(&self, event: Option<BookingEvent>, bill: Bill, member: &Member) -> Outcome {
        let mut outcome = Outcome { booking: event, ..Outcome::default() };
        if let Some(subscription) = member.subscription.as_ref() {
            let period = subscription.period(self.rules, self.at);
            let used = bill.free_used.iter();
            let used = used.map(|(a, span)| SubscriptionEvent::FreeUsed(*a, period, *span));
            outcome.subscription.extend(used);
        }
        self.count_towards_locks(&bill, member, &mut outcome);
        outcome.lines = bill.lines;
        outcome
    }

    fn count_towards_locks(&self, bill: &Bill, member: &Member, outcome: &mut Outcome) {
        let fired = |id: &str| {
            let mut all = bill.fired.iter();
            all.any(|i| self.rules.charges.get(usize::from(*i)).is_some_and(|c| &*c.id == id))
        };
        for (index, lock) in (0u16..).zip(&self.rules.locks) {
            if !lock.validity.holds(self.at) || !fired(&lock.of) {
                continue;
            }
            outcome.account.push(AccountEvent::Counted { lock: index, at: self.at });
            let since = self.at.minus(lock.within);
            let earlier = member.counted.iter().filter(|(l, at)| *l == index && *at >= since);
            if earlier.count() + 1 >= lock.times as usize {
                outcome.account.push(AccountEvent::Locked(index));
            }
        }
    }
}
