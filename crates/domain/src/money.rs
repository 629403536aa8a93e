//! Money: exact while it is computed, whole minor units once it stands on a line.

use core::fmt;

use crate::fault::Overflow;

/// An amount in minor units of the operator's currency (cents). Negative: in the member's favour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money(pub i64);

/// A price for one unit, in millionths of the major unit (euro); never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate(pub i64);

/// A part of a whole, in millionths: 50 % is 500 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent(pub i64);

/// An amount before rounding, in 10⁻¹⁸ of the major unit.
///
/// Prices times quantities times percentages are exact here. Quotients (a month by its days) are
/// cut at the last place, which [`Exact::round`] forgives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Exact(pub i128);

impl Money {
    /// The sum, or an error if it leaves the range of 92 quadrillion euro.
    ///
    /// # Errors
    /// [`Overflow`] if the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).map(Self).ok_or(Overflow)
    }

    /// The tax contained in this gross amount at `rate`, rounded half away from zero.
    ///
    /// # Errors
    /// [`Overflow`] if the product does not fit.
    pub fn tax_contained(self, rate: Percent) -> Result<Self, Overflow> {
        let whole = 1_000_000 + i128::from(rate.0);
        round_half_away(i128::from(self.0) * i128::from(rate.0), whole)
    }

    /// This amount rounded to a multiple of `step` minor units, half away from zero.
    ///
    /// # Errors
    /// [`Overflow`] if the multiple does not fit; a step below one rounds nothing.
    pub fn rounded_to(self, step: i64) -> Result<Self, Overflow> {
        if step <= 1 {
            return Ok(self);
        }
        let steps = round_half_away(i128::from(self.0), i128::from(step))?;
        steps.0.checked_mul(step).map(Self).ok_or(Overflow)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minor = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

impl Rate {
    /// A rate of whole minor units.
    #[must_use]
    pub const fn cents(cents: i64) -> Self {
        Self(cents.saturating_mul(10_000))
    }

    /// This rate for a number of whole units.
    ///
    /// # Errors
    /// [`Overflow`] if the amount does not fit.
    #[inline]
    pub fn times(self, units: i64) -> Result<Exact, Overflow> {
        // The usual case cannot overflow: 63 bits times 10^12 fit in 128.
        if let Some(product) = self.0.checked_mul(units) {
            return Ok(Exact(i128::from(product) * 1_000_000_000_000));
        }
        let product = i128::from(self.0) * i128::from(units);
        product.checked_mul(1_000_000_000_000).map(Exact).ok_or(Overflow)
    }

    /// This rate for `quantity` of `unit` (both in the same measure), in exact proportion.
    ///
    /// # Errors
    /// [`Overflow`] if the amount does not fit, or if `unit` is not positive.
    #[inline]
    pub fn times_fraction(self, quantity: i64, unit: i64) -> Result<Exact, Overflow> {
        if unit <= 0 {
            return Err(Overflow);
        }
        let whole = self.times(quantity / unit)?;
        if quantity % unit == 0 {
            return Ok(whole);
        }
        let rest = self.times(quantity % unit)?;
        whole.plus(Exact(rest.0 / i128::from(unit)))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micro = self.0.unsigned_abs();
        write!(f, "{}.{}", micro / 1_000_000, decimals(u128::from(micro % 1_000_000)))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:04}").trim_end_matches('0'))
    }
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The sum.
    ///
    /// # Errors
    /// [`Overflow`] if it does not fit.
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).map(Self).ok_or(Overflow)
    }

    /// The opposite amount.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }

    /// This amount at `percent`.
    ///
    /// # Errors
    /// [`Overflow`] if it does not fit.
    pub fn at(self, percent: Percent) -> Result<Self, Overflow> {
        let product = self.0.checked_mul(i128::from(percent.0)).ok_or(Overflow)?;
        Ok(Self(product / 1_000_000))
    }

    /// `part` of `whole` parts of this amount.
    ///
    /// # Errors
    /// [`Overflow`] if it does not fit or `whole` is not positive.
    pub fn share(self, part: i64, whole: i64) -> Result<Self, Overflow> {
        if whole <= 0 {
            return Err(Overflow);
        }
        let product = self.0.checked_mul(i128::from(part)).ok_or(Overflow)?;
        Ok(Self(product / i128::from(whole)))
    }

    /// Whole minor units, rounded half away from zero.
    ///
    /// An amount that lacks less than 5·10⁻¹⁶ to a half counts as the half: quotients are cut at
    /// 10⁻¹⁸, and no price of a rulebook comes so near to a half without being one.
    ///
    /// # Errors
    /// [`Overflow`] if the amount does not fit into [`Money`].
    #[inline]
    pub fn round(self) -> Result<Money, Overflow> {
        const CENT: i128 = 10_000_000_000_000_000;
        if let Some(shifted) = self.small() {
            return Ok(Money(if self.0 < 0 { -shifted } else { shifted }));
        }
        let forgiven = if self.0 < 0 { -FORGIVEN } else { FORGIVEN };
        round_half_away(self.0.checked_add(forgiven).ok_or(Overflow)?, CENT)
    }

    /// The rounded size in minor units, for the usual amounts (below 600 000 euro), without
    /// dividing 128 bits: 10¹⁶ is 2¹⁶ times 5¹⁶.
    #[inline]
    fn small(self) -> Option<i64> {
        const HALF_CENT: u128 = 5_000_000_000_000_000;
        const FIVE_TO_16: u64 = 152_587_890_625;
        let size = self.0.unsigned_abs().checked_add(HALF_CENT + FORGIVEN.unsigned_abs())?;
        let cents = u64::try_from(size >> 16).ok()? / FIVE_TO_16;
        i64::try_from(cents).ok()
    }
}

