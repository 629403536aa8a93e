//! Subscriptions of accounts, and contracts.

use rimessa_domain::ids::{ContractId, MemberId};
use rimessa_domain::line::About;
use rimessa_domain::rules::Rules;
use rimessa_domain::subscription::{Month, Subscription};
use rimessa_domain::time::{Instant, Span};

use crate::bookings::plan_word;
use crate::failure::Failure;
use crate::members::corrupt;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

const COLUMNS: &str = "SELECT subscription_id, member_id, is_contract, plan, joined_at,
    periods_billed, has_left, ends_at, free_used_json, counted_json FROM subscription";

/// A subscription in the names of `rules`; `None`: they have no such plan.
fn read(row: &Row<'_>, rules: &Rules) -> Result<Option<Subscription>, Failure> {
    let id = row.id(0)?;
    let about = if row.flag(2)? { About::Contract(ContractId(id)) } else { About::Account };
    let Some(plan) = rules.find_plan(row.text(3)?) else { return Ok(None) };
    let mut subscription = Subscription::joined(about, row.member(1)?, plan, row.instant(4)?);
    subscription.billed = u32::try_from(row.int(5)?)
        .map_err(|_| Failure::Corrupt("subscription: periods".to_owned()))?;
    subscription.left = row.flag(6)?;
    subscription.ends = row.instant_or_null(7)?;
    let used: Vec<(String, i64, i64)> = serde_json::from_str(row.text(8)?).map_err(corrupt)?;
    let allowance = |name: &str| {
        let position = rules.allowances.iter().position(|allowance| *allowance.id == *name);
        position.and_then(|index| u16::try_from(index).ok())
    };
    let used = used.iter().filter_map(|(name, p, ms)| Some((allowance(name)?, *p, Span(*ms))));
    subscription.free_used.extend(used);
    let counted: Vec<(i16, i8, u32)> = serde_json::from_str(row.text(9)?).map_err(corrupt)?;
    let counted = counted.iter().map(|(year, month, n)| (Month { year: *year, month: *month }, *n));
    subscription.counted.extend(counted);
    Ok(Some(subscription))
}

/// The subscription of an account, running or ended.
///
/// # Errors
/// [`Failure`].
pub fn of_account(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    rules: &Rules,
) -> Result<Option<Subscription>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND subscription_id = $2");
    Ok(tx.one(SQL, params![op, member], |row| read(row, rules))?.flatten())
}

/// A contract.
///
/// # Errors
/// [`Failure`].
pub fn contract(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: ContractId,
    rules: &Rules,
) -> Result<Option<Subscription>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND subscription_id = $2 AND is_contract"
    );
    Ok(tx.one(SQL, params![op, id], |row| read(row, rules))?.flatten())
}

/// The subscription and the contracts of a member.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    rules: &Rules,
) -> Result<Vec<Subscription>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 ORDER BY subscription_id"
    );
    let all = tx.all(SQL, params![op, member], |row| read(row, rules))?;
    Ok(all.into_iter().flatten().collect())
}

/// Keeps a subscription or contract.
///
/// # Errors
/// [`Failure`].
pub fn put(
    tx: &mut Tx<'_>,
    op: OperatorId,
    subscription: &Subscription,
    rules: &Rules,
) -> Result<(), Failure> {
    let (id, is_contract) = match subscription.about {
        About::Contract(ContractId(id)) => (id, true),
        _ => (subscription.member.0, false),
    };
    let name = |i: u16| rules.allowances.get(usize::from(i)).map_or("", |allowance| &allowance.id);
    let mut used: Vec<(String, i64, i64)> = subscription
        .free_used
        .iter()
        .map(|(i, period, ms)| (name(*i).to_owned(), *period, ms.0))
        .collect();
    used.extend(unknown_used(tx, op, id, rules)?);
    let counted: Vec<(i16, i8, u32)> =
        subscription.counted.iter().map(|(month, n)| (month.year, month.month, *n)).collect();
    let used = serde_json::to_string(&used).map_err(corrupt)?;
    let counted = serde_json::to_string(&counted).map_err(corrupt)?;
    let sql =
        "INSERT INTO subscription (operator_id, subscription_id, member_id, is_contract, plan,
        joined_at, periods_billed, has_left, ends_at, free_used_json, counted_json, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (operator_id, subscription_id) DO UPDATE SET plan = excluded.plan,
        joined_at = excluded.joined_at, periods_billed = excluded.periods_billed,
        has_left = excluded.has_left, ends_at = excluded.ends_at,
        free_used_json = excluded.free_used_json, counted_json = excluded.counted_json,
        due_at = excluded.due_at";
    let values = params![
        op,
        id,
        subscription.member,
        is_contract,
        plan_word(rules, subscription.plan),
        subscription.joined,
        i64::from(subscription.billed),
        subscription.left,
        subscription.ends,
        &used,
        &counted,
        subscription.next_due(rules).map(|(at, _)| at),
    ];
    tx.run(sql, values).map(drop)
}

/// Free time used of allowances that `rules`, an older version perhaps, do not have: it stays used.
fn unknown_used(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    rules: &Rules,
) -> Result<Vec<(String, i64, i64)>, Failure> {
    let sql = "SELECT free_used_json FROM subscription
        WHERE operator_id = $1 AND subscription_id = $2";
    let kept = tx.one(sql, params![op, id], |row| row.string(0))?;
    let Some(kept) = kept else { return Ok(Vec::new()) };
    let mut used: Vec<(String, i64, i64)> = serde_json::from_str(&kept).map_err(corrupt)?;
    used.retain(|(name, ..)| !rules.allowances.iter().any(|known| *known.id == **name));
    Ok(used)
}

/// Whose subscriptions or contracts fall due before `until`, and when, the earliest first.
///
/// # Errors
/// [`Failure`].
pub fn next_due(
    tx: &mut Tx<'_>,
    until: Instant,
    limit: i64,
) -> Result<Vec<(OperatorId, MemberId, Instant)>, Failure> {
    let sql = "SELECT operator_id, member_id, due_at FROM subscription
        WHERE due_at < $1 ORDER BY due_at LIMIT $2";
    tx.all(sql, params![until, limit], |row| {
        Ok((OperatorId(row.int(0)?), row.member(1)?, row.instant(2)?))
    })
}

/// The subscriptions and contracts of a member that fell due before `until`: id and plan.
///
/// # Errors
/// [`Failure`].
pub fn overdue(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    until: Instant,
) -> Result<Vec<(u128, String)>, Failure> {
    let sql = "SELECT subscription_id, plan FROM subscription
        WHERE operator_id = $1 AND member_id = $2 AND due_at < $3 ORDER BY subscription_id";
    tx.all(sql, params![op, member, until], |row| Ok((row.id(0)?, row.string(1)?)))
}

/// Looks at a subscription or contract no more when something falls due.
///
/// # Errors
/// [`Failure`].
pub fn set_aside(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<(), Failure> {
    let sql = "UPDATE subscription SET due_at = NULL
        WHERE operator_id = $1 AND subscription_id = $2";
    tx.run(sql, params![op, id]).map(drop)
}

/// Looks again, from `at` on, at the subscriptions and contracts with this plan that were set aside.
///
/// # Errors
/// [`Failure`].
pub fn take_up(tx: &mut Tx<'_>, op: OperatorId, plan: &str, at: Instant) -> Result<(), Failure> {
    let sql = "UPDATE subscription SET due_at = $1 WHERE operator_id = $2 AND plan = $3
        AND due_at IS NULL AND (ends_at IS NULL OR ends_at > $1)";
    tx.run(sql, params![at, op, plan]).map(drop)
}
