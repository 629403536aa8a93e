//! Reading single keys of an event.

use rimessa_domain::ids::{Place, StationId};
use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::billing::{Occasion, PartKind};
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::Instant;

use super::{Form, FormError, SORTS};
use crate::event::Costs;
use crate::names::Names;
use crate::scenario::RawEvent;
use crate::text::{Text, decimal};
use crate::wall;

/// The station name that means: off the network.
const OFF_NETWORK: &str = "off-network";

/// Reads the keys of one event.
pub(super) struct Reader<'a, 'n> {
    pub(super) form: Form<'a>,
    pub(super) index: usize,
    pub(super) raw: &'a RawEvent<'a>,
    pub(super) places: &'n mut Names,
}

impl<'a> Reader<'a, '_> {
    /// Whether the sort of event is known, has all keys that are given, and all it needs.
    pub(super) fn check_keys(&self) -> Result<(), FormError> {
        let raw = self.raw;
        let Some(sort) = SORTS.iter().find(|sort| *sort.name == *raw.r#type) else {
            let names = SORTS.iter().map(|sort| sort.name);
            let message = format!(
                "there is no sort of event \"{}\"{}",
                raw.r#type,
                meant(&raw.r#type, names)
            );
            return Err(self.error("type", Some(&raw.r#type), message));
        };
        let known = |key: &str| sort.keys.iter().any(|k| k.trim_end_matches('!') == key);
        if let Some(key) = raw.keys().find(|key| *key != "by" && !known(key)) {
            let message = format!("\"{}\" has no key \"{key}\"; leave it out", sort.name);
            return Err(self.error(key, Some(&raw.r#type), message));
        }
        let needed = sort.keys.iter().filter_map(|key| key.strip_suffix('!'));
        let mut absent = needed.filter(|key| !raw.keys().any(|given| given == *key));
        match absent.next() {
            Some(key) => Err(self.missing(key, "it has no default")),
            None => Ok(()),
        }
    }

    pub(super) fn need(&self, value: &'a Option<Text<'a>>) -> Result<&'a str, FormError> {
        // `check_keys` has seen that it is there.
        value.as_deref().ok_or_else(|| self.missing("", "a key is missing"))
    }

    pub(super) fn need_time(
        &self,
        key: &str,
        value: &Option<Text<'_>>,
    ) -> Result<Instant, FormError> {
        let text = value.as_ref().ok_or_else(|| self.missing(key, "it has no default"))?;
        self.time(key, text)
    }

    pub(super) fn maybe_time(
        &self,
        key: &str,
        value: Option<&Text<'_>>,
    ) -> Result<Option<Instant>, FormError> {
        value.map(|text| self.time(key, text)).transpose()
    }

    pub(super) fn time(&self, key: &str, text: &Text<'_>) -> Result<Instant, FormError> {
        wall::instant(self.form.zone(), text)
            .map_err(|wrong| self.error(key, Some(text), format!("\"{text}\" {wrong}")))
    }

    pub(super) fn channel(&self) -> Result<Channel, FormError> {
        let Some(text) = &self.raw.channel else { return Ok(Channel::Web) };
        let found = Channel::ALL.iter().find(|(_, name)| *name == &**text);
        found.map(|(channel, _)| *channel).ok_or_else(|| {
            let names = Channel::ALL.iter().map(|(_, name)| *name);
            let message = format!("there is no channel \"{text}\"{}", meant(text, names));
            self.error("channel", Some(text), message)
        })
    }

    pub(super) fn one_of(
        &self,
        key: &str,
        value: &'a Option<Text<'a>>,
        known: &[&'static str],
    ) -> Result<&'a str, FormError> {
        let text = self.need(value)?;
        if known.contains(&text) {
            return Ok(text);
        }
        let message = format!("\"{text}\" is not one of {}", known.join(", "));
        Err(self.error(key, value.as_ref(), message))
    }

    pub(super) fn report_kind(&self) -> Result<&'a str, FormError> {
        let text = self.need(&self.raw.kind)?;
        let known = ["bay-taken", "force-majeure", "delay"];
        if known.contains(&text) || self.form.rules.find_name(text).is_some() {
            return Ok(text);
        }
        let message =
            format!("nothing of kind \"{text}\" can be reported{}", meant(text, known.into_iter()));
        Err(self.error("kind", self.raw.kind.as_ref(), message))
    }

    pub(super) fn place(&mut self, name: &str) -> Place {
        if name == OFF_NETWORK {
            return Place::OffNetwork;
        }
        Place::Station(StationId(u128::from(self.places.id(name))))
    }

    /// The kilometres driven or recorded, in millimetres.
    pub(super) fn distance(&self) -> Result<i64, FormError> {
        let Some(km) = &self.raw.km else { return Ok(0) };
        km.millionths().filter(|mm| *mm <= 1_000_000_000_000_000).ok_or_else(|| {
            let message =
                format!("{} is no distance: 0 to 1000000000 km, with at most six decimals", km.0);
            self.error("km", None, message)
        })
    }

    pub(super) fn fuel(&self) -> Result<Option<i64>, FormError> {
        let Some(fuel) = &self.raw.fuel else { return Ok(None) };
        // Finer than a millionth is cut: it cannot lift a tank over a limit of whole percents.
        let cut: String = fuel.0.chars().take(8).collect();
        let value = decimal(&cut, 6).filter(|v| *v <= 1_000_000);
        let plain = fuel.0.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        value.filter(|_| plain).map(Some).ok_or_else(|| {
            let message = format!("{} is no part of a tank: from 0 to 1", fuel.0);
            self.error("fuel", None, message)
        })
    }

    pub(super) fn costs(&self, known: Option<&[&str]>) -> Result<Costs, FormError> {
        let Some(costs) = &self.raw.costs else { return Ok(Vec::new()) };
        let mut all = Vec::with_capacity(costs.0.len());
        for (name, amount) in &costs.0 {
            if let Some(known) = known.filter(|known| !known.contains(&&**name)) {
                let known = known.iter().copied();
                let message =
                    format!("this rulebook knows no cost \"{name}\" here{}", meant(name, known));
                return Err(self.error("costs", Some(name), message));
            }
            all.push((Box::from(&**name), self.money("costs", amount)?));
        }
        Ok(all)
    }

    pub(super) fn money(&self, key: &str, text: &Text<'_>) -> Result<Money, FormError> {
        decimal(text, 2).map(Money).ok_or_else(|| {
            let why = if text.starts_with('-') { "is negative" } else { "is no amount" };
            let message = format!("\"{text}\" {why}; write it like \"12.50\"");
            self.error(key, Some(text), message)
        })
    }

    /// The plan to subscribe to; where only one has a fee, it need not be named.
    pub(super) fn plan(&self) -> Result<&'a str, FormError> {
        if let Some(plan) = &self.raw.plan {
            return Ok(plan);
        }
        let mut plans = self.form.rules.subscriptions.iter().map(|terms| terms.plan);
        match plans.next().filter(|first| plans.all(|plan| plan == *first)) {
            Some(only) => Ok(&self.form.rules.plans[usize::from(only.0)].id),
            None if self.form.rules.subscriptions.is_empty() => Ok(""),
            None => Err(self.missing("plan", "there are several")),
        }
    }

    /// The contract; needed where contracts are billed, unknown elsewhere.
    pub(super) fn contract(&self) -> Result<Option<&'a str>, FormError> {
        let terms = &self.form.rules.subscriptions;
        let contracts = terms.iter().any(|terms| terms.contract);
        if !terms.is_empty() {
            self.must("contract", self.raw.contract.is_some(), contracts, false)?;
        }
        Ok(self.raw.contract.as_deref())
    }

    /// Whether a key is there that must be, and not there where it says nothing (unless `free`).
    pub(super) fn must(
        &self,
        key: &str,
        given: bool,
        needed: bool,
        free: bool,
    ) -> Result<(), FormError> {
        if needed && !given {
            return Err(self.missing(key, "this rulebook needs it here"));
        }
        if given && !needed && !free {
            let message = format!("the key \"{key}\" says nothing here; leave it out");
            return Err(self.error(key, Some(&self.raw.r#type), message));
        }
        Ok(())
    }

    pub(super) fn missing(&self, key: &str, why: &str) -> FormError {
        let message = format!("\"{}\" lacks the key \"{key}\": {why}", self.raw.r#type);
        self.error(key, Some(&self.raw.r#type), message)
    }

    pub(super) fn error(&self, key: &str, at: Option<&Text<'_>>, message: String) -> FormError {
        let path = format!("events[{}].{key}", self.index);
        self.form.error(&path, at.or(Some(&self.raw.r#type)), message)
    }
}

/// The costs that charges on a return know; `None`: any.
pub(super) fn costs_of_returns(rules: &Rules) -> Option<Vec<&str>> {
    let on_return = rules.charges.iter().filter(|c| c.on & Occasion::Return.bit() != 0);
    let mut names = Vec::new();
    for part in on_return.flat_map(|charge| &charge.parts) {
        match part.what {
            PartKind::AllCosts => return None,
            PartKind::Cost(name) => names.push(rules.name(name)),
            _ => {}
        }
    }
    Some(names)
}

/// ", did you mean …?", if one of the names is near.
pub(crate) fn meant<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> String {
    let near = names.map(|name| (strsim::damerau_levenshtein(text, name), name)).min();
    match near {
        Some((distance, name)) if distance <= 1 + text.len() / 4 => {
            format!("; did you mean \"{name}\"?")
        }
        _ => String::new(),
    }
}