impl fmt::Display for Exact {
    /// At least two decimals, at most six: what is finer is cut.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micro = (self.0.unsigned_abs() + FORGIVEN.unsigned_abs()) / 1_000_000_000_000;
        write!(f, "{sign}{}.{}", micro / 1_000_000, decimals(micro % 1_000_000))
    }
}

/// Six decimals without the zeros past the second.
fn decimals(micro: u128) -> String {
    let mut digits = format!("{micro:06}");
    while digits.len() > 2 && digits.ends_with('0') {
        digits.pop();
    }
    digits
}

const FORGIVEN: i128 = 500;

fn round_half_away(numerator: i128, denominator: i128) -> Result<Money, Overflow> {
    if let (Ok(small), Ok(by)) = (i32::try_from(numerator), i32::try_from(denominator)) {
        // Doubled and shifted, 32 bits fit in 64: the usual case needs no wide division.
        let (small, by) = (i64::from(small), i64::from(by));
        let half = if small < 0 { -by } else { by };
        return Ok(Money((2 * small + half) / (2 * by)));
    }
    let doubled = numerator.checked_mul(2).ok_or(Overflow)?;
    let half = if numerator < 0 { -denominator } else { denominator };
    let shifted = doubled.checked_add(half).ok_or(Overflow)?;
    i64::try_from(shifted / (2 * denominator)).map(Money).map_err(|_| Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounding_is_half_away_from_zero() {
        let cent = 10_000_000_000_000_000_i128;
        for (exact, cents) in [
            (cent / 2, 1),
            (cent / 2 - 1000, 0),
            (-cent / 2, -1),
            (cent * 21_280 + cent / 2 - 1, 21_281),
            (cent * 21_280 + cent / 2 - 1000, 21_280),
            (cent * -21_280 - cent / 2, -21_281),
        ] {
            assert_eq!(Exact(exact).round(), Ok(Money(cents)), "{exact}");
        }
    }

    #[test]
    fn the_month_by_its_days_of_the_document() {
        // 23 of 31 days of 286.82, as on invoice 15FV25832: 212.80 (SAE-T).
        let month = Rate::cents(28_682).times(1).unwrap();
        assert_eq!(month.share(23, 31).unwrap().round(), Ok(Money(21_280)));
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert_eq!(Rate(i64::MAX).times(i64::MAX), Err(Overflow));
        assert_eq!(Exact(i128::MAX).round(), Err(Overflow));
        assert_eq!(Money(i64::MAX).plus(Money(1)), Err(Overflow));
    }

    #[test]
    fn tax_and_steps() {
        assert_eq!(Money(12_000).tax_contained(Percent(200_000)), Ok(Money(2_000)));
        assert_eq!(Money(1_082).rounded_to(5), Ok(Money(1_080)));
        assert_eq!(Money(1_083).rounded_to(5), Ok(Money(1_085)));
    }

    proptest! {
        #[test]
        fn small_and_large_round_alike(amount in -700_000i128..700_000, fine in any::<i64>()) {
            let amount = amount * 1_000_000_000_000_000_000 + i128::from(fine);
            let forgiven = if amount < 0 { amount - FORGIVEN } else { amount + FORGIVEN };
            let large = round_half_away(forgiven, 10_000_000_000_000_000);
            prop_assert_eq!(Exact(amount).round(), large);
        }
    }
}
