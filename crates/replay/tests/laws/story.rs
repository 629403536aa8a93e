//! Random stories: what a few members do with a few vehicles, sensible and odd.

use std::fmt::Write as _;

use jiff::Timestamp;
use proptest::prelude::*;

/// A quarter of an hour, in milliseconds.
pub(crate) const QUARTER_MS: i64 = 900_000;

/// One thing that happens; its numbers are read by those sorts of events that need them.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    sort: &'static str,
    /// When, seen from now or from the booking.
    when: u8,
    gap: i64,
    who: usize,
    vehicle: usize,
    /// Which of those bookings that it may be about.
    booking: usize,
    start: i64,
    length: i64,
    place: usize,
    odd: u8,
}

/// Where and among whom a story plays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    pub(crate) rulebook: &'static str,
    /// Sets names apart from those of another story.
    pub(crate) prefix: &'static str,
    /// When it begins, in milliseconds.
    pub(crate) begins: i64,
}

/// An event of a story, as a scenario writes it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) at: i64,
    pub(crate) json: String,
}

pub(crate) const OPERATORS: &[&str] = &["clem", "family", "carcityclub", "evai", "saemes"];

/// A Monday in May, the nights before both changes of the clocks, a New Year's Eve; at 00:00 UTC.
pub(crate) const BEGINNINGS: &[i64] =
    &[1_777_852_800_000, 1_774_656_000_000, 1_792_800_000_000, 1_798_675_200_000];

const SORTS: &[(u32, &str)] = &[
    (9, "book"),
    (2, "change"),
    (3, "extend"),
    (2, "cancel"),
    (9, "unlock"),
    (8, "return"),
    (2, "report"),
    (1, "assess"),
    (1, "service"),
    (1, "refund"),
    (2, "move"),
    (1, "validate"),
];
const OF_PLANS: &[(u32, &str)] = &[(3, "subscribe"), (2, "unsubscribe"), (3, "exit")];
const STATIONS: &[&str] = &["A", "A", "A", "B", "off-network"];

/// A booking that was asked for.
#[derive(Clone, Copy)]
struct Asked {
    id: usize,
    start: i64,
    end: i64,
    /// 1 once it was to be opened, 2 once it was to be brought back.
    stage: u8,
}
const CHANNELS: &[&str] = &["web", "web", "phone", "on-board"];

/// Some steps; with subscriptions, or without what the calendar's months decide.
pub(crate) fn steps(with_plans: bool) -> impl Strategy<Value = Vec<Step>> {
    let plans = if with_plans { OF_PLANS } else { &[] };
    let sorts: Vec<_> = SORTS.iter().chain(plans).map(|(w, sort)| (*w, Just(*sort))).collect();
    let length = prop_oneof![20 => 1i64..24, 2 => 286i64..290, 1 => -1i64..1];
    let start = prop_oneof![6 => 0i64..6, 3 => 6i64..40, 1 => 60i64..110];
    let step = (
        (prop::strategy::Union::new_weighted(sorts), 0u8..8, 0i64..12, 0usize..8),
        (0usize..8, 0usize..8, start, length, 0usize..8, any::<u8>()),
    );
    let step = step.prop_map(|((sort, when, gap, who), rest)| {
        let (vehicle, booking, start, length, place, odd) = rest;
        Step { sort, when, gap, who, vehicle, booking, start, length, place, odd }
    });
    prop::collection::vec(step, 1..40)
}

impl Stage {
    /// The name of a member, a vehicle, a booking, a contract of this stage.
    pub(crate) fn name(&self, sort: char, number: usize) -> String {
        format!("{}{sort}{number}", self.prefix)
    }

