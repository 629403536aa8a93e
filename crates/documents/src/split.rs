//! Which documents an account's lines make: by country, as data.

use rimessa_domain::fault::Overflow;
use rimessa_domain::money::Money;

use crate::bill::{BillKind, Line, Vat};
use crate::totals::sum;

/// What a country wants of bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Where amounts outside the scope of VAT stand.
    pub outside: Outside,
    /// The stamp duty on what is not taxed, where there is one.
    pub stamp: Option<Stamp>,
}

/// Where amounts outside the scope of VAT stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// On a document of their own (EN 16931, BR-O-11 and BR-O-12: France, Austria).
    Apart,
    /// With the others, each with its reason (FatturaPA: Italy).
    Together,
}

/// A stamp duty: so much on a document, if what is not taxed on it is more than so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Up to this nothing is due.
    pub above: Money,
    /// What is due beyond it.
    pub amount: Money,
}

/// The lines of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: BillKind,
    /// Its lines; on a credit note with the signs turned, so that their sum is positive.
    pub lines: Vec<Line>,
    /// The stamp duty on it.
    pub stamp: Option<Money>,
    /// What it changes on the account: negative for a credit note.
    pub balance: Money,
}

/// The documents that these lines make, in the order in which they are issued.
///
/// Lines that together are in the member's favour make a credit note. Whatever the country, each
/// line is on exactly one document, and the balances sum up to the lines.
///
/// # Errors
/// [`Overflow`] if a sum does not fit.
pub fn split(lines: Vec<Line>, country: &Country) -> Result<Vec<Part>, Overflow> {
    let (outside, taxed): (Vec<_>, Vec<_>) = match country.outside {
        Outside::Apart => lines.into_iter().partition(|line| is_outside(&line.vat)),
        Outside::Together => (Vec::new(), lines),
    };
    let groups = [(BillKind::Invoice, taxed), (BillKind::Indemnities, outside)];
    let groups = groups.into_iter().filter(|(_, lines)| !lines.is_empty());
    groups.map(|(kind, lines)| part(kind, lines, country.stamp)).collect()
}

fn part(kind: BillKind, mut lines: Vec<Line>, stamp: Option<Stamp>) -> Result<Part, Overflow> {
    let balance = sum(lines.iter().map(|line| line.gross))?;
    let kind = if balance < Money(0) { BillKind::CreditNote } else { kind };
    if kind == BillKind::CreditNote {
        for line in &mut lines {
            line.gross = line.gross.0.checked_neg().map(Money).ok_or(Overflow)?;
        }
    }
    let untaxed = lines.iter().filter(|line| !matches!(line.vat, Vat::Rate(_)));
    let untaxed = sum(untaxed.map(|line| line.gross))?;
    let stamp = stamp.filter(|stamp| untaxed > stamp.above).map(|stamp| stamp.amount);
    Ok(Part { kind, lines, stamp, balance })
}

fn is_outside(vat: &Vat) -> bool {
    matches!(vat, Vat::Outside(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bill::Reason;
    use proptest::prelude::*;
    use rimessa_domain::money::Percent;

    const FRANCE: Country = Country { outside: Outside::Apart, stamp: None };
    const ITALY: Country = Country {
        outside: Outside::Together,
        stamp: Some(Stamp { above: Money(7_747), amount: Money(200) }),
    };

    fn taxed(gross: i64) -> Line {
        line(gross, Vat::Rate(Percent(220_000)))
    }

    fn outside(gross: i64) -> Line {
        line(gross, Vat::Outside(Reason::default()))
    }

    fn line(gross: i64, vat: Vat) -> Line {
        let title = "Trip".to_owned();
        let (steps, clause, about, period) = (Vec::new(), None, None, None);
        Line { title, steps, clause, about, period, vat, gross: Money(gross) }
    }

    /// BR-O-11, BR-O-12.
    #[test]
    fn what_is_outside_stands_apart_or_together() {
        let lines = vec![taxed(2_480), outside(3_460)];
        let kinds = |country| -> Vec<_> {
            let parts = split(lines.clone(), country).unwrap();
            parts.iter().map(|part| (part.kind, part.balance.0)).collect()
        };
        let apart = [(BillKind::Invoice, 2_480), (BillKind::Indemnities, 3_460)];
        assert_eq!(kinds(&FRANCE), apart);
        assert_eq!(kinds(&ITALY), [(BillKind::Invoice, 5_940)]);
    }

    #[test]
    fn a_favour_is_a_credit_note() {
        let parts = split(vec![taxed(-500), taxed(200)], &FRANCE).unwrap();
        assert_eq!((parts[0].kind, parts[0].balance), (BillKind::CreditNote, Money(-300)));
        let shown: Vec<_> = parts[0].lines.iter().map(|line| line.gross.0).collect();
        assert_eq!(shown, [500, -200]);
    }

    #[test]
    fn stamp_duty_is_due_above_its_threshold() {
        for (gross, due) in [(7_747, None), (7_748, Some(Money(200)))] {
            let parts = split(vec![taxed(10_000), outside(gross)], &ITALY).unwrap();
            assert_eq!(parts[0].stamp, due, "{gross}");
        }
    }

    proptest! {
        #[test]
        fn every_cent_is_on_one_document(
            amounts in proptest::collection::vec((-5_000i64..5_000, any::<bool>()), 0..20),
            apart in any::<bool>(),
        ) {
            let lines = amounts.iter().map(|(gross, taxed)| {
                if *taxed { super::tests::taxed(*gross) } else { outside(*gross) }
            });
            let country = if apart { FRANCE } else { ITALY };
            let parts = split(lines.collect(), &country).unwrap();
            let balance: i64 = parts.iter().map(|part| part.balance.0).sum();
            prop_assert_eq!(balance, amounts.iter().map(|(gross, _)| gross).sum::<i64>());
            let count: usize = parts.iter().map(|part| part.lines.len()).sum();
            prop_assert_eq!(count, amounts.len());
            for part in parts {
                let shown: i64 = part.lines.iter().map(|line| line.gross.0).sum();
                prop_assert_eq!(shown, part.balance.0.abs());
            }
        }
    }
}
