//! The arithmetic of a line, as the store keeps it: in the places of the rulebook that made it.

use rimessa_domain::ids::{BookingId, ClauseId, ContractId, MemberId};
use rimessa_domain::line::{About, Item, Line, Lines, Source, What};
use rimessa_domain::money::{Exact, Money, Percent, Rate};
use rimessa_domain::rules::Rules;
use rimessa_store::Failure;
use rimessa_store::lines::LineRow;
use serde::{Deserialize, Serialize};

/// An item: what, quantity, rate, percent, exact amount.
#[derive(Serialize, Deserialize)]
struct Kept(KeptWhat, i64, i64, Option<i64>, String);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptWhat {
    Fixed,
    Units(u16, u16, Option<u16>, i64),
    Capped(u16, u16, u16),
    Free(u16),
    Cost(String),
    Period,
    Days(i64),
    Commitment,
    Further(u32, u32),
    Advanced,
}

/// The rule that made a line, as a number: its kind × 65536 + its place.
pub(crate) fn source_no(source: Source) -> i64 {
    let (kind, place) = match source {
        Source::Charge(place) => (0, place),
        Source::Subscription(place) => (1, place),
        Source::Usage(place) => (2, place),
        Source::Refund(place) => (3, place),
    };
    kind * 65_536 + i64::from(place)
}

fn source(number: i64) -> Option<Source> {
    let place = u16::try_from(number % 65_536).ok()?;
    Some(match number / 65_536 {
        0 => Source::Charge(place),
        1 => Source::Subscription(place),
        2 => Source::Usage(place),
        3 => Source::Refund(place),
        _ => return None,
    })
}

/// The items of a line as JSON.
pub(crate) fn write(items: &[Item]) -> String {
    let kept: Vec<Kept> = items.iter().map(kept).collect();
    serde_json::to_string(&kept).unwrap_or_default()
}

fn kept(item: &Item) -> Kept {
    let what = match &item.what {
        What::Fixed => KeptWhat::Fixed,
        What::Units { price, rate, band, tick } => KeptWhat::Units(*price, *rate, *band, *tick),
        What::Capped { price, rate, cap } => KeptWhat::Capped(*price, *rate, *cap),
        What::Free(allowance) => KeptWhat::Free(*allowance),
        What::Cost(name) => KeptWhat::Cost(name.to_string()),
        What::Period => KeptWhat::Period,
        What::Days { of } => KeptWhat::Days(*of),
        What::Commitment => KeptWhat::Commitment,
        What::Further { included, counted } => KeptWhat::Further(*included, *counted),
        What::Advanced => KeptWhat::Advanced,
    };
    let percent = item.percent.map(|percent| percent.0);
    Kept(what, item.quantity, item.rate.0, percent, item.amount.0.to_string())
}

fn item(Kept(what, quantity, rate, percent, amount): Kept) -> Option<Item> {
    let what = match what {
        KeptWhat::Fixed => What::Fixed,
        KeptWhat::Units(price, rate, band, tick) => What::Units { price, rate, band, tick },
        KeptWhat::Capped(price, rate, cap) => What::Capped { price, rate, cap },
        KeptWhat::Free(allowance) => What::Free(allowance),
        KeptWhat::Cost(name) => What::Cost(name.into()),
        KeptWhat::Period => What::Period,
        KeptWhat::Days(of) => What::Days { of },
        KeptWhat::Commitment => What::Commitment,
        KeptWhat::Further(included, counted) => What::Further { included, counted },
        KeptWhat::Advanced => What::Advanced,
    };
    let amount = Exact(amount.parse().ok()?);
    Some(Item { what, quantity, rate: Rate(rate), percent: percent.map(Percent), amount })
}

/// A line as the rules made it.
pub(crate) fn restore(row: &LineRow, rules: &Rules) -> Result<Lines, Failure> {
    let corrupt = || Failure::Corrupt("line: its arithmetic cannot be read".to_owned());
    let about = match (row.about.as_str(), row.about_id) {
        ("booking", Some(id)) => About::Booking(BookingId(id)),
        ("contract", Some(id)) => About::Contract(ContractId(id)),
        _ => About::Account,
    };
    let source = source(row.source_no).ok_or_else(corrupt)?;
    let mut line = Line::new(MemberId(row.member.0), about, source, row.due);
    let clause = rules.clauses.iter().position(|clause| **clause == *row.clause);
    line.clause = clause.and_then(|at| u16::try_from(at).ok()).map(ClauseId);
    let vat = rules.vat.iter().position(|class| *class.name == *row.vat);
    line.vat = vat.and_then(|at| u16::try_from(at).ok()).unwrap_or(0);
    line.amount = Money(row.amount);
    let kept: Vec<Kept> = serde_json::from_str(&row.items_json).map_err(|_| corrupt())?;
    let items = kept.into_iter().map(item).collect::<Option<Vec<_>>>().ok_or_else(corrupt)?;
    Ok(Lines::restored(line, items))
}
