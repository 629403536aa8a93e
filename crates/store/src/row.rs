//! Values on their way out of a row.

use postgres::types::{FromSql, Type};
use rimessa_domain::ids::{BookingId, ContractId, MemberId, Place, StationId, VehicleId};
use rimessa_domain::time::{Instant, Span};

use crate::failure::Failure;
use crate::value::OFF_NETWORK;

/// A row of an answer; columns are counted from 0.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

/// Sixteen bytes of a `UUID`.
struct Uuid(u128);

impl<'a> FromSql<'a> for Uuid {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(u128::from_be_bytes(raw.try_into()?)))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}

macro_rules! columns {
    ($($(#[$meta:meta])* $name:ident, $maybe:ident -> $kind:ty;)*) => {$(
        $(#[$meta])*
        ///
        /// # Errors
        /// [`Failure::Corrupt`] if the column holds something else.
        pub fn $name(&self, column: usize) -> Result<$kind, Failure> {
            self.$maybe(column)?.ok_or_else(|| missing(column))
        }
    )*};
}

impl<'r> Row<'r> {
    columns! {
        /// A number.
        int, int_or_null -> i64;
        /// A flag.
        flag, flag_or_null -> bool;
        /// A text.
        text, text_or_null -> &str;
        /// Bytes.
        bytes, bytes_or_null -> &[u8];
        /// An id.
        id, id_or_null -> u128;
    }

    /// A number, if there is one.
    ///
    /// # Errors
    /// [`Failure::Corrupt`] if the column holds something else.
    pub fn int_or_null(&self, column: usize) -> Result<Option<i64>, Failure> {
        match &self.0 {
            Inner::Sqlite(row) => Ok(row.get(column)?),
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A flag, if there is one.
    ///
    /// # Errors
    /// [`Failure::Corrupt`] if the column holds something else.
    pub fn flag_or_null(&self, column: usize) -> Result<Option<bool>, Failure> {
        match &self.0 {
            Inner::Sqlite(row) => Ok(row.get(column)?),
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A text, if there is one.
    ///
    /// # Errors
    /// [`Failure::Corrupt`] if the column holds something else.
    pub fn text_or_null(&self, column: usize) -> Result<Option<&str>, Failure> {
        match &self.0 {
            Inner::Sqlite(row) => {
                let value = row.get_ref(column)?;
                value.as_str_or_null().map_err(|error| wrong(column, &error.to_string()))
            }
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// Bytes, if there are any.
    ///
    /// # Errors
    /// [`Failure::Corrupt`] if the column holds something else.
    pub fn bytes_or_null(&self, column: usize) -> Result<Option<&[u8]>, Failure> {
        match &self.0 {
            Inner::Sqlite(row) => {
                let value = row.get_ref(column)?;
                value.as_blob_or_null().map_err(|error| wrong(column, &error.to_string()))
            }
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// An id, if there is one.
    ///
    /// # Errors
    /// [`Failure::Corrupt`] if the column holds something else.
    pub fn id_or_null(&self, column: usize) -> Result<Option<u128>, Failure> {
        match &self.0 {
            Inner::Sqlite(_) => {
                let Some(bytes) = self.bytes_or_null(column)? else { return Ok(None) };
                let bytes = bytes.try_into().map_err(|_| wrong(column, "not 16 bytes"))?;
                Ok(Some(u128::from_be_bytes(bytes)))
            }
            Inner::Postgres(row) => Ok(row.try_get::<_, Option<Uuid>>(column)?.map(|id| id.0)),
        }
    }
}

macro_rules! typed {
    ($($(#[$meta:meta])* $name:ident = $column:ident -> $kind:ty, $make:expr;)*) => {
        impl Row<'_> {$(
            $(#[$meta])*
            ///
            /// # Errors
            /// [`Failure::Corrupt`] if the column holds something else.
            pub fn $name(&self, column: usize) -> Result<$kind, Failure> {
                self.$column(column).map($make)
            }
        )*}
    };
}

typed! {
    /// A moment.
    instant = int -> Instant, Instant;
    /// A moment, if there is one.
    instant_or_null = int_or_null -> Option<Instant>, |at| at.map(Instant);
    /// A span.
    span = int -> Span, Span;
    /// A booking.
    booking = id -> BookingId, BookingId;
    /// A member.
    member = id -> MemberId, MemberId;
    /// A vehicle.
    vehicle = id -> VehicleId, VehicleId;
    /// A contract.
    contract = id -> ContractId, ContractId;
    /// A station.
    station = id -> StationId, StationId;
    /// A place.
    place = id -> Place, place_of;
    /// A place, if there is one.
    place_or_null = id_or_null -> Option<Place>, |id| id.map(place_of);
    /// A text of its own.
    string = text -> String, str::to_owned;
    /// A text of its own, if there is one.
    string_or_null = text_or_null -> Option<String>, |text| text.map(str::to_owned);
}

fn place_of(id: u128) -> Place {
    if id == OFF_NETWORK { Place::OffNetwork } else { Place::Station(StationId(id)) }
}

fn missing(column: usize) -> Failure {
    Failure::Corrupt(format!("column {column} is empty"))
}

fn wrong(column: usize, why: &str) -> Failure {
    Failure::Corrupt(format!("column {column}: {why}"))
}
