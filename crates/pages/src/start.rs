//! The start page of a member.

use askama::Template;
use rimessa_app::BookingView;

use crate::find::Search;
use crate::frame::Frame;

/// The start page of a member: what to do now, what comes next, and a search.
#[derive(Debug, Template)]
#[template(path = "start.html")]
pub struct Start {
    /// What stands around it.
    pub frame: Frame,
    /// The member's given name; empty: unknown.
    pub name: String,
    /// Why the account cannot book; empty: it can.
    pub locked: String,
    /// The trip under way.
    pub driving: Option<BookingView>,
    /// What the trip costs so far, like `12.50`; empty: nothing is under way.
    pub so_far: String,
    /// The bookings to come, the next one first.
    pub coming: Vec<BookingView>,
    /// The form to look for a vehicle.
    pub search: Search,
}
