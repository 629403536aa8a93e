//! The API, called in this process: no port, no wall clock.

mod devices;
mod kit;
mod life;
mod limits;
mod passwords;
mod running;
mod staff;
mod walk;
