//! The API, called in this process: no port, no wall clock.

mod kit;
mod life;
