//! Consents, given and withdrawn.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A consent that was given or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// Its id.
    pub id: u128,
    /// Which consent, by the rulebook's name.
    pub consent: String,
    /// Given; otherwise withdrawn.
    pub given: bool,
    /// When.
    pub at: Instant,
    /// Since when the rulebook was in force whose text was read.
    pub rulebook_at: Instant,
    /// The language in which it was read.
    pub language: String,
    /// Who did it: `member`, `staff`.
    pub actor: String,
}

fn read(row: &Row<'_>) -> Result<ConsentRow, Failure> {
    Ok(ConsentRow {
        id: row.id(0)?,
        consent: row.string(1)?,
        given: row.flag(2)?,
        at: row.instant(3)?,
        rulebook_at: row.instant(4)?,
        language: row.string(5)?,
        actor: row.string(6)?,
    })
}

/// Enters a consent that was given or withdrawn.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    consent: &ConsentRow,
) -> Result<(), Failure> {
    let sql = "INSERT INTO consent (operator_id, consent_id, member_id, consent, given, at,
        rulebook_at, language, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        op,
        consent.id,
        member,
        &consent.consent,
        consent.given,
        consent.at,
        consent.rulebook_at,
        &consent.language,
        &consent.actor,
    ];
    tx.run(sql, values).map(drop)
}

/// All that a member gave and withdrew, in order.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
) -> Result<Vec<ConsentRow>, Failure> {
    let sql = "SELECT consent_id, consent, given, at, rulebook_at, language, actor FROM consent
        WHERE operator_id = $1 AND member_id = $2 ORDER BY consent_id";
    tx.all(sql, params![op, member], read)
}

/// Whether a member's last word on a consent was yes.
///
/// # Errors
/// [`Failure`].
pub fn is_given(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    consent: &str,
) -> Result<bool, Failure> {
    let sql = "SELECT given FROM consent WHERE operator_id = $1 AND member_id = $2
        AND consent = $3 ORDER BY consent_id DESC LIMIT 1";
    Ok(tx.one(sql, params![op, member, consent], |row| row.flag(0))?.unwrap_or(false))
}

/// Deletes what a member gave and withdrew.
///
/// # Errors
/// [`Failure`].
pub fn delete(tx: &mut Tx<'_>, op: OperatorId, member: MemberId) -> Result<u64, Failure> {
    let sql = "DELETE FROM consent WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, member])
}
