//! The sums of a bill as EN 16931 wants them, from amounts that contain their tax.
//!
//! People agree to prices with VAT; the standard counts from nets upwards. Not every gross amount
//! is a net with its tax added (at 22 %, eighteen of a hundred are not), so that what is to pay
//! would be a cent off. The standard has a place for that cent: the rounding amount (BT-114).

use rimessa_domain::fault::Overflow;
use rimessa_domain::money::{Money, Percent};

use crate::bill::{Line, Vat};

/// The sums of a bill.
///
/// For any lines: BR-CO-10, -13, -14, -15, -16; per entry of the breakdown BR-S-08, BR-S-09,
/// BR-CO-17 and those of the categories Z, E and O.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The net amount of each line, in the lines' order (BT-131).
    pub nets: Vec<Money>,
    /// The VAT breakdown, the highest rate first (BG-23).
    pub taxes: Vec<Tax>,
    /// The sum of the nets (BT-106, and without allowances BT-109).
    pub net: Money,
    /// The tax (BT-110).
    pub tax: Money,
    /// Net and tax (BT-112).
    pub with_tax: Money,
    /// What makes up for the cents that no net with its tax can reach (BT-114): at most one for
    /// each entry of the breakdown.
    pub rounding: Money,
    /// The sum of the lines as agreed: `with_tax` and `rounding`.
    pub gross: Money,
    /// What was paid before (BT-113).
    pub paid: Money,
    /// What is left to pay (BT-115).
    pub due: Money,
}

/// An entry of the VAT breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tax {
    /// How it is taxed.
    pub vat: Vat,
    /// What is taxed (BT-116): the sum of its lines' nets.
    pub net: Money,
    /// The tax (BT-117): the net times the rate, rounded half away from zero.
    pub tax: Money,
}

impl Totals {
    /// The sums of these lines, of which `paid` was paid before.
    ///
    /// Of each way of being taxed, the net is the one that comes nearest to the gross once its tax
    /// is added. Its lines share it by rounding their running sum, so that no line is more than
    /// two cents from its own net.
    ///
    /// # Errors
    /// [`Overflow`] if a sum does not fit.
    pub fn of(lines: &[Line], paid: Money) -> Result<Self, Overflow> {
        let mut nets = vec![Money(0); lines.len()];
        let mut ways: Vec<&Vat> = lines.iter().map(|line| &line.vat).collect();
        ways.sort_by(|a, b| rate_of(b).0.cmp(&rate_of(a).0).then_with(|| a.cmp(b)));
        ways.dedup();
        let mut taxes = Vec::with_capacity(ways.len());
        for vat in ways {
            taxes.push(share(lines, vat, &mut nets)?);
        }
        let net = sum(taxes.iter().map(|tax| tax.net))?;
        let tax = sum(taxes.iter().map(|tax| tax.tax))?;
        let with_tax = net.plus(tax)?;
        let gross = sum(lines.iter().map(|line| line.gross))?;
        let rounding = minus(gross, with_tax)?;
        let due = minus(gross, paid)?;
        Ok(Self { nets, taxes, net, tax, with_tax, rounding, gross, paid, due })
    }
}

/// The rate at which an amount is taxed; zero if it is not.
#[must_use]
pub fn rate_of(vat: &Vat) -> Percent {
    match vat {
        Vat::Rate(rate) => *rate,
        Vat::Exempt(_) | Vat::Outside(_) => Percent(0),
    }
}

/// The sum of amounts.
///
/// # Errors
/// [`Overflow`] if it does not fit.
pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, Overflow> {
    amounts.into_iter().try_fold(Money(0), Money::plus)
}

/// The net and the tax of the lines taxed so, and the nets of those lines.
fn share(lines: &[Line], vat: &Vat, nets: &mut [Money]) -> Result<Tax, Overflow> {
    let rate = rate_of(vat);
    let ours = || lines.iter().enumerate().filter(|(_, line)| line.vat == *vat);
    let (mut gross, mut shared) = (Money(0), Money(0));
    for (at, line) in ours() {
        gross = gross.plus(line.gross)?;
        let until_here = without_tax(gross, rate)?;
        nets[at] = minus(until_here, shared)?;
        shared = until_here;
    }
    let net = nearest(gross, shared, rate)?;
    if let Some((largest, _)) = ours().max_by_key(|(_, line)| line.gross.0.unsigned_abs()) {
        nets[largest] = nets[largest].plus(minus(net, shared)?)?;
    }
    Ok(Tax { vat: vat.clone(), net, tax: tax_on(net, rate)? })
}

/// The net that comes nearest to `gross` with its tax: `near`, or a cent more or less.
fn nearest(gross: Money, near: Money, rate: Percent) -> Result<Money, Overflow> {
    let mut best = (u64::MAX, near);
    for cents in [0, 1, -1] {
        let net = near.plus(Money(cents))?;
        let off = minus(gross, net.plus(tax_on(net, rate)?)?)?.0.unsigned_abs();
        if off < best.0 {
            best = (off, net);
        }
    }
    Ok(best.1)
}

