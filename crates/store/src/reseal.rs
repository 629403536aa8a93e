//! What is sealed, wherever it stands, to be sealed again with a newer key.

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// A column with something sealed, and what it was sealed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Messages.
    Outbox,
    /// Codes of bookings.
    Code,
    /// Scans and receipts. What belongs to a draft is sealed with its token, and vanishes with it.
    Upload,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Outbox, Self::Code, Self::Upload];

    fn page(self) -> &'static str {
        match self {
            Self::Outbox => {
                "SELECT operator_id, message_id, sealed FROM outbox WHERE sealed IS NOT NULL
                AND (operator_id, message_id) > ($1, $2)
                ORDER BY operator_id, message_id LIMIT $3"
            }
            Self::Code => {
                "SELECT operator_id, booking_id, code_sealed FROM booking
                WHERE code_sealed IS NOT NULL AND (operator_id, booking_id) > ($1, $2)
                ORDER BY operator_id, booking_id LIMIT $3"
            }
            Self::Upload => {
                "SELECT operator_id, upload_id, sealed FROM upload WHERE subject <> 'draft'
                AND (operator_id, upload_id) > ($1, $2) ORDER BY operator_id, upload_id LIMIT $3"
            }
        }
    }

    fn replace(self) -> &'static str {
        match self {
            Self::Outbox => {
                "UPDATE outbox SET sealed = $1
                WHERE operator_id = $2 AND message_id = $3 AND sealed = $4"
            }
            Self::Code => {
                "UPDATE booking SET code_sealed = $1
                WHERE operator_id = $2 AND booking_id = $3 AND code_sealed = $4"
            }
            Self::Upload => {
                "UPDATE upload SET sealed = $1
                WHERE operator_id = $2 AND upload_id = $3 AND sealed = $4"
            }
        }
    }
}

/// Something sealed: whose, which, and what.
pub type Sealed = (OperatorId, u128, Vec<u8>);

/// What is sealed in a column, from after that operator and id on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    column: Column,
    after: (OperatorId, u128),
    limit: i64,
) -> Result<Vec<Sealed>, Failure> {
    tx.all(column.page(), params![after.0, after.1, limit], |row| {
        Ok((OperatorId(row.int(0)?), row.id(1)?, row.bytes(2)?.to_vec()))
    })
}

/// Puts something sealed anew in its place, unless it has changed meanwhile.
///
/// # Errors
/// [`Failure`].
pub fn replace(
    tx: &mut Tx<'_>,
    column: Column,
    (op, id, before): &Sealed,
    sealed: &[u8],
) -> Result<(), Failure> {
    tx.run(column.replace(), params![sealed, *op, *id, before]).map(drop)
}
