//! Distance at a price: tiers, by started unit or in proportion.

use crate::fault::Overflow;
use crate::line::{Item, What};
use crate::money::{Exact, Percent};
use crate::rules::billing::PriceRate;

/// The price of `distance_mm` millimetres, with its items appended.
///
/// `unit_mm` is the distance that the amounts are for; with `started`, units begun count whole.
///
/// # Errors
/// [`Overflow`] if an amount does not fit.
pub fn price(
    (price, rate_index, rate): (u16, u16, &PriceRate),
    (unit_mm, started): (i64, bool),
    distance_mm: i64,
    percent: Option<Percent>,
    items: &mut Vec<Item>,
) -> Result<Exact, Overflow> {
    if distance_mm <= 0 || unit_mm <= 0 {
        return Ok(Exact::ZERO);
    }
    let tick = if started { unit_mm } else { 1 };
    let ticks = (distance_mm - 1) / tick + 1;
    let (mut total, mut done) = (Exact::ZERO, 0);
    for tier in &rate.tiers {
        let limit = match tier.until {
            Some(until) => until.checked_mul(unit_mm / tick).ok_or(Overflow)?,
            None => i64::MAX,
        };
        let part = ticks.min(limit) - done;
        if part > 0 {
            let mut amount = if tick == unit_mm {
                tier.rate.times(part)?
            } else {
                tier.rate.times_fraction(part.checked_mul(tick).ok_or(Overflow)?, unit_mm)?
            };
            if let Some(percent) = percent {
                amount = amount.at(percent)?;
            }
            let what = What::Units { price, rate: rate_index, band: None, tick };
            items.push(Item { what, quantity: part, rate: tier.rate, percent, amount });
            total = total.plus(amount)?;
            done += part;
        }
    }
    Ok(total)
}
