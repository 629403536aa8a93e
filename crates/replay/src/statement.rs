//! What comes out of a scenario, and how it is written.

use rimessa_domain::fault::Overflow;
use rimessa_domain::line::Line;
use rimessa_domain::money::Money;
use rimessa_domain::refusal::Refusal;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use crate::reasons::{self, Reasons};
use crate::world::World;

/// The refusals and the lines of a scenario.
#[derive(Clone, Debug)]
pub struct Statement<'r> {
    /// The scenario's title.
    pub title: String,
    /// The events refused, by index.
    pub refused: Vec<(usize, Refusal)>,
    /// Bookings that were left without their vehicle, by the event that stranded them.
    pub stranded: Vec<(usize, String)>,
    /// The world at the end, with its lines.
    pub world: World<'r>,
    /// Whether its lines are written with their reasons.
    pub with_reasons: bool,
    /// The total of each member with lines, in the order of the first line.
    pub totals: Vec<(String, Money)>,
}

impl<'r> Statement<'r> {
    /// The statement of a world at its end.
    ///
    /// # Errors
    /// [`Overflow`] if a total does not fit.
    pub fn new(
        title: String,
        refused: Vec<(usize, Refusal)>,
        stranded: Vec<(usize, String)>,
        world: World<'r>,
    ) -> Result<Self, Overflow> {
        let mut totals: Vec<(String, Money)> = Vec::new();
        for line in world.lines() {
            let name = world.member_name(line.member);
            match totals.iter_mut().find(|(member, _)| member == name) {
                Some((_, total)) => *total = total.plus(line.amount)?,
                None => totals.push((name.to_owned(), line.amount)),
            }
        }
        Ok(Self { title, refused, stranded, world, with_reasons: false, totals })
    }
}

impl Serialize for Statement<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("refused", &Refusals(self))?;
        map.serialize_entry("lines", &Lines(self))?;
        map.serialize_entry("total", &Totals(self))?;
        if !self.stranded.is_empty() {
            map.serialize_entry("stranded", &Strandings(self))?;
        }
        map.end()
    }
}

struct Refusals<'s>(&'s Statement<'s>);

impl Serialize for Refusals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rules = self.0.world.rules();
        serializer.collect_seq(self.0.refused.iter().map(|(event, refusal)| Refused {
            event: *event,
            reason: refusal.code.code(),
            clause: refusal.clause.map(|clause| rules.clause(clause)),
        }))
    }
}

#[derive(Serialize)]
struct Refused<'s> {
    event: usize,
    reason: &'s str,
    clause: Option<&'s str>,
}

struct Strandings<'s>(&'s Statement<'s>);

impl Serialize for Strandings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Stranded<'s> {
            event: usize,
            booking: &'s str,
        }
        let all = self.0.stranded.iter();
        serializer.collect_seq(all.map(|(event, booking)| Stranded { event: *event, booking }))
    }
}

struct Lines<'s>(&'s Statement<'s>);

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines = self.0.world.lines();
        let mut seq = serializer.serialize_seq(Some(lines.len()))?;
        for line in lines {
            let mut written = written(&self.0.world, line);
            if self.0.with_reasons {
                written.reasons = Some(reasons::of_line(&self.0.world, line));
            }
            seq.serialize_element(&written)?;
        }
        seq.end()
    }
}

struct Totals<'s>(&'s Statement<'s>);

impl Serialize for Totals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.totals.iter().map(|(member, total)| (member, Amount(*total))))
    }
}

/// A line as it is written.
#[derive(Debug, Serialize)]
pub struct WrittenLine<'s> {
    /// Who pays.
    pub member: &'s str,
    /// The booking or contract.
    pub booking: Option<&'s str>,
    /// The clause; empty where the regulation is silent.
    pub clause: &'s str,
    /// The amount.
    pub amount: Amount,
    /// The VAT class.
    pub vat: &'s str,
    /// The version of the rulebook.
    pub version: &'s str,
    /// The rule, and the arithmetic.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Reasons<'s>>,
}

/// An amount, written like `"12.00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub Money);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A line with its names.
#[must_use]
pub fn written<'s>(world: &'s World<'_>, line: &Line) -> WrittenLine<'s> {
    let rules = world.rules();
    WrittenLine {
        member: world.member_name(line.member),
        booking: world.about_name(line.about),
        clause: line.clause.map_or("", |clause| rules.clause(clause)),
        amount: Amount(line.amount),
        vat: rules.vat.get(usize::from(line.vat)).map_or("", |class| &class.name),
        version: &rules.version,
        reasons: None,
    }
}
