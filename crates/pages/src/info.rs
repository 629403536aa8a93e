//! What everybody may read: all stations, and what is asked often.

use askama::Template;
use rimessa_app::places::Place;

use crate::frame::Frame;

/// All stations of an operator.
#[derive(Debug, Template)]
#[template(path = "places.html")]
pub struct Places {
    /// What stands around it.
    pub frame: Frame,
    /// All of them, by name.
    pub all: Vec<Place>,
}

impl Places {
    /// The key of what they are called: where nothing is booked, they are car parks.
    #[must_use]
    pub fn title(&self) -> &'static str {
        if self.frame.has_bookings { "more-stations" } else { "places-car-parks" }
    }

    /// How many bays there are, in words.
    #[must_use]
    pub fn bays(&self, bays: &i64) -> String {
        self.frame.talk.count("places-bays", usize::try_from(*bays).unwrap_or(0))
    }

    /// What can be charged there, in words; empty: nothing.
    #[must_use]
    pub fn chargers(&self, place: &Place) -> String {
        let talk = &self.frame.talk;
        let count = match place.chargers {
            0 => return String::new(),
            count => talk.count("places-chargers", count),
        };
        match place.power_w {
            Some(watts) => {
                let kilowatts = (watts / 1000).to_string();
                format!("{count} {}", talk.t1("places-power", "power", &kilowatts))
            }
            None => count,
        }
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name in the rulebook.
    pub id: String,
    /// The question.
    pub words: String,
    /// The answer.
    pub answer: String,
    /// The clause; empty: the regulation is silent.
    pub clause: String,
}

/// What is asked often.
#[derive(Debug, Template)]
#[template(path = "faq.html")]
pub struct Faq {
    /// What stands around it.
    pub frame: Frame,
    /// All questions, in the order of the rulebook.
    pub all: Vec<Question>,
}
