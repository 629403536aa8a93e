//! A line of a bill in words: what it is for, the arithmetic, and the clause behind it.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::ClauseId;
use rimessa_domain::line::{Item, Line, Lines, Source, What};
use rimessa_domain::money::{Exact, Money, Rate};
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::billing::{PriceRate, Unit};
use rimessa_domain::rules::plans::Every;
use rimessa_domain::time::{Instant, Span};

use crate::rulebook::Rulebook;
use crate::texts::Arg;
use crate::wording;

/// A line of a bill, in the words of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What it is for.
    pub title: String,
    /// The amount.
    pub amount: String,
    /// How it is taxed.
    pub vat: String,
    /// The clause it rests on, with its title; or that the regulation is silent.
    pub basis: String,
    /// The arithmetic, a step each.
    pub steps: Vec<String>,
}

/// Explains bills of a rulebook in a language.
#[derive(Clone, Copy, Debug)]
pub struct Explainer<'r> {
    /// The rulebook.
    pub rulebook: &'r Rulebook,
    /// The language.
    pub language: &'r str,
}

impl Explainer<'_> {
    /// One of the lines, in words.
    #[must_use]
    pub fn line(&self, lines: &Lines, line: &Line) -> Explained {
        Explained {
            title: self.title(line),
            amount: self.money(line.amount),
            vat: self.vat(line),
            basis: self.basis(line),
            steps: lines.items(line).iter().map(|item| self.step(line, item)).collect(),
        }
    }

    /// The facts of a booking that its lines rest on: booked, and brought back.
    #[must_use]
    pub fn booking(&self, booking: &Booking) -> String {
        let booked = [
            ("from", self.moment(booking.start).into()),
            ("until", self.moment(booking.end).into()),
        ];
        let mut words = self.words("explain-booked", &booked);
        if booking.end != booking.agreed_end {
            let agreed = self.moment(booking.agreed_end).into();
            words += &format!(" {}", self.words("explain-agreed", &[("until", agreed)]));
        }
        let then = match booking.state {
            State::Returned(at) => Some(("explain-returned", self.moment(at))),
            State::Cancelled => Some(("explain-cancelled", String::new())),
            State::NeverOpened => Some(("explain-never-opened", String::new())),
            State::Planned | State::Driving => None,
        };
        if let Some((key, at)) = then {
            words += &format!("; {}", self.words(key, &[("at", at.into())]));
        }
        words
    }

    /// A moment on the operator's wall clock.
    #[must_use]
    pub fn moment(&self, at: Instant) -> String {
        let zone = &self.rules().zone;
        let date = wording::date(self.language, zone.date(at));
        let seconds = zone.wall(at).0.rem_euclid(86_400_000) / 1000;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if second == 0 {
            return format!("{date} {hour:02}:{minute:02}");
        }
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }

    /// A sentence of the rulebook or the engine.
    #[must_use]
    pub fn words(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let text = self.rulebook.texts.get(self.language, key, args);
        text.unwrap_or_else(|| key.to_owned())
    }

    fn rules(&self) -> &Rules {
        &self.rulebook.rules
    }

    fn title(&self, line: &Line) -> String {
        let id = self.rules().rule_id(line.source);
        self.words(&format!("line-{id}"), &[])
    }

    fn vat(&self, line: &Line) -> String {
        let class = self.rules().vat.get(usize::from(line.vat));
        let rates = class.map_or(&[][..], |class| &class.rates);
        match rates.iter().find(|(validity, _)| validity.holds(line.due)) {
            Some((_, rate)) => {
                let percent = wording::percent(self.language, *rate);
                self.words("vat-included", &[("percent", percent.into())])
            }
            None => self.words("vat-out-of-scope", &[]),
        }
    }

    fn basis(&self, line: &Line) -> String {
        let Some(clause) = line.clause else { return self.words("no-clause", &[]) };
        let id = self.rules().clause(clause);
        let known = self.rulebook.regulation.clauses.get(usize::from(clause.0));
        let cited = self.words("clause", &[("clause", id.into())]);
        known.map_or(cited.clone(), |known| format!("{cited}: {}", known.title))
    }

    fn step(&self, line: &Line, item: &Item) -> String {
        let amount = self.amount(item.amount);
        let rate = self.rate(item.rate);
        let sum = match &item.what {
            What::Fixed if item.percent.is_none() => return rate,
            What::Fixed => rate,
            What::Units { price, rate, band, tick } => {
                self.units(item, (*price, *rate), *band, *tick)
            }
            What::Capped { price, rate, cap } => {
                return self.capped(item, (*price, *rate), *cap, &amount);
            }
            What::Free(allowance) => return self.free(*allowance, item.quantity, &amount),
            What::Cost(name) => return format!("{name}: {amount}"),
            What::Advanced => return self.advanced(item, &rate),
            What::Period => format!("1 {} × {rate}", self.period(line, 1)),
            What::Days { of } => {
                let days = item.quantity.into();
                let args = [("days", days), ("of", (*of).into()), ("amount", rate.into())];
                self.words("explain-days", &args)
            }
            What::Commitment => {
                let words = self.words("explain-commitment", &[]);
                format!("{words}: 1 {} × {rate}", self.period(line, 1))
            }
            What::Further { included, counted } => {
                let (counted, included) = (i64::from(*counted), i64::from(*included));
                let args = [("counted", counted.into()), ("included", included.into())];
                format!("{}: {} × {rate}", self.words("explain-further", &args), item.quantity)
            }
        };
        format!("{sum}{} = {amount}", self.percent(item))
    }

    fn percent(&self, item: &Item) -> String {
        item.percent.map_or_else(String::new, |percent| {
            format!(" × {} %", wording::percent(self.language, percent))
        })
    }

    /// What a member advanced; and what is paid of it, if that is less.
    fn advanced(&self, item: &Item, advanced: &str) -> String {
        let words = self.words("explain-advanced", &[("amount", advanced.into())]);
        let paid = self.amount(item.amount.negated());
        if paid == advanced {
            return words;
        }
        format!("{words}, {}", self.words("at-most", &[("amount", paid.into())]))
    }

    fn price_rate(&self, (price, rate): (u16, u16)) -> Option<&PriceRate> {
        self.rules().prices.get(usize::from(price))?.rates.get(usize::from(rate))
    }

    /// The clause of a part of a rate, in brackets, if it has one of its own.
    fn own_clause(&self, clause: Option<ClauseId>) -> String {
        let Some(clause) = clause else { return String::new() };
        let id = self.rules().clause(clause);
        format!(" [{}]", self.words("clause", &[("clause", id.into())]))
    }

    /// `13 started quarter hours × 1.20`; or the exact measure where a proportion is billed.
    fn units(&self, item: &Item, at: (u16, u16), band: Option<u16>, tick: i64) -> String {
        let rate = self.rate(item.rate);
        let Some(found) = self.rules().prices.get(usize::from(at.0)) else { return rate };
        let quantity = match found.unit {
            Unit::Time(_) if tick == 1 => {
                wording::duration(&self.rulebook.texts, self.language, Span(item.quantity))
            }
            Unit::Time(_) => self.started(Unit::Time(Span(tick)), item.quantity),
            Unit::Distance(unit) if tick == unit => self.started(found.unit, item.quantity),
            Unit::Distance(_) => self.kilometres(item.quantity),
        };
        let hours = band.and_then(|band| self.band(at, band)).unwrap_or_default();
        format!("{quantity}{hours} × {rate}{}", self.per(found.unit, tick))
    }

    /// For which unit the rate is, where that is not the unit that is counted.
    fn per(&self, unit: Unit, tick: i64) -> String {
        let Unit::Time(_) = unit else { return String::new() };
        if tick != 1 {
            return String::new();
        }
        let key = format!("unit-{}", wording::unit_key(unit));
        let unit = self.words(&key, &[("count", 1.into())]);
        format!(" {}", self.words("per-unit", &[("unit", unit.into())]))
    }

    fn started(&self, unit: Unit, count: i64) -> String {
        let key = format!("started-{}", wording::unit_key(unit));
        format!("{count} {}", self.words(&key, &[("count", count.into())]))
    }

    fn kilometres(&self, millimetres: i64) -> String {
        let exact = Exact(i128::from(millimetres) * 1_000_000_000_000).to_string();
        let short = exact.strip_suffix(".00").unwrap_or(&exact);
        let number = wording::decimal(self.language, short);
        format!("{number} {}", self.words("unit-kilometre", &[("count", 2.into())]))
    }

    /// The hours of the band, as they are written in the rulebook, and its clause.
    fn band(&self, at: (u16, u16), band: u16) -> Option<String> {
        let band = self.price_rate(at)?.bands.get(usize::from(band))?;
        let (from, until) = (band.week.from_minute, band.week.until_minute);
        let args = [("from", wording::time(from).into()), ("until", wording::time(until).into())];
        let hours = self.words("hours-from-until", &args);
        Some(format!(" ({hours}){}", self.own_clause(band.clause)))
    }

    /// What a cap takes off: for one stretch its amount, for several their number.
    fn capped(&self, item: &Item, at: (u16, u16), cap: u16, amount: &str) -> String {
        let cap = self.price_rate(at).and_then(|rate| rate.caps.get(usize::from(cap)));
        let amounts = cap.map_or(&[][..], |cap| &cap.amounts);
        let all: Vec<String> = amounts.iter().map(|amount| self.rate(*amount)).collect();
        let words = self.words("at-most", &[("amount", all.join(", ").into())]);
        let times =
            if item.quantity > 1 { format!("{} × ", item.quantity) } else { String::new() };
        let clause = self.own_clause(cap.and_then(|cap| cap.clause));
        format!("{times}{words}{clause}{}: {amount}", self.percent(item))
    }

    fn free(&self, allowance: u16, units: i64, amount: &str) -> String {
        let rules = self.rules();
        let unit = rules.allowances.get(usize::from(allowance)).and_then(|allowance| {
            rules.prices.get(usize::from(allowance.price)).map(|price| (price.unit, price.started))
        });
        let span = match unit {
            Some((Unit::Time(unit), true)) => Span(units.saturating_mul(unit.0)),
            _ => Span(units),
        };
        let duration = wording::duration(&self.rulebook.texts, self.language, span);
        format!("{}: {amount}", self.words("free-time-used", &[("duration", duration.into())]))
    }

    fn period(&self, line: &Line, count: i64) -> String {
        let Source::Subscription(index) = line.source else { return String::new() };
        let every = self.rules().subscriptions.get(usize::from(index)).map(|terms| terms.every);
        let key = if every == Some(Every::Year) { "unit-year" } else { "unit-month" };
        self.words(key, &[("count", count.into())])
    }

    /// An amount of money.
    #[must_use]
    pub fn money(&self, amount: Money) -> String {
        wording::money(self.language, &self.rules().currency, amount)
    }

    fn rate(&self, rate: Rate) -> String {
        wording::rate(self.language, &self.rules().currency, rate)
    }

    fn amount(&self, amount: Exact) -> String {
        let amount = amount.to_string().replace('-', "−");
        wording::amount(self.language, &self.rules().currency, &amount)
    }
}
