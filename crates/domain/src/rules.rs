//! An operator's regulation, compiled: what the engine decides and rates by.
//!
//! The `rulebook` crate reads regulations from files and yields these values; nothing here knows
//! any operator. Each value carries its clause (`None`: assumed, the regulation is silent) and the
//! time from which it holds.

pub mod billing;
pub mod booking;
pub mod plans;

pub mod versions;
pub mod when;

use crate::ids::{CategoryId, ClauseId, NameId, PlanId};
use crate::line::Source;
use crate::money::Percent;
use crate::refusal::RefusalCode;
use crate::time::Instant;
use crate::zone::Zone;

use billing::{Charge, Price, Refund};
use booking::BookingTerms;
use plans::{Allowance, Lock, Plan, SubscriptionTerms, Usage};
use when::Energy;

/// Everything an operator decided that the engine executes.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The operator's short name.
    pub operator: Box<str>,
    /// The version of the rulebook, as its author calls it.
    pub version: Box<str>,
    /// Whose wall clock counts.
    pub zone: Zone,
    /// ISO 4217 code of the currency; its minor unit is a hundredth.
    pub currency: Box<str>,
    /// The clauses' ids, in the words of the regulation.
    pub clauses: Vec<Box<str>>,
    /// The names that rules use: kinds of assessment, costs, reports.
    pub names: Vec<Box<str>>,
    /// The VAT classes.
    pub vat: Vec<VatClass>,
    /// The vehicle categories; empty where the operator makes no difference.
    pub categories: Vec<Category>,
    /// The plans; the first is that of whoever subscribed to none.
    pub plans: Vec<Plan>,
    /// How vehicles are booked; `None` where nothing is booked.
    pub booking: Option<BookingTerms>,
    /// Which clause a refusal of the engine itself rests on.
    pub citations: Vec<Citation>,
    /// What time and distance cost.
    pub prices: Vec<Price>,
    /// What is billed when.
    pub charges: Vec<Charge>,
    /// What is paid back.
    pub refunds: Vec<Refund>,
    /// Dates that count as holidays in bands.
    pub holidays: Vec<jiff::civil::Date>,
    /// Fees of plans and contracts, by period.
    pub subscriptions: Vec<SubscriptionTerms>,
    /// Free time.
    pub allowances: Vec<Allowance>,
    /// Counted events of contracts.
    pub usages: Vec<Usage>,
    /// What locks an account.
    pub locks: Vec<Lock>,
}

/// When a value holds; half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// From this moment. A value of the rulebook's first day holds since ever.
    pub from: Instant,
    /// Until this moment, exclusive.
    pub until: Instant,
}

impl Validity {
    /// Always.
    pub const ALWAYS: Self = Self { from: Instant::MIN, until: Instant::MAX };

    /// Whether the value holds at `at`.
    #[must_use]
    #[inline]
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// How a supply is taxed.
#[derive(Clone, Debug)]
pub struct VatClass {
    /// Its name on lines (`standard`, `out-of-scope`).
    pub name: Box<str>,
    /// The tax rates with their times; empty: outside the scope of VAT.
    pub rates: Vec<(Validity, Percent)>,
}

/// A kind of vehicle that rules tell apart.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name in bookings.
    pub id: Box<str>,
    /// What drives it.
    pub energy: Energy,
}

/// The clause on which a refusal rests that the engine gives by itself.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The refusal.
    pub code: RefusalCode,
    /// Its clause; `None`: assumed.
    pub clause: Option<ClauseId>,
    /// When that holds.
    pub validity: Validity,
}

impl Rules {
    /// The clause's id as the regulation writes it.
    #[must_use]
    pub fn clause(&self, id: ClauseId) -> &str {
        self.clauses.get(usize::from(id.0)).map_or("", |clause| clause)
    }

    /// The name as the rulebook writes it.
    #[must_use]
    pub fn name(&self, id: NameId) -> &str {
        self.names.get(usize::from(id.0)).map_or("", |name| name)
    }

    /// The name that the rulebook writes so, if any rule uses it.
    #[must_use]
    pub fn find_name(&self, name: &str) -> Option<NameId> {
        position(self.names.iter().map(|n| &**n), name).map(NameId)
    }

    /// The category of that name.
    #[must_use]
    pub fn find_category(&self, id: &str) -> Option<CategoryId> {
        position(self.categories.iter().map(|c| &*c.id), id).map(CategoryId)
    }

    /// The plan of that name.
    #[must_use]
    pub fn find_plan(&self, id: &str) -> Option<PlanId> {
        position(self.plans.iter().map(|p| &*p.id), id).map(PlanId)
    }

    /// What drives a vehicle booked in `category`.
    #[must_use]
    pub fn energy(&self, category: Option<CategoryId>) -> Energy {
        let of_category = category.and_then(|c| self.categories.get(usize::from(c.0)));
        let of_all = || self.booking.as_ref().map_or(Energy::Electric, |b| b.energy);
        of_category.map_or_else(of_all, |category| category.energy)
    }

    /// Whether a booking must name a category: some price depends on it.
    #[must_use]
    pub fn category_needed(&self) -> bool {
        let rates = self.prices.iter().flat_map(|price| &price.rates);
        rates.into_iter().any(|rate| rate.category.is_some())
    }

    /// The name of the rule that made a line.
    #[must_use]
    pub fn rule_id(&self, source: Source) -> &str {
        let id = match source {
            Source::Charge(i) => self.charges.get(usize::from(i)).map(|rule| &rule.id),
            Source::Subscription(i) => self.subscriptions.get(usize::from(i)).map(|rule| &rule.id),
            Source::Usage(i) => self.usages.get(usize::from(i)).map(|rule| &rule.id),
            Source::Refund(i) => self.refunds.get(usize::from(i)).map(|rule| &rule.id),
        };
        id.map_or("", |id| id)
    }

    /// The clause that the refusal `code` rests on at `at`.
    #[must_use]
    pub fn citation(&self, code: RefusalCode, at: Instant) -> Option<ClauseId> {
        self.citations.iter().find(|c| c.code == code && c.validity.holds(at))?.clause
    }

    /// The fee of `plan` in force at `at`, if it is one that has a fee.
    #[must_use]
    pub fn subscription(&self, plan: PlanId, at: Instant) -> Option<(u16, &SubscriptionTerms)> {
        let mut all = (0u16..).zip(&self.subscriptions);
        all.find(|(_, terms)| terms.plan == plan && terms.validity.holds(at))
    }
}

fn position<'a>(mut names: impl Iterator<Item = &'a str>, wanted: &str) -> Option<u16> {
    names.position(|name| name == wanted).and_then(|i| u16::try_from(i).ok())
}
