//! Plans, their fees by period, their allowances; what is counted; what locks an account.

use super::Validity;
use crate::ids::{ClauseId, PlanId};
use crate::money::Rate;
use crate::time::Span;

/// A pricing plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name.
    pub id: Box<str>,
}

/// The fee of a plan, or of a contract, by period.
#[derive(Clone, Debug)]
pub struct SubscriptionTerms {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// The plan it gives.
    pub plan: PlanId,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds: the due date decides.
    pub validity: Validity,
    /// The fee of a whole period, due in advance.
    pub amount: Rate,
    /// Index into the VAT classes.
    pub vat: u16,
    /// How long a period is.
    pub every: Every,
    /// Where periods begin.
    pub anchor: Anchor,
    /// Whether the first period is billed by its days.
    pub first_by_days: bool,
    /// When leaving takes effect.
    pub leaving: Leaving,
    /// At least so many periods are paid, with the clause that says so.
    pub commitment: Option<(u32, Option<ClauseId>)>,
    /// Billed as contracts, of which a member may have several; otherwise one for the account.
    pub contract: bool,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Where periods begin (00:00 local).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// On the day of joining; on the month's last day if it has no such day.
    JoiningDay,
    /// On the first of the month of joining.
    JoiningMonth,
    /// On the first of the calendar month or year.
    Calendar,
}

/// When leaving takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// At once.
    AtOnce,
    /// With the last moment of the running period.
    PeriodEnd,
}

/// Free time of a plan, used before anything is billed.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// The plan that has it.
    pub plan: PlanId,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds: the begin of the period decides.
    pub validity: Validity,
    /// The price whose time is free: index into the prices.
    pub price: u16,
    /// How much, for each period of the subscription; what is left lapses with it.
    pub span: Span,
}

/// Events of a contract that are counted by calendar month.
#[derive(Clone, Debug)]
pub struct Usage {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// The plan of the contract.
    pub plan: PlanId,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds: the due date decides.
    pub validity: Validity,
    /// So many a month cost nothing, in whole and partial months alike.
    pub included: u32,
    /// Each further one, due with the last moment of the month.
    pub rate: Rate,
    /// Index into the VAT classes.
    pub vat: u16,
}

/// So many times within so much time, and the account is locked.
#[derive(Clone, Debug)]
pub struct Lock {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When it holds.
    pub validity: Validity,
    /// The charge that counts, by its id.
    pub of: Box<str>,
    /// How many times.
    pub times: u32,
    /// From the first to the last of them, at most.
    pub within: Span,
}
