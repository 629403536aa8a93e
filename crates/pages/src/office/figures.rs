//! Figures with charts.

use askama::Template;
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

impl FiguresPage {
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
