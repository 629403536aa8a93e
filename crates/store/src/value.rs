//! Values on their way into a statement.

use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rimessa_domain::ids::{BookingId, ContractId, MemberId, Place, StationId, VehicleId};
use rimessa_domain::money::Money;
use rimessa_domain::time::{Instant, Span};

/// An operator, by its number in this installation. Every table begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperatorId(pub i64);

/// A value of a statement's parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `BOOLEAN`.
    Bool(bool),
    /// `TEXT`.
    Text(&'a str),
    /// `BYTEA`.
    Bytes(&'a [u8]),
    /// `UUID`.
    Id(u128),
}

macro_rules! from {
    ($($from:ty, $bound:pat => $value:expr;)*) => {$(
        impl<'a> From<$from> for Value<'a> {
            fn from($bound: $from) -> Self {
                $value
            }
        }
    )*};
}

from! {
    i64, number => Value::Int(number);
    bool, flag => Value::Bool(flag);
    &'a str, text => Value::Text(text);
    &'a String, text => Value::Text(text);
    &'a Box<str>, text => Value::Text(text);
    &'a [u8], bytes => Value::Bytes(bytes);
    &'a Vec<u8>, bytes => Value::Bytes(bytes);
    u128, id => Value::Id(id);
    OperatorId, OperatorId(id) => Value::Int(id);
    MemberId, MemberId(id) => Value::Id(id);
    BookingId, BookingId(id) => Value::Id(id);
    VehicleId, VehicleId(id) => Value::Id(id);
    ContractId, ContractId(id) => Value::Id(id);
    StationId, StationId(id) => Value::Id(id);
    Instant, Instant(at) => Value::Int(at);
    Span, Span(ms) => Value::Int(ms);
    Money, Money(cents) => Value::Int(cents);
    Place, place => Value::Id(match place {
        Place::Station(StationId(id)) => id,
        Place::OffNetwork => OFF_NETWORK,
    });
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// Off the network, where the id of a station is expected: the nil UUID, which no station has.
pub(crate) const OFF_NETWORK: u128 = 0;

/// The parameters of a statement: `params![operator, id, at]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Bool(flag) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*flag))),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Id(id) => ToSqlOutput::Owned(Owned::Blob(id.to_be_bytes().to_vec())),
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Bool(flag) => flag.to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
            Value::Id(id) => {
                out.extend_from_slice(&id.to_be_bytes());
                Ok(IsNull::No)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
