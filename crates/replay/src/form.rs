//! From keys to events: which keys each sort of event has, which it needs, what they may say.
//!
//! A scenario that is not of the form is an error with its place, never a guess.

mod read;

use core::fmt;

use rimessa_domain::decide::assess;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_domain::zone::Zone;

use crate::event::{Assess, Book, Event, Refund, Return, What};
use crate::names::Names;
use crate::scenario::RawEvent;
use read::Reader;
pub(crate) use read::meant;

/// What is wrong with the form of a scenario, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// What is wrong, and what to do.
    pub message: String,
    /// Where: the key, with the event it belongs to.
    pub path: String,
    /// The byte offset of what is wrong in the scenario's source, if it can be told.
    pub offset: Option<usize>,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// What an event is read with.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The text of the scenario, to tell where something stands.
    pub source: &'a str,
    /// The rules, which declare kinds, costs and plans.
    pub rules: &'a Rules,
}

/// A sort of event and its keys. Keys with `!` are needed.
struct Sort {
    name: &'static str,
    keys: &'static [&'static str],
}

const SORTS: &[Sort] = &[
    Sort {
        name: "book",
        keys: &[
            "booking!", "vehicle!", "start!", "end!", "category", "pickup", "dropoff", "channel",
        ],
    },
    Sort { name: "change", keys: &["booking!", "start", "end", "channel"] },
    Sort { name: "extend", keys: &["booking!", "end!", "channel"] },
    Sort { name: "cancel", keys: &["booking!", "channel"] },
    Sort { name: "exchange", keys: &["booking!", "vehicle!", "category", "pickup"] },
    Sort { name: "waive", keys: &["booking!"] },
    Sort { name: "unlock", keys: &["booking!", "method!"] },
    Sort {
        name: "return",
        keys: &[
            "booking!",
            "station",
            "km",
            "fuel",
            "plugged_in",
            "procedure",
            "checked_at",
            "costs",
        ],
    },
    Sort { name: "report", keys: &["booking!", "kind!"] },
    Sort { name: "assess", keys: &["kind!", "booking", "costs", "from", "until", "km"] },
    Sort { name: "service", keys: &["kind!", "booking", "costs", "from", "until", "km"] },
    Sort {
        name: "refund",
        keys: &["kind!", "amount!", "booking", "receipt_complete", "receipt_in_name"],
    },
    Sort { name: "subscribe", keys: &["plan", "contract"] },
    Sort { name: "unsubscribe", keys: &["plan", "contract"] },
    Sort { name: "exit", keys: &["contract!"] },
    Sort { name: "move", keys: &["vehicle!", "to!"] },
    Sort { name: "validate", keys: &[] },
    Sort { name: "invalidate", keys: &[] },
    Sort { name: "lift", keys: &[] },
    Sort { name: "enable", keys: &["vehicles"] },
];

impl<'a> Form<'a> {
    /// The event that `raw`, the one of that index, tells of. New places are added to `places`.
    ///
    /// # Errors
    /// What is not of the form.
    pub fn event(
        &self,
        index: usize,
        raw: &'a RawEvent<'a>,
        places: &mut Names,
    ) -> Result<Event<'a>, FormError> {
        let mut reader = Reader { form: *self, index, raw, places };
        reader.check_keys()?;
        let at = reader.time("at", &raw.at)?;
        let by = raw.by.as_ref().map_or("m1", |by| by);
        let what = reader.what(at)?;
        Ok(Event { at, by, what })
    }

    /// An error about a key of the scenario itself.
    #[must_use]
    pub fn error(
        &self,
        path: &str,
        text: Option<&crate::text::Text<'_>>,
        message: String,
    ) -> FormError {
        let offset = text.and_then(|text| text.offset_in(self.source));
        FormError { message, path: path.to_owned(), offset }
    }

    /// The operator's wall clock.
    #[must_use]
    pub fn zone(&self) -> &'a Zone {
        &self.rules.zone
    }
}

