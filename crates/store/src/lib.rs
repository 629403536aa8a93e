//! What is remembered, on SQLite and on PostgreSQL, behind one small transaction.
//!
//! SQL stands here and nowhere else. Nothing is decided here: whoever calls gathers with these
//! queries, lets the domain decide, and applies with these queries, in one transaction.

mod failure;
mod migrate;
mod postgres_address;
mod postgres_engine;
mod row;
mod sqlite_engine;
mod sqlite_estimates;
mod sqlite_group;
mod sqlite_log;
mod store;
mod tx;
mod value;

pub mod access;
pub mod board;
pub mod bookings;
pub mod bound;
pub mod calendar;
pub mod cards;
pub mod cases;
pub mod claims;
pub mod consents;
pub mod devices;
pub mod drafts;
pub mod equipment;
pub mod exits;
pub mod factors;
pub mod figures;
pub mod fleet;
pub mod found;
pub mod idempotency;
pub mod issued;
pub mod jobs;
pub mod journal;
pub mod ledger;
pub mod lines;
pub mod logins;
pub mod members;
pub mod notes;
pub mod odometer;
pub mod off_line;
pub mod operators;
pub mod outbox;
pub mod papers;
pub mod passkeys;
pub mod proposals;
pub mod reports;
pub mod reseal;
pub mod resets;
pub mod retention;
pub mod sessions;
pub mod stations;
pub mod subscriptions;
pub mod trips;
pub mod uploads;
pub mod vehicles;
pub mod verify;

pub use failure::Failure;
pub use migrate::pending;
pub use row::Row;
pub use store::{Load, Place, Settings, Store, WrongPlace};
pub use tx::Tx;
pub use value::{OperatorId, Value};
