//! A day of the fleet.

use askama::Template;
use rimessa_app::VehicleView;
use rimessa_app::board::Trip;
use rimessa_app::timeline::Timeline;

use crate::day::{Day, Stretch};
use crate::desk::DeskFrame;
use crate::form::Errors;

/// A stretch of the day of a vehicle, with its booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Where it stands.
    pub stretch: Stretch,
    /// The booking that can be moved; `None`: there is none.
    pub booking: Option<String>,
}

/// The day of a vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneShown {
    /// The vehicle.
    pub vehicle: VehicleView,
    /// When it is taken.
    pub bars: Vec<Bar>,
}

/// A day of the fleet.
#[derive(Debug, Template)]
#[template(path = "office/timeline.html")]
pub struct TimelinePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The day.
    pub day: String,
    /// The day before.
    pub before: String,
    /// The day after.
    pub after: String,
    /// The vehicles.
    pub lanes: Vec<LaneShown>,
    /// The address of the next vehicles; empty: this is all.
    pub further: String,
    /// A booking was just moved.
    pub told: bool,
}

impl TimelinePage {
    /// A day as it is drawn.
    #[must_use]
    pub fn of(frame: DeskFrame, found: Timeline, further: String, told: bool) -> Self {
        let Timeline { day, before, after, lanes, .. } = found;
        let lanes = lanes.into_iter().map(|lane| {
            let bars = lane.taken.iter().filter_map(|taken| {
                let stretch = Day::stretch_on(&frame.talk, &day, taken)?;
                Some(Bar { stretch, booking: taken.booking.clone() })
            });
            LaneShown { bars: bars.collect(), vehicle: lane.vehicle }
        });
        let lanes = lanes.collect();
        Self { frame, day, before, after, lanes, further, told }
    }
}

/// A booking that is moved to another vehicle.
#[derive(Debug, Template)]
#[template(path = "office/move.html")]
pub struct MovePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The booking.
    pub trip: Trip,
    /// The vehicles that it could have; the rules decide.
    pub vehicles: Vec<VehicleView>,
    /// The one that was chosen.
    pub chosen: String,
    /// What is wrong.
    pub errors: Errors,
}
