//! Much at once through the use cases, on both engines: no vehicle is booked twice, nothing falls due
//! twice, nothing is half done, what was kept long enough is forgotten.
//!
//! `RIMESSA_TRIALS` says how much is tried: 200,000 are a million attempts to book on each engine.

mod booking;
mod fleet;
mod forgetting;
mod repeating;
mod settling;
