//! The API, called in this process: no port, no wall clock.

mod devices;
mod finding;
mod fleet;
mod kit;
mod life;
mod limits;
mod passwords;
mod staff;
mod walk;
