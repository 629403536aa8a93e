//! What a regulation says to people and devices, as it is written.

use crate::finding::{Code, Finding, Place};
use crate::reader::scalar::YEAR;
use crate::reader::{At, Table};
use crate::regulation::{
    Access, Actor, Confirmation, Consent, Document, Duty, Example, Method, Readiness, Signup, Words,
};
use crate::syntax::condition::ENERGIES;
use crate::syntax::head::{Basis, Head};

/// `[[clause]]`.
pub(crate) struct ClauseBlock {
    pub(crate) id: At<String>,
    pub(crate) title: At<String>,
    pub(crate) page: Option<At<String>>,
    pub(crate) url: Option<At<String>>,
}

/// A block whose content needs no references.
pub(crate) struct Block<T> {
    pub(crate) head: Head,
    pub(crate) what: T,
}

/// `[[procedure.step]]`.
pub(crate) struct StepBlock {
    pub(crate) place: Place,
    pub(crate) id: At<String>,
    pub(crate) basis: Basis,
    pub(crate) by: Actor,
    pub(crate) energy: Option<rimessa_domain::rules::when::Energy>,
    pub(crate) optional: bool,
}

/// All of these blocks.
pub(crate) struct People {
    pub(crate) access: Vec<Block<Access>>,
    pub(crate) conditions: Vec<Block<Readiness>>,
    pub(crate) procedures: Vec<Block<Vec<StepBlock>>>,
    pub(crate) confirmations: Vec<Block<Confirmation>>,
    pub(crate) consents: Vec<Block<Consent>>,
    pub(crate) documents: Vec<Block<Document>>,
    pub(crate) duties: Vec<Block<Duty>>,
    pub(crate) forbidden: Vec<Block<Words>>,
    pub(crate) services: Vec<Block<Words>>,
    pub(crate) questions: Vec<Block<Words>>,
    pub(crate) signup: Vec<Block<Signup>>,
    pub(crate) texts: Vec<Block<Words>>,
    pub(crate) examples: Vec<Block<Example>>,
}

const METHODS: [(Method, &str); 5] = [
    (Method::Card, "card"),
    (Method::Sms, "sms"),
    (Method::Kiosk, "kiosk"),
    (Method::App, "app"),
    (Method::Key, "key"),
];

const ACTORS: [(Actor, &str); 5] = [
    (Actor::Member, "member"),
    (Actor::Vehicle, "vehicle"),
    (Actor::Kiosk, "kiosk"),
    (Actor::Charger, "charger"),
    (Actor::Operator, "operator"),
];

impl ClauseBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let page = t.value("page").and_then(|page| match page.get_ref().as_integer() {
            Some(_) => t.whole("page", 1, 100_000).map(|page| page.map(|n| n.to_string())),
            None => t.text("page"),
        });
        Self {
            id: t.required_text("id", "\"§ 4\""),
            title: t.required_text("title", "\"Late return\""),
            page,
            url: t.text("url"),
        }
    }
}

impl<T> Block<T> {
    fn read(t: &Table<'_>, what: impl FnOnce(&Table<'_>) -> T) -> Self {
        Self { head: Head::read(t), what: what(t) }
    }
}

impl StepBlock {
    fn read(t: &Table<'_>) -> Self {
        Self {
            place: t.place,
            id: t.required_id("id"),
            basis: Basis::optional(t),
            by: t.choice("by", &ACTORS).map_or(Actor::Member, |by| by.value),
            energy: t.choice("energy", &ENERGIES).map(|energy| energy.value),
            optional: t.flag("optional").is_some_and(|optional| optional.value),
        }
    }
}

