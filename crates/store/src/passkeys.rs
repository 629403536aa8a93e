//! Passkeys of members and staff, and the ceremonies under way.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::logins::INSTALLATION;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Where its owner's login is kept.
    pub operator: OperatorId,
    /// Its id.
    pub id: u128,
    /// Whose.
    pub login: u128,
    /// The site that it is for, by its host.
    pub rp_id: String,
    /// The digest of the credential's id, by which it is found.
    pub credential_hash: Vec<u8>,
    /// What its owner calls it.
    pub label: String,
    /// The credential, sealed.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created: Instant,
    /// When it was last used.
    pub used: Option<Instant>,
}

const COLUMNS: &str = "SELECT operator_id, passkey_id, login_id, rp_id, credential_hash, label,
    sealed, created_at, used_at FROM passkey";

fn read(row: &Row<'_>) -> Result<PasskeyRow, Failure> {
    Ok(PasskeyRow {
        operator: OperatorId(row.int(0)?),
        id: row.id(1)?,
        login: row.id(2)?,
        rp_id: row.string(3)?,
        credential_hash: row.bytes(4)?.to_vec(),
        label: row.string(5)?,
        sealed: row.bytes(6)?.to_vec(),
        created: row.instant(7)?,
        used: row.instant_or_null(8)?,
    })
}

/// Enters a passkey, or gives the one of that id another label and use.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, passkey: &PasskeyRow) -> Result<(), Failure> {
    let sql = "INSERT INTO passkey (operator_id, passkey_id, login_id, rp_id, credential_hash,
        label, sealed, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (operator_id, passkey_id) DO UPDATE SET label = excluded.label,
        sealed = excluded.sealed, used_at = excluded.used_at";
    let values = params![
        passkey.operator,
        passkey.id,
        passkey.login,
        &passkey.rp_id,
        &passkey.credential_hash,
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
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND login_id = $2 ORDER BY passkey_id"
    );
    tx.all(SQL, params![op, login], read)
}

/// The passkey of a credential, of a member of that operator or of somebody of the staff.
///
/// # Errors
/// [`Failure`].
pub fn by_credential(
    tx: &mut Tx<'_>,
    op: OperatorId,
    hash: &[u8],
) -> Result<Option<PasskeyRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id IN ($1, $2) AND credential_hash = $3 ORDER BY operator_id LIMIT 1"
    );
    tx.one(SQL, params![op, INSTALLATION, hash], read)
}

/// Takes a passkey of somebody away; whether there was one.
///
/// # Errors
/// [`Failure`].
pub fn remove(tx: &mut Tx<'_>, op: OperatorId, login: u128, id: u128) -> Result<bool, Failure> {
    let sql = "DELETE FROM passkey WHERE operator_id = $1 AND login_id = $2 AND passkey_id = $3";
    Ok(tx.run(sql, params![op, login, id])? > 0)
}

/// Takes all passkeys of somebody away, and the ceremonies begun; how many passkeys there were.
///
/// # Errors
/// [`Failure`].
pub fn remove_all(tx: &mut Tx<'_>, op: OperatorId, login: u128) -> Result<u64, Failure> {
    let sql = "DELETE FROM passkey_ceremony WHERE login_id = $1";
    tx.run(sql, params![login])?;
    let sql = "DELETE FROM passkey WHERE operator_id = $1 AND login_id = $2";
    tx.run(sql, params![op, login])
}

/// Begins a ceremony; `login` is `None` if nobody in particular logs in.
///
/// # Errors
/// [`Failure`].
pub fn begin(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    login: Option<u128>,
    sealed: &[u8],
    expires: Instant,
) -> Result<(), Failure> {
    let sql =
        "INSERT INTO passkey_ceremony (operator_id, ceremony_id, login_id, sealed, expires_at)
        VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, params![op, id, login, sealed, expires]).map(drop)
}

/// A ceremony that was ended: whose it was, and what was sealed.
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

/// Forgets the ceremonies that ended before `before`.
///
/// # Errors
/// [`Failure`].
pub fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM passkey_ceremony WHERE expires_at < $1", params![before])
}
