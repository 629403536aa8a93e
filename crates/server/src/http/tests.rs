//! The API, called in this process: no port, no wall clock.

mod accounts;
mod devices;
mod kit;
mod life;
mod limits;
mod members;
mod passwords;
mod staff;
mod walk;
