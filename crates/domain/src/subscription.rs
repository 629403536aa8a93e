//! Plans and contracts that are paid by the period: when their fees fall due, and what is left of
//! what they include.

use smallvec::SmallVec;

use jiff::civil::Date;

use crate::fault::Overflow;
use crate::ids::{MemberId, PlanId};
use crate::line::{About, Item, Line, Lines, Source, What};
use crate::rating::case::Free;
use crate::rules::Rules;
use crate::rules::plans::{Anchor, Every, Leaving, SubscriptionTerms};
use crate::time::{Instant, Span};
use crate::zone::Zone;

/// A subscription of an account, or a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The account, or the contract.
    pub about: About,
    /// Who pays.
    pub member: MemberId,
    /// The plan.
    pub plan: PlanId,
    /// When it was joined.
    pub joined: Instant,
    /// How many periods have been billed.
    pub billed: u32,
    /// Whether the member has left; it may still run to the end of its period.
    pub left: bool,
    /// When it ends; exclusive.
    pub ends: Option<Instant>,
    /// Free time used: index into the allowances, number of the period, how much.
    pub free_used: SmallVec<[(u16, i64, Span); 1]>,
    /// Events counted and not yet billed, by month.
    pub counted: SmallVec<[(Month, u32); 2]>,
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// Something of a subscription that falls due by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The fee of the period of that number.
    Period(u32),
    /// What was counted in a month.
    Counted(Month),
}

/// What happened to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionEvent {
    /// What fell due was billed.
    Billed(Due),
    /// The member left; it ends then.
    Left(Instant),
    /// Free time of an allowance (by index) was used in the period of that number.
    FreeUsed(u16, i64, Span),
    /// An event was counted.
    Counted(Month),
}

impl Subscription {
    /// A subscription joined at `joined`, of which nothing has been billed.
    #[must_use]
    pub fn joined(about: About, member: MemberId, plan: PlanId, joined: Instant) -> Self {
        Self {
            about,
            member,
            plan,
            joined,
            billed: 0,
            left: false,
            ends: None,
            free_used: SmallVec::new(),
            counted: SmallVec::new(),
        }
    }

    /// Whether it runs at `at`.
    #[must_use]
    pub fn runs(&self, at: Instant) -> bool {
        self.joined <= at && self.ends.is_none_or(|ends| at < ends)
    }

    /// What falls due next, and when; `None`: nothing any more.
    #[must_use]
    pub fn next_due(&self, rules: &Rules) -> Option<(Instant, Due)> {
        let fee = self.next_period(rules).map(|at| (at, Due::Period(self.billed)));
        let first = self.counted.iter().map(|(month, _)| *month).min();
        let counted = first.map(|month| (month.last_moment(&rules.zone), Due::Counted(month)));
        match (fee, counted) {
            (Some(fee), Some(counted)) => Some(if counted.0 < fee.0 { counted } else { fee }),
            (fee, counted) => fee.or(counted),
        }
    }

    fn next_period(&self, rules: &Rules) -> Option<Instant> {
        let (_, terms) = rules.subscription(self.plan, self.joined)?;
        let at = boundary(terms, &rules.zone, self.joined, i64::from(self.billed))?;
        (self.ends.is_none_or(|ends| at < ends)).then_some(at)
    }

    /// The line of what falls due at `at`; none if there is nothing to pay.
    ///
    /// # Errors
    /// [`Overflow`] if the amount does not fit.
    pub fn line_of(&self, rules: &Rules, at: Instant, due: Due) -> Result<Lines, Overflow> {
        match due {
            Due::Period(number) => self.fee(rules, at, number == 0),
            Due::Counted(month) => self.counted_line(rules, at, month),
        }
    }

    fn fee(&self, rules: &Rules, at: Instant, first: bool) -> Result<Lines, Overflow> {
        let Some((index, terms)) = rules.subscription(self.plan, at) else {
            return Ok(Lines::default());
        };
        let whole = terms.amount.times(1)?;
        let item = |what, quantity, amount| Item {
            what,
            quantity,
            rate: terms.amount,
            percent: None,
            amount,
        };
        let mut only = item(What::Period, 1, whole);
        if first && terms.first_by_days {
            let days = days_left(terms, &rules.zone, self.joined);
            if let Some((left, of)) = days.filter(|(left, of)| left < of) {
                only = item(What::Days { of }, left, whole.share(left, of)?);
            }
        }
        self.line(Source::Subscription(index), terms.clause, terms.vat, at, only)
    }

