//! Passkeys of members and staff, and the ceremonies under way.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its id.
    pub id: u128,
    /// Whose.
    pub login: u128,
    /// What its owner calls it.
    pub label: String,
    /// The credential, sealed.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created: Instant,
    /// When it was last used.
    pub used: Option<Instant>,
}

/// Enters a passkey, or gives the one of that id other values.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, op: OperatorId, passkey: &PasskeyRow) -> Result<(), Failure> {
    let sql = "INSERT INTO passkey (operator_id, passkey_id, login_id, label, sealed, created_at,
        used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (operator_id, passkey_id) DO UPDATE SET
        sealed = excluded.sealed, used_at = excluded.used_at";
    let values = params![
        op,
        passkey.id,
        passkey.login,
        &passkey.label,
        &passkey.sealed,
        passkey.created,
        passkey.used,
    ];
    tx.run(sql, values).map(drop)
}

/// The passkeys of somebody, by id.
///
/// # Errors
/// [`Failure`].
pub fn of_login(tx: &mut Tx<'_>, op: OperatorId, login: u128) -> Result<Vec<PasskeyRow>, Failure> {
    let sql = "SELECT passkey_id, login_id, label, sealed, created_at, used_at FROM passkey
        WHERE operator_id = $1 AND login_id = $2 ORDER BY passkey_id";
    tx.all(sql, params![op, login], |row| {
        Ok(PasskeyRow {
            id: row.id(0)?,
            login: row.id(1)?,
            label: row.string(2)?,
            sealed: row.bytes(3)?.to_vec(),
            created: row.instant(4)?,
            used: row.instant_or_null(5)?,
        })
    })
}

/// Takes a passkey of somebody away; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn remove(tx: &mut Tx<'_>, op: OperatorId, login: u128, id: u128) -> Result<bool, Failure> {
    let sql = "DELETE FROM passkey WHERE operator_id = $1 AND login_id = $2 AND passkey_id = $3";
    Ok(tx.run(sql, params![op, login, id])? > 0)
}

/// Begins a ceremony; `login` is `None` if nobody has the name that was typed. Those that ended before
/// `now` are forgotten.
///
/// # Errors
/// [`Failure`].
pub fn begin(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    login: Option<u128>,
    sealed: &[u8],
    (now, expires): (Instant, Instant),
) -> Result<(), Failure> {
    tx.run("DELETE FROM passkey_ceremony WHERE expires_at < $1", params![now])?;
    let sql =
        "INSERT INTO passkey_ceremony (operator_id, ceremony_id, login_id, sealed, expires_at)
        VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, params![op, id, login, sealed, expires]).map(drop)
}

/// Of a ceremony that ended: whose it was, and what was sealed.
pub type Ended = (Option<u128>, Vec<u8>);

/// Ends a ceremony: whose it was and what was sealed, once, if it had not ended before.
///
/// # Errors
/// [`Failure`].
pub fn end(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    now: Instant,
) -> Result<Option<Ended>, Failure> {
    let sql = "DELETE FROM passkey_ceremony
        WHERE operator_id = $1 AND ceremony_id = $2 AND expires_at > $3
        RETURNING login_id, sealed";
    tx.one(sql, params![op, id, now], |row| Ok((row.id_or_null(0)?, row.bytes(1)?.to_vec())))
}
