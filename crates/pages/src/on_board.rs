//! The page of an on-board unit: a card, a trip under way with few large keys, release and yes.

use askama::Template;
use rimessa_app::BookingView;
use rimessa_app::ending::{Amiss, Later};
use rimessa_app::procedure::StepView;
use rimessa_app::running::Running;
use serde::{Deserialize, Serialize};

use crate::frame::Frame;

/// What an on-board unit shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aboard {
    /// It waits for a card at the reader.
    #[default]
    Reader,
    /// The doors are open: what to do before driving.
    Opened {
        /// What is said.
        words: String,
        /// What whoever takes the vehicle should know.
        hints: Vec<String>,
    },
    /// A trip is under way: what can be done.
    Menu,
    /// Damage or dirt was found.
    Report {
        /// `damage` or `dirt`.
        what: String,
        /// What was typed.
        text: String,
    },
    /// Another end.
    Extend {
        /// What was typed.
        end: String,
        /// What a return at that end costs all the same, if it was refused.
        later: Option<Later>,
    },
    /// The bay is taken: where the vehicle stands.
    Bay {
        /// What was typed.
        place: String,
    },
    /// The centre is called.
    Call,
    /// Is all of it done, that a return needs?
    Release,
    /// The trip ends as soon as the card is held to the reader.
    Card,
    /// Something is done.
    Done {
        /// What is said.
        words: String,
        /// The booking, if the trip is over: its bill.
        bill: Vec<(String, String)>,
    },
}

/// What stood in the way of what was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// In words; empty: nothing.
    pub words: String,
    /// Of a refusal, the clause; empty: it is assumed. `None`: it is none.
    pub clause: Option<String>,
}

/// A trip under way, as far as the vehicle shows it.
#[derive(Clone, Debug)]
pub struct TripAboard {
    /// The booking.
    pub booking: BookingView,
    /// What it costs so far.
    pub running: Option<Running>,
    /// Whether the vehicle has a plug; otherwise it has a tank.
    pub is_electric: bool,
    /// Whether it is plugged in.
    pub is_plugged: bool,
    /// The fuel or the charge that was read last, in percent.
    pub percent: Option<i64>,
    /// What is not in order for a return.
    pub amiss: Vec<Amiss>,
    /// The procedure that comes next: what to do before driving, or before leaving.
    pub steps: Vec<StepView>,
}

impl TripAboard {
    /// What the gauge of fuel or charge shows, in percent.
    #[must_use]
    pub fn gauge(&self) -> usize {
        self.percent.and_then(|percent| usize::try_from(percent).ok()).unwrap_or(0)
    }
}

/// A card that can be held to the reader, in the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardAtHand {
    /// What the reader reads.
    pub uid: String,
    /// Whose it is; empty: nobody's.
    pub whose: String,
}

/// An on-board unit.
#[derive(Debug, Template)]
#[template(path = "on-board.html")]
pub struct OnBoard {
    /// Words and colours.
    pub frame: Frame,
    /// The address of this unit.
    pub address: String,
    /// The vehicle: its fleet number.
    pub vehicle: String,
    /// The trip under way; `None`: it stands.
    pub trip: Option<TripAboard>,
    /// The cards that can be held to the reader.
    pub cards: Vec<CardAtHand>,
    /// What is shown.
    pub screen: Aboard,
    /// What stood in the way.
    pub obstacle: Obstacle,
}

/// By so many minutes an end is moved with one key.
const LONGER: [i64; 4] = [15, 30, 60, 120];

impl OnBoard {
    /// After so many seconds in which nothing was touched, it asks whether somebody is still there.
    #[must_use]
    pub fn patience(&self) -> u16 {
        90
    }

    /// Whether it shows what it shows by itself: nothing that was begun is forgotten.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let at_rest = match self.screen {
            Aboard::Reader => self.trip.is_none(),
            Aboard::Menu => true,
            _ => false,
        };
        at_rest && self.obstacle.words.is_empty()
    }

    /// Whether the doors are locked and the immobiliser is on.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.trip.is_none()
    }

    /// The steps that members do by hand and have not done, but those that the screen itself does.
    #[must_use]
    pub fn by_hand(&self) -> Vec<&StepView> {
        let all = self.trip.iter().flat_map(|trip| &trip.steps);
        all.filter(|step| step.by == "member" && !ITSELF.contains(&step.name.as_str())).collect()
    }

    /// The ends that can be had with one key: each with its words.
    #[must_use]
    pub fn ends(&self) -> Vec<(String, String)> {
        let Some(trip) = &self.trip else { return Vec::new() };
        let Some(end) = crate::talk::read(&trip.booking.end) else { return Vec::new() };
        let ends = LONGER.iter().map(|minutes| {
            let at = end.plus(rimessa_domain::time::Span::minutes(*minutes));
            let at = rimessa_app::show_moment(at);
            (self.frame.talk.field(&at), self.frame.talk.when(&at))
        });
        ends.collect()
    }
}

/// Steps that are done on the screen or at the reader.
pub const ITSELF: [&str; 2] = ["release", "card"];
