//! The API, called in this process: no port, no wall clock.

mod cases;
mod cast;
mod during_trips;
mod indemnities;
mod kit;
mod life;
mod refunds;
