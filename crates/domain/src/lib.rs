//! What is true: rules, calendar, booking, trip, rating, accounts.
//!
//! Commands and facts go in; events and lines, or a refusal, come out. This crate knows no clock,
//! file, network, database, random number or float, and no operator: what an operator decided is
//! data ([`rules`]). See `docs/ARCHITECTURE.md`.

pub mod booking;
pub mod decide;
pub mod fault;
pub mod fleet;
pub mod ids;
pub mod line;
pub mod member;
pub mod money;
pub mod rating;
pub mod refusal;
pub mod rules;
pub mod subscription;
pub mod time;
pub mod vehicle;
pub mod zone;
