//! Figures with charts.

use askama::Template;
use rimessa_app::emissions::Emitted;
use rimessa_app::figures::{Figure, Figures};

use crate::desk::DeskFrame;
use crate::form::Errors;

/// How high a bar of an hour can be.
const HIGH: i64 = 120;
/// How wide a bar of a vehicle can be.
const WIDE: i64 = 100;

/// Figures.
#[derive(Debug, Template)]
#[template(path = "office/figures.html")]
pub struct FiguresPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The figures.
    pub figures: Figures,
    /// Where the grams of CO₂ come from; empty: not said.
    pub source: String,
    /// They are assumed.
    pub is_assumed: bool,
    /// What is wrong.
    pub errors: Errors,
}

/// A bar of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourBar {
    /// The hour.
    pub hour: usize,
    /// How many trips.
    pub trips: i64,
    /// Where it begins, from the left.
    pub x: usize,
    /// Where it begins, from the top.
    pub y: i64,
    /// How high it is.
    pub height: i64,
}

/// The bars of an hour: what was emitted, and what an average car would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmittedBar {
    /// The hour.
    pub hour: usize,
    /// What was driven, in kilometres.
    pub driven: String,
    /// Kilograms of CO₂.
    pub own: String,
    /// Kilograms in an average car.
    pub average: String,
    /// Where it begins, from the left.
    pub x: usize,
    /// How high the bar of what was emitted is.
    pub own_height: i64,
    /// How high the bar of the average car is.
    pub average_height: i64,
}

/// Thousandths as people read them, to a tenth.
fn tenths(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let tenths = (thousandths.abs() + 50) / 100;
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

impl FiguresPage {
    /// The bars of what was emitted by hour.
    #[must_use]
    pub fn emitted(&self) -> Vec<EmittedBar> {
        let all = &self.figures.driven_by_hour;
        let grams = all.iter().flat_map(|one| [one.own_g, one.average_g]).flatten();
        let most = grams.max().unwrap_or(0).max(1);
        let high = |grams: Option<i64>| grams.unwrap_or(0).max(0) * HIGH / most;
        let bar = |(hour, one): (usize, &Emitted)| EmittedBar {
            hour,
            driven: self.km(one),
            own: self.kg(&one.own_g),
            average: self.kg(&one.average_g),
            x: hour * 20 + 2,
            own_height: high(one.own_g),
            average_height: high(one.average_g),
        };
        all.iter().enumerate().map(bar).collect()
    }

    /// What was driven, in kilometres.
    #[must_use]
    pub fn km(&self, driven: &Emitted) -> String {
        tenths(driven.distance_m)
    }

    /// Grams as kilograms; empty: unknown.
    #[must_use]
    pub fn kg(&self, grams: &Option<i64>) -> String {
        grams.map(tenths).unwrap_or_default()
    }

    /// On how many trips the distance is not known.
    #[must_use]
    pub fn unknown(&self) -> usize {
        usize::try_from(self.figures.total.driven.unknown).unwrap_or(0)
    }

    /// What was saved, in kilograms; empty: unknown.
    #[must_use]
    pub fn saved(&self) -> String {
        self.kg(&self.figures.total.driven.saved_g())
    }

    /// The bars of the hours.
    #[must_use]
    pub fn bars(&self) -> Vec<HourBar> {
        let most = self.figures.hours.iter().copied().max().unwrap_or(0).max(1);
        let bar = |(hour, trips): (usize, i64)| {
            let height = trips * HIGH / most;
            HourBar { hour, trips, x: hour * 20 + 2, y: HIGH - height, height }
        };
        self.figures.hours.iter().copied().enumerate().map(bar).collect()
    }

    /// The stretch of days, for addresses.
    #[must_use]
    pub fn days(&self) -> String {
        format!("from={}&until={}", self.figures.from, self.figures.until)
    }

    /// Tenths of a percent as people read them.
    #[must_use]
    pub fn percent(&self, figure: &Figure) -> String {
        let shown = |permille: i64| format!("{}.{} %", permille / 10, permille % 10);
        figure.used_permille.map(shown).unwrap_or_default()
    }

    /// How long the bar of a utilisation is.
    #[must_use]
    pub fn wide(&self, figure: &Figure) -> i64 {
        (figure.used_permille.unwrap_or(0) * WIDE / 1000).clamp(0, WIDE)
    }

    /// Minutes as hours.
    #[must_use]
    pub fn hours(&self, minutes: &i64) -> String {
        format!("{}:{:02}", minutes / 60, minutes % 60)
    }
}