impl<'a> Reader<'a, '_> {
    fn what(&mut self, at: Instant) -> Result<What<'a>, FormError> {
        let raw = self.raw;
        Ok(match &*raw.r#type {
            "book" => What::Book(self.book()?),
            "change" => self.change()?,
            "extend" => What::Extend {
                booking: self.need(&raw.booking)?,
                end: self.need_time("end", &raw.end)?,
                channel: self.channel()?,
            },
            "cancel" => {
                What::Cancel { booking: self.need(&raw.booking)?, channel: self.channel()? }
            }
            "exchange" => What::Exchange {
                booking: self.need(&raw.booking)?,
                vehicle: self.need(&raw.vehicle)?,
                category: raw.category.as_deref(),
                pickup: raw.pickup.as_ref().map(|place| self.place(place)),
            },
            "waive" => What::Waive(self.need(&raw.booking)?),
            "unlock" => {
                self.one_of("method", &raw.method, &["card", "sms", "kiosk", "app"])?;
                What::Unlock(self.need(&raw.booking)?)
            }
            "return" => What::Return(self.give_back()?),
            "report" => {
                What::Report { booking: self.need(&raw.booking)?, kind: self.report_kind()? }
            }
            "assess" | "service" => What::Assess(self.assess(at)?),
            "refund" => What::Refund(self.refund()?),
            "subscribe" => What::Subscribe { plan: self.plan()?, contract: self.contract()? },
            "unsubscribe" => {
                What::Unsubscribe { plan: raw.plan.as_deref(), contract: self.contract()? }
            }
            "exit" => What::Exit(self.need(&raw.contract)?),
            "move" => {
                let to = self.place(self.need(&raw.to)?);
                What::Move { vehicle: self.need(&raw.vehicle)?, to }
            }
            "invalidate" => What::Invalidate,
            "lift" => What::Lift,
            "enable" => {
                let vehicles = raw.vehicles.as_ref();
                What::Enable(vehicles.map(|all| all.iter().map(|name| &**name).collect()))
            }
            _ => What::Validate,
        })
    }

    fn book(&mut self) -> Result<Book<'a>, FormError> {
        let raw = self.raw;
        if raw.category.is_none() && self.form.rules.category_needed() {
            return Err(self.missing("category", "prices depend on it"));
        }
        let pickup = self.place(raw.pickup.as_ref().map_or("A", |place| place));
        let dropoff = raw.dropoff.as_ref().map_or(pickup, |place| self.place(place));
        Ok(Book {
            booking: self.need(&raw.booking)?,
            vehicle: self.need(&raw.vehicle)?,
            category: raw.category.as_deref(),
            start: self.need_time("start", &raw.start)?,
            end: self.need_time("end", &raw.end)?,
            pickup,
            dropoff,
            channel: self.channel()?,
        })
    }

    fn change(&self) -> Result<What<'a>, FormError> {
        let raw = self.raw;
        if raw.start.is_none() && raw.end.is_none() {
            return Err(self.missing("start", "a change needs a start, an end or both"));
        }
        Ok(What::Change {
            booking: self.need(&raw.booking)?,
            start: self.maybe_time("start", raw.start.as_ref())?,
            end: self.maybe_time("end", raw.end.as_ref())?,
            channel: self.channel()?,
        })
    }

    fn give_back(&mut self) -> Result<Return<'a>, FormError> {
        let raw = self.raw;
        let procedure = match &raw.procedure {
            Some(_) => self.one_of("procedure", &raw.procedure, &["complete", "incomplete"])?,
            None => "complete",
        };
        let known = read::costs_of_returns(self.form.rules);
        Ok(Return {
            booking: self.need(&raw.booking)?,
            place: raw.station.as_ref().map(|station| self.place(station)),
            distance_mm: self.distance()?,
            fuel: self.fuel()?,
            plugged_in: raw.plugged_in.unwrap_or(true),
            procedure_complete: procedure == "complete",
            checked: self.maybe_time("checked_at", raw.checked_at.as_ref())?,
            costs: self.costs(known.as_deref())?,
        })
    }

    fn assess(&self, at: Instant) -> Result<Assess<'a>, FormError> {
        let raw = self.raw;
        let kind = self.need(&raw.kind)?;
        let rules = self.form.rules;
        let needs = assess::needs(rules, kind, at);
        let mut known: Option<Vec<&str>> = None;
        if let Some(needs) = &needs {
            let names = || needs.costs.iter().map(|name| rules.name(*name)).collect();
            known = (!needs.all_costs).then(names);
            self.must("booking", raw.booking.is_some(), needs.booking, true)?;
            self.must("from", raw.from.is_some(), needs.span, false)?;
            self.must("until", raw.until.is_some(), needs.span, false)?;
            self.must("km", raw.km.is_some(), needs.distance, false)?;
        }
        let from = self.maybe_time("from", raw.from.as_ref())?;
        let until = self.maybe_time("until", raw.until.as_ref())?;
        Ok(Assess {
            kind,
            booking: raw.booking.as_deref(),
            costs: self.costs(known.as_deref())?,
            recorded: from.zip(until),
            recorded_mm: self.distance()?,
        })
    }

    fn refund(&self) -> Result<Refund<'a>, FormError> {
        let raw = self.raw;
        let amount =
            raw.amount.as_ref().ok_or_else(|| self.missing("amount", "it has no default"))?;
        Ok(Refund {
            kind: self.need(&raw.kind)?,
            booking: raw.booking.as_deref(),
            amount: self.money("amount", amount)?,
            receipt_complete: raw.receipt_complete.unwrap_or(true),
            receipt_in_name: raw.receipt_in_name.unwrap_or(true),
        })
    }
}
