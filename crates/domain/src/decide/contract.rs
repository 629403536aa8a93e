//! Subscribing, leaving, and what is counted on a contract.

use super::{Answer, Decision, Now, Outcome};
use crate::line::About;
use crate::member::{AccountEvent, Member};
use crate::refusal::RefusalCode;
use crate::subscription::{Due, Month, Subscription, SubscriptionEvent};

/// Decides on subscribing to the plan of that name, for the account or as the contract `about`:
/// `not-offered` (no such plan, or none with a fee), `already-subscribed`.
///
/// `running` is the subscription of the account, or the contract of that id. The outcome bills the
/// first period; the new subscription is returned beside it.
///
/// # Errors
/// A number that does not fit.
pub fn subscribe(
    now: &Now<'_>,
    plan: &str,
    about: About,
    member: &Member,
    running: Option<&Subscription>,
) -> Result<(Answer, Option<Subscription>), crate::fault::Fault> {
    let plan = now.rules.find_plan(plan);
    let terms = plan.and_then(|plan| now.rules.subscription(plan, now.at));
    let (Some(plan), Some((_, terms))) = (plan, terms) else {
        return Ok((now.refused(RefusalCode::NotOffered), None));
    };
    if terms.contract != matches!(about, About::Contract(_)) {
        return Ok((now.refused(RefusalCode::NotOffered), None));
    }
    if running.is_some_and(|running| running.runs(now.at) || running.joined > now.at) {
        return Ok((now.refused(RefusalCode::AlreadySubscribed), None));
    }
    let mut subscription = Subscription::joined(about, member.id, plan, now.at);
    if let Some(ended) = running.filter(|ended| ended.plan == plan) {
        // What was counted in this month and not yet billed is not forgotten.
        subscription.counted.clone_from(&ended.counted);
    }
    let due = Due::Period(0);
    let mut outcome = Outcome::default();
    outcome.lines.append(subscription.line_of(now.rules, now.at, due)?);
    outcome.subscription.push(SubscriptionEvent::Billed(due));
    Ok((Answer::Done(outcome), Some(subscription)))
}

/// Decides on leaving: `not-offered` (no plan has a fee, or there is no plan of that name);
/// `not-subscribed` (nothing runs, or it is another plan). Left again before its end: no effect.
///
/// What is missing to a commitment falls due at once.
///
/// # Errors
/// A number that does not fit.
pub fn unsubscribe(now: &Now<'_>, plan: Option<&str>, running: Option<&Subscription>) -> Decision {
    let plan = match plan.map(|name| now.rules.find_plan(name)) {
        _ if now.rules.subscriptions.is_empty() => {
            return Ok(now.refused(RefusalCode::NotOffered));
        }
        Some(None) => return Ok(now.refused(RefusalCode::NotOffered)),
        Some(found) => found,
        None => None,
    };
    let live = running.filter(|s| s.runs(now.at) && plan.is_none_or(|p| p == s.plan));
    let Some(subscription) = live else { return Ok(now.refused(RefusalCode::NotSubscribed)) };
    if subscription.left {
        return Ok(Answer::Done(Outcome::default())); // Its end is settled; saying it twice is no harm.
    }
    let ends = subscription.end_if_left(now.rules, now.at);
    let lines = subscription.missing(now.rules, now.at)?;
    let mut outcome = Outcome { lines, ..Outcome::default() };
    outcome.subscription.push(SubscriptionEvent::Left(ends));
    Ok(Answer::Done(outcome))
}

/// Decides on an event that is counted on a contract: `not-offered` where nothing is counted,
/// `no-such-contract` if it is unknown or has ended.
///
/// # Errors
/// None today; a fault of the rulebook in the future.
pub fn exit(now: &Now<'_>, contract: Option<&Subscription>) -> Decision {
    if now.rules.usages.is_empty() {
        return Ok(now.refused(RefusalCode::NotOffered));
    }
    let Some(contract) = contract.filter(|contract| contract.runs(now.at)) else {
        return Ok(now.refused(RefusalCode::NoSuchContract));
    };
    let mut outcome = Outcome::default();
    let mut counted = now.rules.usages.iter().filter(|usage| usage.plan == contract.plan);
    if counted.next().is_some() {
        let month = Month::of(&now.rules.zone, now.at);
        outcome.subscription.push(SubscriptionEvent::Counted(month));
    }
    Ok(Answer::Done(outcome))
}

/// Decides on verifying a member's documents: `not-offered` where no vehicles are booked.
#[must_use]
pub fn validate(now: &Now<'_>) -> Answer {
    if now.rules.booking.is_none() {
        return now.refused(RefusalCode::NotOffered);
    }
    let mut outcome = Outcome::default();
    outcome.account.push(AccountEvent::Validated);
    Answer::Done(outcome)
}

/// Decides on a member's documents holding no longer: `not-offered` where no vehicles are booked.
/// Bookings that were made stay; whether they open is decided when they are opened.
#[must_use]
pub fn invalidate(now: &Now<'_>) -> Answer {
    if now.rules.booking.is_none() {
        return now.refused(RefusalCode::NotOffered);
    }
    let mut outcome = Outcome::default();
    outcome.account.push(AccountEvent::Invalidated);
    Answer::Done(outcome)
}

/// Decides on lifting the lock of an account: `not-offered` where no vehicles are booked. An account that
/// is not locked stays as it is.
#[must_use]
pub fn lift(now: &Now<'_>) -> Answer {
    if now.rules.booking.is_none() {
        return now.refused(RefusalCode::NotOffered);
    }
    let mut outcome = Outcome::default();
    outcome.account.push(AccountEvent::Lifted);
    Answer::Done(outcome)
}

/// Decides on enabling vehicles for a member: `not-offered` where no vehicles are booked.
#[must_use]
pub fn enable(now: &Now<'_>) -> Answer {
    if now.rules.booking.is_none() {
        return now.refused(RefusalCode::NotOffered);
    }
    Answer::Done(Outcome::default())
}

/// Decides on staff bringing a vehicle somewhere: `not-offered` where no vehicles are booked.
#[must_use]
pub fn move_vehicle(now: &Now<'_>) -> Answer {
    if now.rules.booking.is_none() {
        return now.refused(RefusalCode::NotOffered);
    }
    Answer::Done(Outcome::default())
}
