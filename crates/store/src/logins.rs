//! Who can log in, and where staff may work.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// Staff belong to the installation; their grants say where they may work.
pub const INSTALLATION: OperatorId = OperatorId(0);

/// Somebody who can log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginRow {
    /// Whose: an operator for members, [`INSTALLATION`] for staff.
    pub operator: OperatorId,
    /// The member's id, or one of its own for staff.
    pub id: u128,
    /// `member` or `staff`.
    pub kind: String,
    /// The name typed to log in; lower case, unique for its operator.
    pub name: String,
    /// The password's argon2id hash in PHC form; `None`: none was set yet.
    pub password_hash: Option<String>,
    /// The password is temporary and must be changed first.
    pub must_change: bool,
    /// Wrong passwords since the last right one.
    pub failures: i64,
    /// No password is tried before this moment.
    pub blocked_until: Option<Instant>,
    /// Cannot log in at all.
    pub disabled: bool,
}

const COLUMNS: &str =
    "SELECT operator_id, login_id, kind, name, password_hash, must_change, failures,
    blocked_until, disabled FROM login";

fn read(row: &Row<'_>) -> Result<LoginRow, Failure> {
    Ok(LoginRow {
        operator: OperatorId(row.int(0)?),
        id: row.id(1)?,
        kind: row.string(2)?,
        name: row.string(3)?,
        password_hash: row.string_or_null(4)?,
        must_change: row.flag(5)?,
        failures: row.int(6)?,
        blocked_until: row.instant_or_null(7)?,
        disabled: row.flag(8)?,
    })
}

/// Enters somebody, or gives the one of that id other values.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, login: &LoginRow, created: Instant) -> Result<(), Failure> {
    let sql = "INSERT INTO login (operator_id, login_id, kind, name, password_hash, must_change,
        failures, blocked_until, disabled, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (operator_id, login_id) DO UPDATE SET name = excluded.name,
        password_hash = excluded.password_hash, must_change = excluded.must_change,
        failures = excluded.failures, blocked_until = excluded.blocked_until,
        disabled = excluded.disabled";
    let values = params![
        login.operator,
        login.id,
        &login.kind,
        &login.name,
        login.password_hash.as_ref(),
        login.must_change,
        login.failures,
        login.blocked_until,
        login.disabled,
        created,
    ];
    tx.run(sql, values).map(drop)
}

/// Who logs in under that name.
///
/// # Errors
/// [`Failure`].
pub fn by_name(tx: &mut Tx<'_>, op: OperatorId, name: &str) -> Result<Option<LoginRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND name = $2");
    tx.one(SQL, params![op, name], read)
}

/// Who has that id.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<LoginRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND login_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// Who has that id, locked.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<LoginRow>, Failure> {
    const ONE: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND login_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// The staff that may work for an operator, by id, after `after`.
///
/// # Errors
/// [`Failure`].
pub fn staff_of(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: u128,
    limit: i64,
) -> Result<Vec<LoginRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = 0 AND login_id IN
        (SELECT login_id FROM staff_grant WHERE operator_id = $1 OR operator_id = 0)
        AND login_id > $2 ORDER BY login_id LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// Grants a role to staff, for an operator or ([`INSTALLATION`]) for all.
///
/// # Errors
/// [`Failure`].
pub fn grant(tx: &mut Tx<'_>, op: OperatorId, id: u128, role: &str) -> Result<(), Failure> {
    let sql = "INSERT INTO staff_grant (operator_id, login_id, role) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING";
    tx.run(sql, params![op, id, role]).map(drop)
}

/// Takes a role away; whether it was there.
///
/// # Errors
/// [`Failure`].
pub fn revoke(tx: &mut Tx<'_>, op: OperatorId, id: u128, role: &str) -> Result<bool, Failure> {
    let sql = "DELETE FROM staff_grant
        WHERE operator_id = $1 AND login_id = $2 AND role = $3";
    Ok(tx.run(sql, params![op, id, role])? > 0)
}

/// The roles of staff, each with where it holds.
///
/// # Errors
/// [`Failure`].
pub fn grants(tx: &mut Tx<'_>, id: u128) -> Result<Vec<(OperatorId, String)>, Failure> {
    let sql = "SELECT operator_id, role FROM staff_grant WHERE login_id = $1
        ORDER BY operator_id, role";
    tx.all(sql, params![id], |row| Ok((OperatorId(row.int(0)?), row.string(1)?)))
}
