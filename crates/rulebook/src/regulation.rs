//! What a regulation says to people and devices: kept, checked and shown, but not rated.

use rimessa_domain::ids::ClauseId;
use rimessa_domain::rules::Validity;
use rimessa_domain::rules::when::{Channel, Energy};
use rimessa_domain::time::Span;

/// Everything of a regulation that the engine does not execute.
#[derive(Clone, Debug, Default)]
pub struct Regulation {
    /// The document it was written from.
    pub source: Option<Box<str>>,
    /// ISO 3166 code of the operator's country.
    pub country: Box<str>,
    /// The clauses with their titles, in the order of [`rimessa_domain::rules::Rules::clauses`].
    pub clauses: Vec<Clause>,
    /// The law behind a VAT class, by the class.
    pub tax_laws: Vec<(Box<str>, Box<str>)>,
    /// By which channels bookings are offered; empty: not said, or nothing is booked.
    pub channels: Vec<Channel>,
    /// Bookings made this much before the start are guaranteed.
    pub guaranteed_before: Option<Span>,
    /// How vehicles and keys are reached.
    pub access: Vec<Item<Access>>,
    /// What must be true of a vehicle when it is picked up or brought back.
    pub conditions: Vec<Item<Readiness>>,
    /// What is done in which order.
    pub procedures: Vec<Item<Procedure>>,
    /// What is sent or shown to a member after something happened.
    pub confirmations: Vec<Item<Confirmation>>,
    /// What a member agrees to.
    pub consents: Vec<Item<Consent>>,
    /// What is handed out on paper or as a file.
    pub documents: Vec<Item<Document>>,
    /// What the operator or the member must do.
    pub duties: Vec<Item<Duty>>,
    /// What is forbidden.
    pub forbidden: Vec<Item<Words>>,
    /// What the operator offers besides.
    pub services: Vec<Item<Words>>,
    /// What is asked often; each has an answer of its own.
    pub questions: Vec<Item<Words>>,
    /// The steps of signing up.
    pub signup: Vec<Item<Signup>>,
    /// Clauses that are only words.
    pub texts: Vec<Item<Words>>,
    /// Worked examples of the regulation.
    pub examples: Vec<Item<Example>>,
    /// How soon refunds are paid, by the id of the refund.
    pub refunds_within: Vec<(Box<str>, Span)>,
}

/// A clause of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its id.
    pub id: Box<str>,
    /// A few words about it in the operator's language.
    pub title: Box<str>,
    /// The page of the source document.
    pub page: Option<Box<str>>,
    /// Where it can be read.
    pub url: Option<Box<str>>,
}

/// A rule with its name, basis and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<T> {
    /// Its name in the rulebook.
    pub id: Box<str>,
    /// Its clause.
    pub clause: Option<ClauseId>,
    /// The regulation is silent about it.
    pub assumed: bool,
    /// When it holds.
    pub validity: Validity,
    /// What it says.
    pub what: T,
}

/// A rule whose words are all there is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words;

/// How something is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// By what.
    pub method: Method,
    /// What it opens: `doors`, `immobiliser`, `key-slot`.
    pub opens: Vec<Box<str>>,
}

/// By what something is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A card or tag on a reader.
    Card,
    /// A text message.
    Sms,
    /// The kiosk at the station.
    Kiosk,
    /// The app.
    App,
    /// A mechanical key.
    Key,
}

/// What must be true of a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// At the return; otherwise at the pick-up.
    pub at_return: bool,
    /// More than this many percent of charge.
    pub charge_above_percent: Option<u8>,
    /// More than this many percent of fuel.
    pub fuel_above_percent: Option<u8>,
    /// Only for vehicles driven so.
    pub energy: Option<Energy>,
}

/// What is done in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The steps.
    pub steps: Vec<Step>,
}

/// A step of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name in the procedure.
    pub id: Box<str>,
    /// Its clause, if not the procedure's.
    pub clause: Option<ClauseId>,
    /// Who does it.
    pub by: Actor,
    /// Only for vehicles driven so.
    pub energy: Option<Energy>,
    /// Done only where there is need to: without it the procedure is complete.
    pub optional: bool,
}

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The member.
    Member,
    /// The vehicle by itself.
    Vehicle,
    /// The kiosk.
    Kiosk,
    /// The charging station.
    Charger,
    /// The operator's people.
    Operator,
}

/// What is sent or shown after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// After what.
    pub on: Box<str>,
    /// How: `mail`, `sms`, `page`.
    pub by: Vec<Box<str>>,
    /// What it must contain.
    pub contains: Vec<Box<str>>,
}

/// What a member agrees to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Without it there is no contract.
    pub required: bool,
}

/// What is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it must contain.
    pub contains: Vec<Box<str>>,
}

/// What somebody must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// When: after what.
    pub on: Box<str>,
    /// How soon.
    pub within: Option<Span>,
}

/// A step of signing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signup {
    /// Its number.
    pub step: u16,
    /// What is asked for.
    pub fields: Vec<Box<str>>,
    /// The services that can be ticked, by name.
    pub services: Vec<Box<str>>,
}

/// A worked example of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The name of its case in the folder `cases`.
    pub case: Box<str>,
}
