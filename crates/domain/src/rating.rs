//! What something costs, and why.
//!
//! A price is composed in one fixed order: time and distance at their tiers and bands, caps,
//! percentages, free time, and one rounding per line. [`charges::bill`] finds what applies on an
//! occasion; [`time`] and [`distance`] do the arithmetic.

pub mod case;
pub mod charges;
pub mod distance;
pub mod time;
pub mod walk;
pub mod week;
