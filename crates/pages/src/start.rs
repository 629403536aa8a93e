//! The start page of a member.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::own_vehicles::OwnVehicle;

use crate::find::Search;
use crate::form::Way;
use crate::frame::Frame;

/// The booking that comes next.
#[derive(Clone, Debug)]
pub struct Next {
    /// The booking.
    pub booking: BookingView,
    /// Its vehicle, for people.
    pub vehicle: String,
    /// Where it is picked up.
    pub pickup: String,
    /// It has begun: the vehicle can be opened.
    pub is_now: bool,
}

/// The start page of a member: what to do now, what comes next, and the vehicles or a search.
#[derive(Debug, Template)]
#[template(path = "start.html")]
pub struct Start {
    /// What stands around it.
    pub frame: Frame,
    /// The member's given name; empty: unknown.
    pub name: String,
    /// Why the account cannot book; empty: it can.
    pub locked: String,
    /// What waits for the member, the most urgent first.
    pub to_do: Vec<Way>,
    /// The trip under way.
    pub driving: Option<BookingView>,
    /// Its end has passed.
    pub is_late: bool,
    /// What the trip costs so far, like `12.50`; empty: nothing is under way.
    pub so_far: String,
    /// The booking that comes next.
    pub next: Option<Next>,
    /// Those after it.
    pub coming: Vec<BookingView>,
    /// The vehicles that are enabled for the member; `None`: all are.
    pub own: Option<Vec<OwnVehicle>>,
    /// Exits are counted on a contract of the member.
    pub exits: bool,
    /// The form to look for a vehicle; its times are proposed for a vehicle that is chosen, too.
    pub search: Search,
}

impl Start {
    /// Whether a vehicle can be had now, and until when that stays so, in words.
    #[must_use]
    pub fn now(&self, one: &OwnVehicle) -> String {
        let talk = &self.frame.talk;
        match (&one.now, &one.until) {
            (None, None) => talk.t("own-free"),
            (None, Some(until)) => talk.t1("own-free-until", "until", &talk.when(until)),
            (Some(kind), None) => talk.taken(kind),
            (Some(kind), Some(until)) => {
                let until = talk.t1("own-until", "until", &talk.when(until));
                format!("{} {until}", talk.taken(kind))
            }
        }
    }
}
