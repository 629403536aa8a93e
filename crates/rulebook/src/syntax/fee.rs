//! Fees and exceptions as they are written.

use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::rules::billing::Occasion;
use rimessa_domain::time::Span;

use crate::finding::{Code, Finding, Place};
use crate::reader::{At, Table};
use crate::syntax::condition::WhenBlock;
use crate::syntax::head::{Basis, Head};
use crate::syntax::price::DISTANCES;
use crate::syntax::span::SpanBlock;

/// All occasions; the first six are those on which prices are billed.
pub(crate) const OCCASIONS: [(Occasion, &str); 7] = Occasion::ALL;

/// A set of occasions.
#[derive(Clone, Debug)]
pub(crate) struct Occasions {
    pub(crate) place: Place,
    pub(crate) list: Vec<At<Occasion>>,
}

/// At least so many units.
#[derive(Clone, Debug)]
pub(crate) struct AtLeast {
    pub(crate) units: i64,
    pub(crate) basis: Basis,
}

/// `[[fee]]`.
pub(crate) struct FeeBlock {
    pub(crate) head: Head,
    pub(crate) on: Occasions,
    pub(crate) kinds: Vec<At<String>>,
    pub(crate) when: Option<WhenBlock>,
    pub(crate) unless: Vec<(WhenBlock, Basis)>,
    pub(crate) amount: Option<At<Rate>>,
    pub(crate) add: Vec<AddBlock>,
    pub(crate) all_costs: Option<Place>,
    pub(crate) vat: Option<At<String>>,
    pub(crate) restores: bool,
}

/// An entry of `add`.
pub(crate) struct AddBlock {
    pub(crate) place: Place,
    pub(crate) basis: Basis,
    pub(crate) what: Added,
    pub(crate) percent: Option<At<Percent>>,
    pub(crate) when: Option<WhenBlock>,
    pub(crate) vat: Option<At<String>>,
}

/// What is added.
pub(crate) enum Added {
    /// Time or distance at a price.
    Price(Box<PricedBlock>),
    /// A recorded cost.
    Cost(At<String>),
    /// Something that could not be read.
    Nothing,
}

/// Time or distance at a price.
pub(crate) struct PricedBlock {
    pub(crate) price: At<String>,
    pub(crate) span: Option<SpanBlock>,
    /// A span is given, perhaps a wrong one.
    pub(crate) span_given: bool,
    pub(crate) recorded_distance: Option<At<bool>>,
    pub(crate) started: Option<At<Span>>,
    pub(crate) of_unit: Option<At<i64>>,
    pub(crate) at_least: Option<AtLeast>,
}

/// `[[exception]]`.
pub(crate) struct ExceptionBlock {
    pub(crate) head: Head,
    pub(crate) of: At<String>,
    pub(crate) when: Option<WhenBlock>,
    pub(crate) span: Option<SpanBlock>,
    pub(crate) percent: Option<At<Percent>>,
    pub(crate) waive: bool,
}

const STARTED: [(Span, &str); 5] = [
    (Span::minutes(1), "minute"),
    (Span::QUARTER_HOUR, "quarter-hour"),
    (Span::minutes(30), "half-hour"),
    (Span::HOUR, "hour"),
    (Span::days(1), "day"),
];

impl Occasions {
    /// Reads `on`, one or more of `words`.
    pub(crate) fn read(t: &Table<'_>, words: &[(Occasion, &'static str)]) -> Self {
        let list = t.choices("on", words);
        if list.is_none() {
            t.required::<()>("on", None, "[\"return\"]", ());
        }
        let list = list.unwrap_or_default();
        for (index, occasion) in list.iter().enumerate() {
            if list[..index].iter().any(|other| other.value == occasion.value) {
                let finding =
                    Finding::error(Code::Duplicate, occasion.place, "this occasion is named twice");
                t.report(finding);
            }
        }
        Self { place: t.place_of("on"), list }
    }

    /// As a set.
    pub(crate) fn bits(&self) -> u16 {
        self.list.iter().fold(0, |set, on| set | on.value.bit())
    }

    /// Whether `occasion` is among them.
    pub(crate) fn has(&self, occasion: Occasion) -> bool {
        self.bits() & occasion.bit() != 0
    }
}

impl AtLeast {
    /// Reads `at_least = { units = 1 }`.
    pub(crate) fn read(t: &Table<'_>) -> Option<Self> {
        t.table("at_least", "`at_least`", |t| {
            let units = t.required("units", t.whole("units", 1, 1_000_000), "1", 1).value;
            Self { units, basis: Basis::optional(t) }
        })
    }
}

