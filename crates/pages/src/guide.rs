//! The style guide: every part that pages are made of, on one page, with made-up contents.

use std::collections::BTreeMap;

use askama::Template;
use rimessa_app::calendar::Taken;
use rimessa_app::{BookingView, LineView, StationView};

use crate::day::Day;
use crate::find::Search;
use crate::form::{Errors, Wrong};
use crate::frame::Frame;
use crate::talk::Talk;

/// The style sheet of what only this page has.
pub const GUIDE_STYLE: &str = include_str!("../styles/guide.css");

/// The icons there are, by our names for them.
const ICONS: &str = include_str!("../../../web/icons.json");

const START: &str = "2026-03-04T10:00";
const END: &str = "2026-03-04T12:00";

/// Every part that pages are made of.
#[derive(Debug, Template)]
#[template(path = "guide.html")]
pub struct Guide {
    frame: Frame,
    /// All operators, whose colours can be looked at: name in addresses, and name.
    operators: Vec<(String, String)>,
    search: Search,
    errors: Errors,
    bookings: Vec<BookingView>,
    lines: Vec<LineView>,
    day: Option<Day>,
}

impl Guide {
    /// The guide in the colours of an operator; the others can be chosen.
    #[must_use]
    pub fn of(frame: Frame, operators: Vec<(String, String)>) -> Self {
        let talk = &frame.talk;
        let states = ["planned", "driving", "returned", "cancelled"];
        let bookings = states.into_iter().map(booking).collect();
        let lines = [("guide-line", "guide-step", "4.80"), ("guide-line2", "guide-step2", "25.00")];
        let lines = lines.into_iter().map(|line| self::line(talk, line)).collect();
        let (errors, search) = (errors(talk), search(talk));
        let day = Day::of(talk, START, END, &taken());
        Self { frame, operators, search, errors, bookings, lines, day }
    }

    /// The icons there are.
    fn icons(&self) -> Vec<String> {
        let names: BTreeMap<String, String> = serde_json::from_str(ICONS).unwrap_or_default();
        names.into_keys().collect()
    }

    /// The colours there are, by their names in the style sheet.
    fn colours(&self) -> [&'static str; 14] {
        [
            "ground",
            "paper",
            "ink",
            "soft",
            "line",
            "brand",
            "brand-deep",
            "brand-wash",
            "good",
            "good-wash",
            "warn",
            "warn-wash",
            "bad",
            "bad-wash",
        ]
    }
}

fn search(talk: &Talk) -> Search {
    let station = StationView {
        code: "A".to_owned(),
        name: talk.t("guide-station"),
        lat: String::new(),
        lon: String::new(),
        address: None,
        bays: None,
    };
    let (from, until) = (START.to_owned(), END.to_owned());
    Search { stations: vec![station], from, until, ..Search::default() }
}

fn errors(talk: &Talk) -> Errors {
    let wrong = |field: &str, key: &str, clause: Option<&str>| Wrong {
        field: field.to_owned(),
        words: talk.t(key),
        clause: clause.map(str::to_owned),
    };
    Errors(vec![wrong("end", "guide-wrong", None), wrong("", "guide-bad", Some("7"))])
}

fn booking(state: &str) -> BookingView {
    BookingView {
        id: String::new(),
        member: String::new(),
        driver: None,
        vehicle: "7".to_owned(),
        plate: Some("AB-123-CD".to_owned()),
        category: None,
        plan: String::new(),
        channel: String::new(),
        made: String::new(),
        start: "2026-03-04T09:00:00Z".to_owned(),
        end: "2026-03-04T11:00:00Z".to_owned(),
        pickup: String::new(),
        dropoff: String::new(),
        state: state.to_owned(),
        returned: None,
        guaranteed: None,
        hints: Vec::new(),
        lines: Vec::new(),
    }
}

fn line(talk: &Talk, (title, step, amount): (&str, &str, &str)) -> LineView {
    LineView {
        id: String::new(),
        about: None,
        clause: String::new(),
        amount: amount.to_owned(),
        vat: String::new(),
        due: String::new(),
        title: talk.t(title),
        steps: vec![talk.t(step)],
        basis: talk.t("guide-basis"),
    }
}

/// A day of which each kind of stretch has a part.
fn taken() -> Vec<Taken> {
    let kinds =
        [("taken", 5, 8), ("own", 13, 15), ("charging", 15, 16), ("out-of-service", 20, 22)];
    let one = |(kind, from, until): (&str, u8, u8)| Taken {
        kind: kind.to_owned(),
        from: format!("2026-03-04T{from:02}:00:00Z"),
        until: Some(format!("2026-03-04T{until:02}:00:00Z")),
        booking: None,
    };
    kinds.into_iter().map(one).collect()
}
