//! The ledger: double entry, in typed units.
//!
//! An entry is positive where an account is owed more (a member's receivable grows by what he has to
//! pay), and the entries of a posting sum to zero in each unit.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// Half of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The account: `receivable`, `revenue` …
    pub account: &'a str,
    /// Whose, if it is a member's.
    pub member: Option<MemberId>,
    /// How much.
    pub amount: i64,
}

/// A posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting<'a> {
    /// Its id.
    pub id: u128,
    /// A currency, or `minutes`, `exits` …
    pub unit: &'a str,
    /// When.
    pub at: Instant,
    /// `pending`, `posted` or `voided`.
    pub state: &'a str,
    /// The line it comes of.
    pub line: Option<u128>,
}

/// Posts entries that sum to zero.
///
/// # Errors
/// [`Failure::Corrupt`] if they do not; [`Failure`].
pub fn post(
    tx: &mut Tx<'_>,
    op: OperatorId,
    posting: &Posting<'_>,
    entries: &[Entry<'_>],
) -> Result<(), Failure> {
    let sum = entries.iter().try_fold(0_i64, |sum, entry| sum.checked_add(entry.amount));
    if sum != Some(0) {
        return Err(Failure::Corrupt("a posting does not sum to zero".to_owned()));
    }
    let sql =
        "INSERT INTO ledger_entry (operator_id, posting_id, entry_no, account, member_id, unit,
        amount, posted_at, state, line_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    for (number, entry) in (1_i64..).zip(entries) {
        let values = params![
            op,
            posting.id,
            number,
            entry.account,
            entry.member,
            posting.unit,
            entry.amount,
            posting.at,
            posting.state,
            posting.line,
        ];
        tx.run(sql, values)?;
    }
    Ok(())
}

/// What a member owes in a unit; negative: what is owed to the member.
///
/// # Errors
/// [`Failure`].
pub fn balance(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    unit: &str,
) -> Result<i64, Failure> {
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_entry
        WHERE operator_id = $1 AND member_id = $2 AND unit = $3 AND state = 'posted'";
    Ok(tx.one(sql, params![op, member, unit], |row| row.int(0))?.unwrap_or(0))
}
