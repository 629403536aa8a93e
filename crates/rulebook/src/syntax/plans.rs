//! Taxes, categories, plans and what belongs to them, as they are written.

use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::rules::plans::{Anchor, Every, Leaving};
use rimessa_domain::rules::when::Energy;
use rimessa_domain::time::Span;

use crate::finding::{Code, Finding, Place};
use crate::reader::scalar::YEAR;
use crate::reader::{At, Table};
use crate::syntax::condition::ENERGIES;
use crate::syntax::head::{Basis, Dates, Head};

/// `[[vat]]`.
pub(crate) struct VatBlock {
    pub(crate) class: At<String>,
    /// `None`: outside the scope of VAT.
    pub(crate) percent: Option<At<Percent>>,
    pub(crate) dates: Dates,
    pub(crate) source: Option<At<String>>,
    pub(crate) place: Place,
}

/// `[[category]]`.
pub(crate) struct CategoryBlock {
    pub(crate) id: At<String>,
    pub(crate) basis: Basis,
    pub(crate) energy: Energy,
    pub(crate) place: Place,
}

/// `[[plan]]`.
pub(crate) struct PlanBlock {
    pub(crate) head: Head,
}

/// `[[subscription]]`.
pub(crate) struct SubscriptionBlock {
    pub(crate) head: Head,
    pub(crate) plan: At<String>,
    pub(crate) amount: At<Rate>,
    pub(crate) vat: Option<At<String>>,
    pub(crate) every: Every,
    pub(crate) anchor: Anchor,
    pub(crate) first_by_days: bool,
    pub(crate) leaving: Leaving,
    pub(crate) commitment: Option<(u32, Basis)>,
    pub(crate) contract: bool,
}

/// `[[allowance]]`.
pub(crate) struct AllowanceBlock {
    pub(crate) head: Head,
    pub(crate) plan: At<String>,
    pub(crate) price: At<String>,
    pub(crate) free: At<Span>,
}

/// `[[usage]]`.
pub(crate) struct UsageBlock {
    pub(crate) head: Head,
    pub(crate) plan: At<String>,
    pub(crate) included: u32,
    pub(crate) amount: At<Rate>,
    pub(crate) vat: Option<At<String>>,
}

/// `[[lock]]`.
pub(crate) struct LockBlock {
    pub(crate) head: Head,
    pub(crate) of: At<String>,
    pub(crate) times: u32,
    pub(crate) within: At<Span>,
}

/// `[[refund]]`.
pub(crate) struct RefundBlock {
    pub(crate) head: Head,
    pub(crate) kind: At<String>,
    pub(crate) at_most: Option<At<Rate>>,
    pub(crate) receipt_complete: bool,
    pub(crate) receipt_in_name: bool,
    pub(crate) vat: Option<At<String>>,
    pub(crate) paid_within: Option<At<Span>>,
}

impl VatBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let out_of_scope = t.flag("out_of_scope").is_some_and(|flag| flag.value);
        let percent = t.percent("percent");
        if t.has("percent") == out_of_scope {
            let message = "[[vat]] needs exactly one of `percent` and `out_of_scope = true`";
            t.report(Finding::error(Code::OneOf, t.place, message));
        }
        Self {
            class: t.required_id("class"),
            percent: percent.or_else(|| {
                // A percentage that could not be read is one all the same.
                let place = t.place_of("percent");
                t.has("percent").then_some(At { value: Percent(0), place })
            }),
            dates: Dates::read(t),
            source: t.text("source"),
            place: t.place,
        }
    }
}

impl CategoryBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let energy = t.choice("energy", &ENERGIES);
        Self {
            id: t.required_id("id"),
            basis: Basis::optional(t),
            energy: t.required("energy", energy, "\"electric\"", Energy::Electric).value,
            place: t.place,
        }
    }
}

impl PlanBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        Self { head: Head::read(t) }
    }
}

impl SubscriptionBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let every = t.choice("every", &[(Every::Month, "month"), (Every::Year, "year")]);
        let anchor = t.choice(
            "anchor",
            &[
                (Anchor::JoiningDay, "joining-day"),
                (Anchor::JoiningMonth, "joining-month"),
                (Anchor::Calendar, "calendar"),
            ],
        );
        let leaving = t
            .choice("leaving", &[(Leaving::AtOnce, "at-once"), (Leaving::PeriodEnd, "period-end")]);
        let first = t.choice("first", &[(false, "whole"), (true, "by-days")]);
        Self {
            head: Head::read(t),
            plan: t.required_text("plan", "\"comfort\""),
            amount: t.required("amount", t.amount("amount"), "\"10.00\"", Rate(0)),
            vat: t.text("vat"),
            every: t.required("every", every, "\"month\"", Every::Month).value,
            anchor: t.required("anchor", anchor, "\"joining-day\"", Anchor::JoiningDay).value,
            first_by_days: first.is_some_and(|first| first.value),
            leaving: t.required("leaving", leaving, "\"period-end\"", Leaving::PeriodEnd).value,
            commitment: t.table("commitment", "`commitment`", |t| {
                let periods = t.required("periods", t.whole("periods", 1, 1200), "6", 1).value;
                (u32::try_from(periods).unwrap_or(1), Basis::optional(t))
            }),
            contract: t.flag("contract").is_some_and(|flag| flag.value),
        }
    }
}

impl AllowanceBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let free = t.duration("free", YEAR);
        Self {
            head: Head::read(t),
            plan: t.required_text("plan", "\"plus\""),
            price: t.required_text("price", "\"time\""),
            free: t.required("free", free, "{ hours = 60 }", Span::HOUR),
        }
    }
}

impl UsageBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        t.required("event", t.choice("event", &[((), "exit")]), "\"exit\"", ());
        let included = t.whole("included", 0, 1_000_000);
        let included = t.required("included", included, "8", 0).value;
        Self {
            head: Head::read(t),
            plan: t.required_text("plan", "\"low-mileage\""),
            included: u32::try_from(included).unwrap_or(0),
            amount: t.required("amount", t.amount("amount"), "\"4.50\"", Rate(0)),
            vat: t.text("vat"),
        }
    }
}

impl LockBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let times = t.required("times", t.whole("times", 1, 1000), "3", 1).value;
        let within = t.duration("within", Span(YEAR.0 * 10));
        Self {
            head: Head::read(t),
            of: t.required_text("of", "\"late-return\""),
            times: u32::try_from(times).unwrap_or(1),
            within: t.required("within", within, "{ days = 365 }", Span::days(1)),
        }
    }
}

impl RefundBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let receipt = t.choices("receipt", &[(false, "complete"), (true, "in-name")]);
        let receipt = receipt.unwrap_or_default();
        Self {
            head: Head::read(t),
            kind: t.required_text("kind", "\"taxi\""),
            at_most: t.amount("at_most"),
            receipt_complete: receipt.iter().any(|wanted| !wanted.value),
            receipt_in_name: receipt.iter().any(|wanted| wanted.value),
            vat: t.text("vat"),
            paid_within: t.duration("paid_within", YEAR),
        }
    }
}
