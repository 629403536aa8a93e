//! Which charges apply on an occasion, and the lines they make.

use smallvec::SmallVec;

use crate::fault::{Fault, Overflow};
use crate::ids::ClauseId;
use crate::line::{Item, Line, Lines, Source, What};
use crate::money::{Exact, Percent, Rate};
use crate::rules::Rules;
use crate::rules::billing::{
    Charge, ChargePart, Exception, PartKind, Price, PriceRate, SpanRule, Tier, TimePart, Unit,
};
use crate::time::Span;

use super::case::{Case, Free};
use super::time::{Applied, Stay};
use super::{distance, time};

/// Lines, and what was used up to make them.
#[derive(Clone, Debug, Default)]
pub struct Bill {
    /// The lines; none of zero.
    pub lines: Lines,
    /// Free time that was used: index into the allowances, and how much.
    pub free_used: SmallVec<[(u16, Span); 1]>,
    /// The charges that applied, by index, even if they came to nothing.
    pub fired: SmallVec<[u16; 4]>,
}

/// The lines of an occasion.
///
/// # Errors
/// [`Fault::Ambiguous`] if two exceptions of a charge or two rates of a price apply at once,
/// [`Fault::NoRate`] if none does, [`Fault::Overflow`] if an amount does not fit.
pub fn bill(rules: &Rules, case: &Case<'_>) -> Result<Bill, Fault> {
    let mut bill = Bill::default();
    bill_into(rules, case, &mut bill)?;
    Ok(bill)
}

/// The lines of an occasion, into a bill whose memory is used again; what it held is dropped.
///
/// # Errors
/// As [`bill`]; the bill is then unfinished.
pub fn bill_into(rules: &Rules, case: &Case<'_>, bill: &mut Bill) -> Result<(), Fault> {
    bill.lines.clear();
    bill.free_used.clear();
    bill.fired.clear();
    for (index, charge) in (0u16..).zip(&rules.charges) {
        if !applies(charge, case) {
            continue;
        }
        let exception = exception(charge, case)?;
        if exception.is_some_and(|exception| exception.waive) {
            continue;
        }
        bill.fired.push(index);
        Billing { rules, case, index, charge, exception, bill }.run()?;
    }
    Ok(())
}

fn applies(charge: &Charge, case: &Case<'_>) -> bool {
    charge.on & case.occasion.bit() != 0
        && charge.validity.holds(case.made)
        && (charge.kinds.is_empty() || case.kind.is_some_and(|kind| charge.kinds.contains(&kind)))
        && charge.when.as_ref().is_none_or(|when| when.holds(&case.facts))
        && !charge.unless.iter().any(|(when, _)| when.holds(&case.facts))
}

fn exception<'a>(charge: &'a Charge, case: &Case<'_>) -> Result<Option<&'a Exception>, Fault> {
    if charge.exceptions.is_empty() {
        return Ok(None);
    }
    let holds = |e: &&Exception| e.validity.holds(case.made) && e.when.holds(&case.facts);
    let mut all = charge.exceptions.iter().filter(holds);
    let first = all.next();
    match (first, all.next()) {
        (Some(a), Some(b)) => {
            Err(Fault::Ambiguous { rule: charge.id.clone(), both: [a.id.clone(), b.id.clone()] })
        }
        _ => Ok(first),
    }
}

struct Billing<'a> {
    rules: &'a Rules,
    case: &'a Case<'a>,
    index: u16,
    charge: &'a Charge,
    exception: Option<&'a Exception>,
    bill: &'a mut Bill,
}

impl<'a> Billing<'a> {
    /// A line for each VAT class among the parts.
    fn run(mut self) -> Result<(), Fault> {
        if self.charge.parts.iter().all(|part| part.vat.is_none()) {
            return self.line(self.charge.vat);
        }
        let mut done: SmallVec<[u16; 2]> = SmallVec::new();
        for part in &self.charge.parts {
            let vat = part.vat.unwrap_or(self.charge.vat);
            if !done.contains(&vat) {
                done.push(vat);
                self.line(vat)?;
            }
        }
        Ok(())
    }

