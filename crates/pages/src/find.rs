//! Looking for a vehicle.

use askama::Template;
use rimessa_app::StationView;
use rimessa_app::find::{FreeVehicle, StationFree};

use crate::form::Errors;
use crate::frame::Frame;
use crate::talk::Talk;
use crate::web::Tiles;

/// The fields of the search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// All stations.
    pub stations: Vec<StationView>,
    /// The station that is chosen, by code.
    pub station: String,
    /// The start, on the wall clock.
    pub from: String,
    /// The end, on the wall clock.
    pub until: String,
    /// The category that is chosen; empty: any.
    pub category: String,
    /// The categories there are.
    pub categories: Vec<String>,
    /// What is wrong with it.
    pub errors: Errors,
}

impl Search {
    /// Whether that category is chosen.
    #[must_use]
    pub fn is_category(&self, category: &str) -> bool {
        self.category == category
    }
}

/// What was found.
#[derive(Debug, Template)]
#[template(path = "find.html")]
pub struct Found {
    /// What stands around it.
    pub frame: Frame,
    /// What was looked for.
    pub search: Search,
    /// Something was looked for.
    pub asked: bool,
    /// The vehicles that can be had, the nearest first.
    pub free: Vec<FreeVehicle>,
    /// All stations, with what can be had there at the time.
    pub places: Vec<StationFree>,
    /// Where the map's pictures come from; `None`: it has none.
    pub tiles: Option<Tiles>,
}

impl Found {
    /// Whether that station was asked for.
    fn is_here(&self, code: &str) -> bool {
        self.asked && self.search.station == code
    }

    /// How far it is, for people.
    #[must_use]
    pub fn distance(&self, metres: &u32) -> String {
        distance(&self.frame.talk, *metres)
    }
}

/// How far something is, for people.
pub(crate) fn distance(talk: &Talk, metres: u32) -> String {
    match metres {
        0 => talk.t("find-here"),
        1..=999 => talk.t1("find-metres", "metres", &(metres / 10 * 10).to_string()),
        _ => {
            let tenths = metres / 100;
            let km = format!("{}.{}", tenths / 10, tenths % 10);
            let km = if talk.language == "en" { km } else { km.replace('.', ",") };
            talk.t1("find-kilometres", "kilometres", &km)
        }
    }
}
