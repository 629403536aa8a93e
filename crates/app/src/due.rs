//! What falls due by itself: bookings never opened, fees by the period.
//!
//! The domain names the moments. A job drives them, and every use case settles what fell due for those
//! it concerns before its own moment, so that a job that is late changes nothing.

use rimessa_domain::booking::BookingEvent;
use rimessa_domain::decide::{Now, settle};
use rimessa_domain::ids::{MemberId, VehicleId};
use rimessa_domain::line::About;
use rimessa_domain::subscription::Subscription;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::members::MemberRow;
use rimessa_store::{OperatorId, bookings, calendar, subscriptions};

use crate::app::App;
use crate::case_file::Said;
use crate::identity::show_id;
use crate::open_case::NewCase;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;

/// How many are looked up at once.
const BATCH: i64 = 200;

impl Scene<'_, '_> {
    /// A member that is locked, once all that fell due before `until` is settled.
    pub(crate) fn settled(&mut self, row: MemberRow, until: Instant) -> Result<MemberRow, Trouble> {
        if !bookings::anything_due(self.tx, until)? {
            return Ok(row);
        }
        self.settle_dues(row.id, until)?;
        // What was settled may have been counted, or have locked the account.
        self.lock_member(row.id)
    }

    /// Settles all that fell due for a member before `until`, in the order of its moments.
    pub(crate) fn settle_member(&mut self, id: MemberId, until: Instant) -> Result<(), Trouble> {
        if bookings::anything_due(self.tx, until)? { self.settle_dues(id, until) } else { Ok(()) }
    }

    /// Settles all that fell due before `until` for those whose bookings a vehicle waits for.
    pub(crate) fn settle_vehicle(&mut self, id: VehicleId, until: Instant) -> Result<(), Trouble> {
        if bookings::anything_due(self.tx, until)? {
            self.settle_waiting(id, until)
        } else {
            Ok(())
        }
    }

    /// Both; whether anything anywhere was due (usually not, as the job is quick).
    pub(crate) fn settle_both(
        &mut self,
        member: MemberId,
        vehicle: VehicleId,
        until: Instant,
    ) -> Result<bool, Trouble> {
        let due = bookings::anything_due(self.tx, until)?;
        if due {
            self.settle_dues(member, until)?;
            self.settle_waiting(vehicle, until)?;
        }
        Ok(due)
    }

    fn settle_dues(&mut self, id: MemberId, until: Instant) -> Result<(), Trouble> {
        let mut stuck = Vec::new();
        loop {
            let (op, versions) = (self.operator.id, &self.operator.versions);
            let bookings = bookings::due_of_member(self.tx, op, versions, id, until)?;
            let first = bookings.first().and_then(|b| b.settles_at().map(|at| (at, b.clone())));
            let running = subscriptions::of_member(self.tx, op, id, versions.at(until))?;
            let going = running.into_iter().filter(|one| !stuck.contains(&one.about));
            let dues = going.filter_map(|subscription| {
                let (at, _) = subscription.next_due(versions.at(until))?;
                (at < until).then_some((at, subscription))
            });
            let next = dues.min_by_key(|(at, subscription)| (*at, order(subscription)));
            match (first, next) {
                (Some((at, booking)), next) if next.as_ref().is_none_or(|(n, _)| at <= *n) => {
                    self.settle_booking(&booking, at)?;
                }
                (_, Some((at, subscription))) => {
                    if !self.settle_subscription(&subscription, at, until)? {
                        stuck.push(subscription.about);
                    }
                }
                _ => return self.set_aside(id, until),
            }
        }
    }

    /// Sets aside what is still due although all that can be settled is: a subscription whose plan is in
    /// no rulebook any more. It becomes a case for the staff, and holds up nobody else.
    fn set_aside(&mut self, id: MemberId, until: Instant) -> Result<(), Trouble> {
        let operator = self.operator;
        let rules = operator.versions.at(until);
        let overdue = subscriptions::overdue(self.tx, operator.id, id, until)?;
        if overdue.is_empty() {
            return Ok(());
        }
        for known in subscriptions::of_member(self.tx, operator.id, id, rules)? {
            // Other rules may have it fall due at another moment: that is looked up again.
            subscriptions::put(self.tx, operator.id, &known, rules)?;
        }
        for (subscription, plan) in overdue {
            if rules.find_plan(&plan).is_some() {
                continue;
            }
            subscriptions::set_aside(self.tx, operator.id, subscription)?;
            let mut rimessa = Scene {
                tx: &mut *self.tx,
                operator,
                actor: Actor::System,
                language: self.language,
                app: self.app,
            };
            let new = NewCase {
                kind: "plan-gone",
                member: Some(id),
                booking: None,
                vehicle: None,
                once: Some(format!("plan-gone:{}", show_id(subscription))),
                said: Said { text: plan, ..Said::default() },
                uploads: Vec::new(),
            };
            rimessa.open_case(&new)?;
        }
        Ok(())
    }

