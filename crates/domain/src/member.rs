//! A member's account, as far as decisions depend on it.

use smallvec::SmallVec;

use crate::ids::{MemberId, PlanId, VehicleId};
use crate::subscription::Subscription;
use crate::time::Instant;

/// What decisions need to know of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The member.
    pub id: MemberId,
    /// The documents are verified.
    pub validated: bool,
    /// The vehicles enabled; `None`: all.
    pub vehicles: Option<Vec<VehicleId>>,
    /// The plan that holds while there is no subscription.
    pub plan: PlanId,
    /// The subscription of the account, the last one if several followed one another.
    pub subscription: Option<Subscription>,
    /// When something happened that may lock the account: index into the locks, and the moment.
    pub counted: SmallVec<[(u16, Instant); 2]>,
    /// The account is locked, by that lock: no more bookings.
    pub locked_by: Option<u16>,
}

impl Member {
    /// A member of whom nothing special is known: validated, all vehicles, the first plan.
    #[must_use]
    pub fn plain(id: MemberId) -> Self {
        Self {
            id,
            validated: true,
            vehicles: None,
            plan: PlanId(0),
            subscription: None,
            counted: SmallVec::new(),
            locked_by: None,
        }
    }

    /// The plan at `at`: that of a subscription which is running, else the member's own.
    #[must_use]
    pub fn plan_at(&self, at: Instant) -> PlanId {
        match &self.subscription {
            Some(subscription) if subscription.runs(at) => subscription.plan,
            _ => self.plan,
        }
    }

    /// Takes in what happened to the account.
    pub fn apply(&mut self, event: &AccountEvent) {
        match event {
            AccountEvent::Validated => self.validated = true,
            AccountEvent::Invalidated => self.validated = false,
            AccountEvent::Counted { lock, at } => self.counted.push((*lock, *at)),
            AccountEvent::Locked(lock) => self.locked_by = Some(*lock),
            AccountEvent::Lifted => {
                let lifted = self.locked_by.take();
                self.counted.retain(|(lock, _)| Some(*lock) != lifted);
            }
        }
    }
}

/// What happened to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// The documents were verified.
    Validated,
    /// The documents hold no longer: they expired, or were found wrong.
    Invalidated,
    /// Something happened that may lock the account.
    Counted {
        /// Index into the locks.
        lock: u16,
        /// When.
        at: Instant,
    },
    /// The account was locked: index into the locks.
    Locked(u16),
    /// Staff lifted the lock: what led to it counts no more.
    Lifted,
}