    /// The story that these steps are here.
    pub(crate) fn tell(&self, steps: &[Step]) -> Vec<Told> {
        let (mut now, mut asked) = (self.begins, Vec::new());
        let tell = |(number, step): (usize, &Step)| {
            let mut step = step.clone();
            if self.rulebook == "saemes" && step.odd % 4 > 0 {
                step.sort = ["subscribe", "exit", "exit", "unsubscribe"][step.place % 4];
            }
            let about = about(&step, &asked);
            if about.is_none() && needs_booking(&step) && step.odd % 8 > 0 {
                step.sort = "book";
            }
            now = now.max(self.moment(&step, now, about.map(|index| asked[index])));
            if step.sort == "book" {
                asked.push(asked_for(number, &step, now));
            }
            if let Some(index) = about {
                let opens = step.sort == "unlock" && asked[index].stage == 0;
                asked[index].stage += u8::from(opens || step.sort == "return");
            }
            let about = if step.sort == "book" { asked.last() } else { about.map(|i| &asked[i]) };
            let json = self.event(&step, now, about.copied());
            Told { at: now, json }
        };
        steps.iter().enumerate().map(tell).collect()
    }

    fn moment(&self, step: &Step, now: i64, about: Option<Asked>) -> i64 {
        let gap = step.gap * QUARTER_MS;
        let Some(Asked { start, end, .. }) = about else { return now + gap };
        match (step.sort, step.when) {
            ("unlock", 0..=5) => start,
            ("return", 0..=4) => end + (step.gap - 7) * 420_000,
            ("extend" | "report", 2..=5) => start + gap / 3,
            ("change" | "cancel", 1..=6) => now + gap / 9,
            (_, 0) => start,
            (_, 1) => start + gap,
            (_, 2) => end,
            (_, 3) => end - 2 * QUARTER_MS,
            _ => now + gap / 5,
        }
    }

