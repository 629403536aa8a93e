//! Bookings and trips.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::cancel::Cost;
use rimessa_app::procedure::ProcedureView;
use rimessa_app::running::Running;

use crate::form::Errors;
use crate::frame::Frame;

/// All bookings of a member.
#[derive(Debug, Template)]
#[template(path = "bookings.html")]
pub struct Bookings {
    /// What stands around it.
    pub frame: Frame,
    /// Those to come and under way, the next one first.
    pub coming: Vec<BookingView>,
    /// Those that are over, the latest first.
    pub past: Vec<BookingView>,
    /// The address of older ones; empty: there are none.
    pub older: String,
}

/// A way to open a vehicle, as the regulation has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// What it says.
    pub words: String,
    /// The clause; empty: the regulation is silent, it is assumed.
    pub clause: String,
    /// What to do if it fails.
    pub fails: String,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing.
    Nothing,
    /// It was booked.
    Booked,
    /// Its end was moved.
    Extended,
    /// It was cancelled.
    Cancelled,
    /// A delay was told.
    Late,
    /// A delay was told, and whoever is next was warned.
    LateWarned,
    /// Its times were changed.
    Changed,
    /// The code was sent again.
    CodeSent,
    /// Something was reported.
    Reported,
}

/// A booking.
#[derive(Debug, Template)]
#[template(path = "booking.html")]
pub struct Details {
    /// What stands around it.
    pub frame: Frame,
    /// The booking.
    pub booking: BookingView,
    /// Where it is picked up.
    pub pickup: String,
    /// Where it is left.
    pub dropoff: String,
    /// The code that opens; empty: there is none (any more).
    pub code: String,
    /// The address of a kiosk to be played with; empty: there is none.
    pub kiosk: String,
    /// The address of an on-board unit to be played with; empty: there is none.
    pub on_board: String,
    /// How the vehicle is opened.
    pub access: Vec<Cited>,
    /// What is to be done next: on picking it up, or on bringing it back.
    pub procedure: Option<ProcedureView>,
    /// What the trip costs if it ends now.
    pub running: Option<Running>,
    /// What was just done.
    pub told: Told,
    /// Until when it will be late, as it was typed.
    pub until: String,
    /// What is wrong.
    pub errors: Errors,
}

impl Details {
    /// Whether its times can still be changed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.booking.state.as_str(), "planned" | "driving")
    }

    /// Whether the trip is under way.
    #[must_use]
    pub fn is_driving(&self) -> bool {
        self.booking.state == "driving"
    }

    /// Whether it has not begun.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.booking.state == "planned"
    }
}

/// What cancelling costs, before it is done.
#[derive(Debug, Template)]
#[template(path = "cancel.html")]
pub struct Cancelling {
    /// What stands around it.
    pub frame: Frame,
    /// The booking.
    pub booking: BookingView,
    /// What it costs; `None`: it cannot be cancelled.
    pub cost: Option<Cost>,
    /// What is wrong.
    pub errors: Errors,
}
