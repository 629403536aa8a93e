//! What was typed so far by whoever signs up, and the links that confirm an e-mail address. Both are
//! found by the hash of a token that only its holder has.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id, to which uploads belong.
    pub id: u128,
    /// What was typed, sealed with the token.
    pub sealed: Vec<u8>,
    /// When it vanishes.
    pub expires: Instant,
}

/// Enters a draft.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    draft: &DraftRow,
    at: Instant,
) -> Result<(), Failure> {
    let sql =
        "INSERT INTO draft (operator_id, token_hash, draft_id, sealed, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = params![op, token_hash, draft.id, &draft.sealed, at, draft.expires];
    tx.run(sql, values).map(drop)
}

const FIND: &str = "SELECT draft_id, sealed, expires_at FROM draft
    WHERE operator_id = $1 AND token_hash = $2 AND expires_at > $3";

/// The draft of a token.
///
/// # Errors
/// [`Failure`].
pub fn find(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<DraftRow>, Failure> {
    tx.one(FIND, params![op, token_hash, now], |row| {
        Ok(DraftRow { id: row.id(0)?, sealed: row.bytes(1)?.to_vec(), expires: row.instant(2)? })
    })
}

/// The draft of a token, locked.
///
/// # Errors
/// [`Failure`].
pub fn lock(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<DraftRow>, Failure> {
    const LOCKED: &str = const_format::concatcp!(FIND, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => FIND,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, token_hash, now], |row| {
        Ok(DraftRow { id: row.id(0)?, sealed: row.bytes(1)?.to_vec(), expires: row.instant(2)? })
    })
}

/// Keeps what was typed.
///
/// # Errors
/// [`Failure`].
pub fn save(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    sealed: &[u8],
) -> Result<(), Failure> {
    let sql = "UPDATE draft SET sealed = $1 WHERE operator_id = $2 AND token_hash = $3";
    tx.run(sql, params![sealed, op, token_hash]).map(drop)
}

/// Deletes a draft and its uploads.
///
/// # Errors
/// [`Failure`].
pub fn delete(tx: &mut Tx<'_>, op: OperatorId, token_hash: &[u8]) -> Result<(), Failure> {
    let sql = "DELETE FROM upload WHERE operator_id = $1 AND subject = 'draft'
        AND subject_id = (SELECT draft_id FROM draft WHERE operator_id = $2 AND token_hash = $3)";
    tx.run(sql, params![op, op, token_hash])?;
    let sql = "DELETE FROM draft WHERE operator_id = $1 AND token_hash = $2";
    tx.run(sql, params![op, token_hash]).map(drop)
}

/// Deletes the drafts that have expired, with their uploads, and expired links; how many.
///
/// # Errors
/// [`Failure`].
pub fn sweep(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Failure> {
    let sql = "DELETE FROM upload WHERE subject = 'draft' AND EXISTS (SELECT 1 FROM draft
        WHERE draft.operator_id = upload.operator_id AND draft.draft_id = upload.subject_id
        AND draft.expires_at <= $1)";
    let mut count = tx.run(sql, params![now])?;
    count += tx.run("DELETE FROM draft WHERE expires_at <= $1", params![now])?;
    count += tx.run("DELETE FROM mail_token WHERE expires_at <= $1", params![now])?;
    Ok(count)
}

/// A link that confirms an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailToken {
    /// Whose address.
    pub member: MemberId,
    /// The hash of the address.
    pub address_hash: Vec<u8>,
}

/// Enters a link; those that were sent before hold no longer.
///
/// # Errors
/// [`Failure`].
pub fn put_mail_token(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    token: &MailToken,
    (made, expires): (Instant, Instant),
) -> Result<(), Failure> {
    delete_mail_tokens(tx, op, token.member)?;
    let sql = "INSERT INTO mail_token (operator_id, token_hash, member_id, address_hash, made_at,
        expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = params![op, token_hash, token.member, &token.address_hash, made, expires];
    tx.run(sql, values).map(drop)
}

/// The link of that hash, if it has not expired.
///
/// # Errors
/// [`Failure`].
pub fn mail_token(
    tx: &mut Tx<'_>,
    op: OperatorId,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<MailToken>, Failure> {
    let sql = "SELECT member_id, address_hash FROM mail_token
        WHERE operator_id = $1 AND token_hash = $2 AND expires_at > $3";
    tx.one(sql, params![op, token_hash, now], |row| {
        Ok(MailToken { member: row.member(0)?, address_hash: row.bytes(1)?.to_vec() })
    })
}

/// When a link was last sent to a member.
///
/// # Errors
/// [`Failure`].
pub fn mail_token_made(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
) -> Result<Option<Instant>, Failure> {
    let sql = "SELECT made_at FROM mail_token WHERE operator_id = $1 AND member_id = $2
        ORDER BY made_at DESC LIMIT 1";
    tx.one(sql, params![op, member], |row| row.instant(0))
}

/// Deletes a member's links.
///
/// # Errors
/// [`Failure`].
pub fn delete_mail_tokens(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
) -> Result<(), Failure> {
    let sql = "DELETE FROM mail_token WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, member]).map(drop)
}
