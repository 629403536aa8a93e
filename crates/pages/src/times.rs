//! Other times of a booking: what they cost, before they are agreed to.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::late_cost::LateCost;
use rimessa_app::other_times::Cost;

use crate::form::Errors;
use crate::frame::Frame;

/// The page on which another end, or other times, are asked for and agreed to.
#[derive(Debug, Template)]
#[template(path = "times.html")]
pub struct Times {
    /// What stands around it.
    pub frame: Frame,
    /// The booking, as it is.
    pub booking: BookingView,
    /// Its vehicle, for people.
    pub vehicle: String,
    /// Only its end can be changed.
    pub only_end: bool,
    /// Where it is sent.
    pub action: String,
    /// The start that is wished for, on the wall clock.
    pub start: String,
    /// The end that is wished for.
    pub end: String,
    /// What it costs then; `None`: it is not asked for yet, or cannot be had.
    pub cost: Option<Cost>,
    /// What it costs to come back at that time all the same; `None`: there is nothing to tell.
    pub late: Option<LateCost>,
    /// What is wrong.
    pub errors: Errors,
}

impl Times {
    /// The key of its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        if self.only_end { "extend" } else { "change-title" }
    }

    /// The trip is under way.
    #[must_use]
    pub fn is_driving(&self) -> bool {
        self.booking.state == "driving"
    }

    /// How the price differs from that of the times as they are, in words.
    #[must_use]
    pub fn difference(&self, more: &str) -> String {
        let talk = &self.frame.talk;
        let (key, amount) = match more.strip_prefix('-') {
            Some(less) => ("times-less", less),
            None if more == "0.00" => return talk.t("times-same"),
            None => ("times-more", more),
        };
        talk.t1(key, "amount", &talk.money(amount))
    }
}
