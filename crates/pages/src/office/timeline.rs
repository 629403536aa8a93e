//! The fleet over a day or a week.

use askama::Template;
use jiff::ToSpan;
use jiff::civil::Date;
use rimessa_app::board::Trip;
use rimessa_app::timeline::Timeline;
use rimessa_app::{StationView, VehicleView};

use crate::day::{Day, Stretch};
use crate::desk::DeskFrame;
use crate::form::Errors;

/// A stretch of the time of a vehicle, with its booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Where it stands.
    pub stretch: Stretch,
    /// The booking that can be moved; `None`: there is none.
    pub booking: Option<String>,
}

/// What a vehicle does meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneShown {
    /// The vehicle.
    pub vehicle: VehicleView,
    /// When it is taken.
    pub bars: Vec<Bar>,
}

/// The vehicles that are shown, and those that could be.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// All stations.
    pub stations: Vec<StationView>,
    /// All categories.
    pub categories: Vec<String>,
    /// The station that is chosen, by code; empty: any.
    pub station: String,
    /// The category that is chosen; empty: any.
    pub category: String,
}

impl Shown {
    fn is_category(&self, category: &str) -> bool {
        self.category == category
    }
}

/// The fleet over a day or a week.
#[derive(Debug, Template)]
#[template(path = "office/timeline.html")]
pub struct TimelinePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Which vehicles.
    pub shown: Shown,
    /// The first day.
    pub day: String,
    /// How many days.
    pub days: i64,
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
    /// The time as it is drawn.
    #[must_use]
    pub fn of(
        frame: DeskFrame,
        shown: Shown,
        found: Timeline,
        further: String,
        told: bool,
    ) -> Self {
        let Timeline { day, days, before, after, lanes, .. } = found;
        let lanes = lanes.into_iter().map(|lane| {
            let bars = lane.taken.iter().filter_map(|taken| {
                let stretch = Day::stretch_on(&frame.talk, (&day, days), taken)?;
                Some(Bar { stretch, booking: taken.booking.clone() })
            });
            LaneShown { bars: bars.collect(), vehicle: lane.vehicle }
        });
        let lanes = lanes.collect();
        Self { frame, shown, day, days, before, after, lanes, further, told }
    }

    /// How wide it is, in minutes.
    fn wide(&self) -> i64 {
        self.days * 1440
    }

    /// The lines between its parts, in minutes: hours of a day, days of a week.
    fn lines(&self) -> Vec<i64> {
        let step = if self.days == 1 { 180 } else { 1440 };
        (1..).map(|part| part * step).take_while(|x| *x < self.wide()).collect()
    }

    /// What stands above them: hours, or days.
    fn scale(&self) -> Vec<String> {
        if self.days == 1 {
            return (0..8).map(|part| (part * 3).to_string()).collect();
        }
        let Ok(day) = self.day.parse::<Date>() else { return Vec::new() };
        let all = (0..self.days).filter_map(|n| day.checked_add(n.days()).ok());
        all.map(|day| self.frame.talk.short_day(day)).collect()
    }

    /// It shows several days.
    fn is_long(&self) -> bool {
        self.days > 1
    }

    fn by_day(&self) -> String {
        self.at(&self.day, 1)
    }

    fn by_week(&self) -> String {
        self.at(&self.day, 7)
    }

    fn earlier(&self) -> String {
        self.at(&self.before, self.days)
    }

    fn later(&self) -> String {
        self.at(&self.after, self.days)
    }

    /// The same vehicles at another time.
    fn at(&self, day: &str, days: i64) -> String {
        let Shown { station, category, .. } = &self.shown;
        let (station, category) = (escaped(station), escaped(category));
        let from = self.frame.at("timeline");
        format!("{from}?day={day}&days={days}&station={station}&category={category}")
    }
}

/// A text as it stands in an address.
fn escaped(text: &str) -> String {
    askama::filters::urlencode_strict(text).map_or_else(|_| String::new(), |it| it.to_string())
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