    /// The lines of the periods that were promised and not used, on leaving at `at`.
    ///
    /// # Errors
    /// [`Overflow`] if an amount does not fit.
    pub fn missing(&self, rules: &Rules, at: Instant) -> Result<Lines, Overflow> {
        let Some((index, terms)) = rules.subscription(self.plan, at) else {
            return Ok(Lines::default());
        };
        let Some((periods, clause)) = terms.commitment else { return Ok(Lines::default()) };
        let mut lines = Lines::default();
        for _ in self.billed..periods {
            let (rate, amount) = (terms.amount, terms.amount.times(1)?);
            let item = Item { what: What::Commitment, quantity: 1, rate, percent: None, amount };
            let clause = clause.or(terms.clause);
            lines.append(self.line(Source::Subscription(index), clause, terms.vat, at, item)?);
        }
        Ok(lines)
    }

    fn counted_line(&self, rules: &Rules, at: Instant, month: Month) -> Result<Lines, Overflow> {
        let mut usages = (0u16..).zip(&rules.usages);
        let found = usages.find(|(_, u)| u.plan == self.plan && u.validity.holds(at));
        let Some((index, usage)) = found else { return Ok(Lines::default()) };
        let counted = self.counted.iter().find(|(m, _)| *m == month).map_or(0, |(_, n)| *n);
        let further = i64::from(counted.saturating_sub(usage.included));
        let item = Item {
            what: What::Further { included: usage.included, counted },
            quantity: further,
            rate: usage.rate,
            percent: None,
            amount: usage.rate.times(further)?,
        };
        self.line(Source::Usage(index), usage.clause, usage.vat, at, item)
    }

    fn line(
        &self,
        source: Source,
        clause: Option<crate::ids::ClauseId>,
        vat: u16,
        due: Instant,
        item: Item,
    ) -> Result<Lines, Overflow> {
        let mut line = Line::new(self.member, self.about, source, due);
        (line.clause, line.vat) = (clause, vat);
        let mut lines = Lines::default();
        lines.push(line, item)?;
        Ok(lines)
    }

    /// When leaving at `at` takes effect.
    #[must_use]
    pub fn end_if_left(&self, rules: &Rules, at: Instant) -> Instant {
        let Some((_, terms)) = rules.subscription(self.plan, self.joined) else { return at };
        match terms.leaving {
            Leaving::AtOnce => at,
            Leaving::PeriodEnd => {
                let number = period(terms, &rules.zone, self.joined, at);
                boundary(terms, &rules.zone, self.joined, number + 1).unwrap_or(Instant::MAX)
            }
        }
    }

    /// The free time that is left at `at`.
    #[must_use]
    pub fn free(&self, rules: &Rules, at: Instant) -> SmallVec<[Free; 1]> {
        if rules.allowances.is_empty() || !self.runs(at) {
            return SmallVec::new();
        }
        let number = self.period(rules, at);
        let begun = self.period_begin(rules, number);
        let of_plan = (0u16..).zip(&rules.allowances).filter(|(_, allowance)| {
            allowance.plan == self.plan && allowance.validity.holds(begun)
        });
        let left = of_plan.map(|(index, allowance)| {
            let used = self.free_used.iter().filter(|(a, p, _)| *a == index && *p == number);
            let used: i64 = used.map(|(_, _, span)| span.0).sum();
            Free { allowance: index, price: allowance.price, left: Span(allowance.span.0 - used) }
        });
        left.collect()
    }

    /// The number of the period around `at`; the first is 0.
    #[must_use]
    pub fn period(&self, rules: &Rules, at: Instant) -> i64 {
        let terms = rules.subscription(self.plan, self.joined);
        terms.map_or(0, |(_, terms)| period(terms, &rules.zone, self.joined, at))
    }

