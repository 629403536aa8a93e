//! The form of a scenario, as it is read from JSON. What the keys of an event mean is told by
//! [`crate::form`].

use serde::Deserialize;

use crate::text::{Number, Object, Pairs, Text, given, given_object, objects, objects_by_name};

/// What happened to a few members, and the statement that must come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario<'a> {
    /// What it shows.
    #[serde(borrow, default, deserialize_with = "given")]
    pub title: Option<Text<'a>>,
    /// The clauses that it shows.
    #[serde(borrow, default)]
    pub clauses: Vec<Text<'a>>,
    /// A rulebook's name, or the path of its file.
    #[serde(borrow)]
    pub rulebook: Text<'a>,
    /// The members about whom something special is known.
    #[serde(borrow, default, deserialize_with = "objects_by_name")]
    pub members: Pairs<'a, MemberSpec<'a>>,
    /// What falls due before this moment is billed.
    #[serde(borrow, default, deserialize_with = "given")]
    pub bill_until: Option<Text<'a>>,
    /// What happened, in order.
    #[serde(borrow, deserialize_with = "objects")]
    pub events: Vec<RawEvent<'a>>,
    /// What must come of it.
    #[serde(borrow, default, deserialize_with = "given_object")]
    pub expect: Option<Expect<'a>>,
}

impl<'a> Scenario<'a> {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is not of the form, with its place in `text`.
    pub fn read(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text).map(|object: Object<Self>| object.0)
    }
}

/// What is known of a member from the outset.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberSpec<'a> {
    /// The plan.
    #[serde(borrow, default, deserialize_with = "given")]
    pub plan: Option<Text<'a>>,
    /// Subscribed since that day.
    #[serde(borrow, default, deserialize_with = "given")]
    pub since: Option<Text<'a>>,
    /// The documents are verified.
    #[serde(default, deserialize_with = "given")]
    pub validated: Option<bool>,
    /// The vehicles enabled.
    #[serde(borrow, default, deserialize_with = "given")]
    pub vehicles: Option<Vec<Text<'a>>>,
}

macro_rules! raw_event {
    ($($key:ident: $kind:ty,)*) => {
        /// An event with all keys that any sort of event has.
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct RawEvent<'a> {
            /// When.
            #[serde(borrow)]
            pub at: Text<'a>,
            /// What sort of event.
            #[serde(borrow)]
            pub r#type: Text<'a>,
            $(
                #[doc = concat!("The key `", stringify!($key), "`.")]
                #[serde(default, deserialize_with = "given", bound(deserialize = "'de: 'a"))]
                pub $key: Option<$kind>,
            )*
        }

        impl RawEvent<'_> {
            /// The keys that are given, besides `at` and `type`.
            pub fn keys(&self) -> impl Iterator<Item = &'static str> {
                [$(self.$key.as_ref().map(|_| stringify!($key)),)*].into_iter().flatten()
            }
        }
    };
}

raw_event! {
    by: Text<'a>,
    booking: Text<'a>,
    vehicle: Text<'a>,
    category: Text<'a>,
    start: Text<'a>,
    end: Text<'a>,
    pickup: Text<'a>,
    dropoff: Text<'a>,
    channel: Text<'a>,
    method: Text<'a>,
    station: Text<'a>,
    km: Number,
    fuel: Number,
    plugged_in: bool,
    procedure: Text<'a>,
    checked_at: Text<'a>,
    costs: Pairs<'a, Text<'a>>,
    kind: Text<'a>,
    from: Text<'a>,
    until: Text<'a>,
    amount: Text<'a>,
    receipt_complete: bool,
    receipt_in_name: bool,
    plan: Text<'a>,
    contract: Text<'a>,
    to: Text<'a>,
    vehicles: Vec<Text<'a>>,
}

/// The statement that must come out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect<'a> {
    /// The events refused.
    #[serde(borrow, default, deserialize_with = "objects")]
    pub refused: Vec<ExpectRefused<'a>>,
    /// The lines, in any order.
    #[serde(borrow, default, deserialize_with = "objects")]
    pub lines: Vec<ExpectLine<'a>>,
    /// The total of each member with lines.
    #[serde(borrow, default)]
    pub total: Pairs<'a, Text<'a>>,
}

/// A refusal that must come out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectRefused<'a> {
    /// The index of the event.
    pub event: usize,
    /// The code of the refusal.
    #[serde(borrow)]
    pub reason: Text<'a>,
    /// The clause that it cites, if the scenario says so.
    #[serde(borrow, default, deserialize_with = "given")]
    pub clause: Option<Text<'a>>,
}

/// A line that must come out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectLine<'a> {
    /// Who pays.
    #[serde(borrow)]
    pub member: Text<'a>,
    /// The booking or contract; `null`: neither.
    #[serde(borrow, deserialize_with = "Option::deserialize")]
    pub booking: Option<Text<'a>>,
    /// The clause.
    #[serde(borrow)]
    pub clause: Text<'a>,
    /// The amount, like `12.00`.
    #[serde(borrow)]
    pub amount: Text<'a>,
    /// The VAT class.
    #[serde(borrow)]
    pub vat: Text<'a>,
}
