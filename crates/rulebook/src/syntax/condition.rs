//! Conditions as they are written.

use rimessa_domain::rules::when::{Channel, Energy, Left};
use rimessa_domain::time::Span;
use toml::de::DeValue;

use crate::finding::{Code, Finding, Place};
use crate::reader::scalar::YEAR;
use crate::reader::{At, Table};
use crate::syntax::head::Basis;

/// Words for what drives a vehicle.
pub(crate) const ENERGIES: [(Energy, &str); 2] =
    [(Energy::Electric, "electric"), (Energy::Fuel, "fuel")];

/// A condition; all of what is given must hold.
#[derive(Clone, Debug)]
pub(crate) struct WhenBlock {
    pub(crate) place: Place,
    /// Set of channels.
    pub(crate) channels: Option<At<u8>>,
    pub(crate) categories: Option<Vec<At<String>>>,
    pub(crate) plans: Option<Vec<At<String>>>,
    pub(crate) energy: Option<At<Energy>>,
    pub(crate) late_more_than: Option<At<Span>>,
    /// Set of cases.
    pub(crate) left: Option<At<u8>>,
    /// Millionths of a full tank.
    pub(crate) fuel_below: Option<At<i64>>,
    pub(crate) plugged_in: Option<At<bool>>,
    pub(crate) procedure_complete: Option<At<bool>>,
    pub(crate) reported: Option<Vec<At<String>>>,
    pub(crate) extension_refused: Option<At<bool>>,
    pub(crate) opened: Option<At<bool>>,
    pub(crate) notice_less_than: Option<At<Span>>,
    pub(crate) reserved_time_begun: Option<At<bool>>,
    pub(crate) any: Vec<WhenBlock>,
}

impl WhenBlock {
    /// Reads `when`.
    pub(crate) fn read(t: &Table<'_>) -> Option<Self> {
        t.table("when", "a condition", |t| {
            let when = Self::conditions(t);
            when.report_if_empty(t);
            when
        })
    }

    /// Reads `unless`: a list of conditions, each with what it rests on.
    pub(crate) fn unless(t: &Table<'_>) -> Vec<(Self, Basis)> {
        t.tables("unless", "a condition", |t| {
            let when = Self::conditions(t);
            when.report_if_empty(t);
            (when, Basis::optional(t))
        })
    }

    fn conditions(t: &Table<'_>) -> Self {
        let channels = t.choices("channel", &Channel::ALL);
        let left = t.choices("left", &Left::ALL);
        let procedure = t.choice("procedure", &[(true, "complete"), (false, "incomplete")]);
        let percent = t.whole("fuel_below_percent", 1, 100);
        Self {
            place: t.place,
            channels: channels.map(|set| union(t.place_of("channel"), &set, Channel::bit)),
            categories: t.texts("category"),
            plans: t.texts("plan"),
            energy: t.choice("energy", &ENERGIES),
            late_more_than: late(t),
            left: left.map(|set| union(t.place_of("left"), &set, Left::bit)),
            fuel_below: percent.map(|at| at.map(|percent| percent * 10_000)),
            plugged_in: t.flag("plugged_in"),
            procedure_complete: procedure,
            reported: t.texts("reported"),
            extension_refused: t.flag("extension_refused"),
            opened: t.flag("opened"),
            notice_less_than: t.duration("notice_less_than", YEAR),
            reserved_time_begun: t.flag("reserved_time_begun"),
            any: t.tables("any", "a condition", |t| {
                let when = Self::conditions(t);
                when.report_if_empty(t);
                when
            }),
        }
    }

    /// The place of a fact that only exists once the vehicle has been brought back.
    pub(crate) fn needs_return(&self) -> Option<(Place, &'static str)> {
        let facts = [
            (self.late_more_than.map(|at| at.place), "late"),
            (self.left.map(|at| at.place), "left"),
            (self.fuel_below.map(|at| at.place), "fuel_below_percent"),
            (self.plugged_in.map(|at| at.place), "plugged_in"),
            (self.procedure_complete.map(|at| at.place), "procedure"),
        ];
        facts.into_iter().find_map(|(place, key)| Some((place?, key)))
    }

    fn report_if_empty(&self, t: &Table<'_>) {
        if t.has_only(&["clause", "assumed"]) {
            let finding = Finding::error(Code::Empty, self.place, "this condition says nothing");
            t.report(finding.help("name a fact such as `channel` or `late`, or leave it out"));
        }
    }
}

fn late(t: &Table<'_>) -> Option<At<Span>> {
    let value = t.value("late")?;
    if matches!(value.get_ref(), DeValue::Table(_)) {
        let more_than = |t: &Table<'_>| {
            let more_than = t.duration_or_zero("more_than", YEAR);
            t.required("more_than", more_than, "{ minutes = 15 }", Span::ZERO).value
        };
        let span = t.table("late", "`late`", more_than)?;
        return Some(At { value: span, place: value.span().into() });
    }
    let flag = t.flag("late")?;
    if !flag.value {
        let finding = Finding::error(Code::Contradiction, flag.place, "`late` can only be true");
        t.report(finding.help("put the case of lateness into an `unless` instead"));
    }
    Some(flag.map(|_| Span::ZERO))
}

fn union<T: Copy>(place: Place, words: &[At<T>], bit: fn(T) -> u8) -> At<u8> {
    At { value: words.iter().fold(0, |set, word| set | bit(word.value)), place }
}
