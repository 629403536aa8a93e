//! The API, called in this process: no port, no wall clock.

mod access;
mod accounts;
mod cases;
mod cast;
mod contract;
mod devices;
mod during_trips;
mod finding;
mod fleet;
mod indemnities;
mod kit;
mod life;
mod limits;
mod members;
mod messages;
mod passkeys;
mod passwords;
mod people;
mod refunds;
mod reports;
mod running;
mod staff;
mod walk;
mod whole;
