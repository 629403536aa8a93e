//! Booking: what it will cost and why, before anything is kept.

use askama::Template;
use rimessa_app::StationView;
use rimessa_app::find::{FreeTime, FreeVehicle};
use rimessa_app::quote::Quote;

use crate::day::Day;
use crate::form::Errors;
use crate::frame::Frame;

/// What is to be booked, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The vehicle, by fleet number.
    pub vehicle: String,
    /// The start, on the wall clock.
    pub start: String,
    /// The end, on the wall clock.
    pub end: String,
    /// Where it will be left, by the station's code; empty: where it is picked up.
    pub dropoff: String,
}

/// A quote with the names of its places.
#[derive(Clone, Debug)]
pub struct QuoteShown {
    /// The quote.
    pub quote: Quote,
    /// The vehicle, for people.
    pub vehicle: String,
    /// Where it is picked up.
    pub pickup: String,
    /// Where it is left.
    pub dropoff: String,
}

/// What there is instead.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// Other vehicles at the same time.
    pub vehicles: Vec<FreeVehicle>,
    /// The same vehicle, at other times.
    pub later: Vec<FreeTime>,
}

/// The page on which a booking is confirmed.
#[derive(Debug, Template)]
#[template(path = "book.html")]
pub struct Confirm {
    /// What stands around it.
    pub frame: Frame,
    /// What is to be booked.
    pub wanted: Wanted,
    /// All stations.
    pub stations: Vec<StationView>,
    /// The day of the vehicle; `None`: it cannot be told.
    pub day: Option<Day>,
    /// What it will cost; `None`: it cannot be booked so.
    pub shown: Option<QuoteShown>,
    /// What is wrong.
    pub errors: Errors,
    /// What there is instead.
    pub instead: Offer,
}
