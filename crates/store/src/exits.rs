//! The exits of contracts, one by one.

use rimessa_domain::ids::ContractId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// Keeps an exit.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    contract: ContractId,
    id: u128,
    at: Instant,
) -> Result<(), Failure> {
    let sql = "INSERT INTO contract_exit (operator_id, contract_id, exit_id, at)
        VALUES ($1, $2, $3, $4)";
    tx.run(sql, params![op, contract, id, at]).map(drop)
}

/// The moments of a contract's exits between two moments, the second exclusive.
///
/// # Errors
/// [`Failure`].
pub fn between(
    tx: &mut Tx<'_>,
    op: OperatorId,
    contract: ContractId,
    (from, until): (Instant, Instant),
) -> Result<Vec<Instant>, Failure> {
    let sql = "SELECT at FROM contract_exit WHERE operator_id = $1 AND contract_id = $2
        AND at >= $3 AND at < $4 ORDER BY exit_id";
    tx.all(sql, params![op, contract, from, until], |row| row.instant(0))
}