    fn line(&mut self, vat: u16) -> Result<(), Fault> {
        let (mut total, mut clause) = (Exact::ZERO, self.charge.clause);
        for part in &self.charge.parts {
            let due = part.when.as_ref().is_none_or(|when| when.holds(&self.case.facts));
            if due && part.vat.unwrap_or(self.charge.vat) == vat {
                total = total.plus(self.part(part, &mut clause)?)?;
            }
        }
        let source = Source::Charge(self.index);
        let mut line = Line::new(self.case.member, self.case.about, source, self.case.at);
        (line.clause, line.vat) = (clause, vat);
        Ok(self.bill.lines.close(line, total)?)
    }

    fn part(&mut self, part: &ChargePart, clause: &mut Option<ClauseId>) -> Result<Exact, Fault> {
        let percent = self.exception.and_then(|e| e.percent).or(part.percent);
        match &part.what {
            PartKind::Fixed(rate) => Ok(fixed(*rate, percent, self.items())?),
            PartKind::Time(time) => self.time(time, percent, clause),
            PartKind::Distance { price, recorded } => {
                let distance = if *recorded { self.case.recorded_mm } else { self.case.trip_mm };
                self.distance(*price, distance, percent, clause)
            }
            PartKind::Cost(name) => Ok(self.costs(Some(self.rules.name(*name)))?),
            PartKind::AllCosts => Ok(self.costs(None)?),
        }
    }

    fn costs(&mut self, only: Option<&str>) -> Result<Exact, Overflow> {
        let mut total = Exact::ZERO;
        for (name, amount) in self.case.costs {
            if only.is_none_or(|only| only == &**name) && amount.0 != 0 {
                let rate = Rate::cents(amount.0);
                let exact = rate.times(1)?;
                let what = What::Cost(name.clone());
                let item = Item { what, quantity: 1, rate, percent: None, amount: exact };
                self.items().push(item);
                total = total.plus(exact)?;
            }
        }
        Ok(total)
    }

    fn distance(
        &mut self,
        price: u16,
        distance_mm: i64,
        percent: Option<Percent>,
        clause: &mut Option<ClauseId>,
    ) -> Result<Exact, Fault> {
        let (found, index, rate) = self.rate(price)?;
        let Unit::Distance(unit_mm) = found.unit else { return Ok(Exact::ZERO) };
        if self.charge.bill {
            *clause = rate.clause.or(*clause);
        }
        let counted = (unit_mm, found.started);
        Ok(distance::price((price, index, rate), counted, distance_mm, percent, self.items())?)
    }

    fn time(
        &mut self,
        part: &TimePart,
        percent: Option<Percent>,
        clause: &mut Option<ClauseId>,
    ) -> Result<Exact, Fault> {
        let (found, rate_index, rate) = self.rate(part.price)?;
        let Unit::Time(unit) = found.unit else { return Ok(Exact::ZERO) };
        if self.charge.bill {
            *clause = rate.clause.or(*clause);
        }
        let of_unit = part.of_unit.map(|nth| rate_of_unit(rate, nth));
        let rate = of_unit.as_ref().unwrap_or(rate);
        let tick = part.started.unwrap_or(if found.started { unit } else { Span(1) });
        let applied =
            Applied { rules: self.rules, price: part.price, rate, rate_index, unit, percent };
        let span = self.exception.and_then(|e| e.span.as_ref()).unwrap_or(&part.span);
        let Some(mut stay) = stay(span, self.case, tick) else { return Ok(Exact::ZERO) };
        if let Some((least, _)) = part.at_least {
            // Units are those that are counted: the charge's own, else the price's.
            let ticks = if part.started.is_some() { 1 } else { unit.0 / tick.0.max(1) };
            stay.ticks = stay.ticks.max(least.saturating_mul(ticks));
        }
        let total = time::price(&applied, stay, self.items())?;
        Ok(self.free(&applied, stay, total)?)
    }

