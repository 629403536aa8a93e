//! Hours of bands and stretches of caps.

use rimessa_domain::rules::billing::{CapWindow, WeekWindow};

use crate::finding::{Code, Finding, Sink};
use crate::syntax::Document;
use crate::syntax::price::{PriceBlock, RateBlock};

const DAY: u16 = 24 * 60;

/// Two bands at once are an error: which price would hold?
pub(crate) fn bands(document: &Document, sink: &Sink<'_>) {
    for rate in document.prices.iter().flat_map(|price| &price.rates) {
        for (index, band) in rate.bands.iter().enumerate() {
            for other in &rate.bands[..index] {
                if band.id.value == other.id.value {
                    let message = format!("the band `{}` occurs twice in this rate", band.id.value);
                    sink.add(Finding::error(Code::Duplicate, band.id.place, message));
                }
                if let Some(when) = overlap(band.week, other.week) {
                    let message = format!(
                        "the bands `{}` and `{}` both hold on {when}",
                        other.id.value, band.id.value
                    );
                    let finding = Finding::error(Code::BandOverlap, band.place, message);
                    sink.add(finding.help(
                        "let one begin where the other ends; hours that go over midnight belong \
                         to the day on which they begin",
                    ));
                }
            }
        }
    }
}

/// Caps that occur twice or are never reached.
pub(crate) fn caps(document: &Document, sink: &Sink<'_>) {
    for price in &document.prices {
        for rate in &price.rates {
            for (index, cap) in rate.caps.iter().enumerate() {
                if rate.caps[..index].iter().any(|other| other.id.value == cap.id.value) {
                    let message = format!("the cap `{}` occurs twice in this rate", cap.id.value);
                    sink.add(Finding::error(Code::Duplicate, cap.id.place, message));
                }
            }
            caps_of_rate(price, rate, sink);
        }
    }
}

fn caps_of_rate(price: &PriceBlock, rate: &RateBlock, sink: &Sink<'_>) {
    use rimessa_domain::rules::billing::Unit;
    let Unit::Time(unit) = price.unit.value else {
        if let Some(cap) = rate.caps.first() {
            let message = "a cap limits time; this is a price per kilometre";
            sink.add(Finding::error(Code::Contradiction, cap.place, message));
        }
        if let Some(band) = rate.bands.first() {
            let message = "a band is about hours; this is a price per kilometre";
            sink.add(Finding::error(Code::Contradiction, band.place, message));
        }
        return;
    };
    let tiers = rate.tiers.iter().map(|tier| tier.value.rate.0);
    let dearest = tiers.chain(rate.bands.iter().map(|band| band.rate.value.0)).max().unwrap_or(0);
    for cap in &rate.caps {
        let length_ms = match cap.window {
            CapWindow::Each(span) => span.0,
            // A day on which the clock is set back has 25 hours.
            CapWindow::CalendarDay => 25 * 3_600_000,
            CapWindow::Hours(week) => i64::from(minutes(week)) * 60_000 + 3_600_000,
            CapWindow::Week { from_minute, until_minute } => {
                let stretch = if until_minute > from_minute {
                    until_minute - from_minute
                } else {
                    7 * DAY - from_minute + until_minute
                };
                i64::from(stretch) * 60_000 + 3_600_000
            }
        };
        let units = i128::from(length_ms / unit.0.max(1) + 1);
        let most = units * i128::from(dearest);
        if rate.tiers.is_empty() {
            continue;
        }
        let reached = cap.amounts.iter().any(|amount| i128::from(amount.value.0) < most);
        if !reached && !cap.amounts.is_empty() {
            let message = format!("the cap `{}` is never reached", cap.id.value);
            let finding = Finding::warning(Code::NeverApplies, cap.place, message);
            sink.add(finding.help("the dearest units of its whole stretch cost less than it"));
        }
    }
}

fn minutes(week: WeekWindow) -> u16 {
    if week.until_minute > week.from_minute {
        week.until_minute - week.from_minute
    } else {
        DAY - week.from_minute + week.until_minute
    }
}

/// A moment at which both hold, in words.
fn overlap(a: WeekWindow, b: WeekWindow) -> Option<String> {
    const NAMES: [&str; 8] = [
        "Mondays",
        "Tuesdays",
        "Wednesdays",
        "Thursdays",
        "Fridays",
        "Saturdays",
        "Sundays",
        "holidays",
    ];
    for (day, name) in NAMES.iter().enumerate() {
        for (from_a, until_a) in stretches(a, day) {
            for (from_b, until_b) in stretches(b, day) {
                let (from, until) = (from_a.max(from_b), until_a.min(until_b));
                if from < until {
                    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
                    return Some(format!("{name} from {} to {}", time(from), time(until)));
                }
            }
        }
    }
    None
}

/// The stretches of a window on a day, those that began the day before included.
fn stretches(week: WeekWindow, day: usize) -> Vec<(u16, u16)> {
    let over_midnight = week.until_minute <= week.from_minute;
    let begins = |day: usize| week.days & (1 << day) != 0;
    let mut found = Vec::new();
    if begins(day) {
        found.push((week.from_minute, if over_midnight { DAY } else { week.until_minute }));
    }
    // What begins on a holiday ends on a day of which nothing is known: it is compared only with
    // other windows of holidays.
    let before = if day == 7 { 7 } else { (day + 6) % 7 };
    if over_midnight && day != 7 && begins(before) && week.until_minute > 0 {
        found.push((0, week.until_minute));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(days: u8, from: u16, until: u16) -> WeekWindow {
        WeekWindow { days, from_minute: from * 60, until_minute: until * 60 }
    }

    #[test]
    fn windows_overlap_also_over_midnight() {
        let all = 0b111_1111;
        for (a, b, expected) in [
            (window(all, 7, 23), window(all, 23, 7), None),
            (window(all, 7, 23), window(all, 22, 7), Some("Mondays from 22:00 to 23:00")),
            (window(0b1, 23, 7), window(0b10, 6, 8), Some("Tuesdays from 06:00 to 07:00")),
            (window(0b100_0000, 23, 7), window(0b1, 0, 8), Some("Mondays from 00:00 to 07:00")),
            (window(0b1, 0, 24), window(0b10, 0, 24), None),
            (window(0b1000_0000, 0, 24), window(all, 0, 24), None),
            (
                window(0b1000_0000, 0, 24),
                window(0b1000_0001, 8, 9),
                Some("holidays from 08:00 to 09:00"),
            ),
        ] {
            assert_eq!(overlap(a, b).as_deref(), expected, "{a:?} {b:?}");
            assert_eq!(overlap(b, a).as_deref(), expected, "{b:?} {a:?}");
        }
    }
}
