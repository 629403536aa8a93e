//! The API, called in this process: no port, no wall clock.

mod access;
mod accounts;
mod devices;
mod kit;
mod life;
mod limits;
mod members;
mod messages;
mod passwords;
mod reports;
mod staff;
mod walk;
