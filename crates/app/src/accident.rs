//! The form of an accident: what must be said, and how it is read.

use rimessa_domain::time::Instant;
use rimessa_domain::zone::Zone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::trouble::{Invalid, Trouble};
use crate::when::moment;

/// An accident, as whoever was there tells it. Everything must be said, if only that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accident {
    /// When: RFC 3339, or on the operator's wall clock.
    pub at: String,
    /// Where: street and place, or road and kilometre.
    pub place: String,
    /// What happened.
    pub description: String,
    /// Whether anybody was hurt.
    pub injured: bool,
    /// The others concerned; empty: nobody.
    pub others: Vec<OtherParty>,
    /// Witnesses, with how to reach them; empty: none.
    pub witnesses: Vec<String>,
    /// Which police came, with the number of their report; empty: none came.
    pub police: String,
}

/// Somebody else concerned in an accident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherParty {
    /// Name and how to reach them.
    pub name: String,
    /// The plate, if it was a vehicle.
    #[serde(default)]
    pub plate: Option<String>,
    /// The insurer and the number of the policy, if known.
    #[serde(default)]
    pub insurance: Option<String>,
}

/// The longest text of a field.
const LONGEST: usize = 10_000;
/// The most parties and witnesses.
const MOST: usize = 20;

/// Checks a form that was filled in.
pub(crate) fn check(form: &Accident, zone: &Zone, now: Instant) -> Result<(), Trouble> {
    let mut wrong = Vec::new();
    let mut is = |field: &str, code: &'static str, wrong_here: bool| {
        if wrong_here {
            let field = format!("accident.{field}");
            wrong.push(Invalid { field, code, found: String::new() });
        }
    };
    match moment(zone, "accident.at", &form.at) {
        Ok(at) => is("at", "not-yet", at > now),
        Err(_) => is("at", "not-a-time", true),
    }
    for (field, text) in [("place", &form.place), ("description", &form.description)] {
        is(field, "missing", text.trim().is_empty());
        is(field, "too-long", text.len() > LONGEST);
    }
    is("police", "too-long", form.police.len() > LONGEST);
    is("others", "too-many-items", form.others.len() > MOST);
    is("witnesses", "too-many-items", form.witnesses.len() > MOST);
    is("others", "missing", form.others.iter().any(|other| other.name.trim().is_empty()));
    let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > LONGEST);
    let too_long = form
        .others
        .iter()
        .any(|other| other.name.len() > LONGEST || long(&other.plate) || long(&other.insurance));
    is("others", "too-long", too_long);
    is("witnesses", "missing", form.witnesses.iter().any(|witness| witness.trim().is_empty()));
    is("witnesses", "too-long", form.witnesses.iter().any(|witness| witness.len() > LONGEST));
    if wrong.is_empty() { Ok(()) } else { Err(Trouble::Invalid(wrong)) }
}
