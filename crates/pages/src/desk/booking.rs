//! A booking as an agent sees it: all that is known of it, what happened, and what can be done.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::assist;
use rimessa_app::cancel;
use rimessa_app::case_file::CaseView;
use rimessa_app::desk::Happened;
use rimessa_app::find::FreeVehicle;
use rimessa_app::missing::NoVehicle;
use rimessa_app::other_times;
use rimessa_app::running::Running;

use super::{DeskFrame, Driver};
use crate::form::{Errors, Wrong};

/// So many vehicles elsewhere are offered in the place of one that is missing.
const NEAREST: usize = 8;

/// What was typed on the page of a booking.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Another start.
    pub start: String,
    /// Another end.
    pub end: String,
    /// Until when it will be late.
    pub until: String,
    /// What is reported.
    pub kind: String,
    /// Where the vehicle stands.
    pub place: String,
    /// It was made sure who calls.
    pub is_sure: bool,
}

/// What can be done about a booking, and what it costs.
#[derive(Debug, Default)]
pub struct Acts {
    /// What cancelling costs.
    pub cancelling: Option<cancel::Cost>,
    /// Why it cannot be cancelled.
    pub not_cancelled: Vec<Wrong>,
    /// What restoring costs; `None`: there is nothing to restore.
    pub restoring: Option<assist::Cost>,
    /// What opening or closing the doors costs.
    pub doors: Option<assist::Cost>,
    /// The vehicle can be opened for the trip by now.
    pub opens: bool,
    /// The trip should be over by now.
    pub is_overdue: bool,
}

/// A booking as an agent sees it.
#[derive(Debug, Template)]
#[template(path = "desk/booking.html")]
pub struct DeskBooking {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The booking.
    pub booking: BookingView,
    /// Who drives.
    pub driver: Driver,
    /// Who pays, if it is another.
    pub payer: Option<Driver>,
    /// Where it is picked up.
    pub pickup: String,
    /// Where it is left.
    pub dropoff: String,
    /// The code that opens; empty: there is none (any more).
    pub code: String,
    /// What it costs so far.
    pub running: Option<Running>,
    /// What happened, in order.
    pub events: Vec<Happened>,
    /// The cases about it.
    pub cases: Vec<CaseView>,
    /// What can be done.
    pub acts: Acts,
    /// What was just done: the key of a sentence; empty: nothing.
    pub told: &'static str,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong.
    pub errors: Errors,
}

impl DeskBooking {
    /// An address below the booking's.
    #[must_use]
    pub fn at(&self, act: &str) -> String {
        self.frame.at(&format!("bookings/{}/{act}", self.booking.id))
    }

    /// Whether it has not begun.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.booking.state == "planned"
    }

    /// Whether the trip is under way.
    #[must_use]
    pub fn is_driving(&self) -> bool {
        self.booking.state == "driving"
    }

    /// What can be reported.
    #[must_use]
    pub fn reports(&self) -> [&'static str; 2] {
        ["bay-taken", "force-majeure"]
    }
}

/// Other times of a booking, with what they cost, before they are agreed to.
#[derive(Debug, Template)]
#[template(path = "desk/times.html")]
pub struct DeskTimes {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The booking.
    pub booking: BookingView,
    /// The start that was typed.
    pub start: String,
    /// The end that was typed.
    pub end: String,
    /// What it will cost; `None`: it is not possible.
    pub cost: Option<other_times::Cost>,
    /// What is wrong.
    pub errors: Errors,
}

/// What there is in the place of a vehicle that is not there.
#[derive(Debug, Template)]
#[template(path = "desk/missing.html")]
pub struct DeskMissing {
    /// What stands around it.
    pub frame: DeskFrame,
    /// What there is.
    pub instead: NoVehicle,
    /// Fleet numbers of vehicles whose bookings would give way.
    pub by_displacing: Vec<String>,
    /// What is wrong.
    pub errors: Errors,
}

impl DeskMissing {
    /// The nearest ones elsewhere: who stands in the street wants no long list.
    #[must_use]
    pub fn nearest(&self) -> &[FreeVehicle] {
        self.instead.nearby.get(..NEAREST).unwrap_or(&self.instead.nearby)
    }

    /// How far a vehicle is, for people.
    #[must_use]
    pub fn distance(&self, metres: &u32) -> String {
        crate::find::distance(&self.frame.talk, *metres)
    }
}
