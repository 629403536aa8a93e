//! What a member's account says of documents, drivers and services, and what goes when the person is
//! erased.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// What an account says besides what decisions need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    /// Since when the documents wait to be verified.
    pub applied: Option<Instant>,
    /// On whose account the member drives.
    pub payer: Option<MemberId>,
    /// The plan to begin once the documents are verified.
    pub wished_plan: Option<String>,
    /// How the member wants to pay.
    pub payment_means: Option<String>,
}

/// What an account says besides.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<Papers, Failure> {
    let sql = "SELECT applied_at, payer_id, wished_plan, payment_means FROM member
        WHERE operator_id = $1 AND member_id = $2";
    let found = tx.one(sql, params![op, id], |row| {
        Ok(Papers {
            applied: row.instant_or_null(0)?,
            payer: row.id_or_null(1)?.map(MemberId),
            wished_plan: row.string_or_null(2)?,
            payment_means: row.string_or_null(3)?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// Keeps it.
///
/// # Errors
/// [`Failure`].
pub fn put(tx: &mut Tx<'_>, op: OperatorId, id: MemberId, papers: &Papers) -> Result<(), Failure> {
    let sql = "UPDATE member SET applied_at = $1, payer_id = $2, wished_plan = $3,
        payment_means = $4, version = version + 1 WHERE operator_id = $5 AND member_id = $6";
    let values = params![
        papers.applied,
        papers.payer,
        papers.wished_plan.as_ref(),
        papers.payment_means.as_ref(),
        op,
        id,
    ];
    tx.run(sql, values).map(drop)
}

/// Keeps the language of what is sent to a member.
///
/// # Errors
/// [`Failure`].
pub fn set_language(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    language: &str,
) -> Result<(), Failure> {
    let sql = "UPDATE member SET language = $1, version = version + 1
        WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![language, op, id]).map(drop)
}

/// Who waits for the documents to be verified, the oldest first, from after that moment and id on.
///
/// # Errors
/// [`Failure`].
pub fn waiting(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (after, after_id): (Instant, MemberId),
    limit: i64,
) -> Result<Vec<(MemberId, Instant)>, Failure> {
    let sql = "SELECT member_id, applied_at FROM member
        WHERE operator_id = $1 AND applied_at >= $2 AND (applied_at > $3 OR member_id > $4)
        ORDER BY applied_at, member_id LIMIT $5";
    tx.all(sql, params![op, after, after, after_id, limit], |row| {
        Ok((row.member(0)?, row.instant(1)?))
    })
}

/// The drivers on a member's account, by id.
///
/// # Errors
/// [`Failure`].
pub fn drivers_of(
    tx: &mut Tx<'_>,
    op: OperatorId,
    payer: MemberId,
) -> Result<Vec<MemberId>, Failure> {
    let sql = "SELECT member_id FROM member WHERE operator_id = $1 AND payer_id = $2
        ORDER BY member_id";
    tx.all(sql, params![op, payer], |row| row.member(0))
}

/// The services that a member ticked.
///
/// # Errors
/// [`Failure`].
pub fn services(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<Vec<String>, Failure> {
    let sql = "SELECT service FROM member_service WHERE operator_id = $1 AND member_id = $2
        ORDER BY service";
    tx.all(sql, params![op, id], |row| row.string(0))
}

/// Ticks exactly these services for a member.
///
/// # Errors
/// [`Failure`].
pub fn set_services(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    services: &[String],
) -> Result<(), Failure> {
    let sql = "DELETE FROM member_service WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, id])?;
    for service in services {
        let sql = "INSERT INTO member_service (operator_id, member_id, service)
            VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        tx.run(sql, params![op, id, service])?;
    }
    Ok(())
}

/// The note of staff about the documents, and since when the person's data are only kept.
///
/// # Errors
/// [`Failure`].
pub fn note(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
) -> Result<(Option<String>, Option<Instant>), Failure> {
    let sql = "SELECT note, restricted_at FROM person WHERE operator_id = $1 AND member_id = $2";
    let found =
        tx.one(sql, params![op, id], |row| Ok((row.string_or_null(0)?, row.instant_or_null(1)?)))?;
    Ok(found.unwrap_or_default())
}

/// Keeps the note of staff about the documents.
///
/// # Errors
/// [`Failure`].
pub fn set_note(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    note: Option<&str>,
) -> Result<(), Failure> {
    let sql = "UPDATE person SET note = $1 WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![note, op, id]).map(drop)
}

/// Keeps since when a person's data are only kept, and not used.
///
/// # Errors
/// [`Failure`].
pub fn set_restricted(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    at: Option<Instant>,
) -> Result<(), Failure> {
    let sql = "UPDATE person SET restricted_at = $1 WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![at, op, id]).map(drop)
}

/// A licence whose last day is near or past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// Whose.
    pub member: MemberId,
    /// Its last day, `YYYY-MM-DD`.
    pub expires_on: String,
    /// The last warning.
    pub warned: Option<String>,
}

/// The licences of members who may drive and whose last day is `until` or before, the earliest first.
///
/// # Errors
/// [`Failure`].
pub fn licences(
    tx: &mut Tx<'_>,
    op: OperatorId,
    until: &str,
    (after, after_id): (&str, MemberId),
    limit: i64,
) -> Result<Vec<Licence>, Failure> {
    let sql =
        "SELECT p.member_id, p.licence_expires_on, p.licence_warned FROM person p JOIN member m
        ON m.operator_id = p.operator_id AND m.member_id = p.member_id
        WHERE p.operator_id = $1 AND m.validated AND p.licence_expires_on <= $2
        AND (p.licence_expires_on > $3 OR p.licence_expires_on = $4 AND p.member_id > $5)
        ORDER BY p.licence_expires_on, p.member_id LIMIT $6";
    tx.all(sql, params![op, until, after, after, after_id, limit], |row| {
        Ok(Licence {
            member: row.member(0)?,
            expires_on: row.string(1)?,
            warned: row.string_or_null(2)?,
        })
    })
}

/// Keeps the last warning about a licence.
///
/// # Errors
/// [`Failure`].
pub fn set_warned(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    warned: &str,
) -> Result<(), Failure> {
    let sql = "UPDATE person SET licence_warned = $1 WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![warned, op, id]).map(drop)
}

/// What was sent to a member, without the texts: when, by what, what it told, how far it came.
///
/// # Errors
/// [`Failure`].
pub fn messages(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
) -> Result<Vec<(Instant, String, String, String)>, Failure> {
    let sql = "SELECT made_at, medium, kind, state FROM outbox
        WHERE operator_id = $1 AND member_id = $2 ORDER BY made_at, message_id";
    tx.all(sql, params![op, id], |row| {
        Ok((row.instant(0)?, row.string(1)?, row.string(2)?, row.string(3)?))
    })
}

/// The links and tokens sent to a member that were not used: what for, and until when they hold.
///
/// # Errors
/// [`Failure`].
pub fn links(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
) -> Result<Vec<(&'static str, Instant)>, Failure> {
    let mut all = Vec::new();
    for (what, sql) in [
        ("mail", "SELECT expires_at FROM mail_token WHERE operator_id = $1 AND member_id = $2"),
        (
            "password",
            "SELECT expires_at FROM password_reset WHERE operator_id = $1 AND login_id = $2",
        ),
    ] {
        let found = tx.all(sql, params![op, id], |row| row.instant(0))?;
        all.extend(found.into_iter().map(|until| (what, until)));
    }
    Ok(all)
}

/// The sessions of a member: when they began and when they end.
///
/// # Errors
/// [`Failure`].
pub fn sessions(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
) -> Result<Vec<(Instant, Instant)>, Failure> {
    let sql = "SELECT created_at, expires_at FROM session
        WHERE operator_id = $1 AND subject_id = $2 ORDER BY created_at";
    tx.all(sql, params![op, id], |row| Ok((row.instant(0)?, row.instant(1)?)))
}

/// Whether a member has a booking to come or a trip under way, as payer or as driver.
///
/// # Errors
/// [`Failure`].
pub fn has_open_bookings(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<bool, Failure> {
    let sql = "SELECT 1 FROM booking WHERE operator_id = $1 AND (member_id = $2 OR driver_id = $3)
        AND state IN ('planned', 'driving') LIMIT 1";
    Ok(tx.one(sql, params![op, id, id], |_| Ok(()))?.is_some())
}

/// Deletes who a member is: person, login, sessions, services, messages, answers given. What staff
/// were answered about the member goes by itself, as all answers do.
///
/// # Errors
/// [`Failure`].
pub fn erase(tx: &mut Tx<'_>, op: OperatorId, id: MemberId, actor: &str) -> Result<(), Failure> {
    for sql in [
        "DELETE FROM person WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM member_service WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM member_note WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM one_way_member WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM password_reset WHERE operator_id = $1 AND login_id = $2",
        "DELETE FROM mail_token WHERE operator_id = $1 AND member_id = $2",
        "DELETE FROM login WHERE operator_id = $1 AND login_id = $2",
        "DELETE FROM session WHERE operator_id = $1 AND subject_id = $2",
        "DELETE FROM outbox WHERE operator_id = $1 AND member_id = $2",
        "UPDATE booking SET code_sealed = NULL WHERE operator_id = $1 AND member_id = $2",
        "UPDATE booking SET code_sealed = NULL WHERE operator_id = $1 AND driver_id = $2",
    ] {
        tx.run(sql, params![op, id])?;
    }
    let sql = "DELETE FROM idempotency WHERE operator_id = $1 AND actor = $2";
    tx.run(sql, params![op, actor]).map(drop)
}
