//! Scans and receipts, sealed.

use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

/// What is known of an upload without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRow {
    /// Its id.
    pub id: u128,
    /// To what it belongs: `member`, `draft`, `case`.
    pub subject: String,
    /// To which.
    pub subject_id: u128,
    /// What it is for: `licence-front`, `receipt` …
    pub purpose: String,
    /// `image/jpeg`, `image/png`, `application/pdf`.
    pub media_type: String,
    /// Its size before it was sealed.
    pub size_bytes: i64,
    /// When it came.
    pub made: Instant,
    /// When it is deleted; `None`: with what it belongs to.
    pub delete: Option<Instant>,
}

const COLUMNS: &str = "SELECT upload_id, subject, subject_id, purpose, media_type, size_bytes,
    made_at, delete_at FROM upload";

fn read(row: &Row<'_>) -> Result<UploadRow, Failure> {
    Ok(UploadRow {
        id: row.id(0)?,
        subject: row.string(1)?,
        subject_id: row.id(2)?,
        purpose: row.string(3)?,
        media_type: row.string(4)?,
        size_bytes: row.int(5)?,
        made: row.instant(6)?,
        delete: row.instant_or_null(7)?,
    })
}

/// Enters an upload.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    upload: &UploadRow,
    sealed: &[u8],
) -> Result<(), Failure> {
    let sql =
        "INSERT INTO upload (operator_id, upload_id, subject, subject_id, purpose, media_type,
        size_bytes, made_at, delete_at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        op,
        upload.id,
        &upload.subject,
        upload.subject_id,
        &upload.purpose,
        &upload.media_type,
        upload.size_bytes,
        upload.made,
        upload.delete,
        sealed,
    ];
    tx.run(sql, values).map(drop)
}

/// The uploads that belong to something, by purpose, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_subject(
    tx: &mut Tx<'_>,
    op: OperatorId,
    subject_id: u128,
) -> Result<Vec<UploadRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND subject_id = $2 ORDER BY purpose, upload_id DESC"
    );
    tx.all(SQL, params![op, subject_id], read)
}

/// An upload.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<UploadRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND upload_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// What an upload holds, sealed.
///
/// # Errors
/// [`Failure`].
pub fn sealed(tx: &mut Tx<'_>, op: OperatorId, id: u128) -> Result<Option<Vec<u8>>, Failure> {
    let sql = "SELECT sealed FROM upload WHERE operator_id = $1 AND upload_id = $2";
    tx.one(sql, params![op, id], |row| Ok(row.bytes(0)?.to_vec()))
}

/// Gives an upload to something else, sealed anew.
///
/// # Errors
/// [`Failure`].
pub fn give_to(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: u128,
    (subject, subject_id): (&str, u128),
    sealed: &[u8],
) -> Result<(), Failure> {
    let sql = "UPDATE upload SET subject = $1, subject_id = $2, sealed = $3
        WHERE operator_id = $4 AND upload_id = $5";
    tx.run(sql, params![subject, subject_id, sealed, op, id]).map(drop)
}

/// Sets when the uploads of a purpose are deleted that belong to something and have no end yet.
///
/// # Errors
/// [`Failure`].
pub fn end(
    tx: &mut Tx<'_>,
    op: OperatorId,
    subject_id: u128,
    purpose: &str,
    at: Instant,
) -> Result<(), Failure> {
    let sql = "UPDATE upload SET delete_at = $1 WHERE operator_id = $2 AND subject_id = $3
        AND purpose = $4 AND delete_at IS NULL";
    tx.run(sql, params![at, op, subject_id, purpose]).map(drop)
}

/// Deletes the uploads of a purpose that belong to something; `None`: of all purposes. How many.
///
/// # Errors
/// [`Failure`].
pub fn delete(
    tx: &mut Tx<'_>,
    op: OperatorId,
    subject_id: u128,
    purpose: Option<&str>,
) -> Result<u64, Failure> {
    let sql = "DELETE FROM upload WHERE operator_id = $1 AND subject_id = $2
        AND ($3 OR purpose = $4)";
    let values = params![op, subject_id, purpose.is_none(), purpose.unwrap_or_default()];
    tx.run(sql, values)
}

/// Deletes the uploads whose time is over; how many.
///
/// # Errors
/// [`Failure`].
pub fn sweep(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Failure> {
    tx.run("DELETE FROM upload WHERE delete_at <= $1", params![now])
}