    /// Takes off the free time of the plan, first of all.
    fn free(&mut self, applied: &Applied<'_>, stay: Stay, total: Exact) -> Result<Exact, Overflow> {
        if !self.charge.bill || total <= Exact::ZERO {
            return Ok(total);
        }
        let (mut left, mut done) = (total, 0);
        for free in self.case.free.iter().filter(|free| free.price == applied.price) {
            let ticks = (self.unused(free).0 / stay.tick.0.max(1)).min(stay.ticks - done);
            if ticks <= 0 {
                continue;
            }
            // The first units are free; several allowances free one stretch after the other.
            let before = time::worth(applied, stay, done)?;
            let off = Exact(time::worth(applied, stay, done + ticks)?.0 - before.0).min(left);
            done += ticks;
            let what = What::Free(free.allowance);
            let rate = Rate::default();
            let amount = off.negated();
            self.items().push(Item { what, quantity: ticks, rate, percent: None, amount });
            self.bill.free_used.push((free.allowance, Span(ticks.saturating_mul(stay.tick.0))));
            left = left.plus(off.negated())?;
        }
        Ok(left)
    }

    /// What is left of free time after the other charges of this occasion.
    fn unused(&self, free: &Free) -> Span {
        let used = self.bill.free_used.iter().filter(|(allowance, _)| *allowance == free.allowance);
        let used: i64 = used.map(|(_, span)| span.0).sum();
        Span((free.left.0 - used).max(0))
    }

    fn items(&mut self) -> &mut Vec<Item> {
        self.bill.lines.making()
    }

    /// The price, and its one rate for this plan, category and time, with its index.
    fn rate(&self, price: u16) -> Result<(&'a Price, u16, &'a PriceRate), Fault> {
        let Some(found) = self.rules.prices.get(usize::from(price)) else {
            return Err(Fault::NoRate { price: Box::default() });
        };
        let facts = &self.case.facts;
        let mut fitting = (0u16..).zip(&found.rates).filter(|(_, rate)| {
            (rate.plan.is_none() || rate.plan == facts.plan)
                && (rate.category.is_none() || rate.category == facts.category)
                && rate.validity.holds(self.case.made)
        });
        match (fitting.next(), fitting.next()) {
            (Some(_), Some(_)) => {
                let id = found.id.clone();
                Err(Fault::Ambiguous { rule: id.clone(), both: [id.clone(), id] })
            }
            (Some((index, rate)), None) => Ok((found, index, rate)),
            (None, _) => Err(Fault::NoRate { price: found.id.clone() }),
        }
    }
}

/// The rate with the amount of its `nth` unit for all.
fn rate_of_unit(rate: &PriceRate, nth: u32) -> PriceRate {
    let of_nth = rate.tiers.iter().find(|t| t.until.is_none_or(|until| i64::from(nth) <= until));
    let amount = of_nth.map_or(Rate(0), |tier| tier.rate);
    let tiers = vec![Tier { until: None, rate: amount }];
    PriceRate { tiers, ..rate.clone() }
}

/// The time to be billed by `span`; `None` if the occasion lacks its points.
fn stay(span: &SpanRule, case: &Case<'_>, tick: Span) -> Option<Stay> {
    let points = &case.points;
    let booked_end = points.booked_end;
    match span {
        SpanRule::Unused => {
            let start = points.start?;
            let booked = booked_end?.since(start).started(tick);
            let used = points.returned?.since(start).started(tick);
            let begin = start.plus(Span(used.saturating_mul(tick.0)));
            Some(Stay { begin, ticks: (booked - used).max(0), tick })
        }
        SpanRule::GivenUp => {
            let (old_start, old_end) = case.before?;
            let old = old_end.since(old_start).started(tick);
            let new = booked_end?.since(points.start?).started(tick);
            Some(Stay { begin: old_start, ticks: (old - new).max(0), tick })
        }
        SpanRule::Between { begin, end, at_least, at_most } => {
            let begin = points.at(*begin)?;
            let end = points.at(*end);
            let least = at_least.and_then(|point| points.at(point));
            let end = end.max(least)?;
            let end = at_most.and_then(|point| points.at(point)).map_or(end, |most| end.min(most));
            Some(Stay { begin, ticks: end.since(begin).started(tick), tick })
        }
    }
}

fn fixed(rate: Rate, percent: Option<Percent>, items: &mut Vec<Item>) -> Result<Exact, Overflow> {
    let mut amount = rate.times(1)?;
    if let Some(percent) = percent {
        amount = amount.at(percent)?;
    }
    if amount != Exact::ZERO {
        items.push(Item { what: What::Fixed, quantity: 1, rate, percent, amount });
    }
    Ok(amount)
}
