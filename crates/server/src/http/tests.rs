//! The API, called in this process: no port, no wall clock.

mod devices;
mod accounts;
mod kit;
mod life;
mod limits;
mod passwords;
mod staff;
mod walk;
mod members;