impl People {
    /// Reads all of them from the top level.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let words = |t: &Table<'_>| Block::read(t, |_| Words);
        Self {
            access: t.tables("access", "[[access]]", |t| Block::read(t, access)),
            conditions: t.tables("condition", "[[condition]]", |t| Block::read(t, readiness)),
            procedures: t.tables("procedure", "[[procedure]]", |t| Block::read(t, steps)),
            confirmations: t
                .tables("confirmation", "[[confirmation]]", |t| Block::read(t, confirmation)),
            consents: t.tables("consent", "[[consent]]", |t| {
                Block::read(t, |t| {
                    let required = t.required("required", t.flag("required"), "true", true);
                    Consent { required: required.value }
                })
            }),
            documents: t.tables("document", "[[document]]", |t| {
                Block::read(t, |t| Document { contains: list(t, "contains") })
            }),
            duties: t.tables("duty", "[[duty]]", |t| Block::read(t, duty)),
            forbidden: t.tables("forbidden", "[[forbidden]]", words),
            services: t.tables("service", "[[service]]", words),
            questions: t.tables("faq", "[[faq]]", words),
            signup: t.tables("signup", "[[signup]]", |t| Block::read(t, signup)),
            texts: t.tables("text", "[[text]]", words),
            examples: t.tables("example", "[[example]]", |t| {
                Block::read(t, |t| {
                    let case = t.required_text("case", "\"seed-example\"");
                    Example { case: case.value.into() }
                })
            }),
        }
    }
}

fn access(t: &Table<'_>) -> Access {
    let method = t.choice("method", &METHODS);
    Access {
        method: t.required("method", method, "\"card\"", Method::Card).value,
        opens: list(t, "opens"),
    }
}

fn readiness(t: &Table<'_>) -> Readiness {
    let at = t.choice("at", &[(false, "pickup"), (true, "return")]);
    let percent = |key| {
        let percent = t.whole(key, 0, 99)?;
        u8::try_from(percent.value).ok()
    };
    let (charge, fuel) = (percent("charge_above_percent"), percent("fuel_above_percent"));
    if t.has("charge_above_percent") == t.has("fuel_above_percent") {
        let message = "a condition of a vehicle needs exactly one of `charge_above_percent` and \
                       `fuel_above_percent`";
        t.report(Finding::error(Code::OneOf, t.place, message));
    }
    Readiness {
        at_return: t.required("at", at, "\"pickup\"", false).value,
        charge_above_percent: charge,
        fuel_above_percent: fuel,
        energy: t.choice("energy", &ENERGIES).map(|energy| energy.value),
    }
}

fn steps(t: &Table<'_>) -> Vec<StepBlock> {
    let steps = t.tables("step", "[[procedure.step]]", StepBlock::read);
    if steps.is_empty() && !t.has("step") {
        let finding = Finding::error(Code::Missing, t.place, "a procedure without steps");
        t.report(finding.help("add blocks [[procedure.step]] below it"));
    }
    for (index, step) in steps.iter().enumerate() {
        if steps[..index].iter().any(|other| other.id.value == step.id.value) {
            let message = format!("the step `{}` occurs twice in this procedure", step.id.value);
            t.report(Finding::error(Code::Duplicate, step.id.place, message));
        }
    }
    steps
}

fn confirmation(t: &Table<'_>) -> Confirmation {
    Confirmation {
        on: t.required_text("on", "\"book\"").value.into(),
        by: list(t, "by"),
        contains: list(t, "contains"),
    }
}

fn duty(t: &Table<'_>) -> Duty {
    Duty {
        on: t.required_text("on", "\"late-return\"").value.into(),
        within: t.duration("within", YEAR).map(|within| within.value),
    }
}

fn signup(t: &Table<'_>) -> Signup {
    let step = t.required("step", t.whole("step", 1, 100), "1", 1).value;
    let (fields, services) = (list(t, "fields"), list(t, "services"));
    Signup { step: u16::try_from(step).unwrap_or(1), fields, services }
}

fn list(t: &Table<'_>, key: &'static str) -> Vec<Box<str>> {
    let words = t.texts(key).unwrap_or_default();
    words.into_iter().map(|word| word.value.into()).collect()
}