    fn event(&self, step: &Step, now: i64, about: Option<Asked>) -> String {
        let none = Asked { id: 999, start: 0, end: now, stage: 0 };
        let Asked { id, start, end, .. } = about.unwrap_or(none);
        let mut json = format!(r#"{{"at": "{}", "type": "{}""#, stamp(now), step.sort);
        let mut put = |key: &str, value: &str| write!(json, r#", "{key}": {value}"#).unwrap();
        let quoted = |text: &str| format!("\"{text}\"");
        let station = quoted(STATIONS[usize::from(step.odd / 3) % STATIONS.len()]);
        put("by", &quoted(&self.name('m', step.who % 6)));
        let assessed = step.sort == "assess" && self.rulebook == "evai";
        if needs_booking(step) || step.sort == "book" || assessed {
            put("booking", &quoted(&self.name('b', id)));
        }
        let channel = quoted(CHANNELS[step.place % CHANNELS.len()]);
        match step.sort {
            "book" => {
                put("vehicle", &quoted(&self.name('v', step.vehicle % 2)));
                put("start", &quoted(&stamp(start)));
                put("end", &quoted(&stamp(end)));
                put("channel", &channel);
                self.put_category(step, &mut put);
                if step.place > 4 {
                    put("dropoff", &station);
                }
                if step.place == 7 {
                    put("pickup", r#""B""#);
                }
            }
            "change" => {
                put("start", &quoted(&stamp(start + (step.length % 7) * QUARTER_MS)));
                put("end", &quoted(&stamp(end + (step.length % 5) * QUARTER_MS)));
            }
            "extend" => put("end", &quoted(&stamp(end + (step.gap - 1) * QUARTER_MS))),
            "unlock" => put("method", r#""card""#),
            "return" => self.put_return(step, now, &station, &mut put),
            "report" => {
                let kinds = ["bay-taken", "force-majeure", "delay"];
                put("kind", &quoted(kinds[step.place % 3]));
            }
            _ => self.put_other(step, now, &station, &mut put),
        }
        json + "}"
    }

    fn put_category(&self, step: &Step, put: &mut impl FnMut(&str, &str)) {
        match self.rulebook {
            "carcityclub" => put("category", [r#""city""#, r#""electric""#][step.vehicle % 2]),
            "evai" => put("category", [r#""petrol""#, r#""electric""#][step.vehicle % 2]),
            _ => {}
        }
    }

    fn put_return(&self, step: &Step, now: i64, station: &str, put: &mut impl FnMut(&str, &str)) {
        put("km", ["0", "7.35", "140", "0.01"][step.place % 4]);
        if step.odd < 40 {
            put("station", station);
        }
        if step.odd.is_multiple_of(5) {
            put("fuel", ["0.2", "0.25", "1"][step.place % 3]);
        }
        if step.odd.is_multiple_of(7) {
            put("plugged_in", "false");
        }
        if step.odd.is_multiple_of(11) {
            put("procedure", r#""incomplete""#);
            put("checked_at", &format!("\"{}\"", stamp(now + step.gap * 300_000)));
        }
        if step.odd.is_multiple_of(3) && self.rulebook == "evai" {
            put("costs", r#"{"recovery": "31.10", "fines": "12.00"}"#);
        }
    }

    fn put_other(&self, step: &Step, now: i64, station: &str, put: &mut impl FnMut(&str, &str)) {
        let contract = format!("\"{}\"", self.name('c', step.vehicle % 3));
        let plan = match self.rulebook {
            "clem" => r#""comfort""#,
            "saemes" => [r#""standard""#, r#""low-mileage""#][step.place % 2],
            _ => r#""plus""#,
        };
        match step.sort {
            "move" => {
                put("vehicle", &format!("\"{}\"", self.name('v', step.vehicle % 2)));
                put("to", station);
            }
            "assess" if self.rulebook == "evai" => {
                put("kind", r#""pickup-checks-missed""#);
                put("from", &format!("\"{}\"", stamp(now - 4_000_000)));
                put("until", &format!("\"{}\"", stamp(now)));
                put("km", "3.5");
            }
            "assess" | "service" => {
                put("kind", [r#""dirty""#, r#""smoking""#][step.place % 2]);
                put("costs", r#"{"cleaning": "9.99"}"#);
            }
            "refund" => {
                put("kind", [r#""taxi""#, r#""fuel""#][step.place % 2]);
                put("amount", r#""27.30""#);
                put("receipt_complete", if step.odd.is_multiple_of(2) { "true" } else { "false" });
            }
            "exit" => put("contract", &contract),
            "subscribe" | "unsubscribe" => {
                put("plan", plan);
                if self.rulebook == "saemes" {
                    put("contract", &contract);
                }
            }
            _ => {}
        }
    }
}

/// The booking that a step is about, by its place: mostly one that waits for it.
fn about(step: &Step, asked: &[Asked]) -> Option<usize> {
    let wanted: &[u8] = match step.sort {
        "unlock" | "cancel" | "change" => &[0],
        "return" | "report" => &[1],
        "extend" => &[0, 1],
        _ => return None,
    };
    let stages = if step.odd.is_multiple_of(16) { &[0, 1, 2, 3, 4, 5, 6] } else { wanted };
    let fit: Vec<usize> = (0..asked.len()).filter(|i| stages.contains(&asked[*i].stage)).collect();
    // The earliest of the last ones: the others are long past.
    let last = &fit[fit.len().saturating_sub(3)..];
    (!last.is_empty()).then(|| last[step.booking % last.len()])
}

fn needs_booking(step: &Step) -> bool {
    ["change", "extend", "cancel", "unlock", "return", "report"].contains(&step.sort)
}

fn asked_for(id: usize, step: &Step, now: i64) -> Asked {
    // Now and then beside the grid, or before now.
    let odd = if step.odd % 32 == 7 { 60_000 } else { 0 };
    let earlier = if step.odd % 32 == 8 { 2 } else { 0 };
    let grid = now.div_euclid(QUARTER_MS) + i64::from(now % QUARTER_MS != 0);
    let start = (grid + step.start - earlier) * QUARTER_MS + odd;
    Asked { id, start, end: start + step.length * QUARTER_MS, stage: 0 }
}

/// A moment as a scenario writes it.
pub(crate) fn stamp(at: i64) -> String {
    Timestamp::from_millisecond(at).unwrap().to_string()
}