fn without_tax(gross: Money, rate: Percent) -> Result<Money, Overflow> {
    minus(gross, gross.tax_contained(rate)?)
}

/// The tax on a net amount, rounded half away from zero (BR-CO-17).
fn tax_on(net: Money, rate: Percent) -> Result<Money, Overflow> {
    let exact = i128::from(net.0) * i128::from(rate.0);
    let half = if exact < 0 { -500_000 } else { 500_000 };
    i64::try_from((exact + half) / 1_000_000).map(Money).map_err(|_| Overflow)
}

fn minus(a: Money, b: Money) -> Result<Money, Overflow> {
    a.0.checked_sub(b.0).map(Money).ok_or(Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bill::Reason;
    use proptest::prelude::*;

    fn line(gross: i64, vat: Vat) -> Line {
        let title = "Contract".to_owned();
        let (steps, clause, about, period) = (Vec::new(), None, None, None);
        Line { title, steps, clause, about, period, vat, gross: Money(gross) }
    }

    fn vat() -> impl Strategy<Value = Vat> {
        let rates = [0, 55_000, 100_000, 200_000, 220_000, 210_000];
        prop_oneof![
            4 => proptest::sample::select(rates.to_vec()).prop_map(|rate| Vat::Rate(Percent(rate))),
            1 => Just(Vat::Outside(Reason::default())),
            1 => Just(Vat::Exempt(Reason { text: "health".to_owned(), natura: None })),
        ]
    }

    fn lines() -> impl Strategy<Value = Vec<Line>> {
        let amount = prop_oneof![-500i64..5_000, -10_000_000i64..100_000_000];
        proptest::collection::vec((amount, vat()).prop_map(|(gross, vat)| line(gross, vat)), 1..40)
    }

    proptest! {
        /// EN 16931, for any lines: what is to pay is what was agreed, and each sum is the sum of
        /// what it says.
        #[test]
        fn the_sums_hold_the_standard(lines in lines(), paid in -5_000i64..5_000) {
            let totals = Totals::of(&lines, Money(paid)).unwrap();
            let gross: i64 = lines.iter().map(|line| line.gross.0).sum();
            let nets: i64 = totals.nets.iter().map(|net| net.0).sum();
            prop_assert_eq!(totals.net.0, nets, "BR-CO-10, BR-CO-13");
            let taxes: i64 = totals.taxes.iter().map(|tax| tax.tax.0).sum();
            prop_assert_eq!(totals.tax.0, taxes, "BR-CO-14");
            prop_assert_eq!(totals.with_tax.0, nets + taxes, "BR-CO-15");
            prop_assert_eq!(totals.with_tax.0 + totals.rounding.0, gross);
            prop_assert_eq!(totals.due.0, totals.with_tax.0 - paid + totals.rounding.0, "BR-CO-16");
            prop_assert!(totals.rounding.0.unsigned_abs() <= totals.taxes.len() as u64);
            for tax in &totals.taxes {
                let ours = lines.iter().zip(&totals.nets).filter(|(line, _)| line.vat == tax.vat);
                let net: i64 = ours.map(|(_, net)| net.0).sum();
                prop_assert_eq!(tax.net.0, net, "BR-S-08, BR-Z-08, BR-E-08, BR-O-08");
                let rate = i128::from(rate_of(&tax.vat).0);
                let off = i128::from(net) * rate - i128::from(tax.tax.0) * 1_000_000;
                prop_assert!(off.abs() <= 500_000, "BR-S-09, BR-CO-17; BR-O-09 and the like");
            }
        }

        /// No line bears more than two cents of what its neighbours were rounded by.
        #[test]
        fn each_net_is_near_its_own(lines in lines()) {
            let totals = Totals::of(&lines, Money(0)).unwrap();
            for (line, net) in lines.iter().zip(&totals.nets) {
                let whole = 1_000_000 + i128::from(rate_of(&line.vat).0);
                let off = i128::from(line.gross.0) * 1_000_000 - i128::from(net.0) * whole;
                prop_assert!(off.abs() <= 2 * whole);
            }
        }
    }

    /// The document of the Saemes space: 212.80 with 20 % inside, which a net can reach.
    #[test]
    fn the_worked_example() {
        let totals = Totals::of(&[line(21_280, Vat::Rate(Percent(200_000)))], Money(0)).unwrap();
        let sums = [totals.net, totals.tax, totals.rounding, totals.due].map(|sum| sum.0);
        assert_eq!(sums, [17_733, 3_547, 0, 21_280]);
    }

    #[test]
    fn a_cent_that_no_net_reaches_is_the_rounding_amount() {
        // At 22 %, a net of two cents makes two, one of three makes four.
        let totals = Totals::of(&[line(3, Vat::Rate(Percent(220_000)))], Money(0)).unwrap();
        assert_eq!(totals.rounding.0.abs(), 1);
        assert_eq!(totals.due, Money(3));
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let lines = [i64::MAX, 1].map(|gross| line(gross, Vat::Rate(Percent(0))));
        assert_eq!(Totals::of(&lines, Money(0)), Err(Overflow));
    }
}
