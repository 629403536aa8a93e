//! Time at a price: tiers, bands and caps.

use crate::fault::Overflow;
use crate::line::{Item, What};
use crate::money::{Exact, Percent, Rate};
use crate::rules::Rules;
use crate::rules::billing::{PriceRate, Tier};
use crate::time::{Instant, Span};

use super::walk;

/// Time to be priced.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// When it begins.
    pub begin: Instant,
    /// How many ticks of it are billed.
    pub ticks: i64,
    /// How long a tick is: a started unit, or a millisecond where the proportion is billed.
    pub tick: Span,
}

/// A price and one of its rates, ready to be applied.
#[derive(Clone, Copy, Debug)]
pub struct Applied<'a> {
    /// The rulebook.
    pub rules: &'a Rules,
    /// Index into the prices.
    pub price: u16,
    /// The rate that fits.
    pub rate: &'a PriceRate,
    /// Its index among those of the price.
    pub rate_index: u16,
    /// The unit that the rate's amounts are for.
    pub unit: Span,
    /// Everything at this percentage.
    pub percent: Option<Percent>,
}

/// The price of `stay`, with its items appended; amounts at the percentage.
///
/// # Errors
/// [`Overflow`] if an amount does not fit.
pub fn price(applied: &Applied<'_>, stay: Stay, items: &mut Vec<Item>) -> Result<Exact, Overflow> {
    if stay.ticks <= 0 {
        return Ok(Exact::ZERO);
    }
    if applied.rate.bands.is_empty() && applied.rate.caps.is_empty() {
        return tiers(applied, stay, items);
    }
    walk::price(applied, stay, items)
}

/// The price of the first `ticks` ticks, without items: what free time is worth.
///
/// # Errors
/// [`Overflow`] if an amount does not fit.
pub fn worth(applied: &Applied<'_>, stay: Stay, ticks: i64) -> Result<Exact, Overflow> {
    let mut unused = Vec::new();
    price(applied, Stay { ticks: ticks.min(stay.ticks), ..stay }, &mut unused)
}

/// Appends `ticks` ticks at `rate`.
pub(super) fn push(
    applied: &Applied<'_>,
    stay: Stay,
    ticks: i64,
    rate: Rate,
    band: Option<u16>,
    items: &mut Vec<Item>,
) -> Result<Exact, Overflow> {
    let mut amount = of_ticks(rate, ticks, stay.tick, applied.unit)?;
    if let Some(percent) = applied.percent {
        amount = amount.at(percent)?;
    }
    let shown = Rate(of_ticks_rate(rate, stay.tick, applied.unit));
    let what =
        What::Units { price: applied.price, rate: applied.rate_index, band, tick: stay.tick.0 };
    items.push(Item { what, quantity: ticks, rate: shown, percent: applied.percent, amount });
    Ok(amount)
}

/// The amount of `ticks` ticks at a rate for `unit`.
pub(super) fn of_ticks(rate: Rate, ticks: i64, tick: Span, unit: Span) -> Result<Exact, Overflow> {
    if tick == unit {
        return rate.times(ticks);
    }
    let span = ticks.checked_mul(tick.0).ok_or(Overflow)?;
    rate.times_fraction(span, unit.0)
}

/// The rate as shown: for one tick, if that is a round amount; else for the unit.
fn of_ticks_rate(rate: Rate, tick: Span, unit: Span) -> i64 {
    if tick == unit || tick <= Span(1) || unit <= Span::ZERO {
        return rate.0;
    }
    match rate.0.checked_mul(tick.0) {
        Some(product) if product % unit.0 == 0 => product / unit.0,
        _ => rate.0,
    }
}

fn tiers(applied: &Applied<'_>, stay: Stay, items: &mut Vec<Item>) -> Result<Exact, Overflow> {
    let mut total = Exact::ZERO;
    let mut done = 0;
    for tier in &applied.rate.tiers {
        let limit = tier_limit(tier, stay.tick, applied.unit)?;
        let ticks = stay.ticks.min(limit) - done;
        if ticks > 0 {
            total = total.plus(push(applied, stay, ticks, tier.rate, None, items)?)?;
            done += ticks;
        }
        if done == stay.ticks {
            break;
        }
    }
    Ok(total)
}

/// The tick at which `tier` ends.
pub(super) fn tier_limit(tier: &Tier, tick: Span, unit: Span) -> Result<i64, Overflow> {
    let Some(until) = tier.until else { return Ok(i64::MAX) };
    if tick == unit {
        return Ok(until);
    }
    Ok(Span(until.checked_mul(unit.0).ok_or(Overflow)?).started(tick))
}
