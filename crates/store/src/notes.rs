//! What staff want each other to know about a member, sealed.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// Its id.
    pub id: u128,
    /// About whom.
    pub member: MemberId,
    /// When it was made.
    pub made: Instant,
    /// By whom of the staff.
    pub staff: Option<u128>,
    /// What it says, sealed.
    pub sealed: Vec<u8>,
}

/// Enters a note.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, note: &NoteRow) -> Result<(), Failure> {
    let sql = "INSERT INTO member_note (operator_id, note_id, member_id, made_at, staff_id, sealed)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = params![op, note.id, note.member, note.made, note.staff, &note.sealed[..]];
    tx.run(sql, values).map(drop)
}

/// The notes about a member, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    limit: i64,
) -> Result<Vec<NoteRow>, Failure> {
    let sql = "SELECT note_id, member_id, made_at, staff_id, sealed FROM member_note
        WHERE operator_id = $1 AND member_id = $2 ORDER BY note_id DESC LIMIT $3";
    tx.all(sql, params![op, member, limit], |row| {
        Ok(NoteRow {
            id: row.id(0)?,
            member: row.member(1)?,
            made: row.instant(2)?,
            staff: row.id_or_null(3)?,
            sealed: row.bytes(4)?.to_vec(),
        })
    })
}
