//! What is true: rules, calendar, booking, trip, rating, accounts.
//!
//! Commands and facts go in; events and lines, or a refusal, come out. This crate knows no clock,
//! file, network, database, random number or float, and no operator: what an operator decided is
//! data ([`rules`]). See `docs/ARCHITECTURE.md`.

pub mod fault;
pub mod ids;
pub mod money;
pub mod time;
pub mod zone;