    /// When the period of that number begins.
    #[must_use]
    pub fn period_begin(&self, rules: &Rules, number: i64) -> Instant {
        let terms = rules.subscription(self.plan, self.joined);
        let begin = terms.and_then(|(_, terms)| boundary(terms, &rules.zone, self.joined, number));
        begin.unwrap_or(self.joined)
    }

    /// Takes in what happened.
    pub fn apply(&mut self, event: &SubscriptionEvent) {
        match *event {
            SubscriptionEvent::Billed(Due::Period(_)) => self.billed += 1,
            SubscriptionEvent::Billed(Due::Counted(month)) => {
                self.counted.retain(|(m, _)| *m != month);
            }
            SubscriptionEvent::Left(ends) => (self.left, self.ends) = (true, Some(ends)),
            SubscriptionEvent::FreeUsed(allowance, number, span) => {
                let mut used = self.free_used.iter_mut();
                match used.find(|(a, p, _)| *a == allowance && *p == number) {
                    Some((_, _, sum)) => sum.0 += span.0,
                    None => self.free_used.push((allowance, number, span)),
                }
            }
            SubscriptionEvent::Counted(month) => {
                match self.counted.iter_mut().find(|(m, _)| *m == month) {
                    Some((_, count)) => *count = count.saturating_add(1),
                    None => self.counted.push((month, 1)),
                }
            }
        }
    }
}

impl Month {
    /// The calendar month at `at` on the operator's wall.
    #[must_use]
    pub fn of(zone: &Zone, at: Instant) -> Self {
        let date = zone.date(at);
        Self { year: date.year(), month: date.month() }
    }

    /// The last moment of the month: one millisecond before the next begins.
    #[must_use]
    pub fn last_moment(self, zone: &Zone) -> Instant {
        let first = Date::new(self.year, self.month, 1).unwrap_or(Date::MAX);
        let next = add_months(first, 1).map_or(Instant::MAX, |date| zone.start_of(date));
        next.minus(Span(1))
    }
}

/// When period `number` begins; period 0 begins on joining. `None`: beyond the calendar.
fn boundary(
    terms: &SubscriptionTerms,
    zone: &Zone,
    joined: Instant,
    number: i64,
) -> Option<Instant> {
    if number <= 0 {
        return Some(joined);
    }
    let months = number.checked_mul(months(terms.every))?;
    add_months(anchor(terms, zone.date(joined)), months).map(|date| zone.start_of(date))
}

/// The period in which `at` lies.
fn period(terms: &SubscriptionTerms, zone: &Zone, joined: Instant, at: Instant) -> i64 {
    let (from, to) = (zone.date(joined), zone.date(at));
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
        - i64::from(from.month());
    let mut number = if terms.every == Every::Year { months / 12 + 1 } else { months + 1 };
    while number > 0 && boundary(terms, zone, joined, number).is_none_or(|begin| begin > at) {
        number -= 1;
    }
    number
}

/// The days from the joining day on, that day included, and the days of the whole period.
fn days_left(terms: &SubscriptionTerms, zone: &Zone, joined: Instant) -> Option<(i64, i64)> {
    let day = zone.date(joined);
    let begin = anchor(terms, day);
    let end = add_months(begin, months(terms.every))?;
    let days = |from: Date| from.until(end).map(|span| i64::from(span.get_days())).ok();
    days(day).zip(days(begin))
}

/// Where the period of the joining day begins, on the calendar.
fn anchor(terms: &SubscriptionTerms, joined: Date) -> Date {
    match (terms.anchor, terms.every) {
        (Anchor::JoiningDay, _) => joined,
        (Anchor::JoiningMonth, _) | (Anchor::Calendar, Every::Month) => joined.first_of_month(),
        (Anchor::Calendar, Every::Year) => joined.first_of_year(),
    }
}

fn months(every: Every) -> i64 {
    match every {
        Every::Month => 1,
        Every::Year => 12,
    }
}

/// The same day of a later month, or its last day if it has no such day.
fn add_months(date: Date, months: i64) -> Option<Date> {
    jiff::Span::new().try_months(months).and_then(|span| date.checked_add(span)).ok()
}
