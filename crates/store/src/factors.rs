//! Second factors of staff, and the codes that stand in for a lost one.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::logins::INSTALLATION;
use crate::params;
use crate::tx::Tx;

/// The second factor of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorRow {
    /// The shared secret, sealed.
    pub secret_sealed: Vec<u8>,
    /// Since when it is needed; `None`: it was not confirmed yet.
    pub confirmed: Option<Instant>,
    /// The last step whose code was used: no code of it or of an earlier one is taken again.
    pub last_step: i64,
}

/// The second factor of somebody.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, login: u128) -> Result<Option<FactorRow>, Failure> {
    let sql = "SELECT secret_sealed, confirmed_at, last_step FROM second_factor
        WHERE operator_id = $1 AND login_id = $2";
    tx.one(sql, params![INSTALLATION, login], |row| {
        Ok(FactorRow {
            secret_sealed: row.bytes(0)?.to_vec(),
            confirmed: row.instant_or_null(1)?,
            last_step: row.int(2)?,
        })
    })
}

/// Enters the second factor of somebody, or gives it other values.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, login: u128, factor: &FactorRow) -> Result<(), Failure> {
    let sql = "INSERT INTO second_factor (operator_id, login_id, secret_sealed, confirmed_at,
        last_step) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (operator_id, login_id) DO UPDATE SET
        secret_sealed = excluded.secret_sealed, confirmed_at = excluded.confirmed_at,
        last_step = excluded.last_step";
    let values =
        params![INSTALLATION, login, &factor.secret_sealed, factor.confirmed, factor.last_step];
    tx.run(sql, values).map(drop)
}

/// Takes the second factor and all codes that stand in for it away; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn remove(tx: &mut Tx<'_>, login: u128) -> Result<bool, Failure> {
    let sql = "DELETE FROM recovery_code WHERE operator_id = $1 AND login_id = $2";
    tx.run(sql, params![INSTALLATION, login])?;
    let sql = "DELETE FROM second_factor WHERE operator_id = $1 AND login_id = $2";
    Ok(tx.run(sql, params![INSTALLATION, login])? > 0)
}

/// Enters a code that stands in for a lost second factor, by its hash.
///
/// # Errors
/// [`Failure`].
pub fn add_code(tx: &mut Tx<'_>, login: u128, hash: &[u8]) -> Result<(), Failure> {
    let sql = "INSERT INTO recovery_code (operator_id, login_id, code_hash) VALUES ($1, $2, $3)";
    tx.run(sql, params![INSTALLATION, login, hash]).map(drop)
}

/// Uses such a code; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn use_code(tx: &mut Tx<'_>, login: u128, hash: &[u8]) -> Result<bool, Failure> {
    let sql = "DELETE FROM recovery_code
        WHERE operator_id = $1 AND login_id = $2 AND code_hash = $3";
    Ok(tx.run(sql, params![INSTALLATION, login, hash])? > 0)
}
