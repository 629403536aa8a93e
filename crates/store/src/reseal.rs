//! What is sealed, wherever it stands, to be sealed again with a newer key.

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

macro_rules! columns {
    ($($(#[doc = $what:literal])+ $name:ident = $table:literal . $column:literal
        by $key:literal $(and $within:literal)? $(where $only:literal)?;)*) => {
        /// A column with something sealed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column {
            $($(#[doc = $what])+ $name,)*
        }

        impl Column {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its table and its name.
            #[must_use]
            pub fn name(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$name => ($table, $column),)*
                }
            }

            /// Whether what belongs to one id is many, each with an id of its own.
            fn is_within(self) -> bool {
                match self {
                    $(Self::$name => columns!(@many $($within)?),)*
                }
            }

            fn page(self) -> &'static str {
                match self {
                    $(Self::$name => concat!(
                        "SELECT operator_id, ", $key, $(", ", $within,)? ", ", $column,
                        " FROM ", $table, " WHERE ", $column, " IS NOT NULL",
                        $(" AND ", $only,)?
                        " AND (operator_id, ", $key, $(", ", $within,)? ") > ($1, $2",
                        columns!(@third $($within)?), ") ORDER BY operator_id, ", $key,
                        $(", ", $within,)? " LIMIT ", columns!(@limit $($within)?),
                    ),)*
                }
            }

            fn replace(self) -> &'static str {
                match self {
                    $(Self::$name => concat!(
                        "UPDATE ", $table, " SET ", $column, " = $1 WHERE operator_id = $2 AND ",
                        $key, " = $3 AND ", $column, " = $4",
                        $(" AND ", $within, " = $5",)?
                    ),)*
                }
            }
        }
    };
    (@many) => { false };
    (@many $within:literal) => { true };
    (@third) => { "" };
    (@third $within:literal) => { ", $3" };
    (@limit) => { "$3" };
    (@limit $within:literal) => { "$4" };
}

columns! {
    #[doc = "Messages."]
    Outbox = "outbox"."sealed" by "message_id";
    #[doc = "Codes of bookings."]
    Code = "booking"."code_sealed" by "booking_id";
    #[doc = "Scans and receipts. What belongs to a draft is sealed with its token, and goes with it."]
    Upload = "upload"."sealed" by "upload_id" where "subject <> 'draft'";
    #[doc = "Second factors of staff."]
    SecondFactor = "second_factor"."secret_sealed" by "login_id";
    #[doc = "Passkeys."]
    Passkey = "passkey"."sealed" by "passkey_id";
    #[doc = "Keys of devices."]
    DeviceKey = "device"."key_sealed" by "device_id";
    #[doc = "Keys of devices that still hold a while."]
    OldDeviceKey = "device"."old_key_sealed" by "device_id";
    #[doc = "What was said in cases."]
    CaseEntry = "case_entry"."sealed" by "case_id" and "entry_id";
    #[doc = "Objections to indemnities."]
    Objection = "proposal"."objection_sealed" by "proposal_id";
    #[doc = "Why an indemnity was upheld or waived."]
    Decision = "proposal"."reason_sealed" by "proposal_id";
    #[doc = "Why somebody wants something back."]
    Claim = "claim"."text_sealed" by "claim_id";
    #[doc = "Why that was refused."]
    ClaimReason = "claim"."reason_sealed" by "claim_id";
    #[doc = "Keys that the installation made for itself."]
    InstallationKey = "installation_key"."sealed" by "key_id";
    #[doc = "Notes about members."]
    Note = "member_note"."sealed" by "note_id";
    #[doc = "What drivers type at the pump."]
    FuelPin = "fuel_pin"."sealed" by "member_id";
}

/// Something sealed: where it stands, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Whose.
    pub operator: OperatorId,
    /// Which.
    pub id: u128,
    /// Which within that one, where there are many.
    pub within: u128,
    /// What is sealed.
    pub bytes: Vec<u8>,
}

/// What is sealed in a column, from after that operator, id and id within it on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    column: Column,
    (op, id, within): (OperatorId, u128, u128),
    limit: i64,
) -> Result<Vec<Sealed>, Failure> {
    let (sql, many) = (column.page(), column.is_within());
    let values: &[crate::Value<'_>] =
        if many { params![op, id, within, limit] } else { params![op, id, limit] };
    tx.all(sql, values, |row| {
        let within = if many { row.id(2)? } else { 0 };
        let bytes = row.bytes(2 + usize::from(many))?.to_vec();
        Ok(Sealed { operator: OperatorId(row.int(0)?), id: row.id(1)?, within, bytes })
    })
}

/// Puts something sealed anew in its place, unless it has changed meanwhile.
///
/// # Errors
/// [`Failure`].
pub fn replace(
    tx: &mut Tx<'_>,
    column: Column,
    before: &Sealed,
    sealed: &[u8],
) -> Result<(), Failure> {
    let Sealed { operator, id, within, bytes } = before;
    let values: &[crate::Value<'_>] = if column.is_within() {
        params![sealed, *operator, *id, bytes, *within]
    } else {
        params![sealed, *operator, *id, bytes]
    };
    tx.run(column.replace(), values).map(drop)
}