impl FeeBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let costs = t.choice("costs", &[((), "all")]);
        let block = Self {
            head: Head::read(t),
            on: Occasions::read(t, &OCCASIONS),
            kinds: t.texts("kinds").unwrap_or_default(),
            when: WhenBlock::read(t),
            unless: WhenBlock::unless(t),
            amount: t.amount("amount"),
            add: t.tables("add", "an entry of `add`", AddBlock::read),
            all_costs: costs.map(|costs| costs.place),
            vat: t.text("vat"),
            restores: t.flag("restores").is_some_and(|restores| restores.value),
        };
        if !t.has("amount") && !t.has("add") && !t.has("costs") {
            let message = format!("the fee `{}` costs nothing", block.head.id.value);
            let finding = Finding::error(Code::OneOf, t.place, message);
            t.report(finding.help("add `amount`, `add` or `costs = \"all\"`"));
        }
        block.check_kinds(t);
        block
    }

    fn check_kinds(&self, t: &Table<'_>) {
        let assess = self.on.has(Occasion::Assess);
        if assess && !t.has("kinds") {
            let message = "a fee on `assess` needs the kinds that it answers";
            let finding = Finding::error(Code::Missing, self.on.place, message);
            t.report(finding.help("add `kinds = [\"dirty\"]`"));
        }
        if !assess && t.has("kinds") && t.has("on") {
            let message = "`kinds` have a meaning only with `on = [\"assess\"]`";
            let finding = Finding::error(Code::Contradiction, t.place_of("kinds"), message);
            t.report(finding.help("leave `kinds` out, or add \"assess\" to `on`"));
        }
        if self.restores && !assess && t.has("on") {
            let message = "only a fee on `assess` can restore a booking";
            let place = t.place_of("restores");
            t.report(Finding::error(Code::Contradiction, place, message));
        }
        for (index, kind) in self.kinds.iter().enumerate() {
            if self.kinds[..index].iter().any(|other| other.value == kind.value) {
                let message = format!("the kind `{}` is named twice", kind.value);
                t.report(Finding::error(Code::Duplicate, kind.place, message));
            }
        }
    }
}

impl AddBlock {
    fn read(t: &Table<'_>) -> Self {
        let (price, cost) = (t.text("price"), t.text("cost"));
        if t.has("price") == t.has("cost") {
            let message = "an entry of `add` needs exactly one of `price` and `cost`";
            t.report(Finding::error(Code::OneOf, t.place, message));
        }
        let span = SpanBlock::read(t);
        let recorded_distance = t.choice("distance", &DISTANCES);
        let started = t.choice("started", &STARTED);
        let of_unit = t.whole("of_unit", 1, 1_000_000);
        let at_least = AtLeast::read(t);
        let what = match (price, cost) {
            (Some(price), _) => Added::Price(Box::new(PricedBlock {
                price,
                span,
                span_given: t.has("span"),
                recorded_distance,
                started,
                of_unit,
                at_least,
            })),
            (None, Some(cost)) => {
                for key in ["span", "distance", "started", "of_unit", "at_least", "percent"] {
                    if t.has(key) {
                        let message = format!("`{key}` has no meaning beside `cost`");
                        let place = t.place_of(key);
                        t.report(Finding::error(Code::Contradiction, place, message));
                    }
                }
                Added::Cost(cost)
            }
            (None, None) => Added::Nothing,
        };
        Self {
            place: t.place,
            basis: Basis::optional(t),
            what,
            percent: t.percent("percent"),
            when: WhenBlock::read(t),
            vat: t.text("vat"),
        }
    }
}

impl ExceptionBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let block = Self {
            head: Head::read(t),
            of: t.required_text("of", "\"time\""),
            when: WhenBlock::read(t),
            span: SpanBlock::read(t),
            percent: t.percent("percent"),
            waive: t.flag("waive").is_some_and(|waive| waive.value),
        };
        if !t.has("span") && !t.has("percent") && !t.has("waive") {
            let message = format!("the exception `{}` changes nothing", block.head.id.value);
            let finding = Finding::error(Code::OneOf, t.place, message);
            t.report(finding.help("add `percent`, `span` or `waive = true`"));
        }
        if block.waive && (t.has("span") || t.has("percent")) {
            let message = "what is waived has neither `span` nor `percent`";
            let place = t.place_of("waive");
            t.report(Finding::error(Code::Contradiction, place, message));
        }
        block
    }
}