    fn settle_waiting(&mut self, id: VehicleId, until: Instant) -> Result<(), Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let late = calendar::to_settle(self.tx, op, versions, id, until.minus(Span(1)))?;
        let whose: Vec<MemberId> = late.iter().map(|booking| booking.member).collect();
        for member in whose {
            self.lock_member(member)?;
            self.settle_dues(member, until)?;
        }
        Ok(())
    }

    fn settle_booking(
        &mut self,
        booking: &rimessa_domain::booking::Booking,
        at: Instant,
    ) -> Result<(), Trouble> {
        let operator = self.operator;
        let rules = operator.versions.at(booking.made);
        let row = self.lock_member(booking.member)?;
        let mut member = self.account(&row, rules)?;
        let now = Now { rules, at };
        let outcome = settle::never_opened(&now, booking, &member)?;
        let mut booking = booking.clone();
        self.apply_to_booking(rules, &mut booking, None, &BookingEvent::NeverOpened, at)?;
        self.apply_to_account(rules, &mut member, &outcome, booking.made)
    }

    /// Settles what of a subscription fell due at `at`; `false`: no rules say how.
    fn settle_subscription(
        &mut self,
        subscription: &Subscription,
        at: Instant,
        until: Instant,
    ) -> Result<bool, Trouble> {
        let operator = self.operator;
        // In the names of the rules of the due date, which may not be those it was found with. If they
        // had no such plan, those that have it again.
        for rules in [operator.versions.at(at), operator.versions.at(until)] {
            let of_member =
                subscriptions::of_member(self.tx, operator.id, subscription.member, rules)?;
            let found = of_member.into_iter().find(|other| other.about == subscription.about);
            let Some(mut found) = found else { continue };
            let Some((due_at, due)) = found.next_due(rules) else { continue };
            let now = Now { rules, at: due_at };
            let outcome = settle::due(&now, &found, due)?;
            self.apply_to_subscription(rules, &mut found, &outcome, due_at)?;
            return Ok(true);
        }
        Ok(false)
    }
}

/// Of one moment, the account comes before its contracts, and those by age.
fn order(subscription: &Subscription) -> u128 {
    match subscription.about {
        About::Contract(id) => id.0,
        _ => 0,
    }
}

/// Settles all that fell due before `until`, of all operators; how many members were concerned. One who
/// cannot be settled stops no other.
///
/// # Errors
/// The first [`Trouble`]; all else is settled.
pub fn settle_all(app: &App, until: Instant) -> Result<usize, Trouble> {
    let mut count = 0;
    let mut stuck: Vec<(OperatorId, MemberId)> = Vec::new();
    let (mut first, mut before) = (None, Vec::new());
    loop {
        let limit = BATCH.saturating_add(i64::try_from(stuck.len()).unwrap_or(i64::MAX));
        let due = app.store().read_now(move |tx| -> Result<_, Trouble> {
            let mut due = bookings::next_due(tx, until, limit)?;
            due.extend(subscriptions::next_due(tx, until, limit)?);
            Ok(due)
        })?;
        let mut whose: Vec<(OperatorId, MemberId)> =
            due.into_iter().map(|(op, member, _)| (op, member)).collect();
        whose.sort_unstable();
        whose.dedup();
        whose.retain(|one| !stuck.contains(one));
        // What a round has not settled will not be settled by another one: it waits for its operator.
        if whose.is_empty() || whose == before {
            return first.map_or(Ok(count), Err);
        }
        before.clone_from(&whose);
        for (op, member) in whose {
            match settle_one(app, op, member, until) {
                Ok(()) => count += 1,
                Err(Trouble::Store(failure)) => return Err(Trouble::Store(failure)),
                Err(trouble) => {
                    first.get_or_insert(trouble);
                    stuck.push((op, member));
                }
            }
        }
    }
}

fn settle_one(app: &App, op: OperatorId, member: MemberId, until: Instant) -> Result<(), Trouble> {
    if app.directory().by_id(op).is_none() {
        app.refresh()?;
    }
    let operator = app.directory().by_id(op).cloned().ok_or(Trouble::NotFound("operator"))?;
    app.command_now(&operator, Actor::System, move |scene| {
        scene.lock_member(member)?;
        scene.settle_member(member, until)
    })
}

/// The next moment at which something falls due by itself.
///
/// # Errors
/// [`Trouble::Store`].
pub(crate) fn next_due(app: &App) -> Result<Option<Instant>, Trouble> {
    app.store().read_now(|tx| -> Result<_, Trouble> {
        let bookings = bookings::next_due(tx, Instant::MAX, 1)?;
        let subscriptions = subscriptions::next_due(tx, Instant::MAX, 1)?;
        // What is settled lies before the moment that is asked for, not at it.
        let next = bookings.iter().chain(&subscriptions).map(|(_, _, at)| at.plus(Span(1))).min();
        Ok(next)
    })
}
