//! Operators, and the versions of their rulebooks.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::logins::INSTALLATION;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// An operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRow {
    /// Its number.
    pub id: OperatorId,
    /// Its name in addresses.
    pub slug: String,
    /// What it set, as JSON.
    pub settings_json: String,
}

/// A version of a rulebook, as it was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookRow {
    /// When it comes into force.
    pub in_force_at: Instant,
    /// What its author calls it.
    pub version: String,
    /// Its main file.
    pub toml: String,
    /// Its sentences by language, as a JSON object.
    pub texts_json: String,
}

/// Enters an operator under the next free number.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    slug: &str,
    at: Instant,
    settings_json: &str,
) -> Result<OperatorId, Failure> {
    let highest = "SELECT COALESCE(MAX(operator_id), 0) FROM operator";
    let id = OperatorId(tx.one(highest, &[], |row| row.int(0))?.unwrap_or(0) + 1);
    let sql = "INSERT INTO operator (operator_id, slug, created_at, settings_json)
        VALUES ($1, $2, $3, $4)";
    tx.run(sql, params![id, slug, at, settings_json])?;
    Ok(id)
}

/// All operators.
///
/// # Errors
/// [`Failure`].
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<OperatorRow>, Failure> {
    let sql = "SELECT operator_id, slug, settings_json FROM operator ORDER BY operator_id";
    tx.all(sql, &[], |row| {
        Ok(OperatorRow {
            id: OperatorId(row.int(0)?),
            slug: row.string(1)?,
            settings_json: row.string(2)?,
        })
    })
}

/// Keeps what an operator set at `at`.
///
/// # Errors
/// [`Failure`].
pub fn set(tx: &mut Tx<'_>, id: OperatorId, settings_json: &str) -> Result<(), Failure> {
    let sql = "UPDATE operator SET settings_json = $1, settings_version = settings_version + 1
        WHERE operator_id = $2";
    tx.run(sql, params![settings_json, id]).map(drop)
}

/// What an operator has set, locked: nobody else changes it until this transaction ends.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, id: OperatorId) -> Result<Option<String>, Failure> {
    const ONE: &str = "SELECT settings_json FROM operator WHERE operator_id = $1";
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        crate::tx::Dialect::Sqlite => ONE,
        crate::tx::Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![id], |row| row.string(0))
}

/// Adds a version of a rulebook; one that comes into force at the same moment is replaced.
///
/// # Errors
/// [`Failure`].
pub fn add_rulebook(
    tx: &mut Tx<'_>,
    id: OperatorId,
    row: &RulebookRow,
    added_at: Instant,
) -> Result<(), Failure> {
    let sql = "INSERT INTO rulebook_version
        (operator_id, in_force_at, version, toml, texts_json, added_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (operator_id, in_force_at) DO UPDATE SET version = excluded.version,
        toml = excluded.toml, texts_json = excluded.texts_json, added_at = excluded.added_at";
    let values = params![id, row.in_force_at, &row.version, &row.toml, &row.texts_json, added_at];
    tx.run(sql, values).map(drop)
}

/// The versions of an operator's rulebook, the oldest first.
///
/// # Errors
/// [`Failure`].
pub fn rulebooks(tx: &mut Tx<'_>, id: OperatorId) -> Result<Vec<RulebookRow>, Failure> {
    let sql = "SELECT in_force_at, version, toml, texts_json FROM rulebook_version
        WHERE operator_id = $1 ORDER BY in_force_at";
    tx.all(sql, params![id], |row| {
        Ok(RulebookRow {
            in_force_at: row.instant(0)?,
            version: row.string(1)?,
            toml: row.string(2)?,
            texts_json: row.string(3)?,
        })
    })
}

/// The key of that number that the installation made for itself, sealed; where there is none, `fresh` is
/// kept.
///
/// # Errors
/// [`Failure`].
pub fn key(tx: &mut Tx<'_>, number: u128, fresh: &[u8]) -> Result<Vec<u8>, Failure> {
    let sql = "INSERT INTO installation_key (operator_id, key_id, sealed) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING";
    tx.run(sql, params![INSTALLATION, number, fresh])?;
    let sql = "SELECT sealed FROM installation_key WHERE operator_id = $1 AND key_id = $2";
    let kept = tx.one(sql, params![INSTALLATION, number], |row| Ok(row.bytes(0)?.to_vec()))?;
    Ok(kept.unwrap_or_else(|| fresh.to_vec()))
}

/// A number that changes with every operator, rulebook and setting, to notice what others changed.
///
/// # Errors
/// [`Failure`].
pub fn stamp(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let sql = "SELECT (SELECT COUNT(*) FROM operator)
        + (SELECT COALESCE(SUM(added_at % 1000000007 + LENGTH(toml)), 0) FROM rulebook_version)
        + (SELECT COALESCE(SUM(settings_version * 1000003), 0) FROM operator)";
    // PostgreSQL sums to numeric, so that each engine has its own words for the same.
    let sql = match tx.dialect() {
        crate::tx::Dialect::Sqlite => sql,
        crate::tx::Dialect::Postgres => {
            "SELECT ((SELECT COUNT(*) FROM operator)
            + (SELECT COALESCE(SUM(added_at % 1000000007 + LENGTH(toml)), 0) FROM rulebook_version)
            + (SELECT COALESCE(SUM(settings_version * 1000003), 0)
            FROM operator))::BIGINT"
        }
    };
    Ok(tx.one(sql, &[], |row| row.int(0))?.unwrap_or(0))
}
