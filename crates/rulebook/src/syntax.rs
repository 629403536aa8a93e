//! The rulebook as it is written: typed blocks, references still by name, each with its place.

pub(crate) mod booking;
pub(crate) mod condition;
pub(crate) mod fee;
pub(crate) mod head;
pub(crate) mod people;
pub(crate) mod plans;
pub(crate) mod price;
pub(crate) mod span;
pub(crate) mod window;

use jiff::civil::Date;
use rimessa_domain::zone::Zone;

use crate::finding::{Code, Finding};
use crate::reader::{At, Table};
use crate::wording::CURRENCIES;

/// A whole rulebook as written.
pub(crate) struct Document {
    pub(crate) operator: At<String>,
    pub(crate) name: At<String>,
    pub(crate) version: At<String>,
    pub(crate) from: At<Date>,
    pub(crate) country: At<String>,
    pub(crate) zone: Zone,
    pub(crate) currency: At<String>,
    pub(crate) languages: Vec<At<String>>,
    pub(crate) holidays: Vec<At<Date>>,
    pub(crate) source: Option<At<String>>,
    pub(crate) clauses: Vec<people::ClauseBlock>,
    pub(crate) vat: Vec<plans::VatBlock>,
    pub(crate) categories: Vec<plans::CategoryBlock>,
    pub(crate) plans: Vec<plans::PlanBlock>,
    pub(crate) booking: Option<booking::BookingBlock>,
    pub(crate) limits: Vec<booking::LimitBlock>,
    pub(crate) requirements: Vec<booking::RequireBlock>,
    pub(crate) waivers: Vec<booking::WaiverBlock>,
    pub(crate) refusals: Vec<booking::RefusalBlock>,
    pub(crate) prices: Vec<price::PriceBlock>,
    pub(crate) fees: Vec<fee::FeeBlock>,
    pub(crate) exceptions: Vec<fee::ExceptionBlock>,
    pub(crate) subscriptions: Vec<plans::SubscriptionBlock>,
    pub(crate) allowances: Vec<plans::AllowanceBlock>,
    pub(crate) usages: Vec<plans::UsageBlock>,
    pub(crate) locks: Vec<plans::LockBlock>,
    pub(crate) refunds: Vec<plans::RefundBlock>,
    pub(crate) people: people::People,
}

impl Document {
    /// Reads the top level and all blocks.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        format(t);
        Self {
            operator: t.required_id("operator"),
            name: t.required_text("name", "\"My Car Club\""),
            version: t.required_text("version", "\"2026-1\""),
            from: t.required("from", t.date("from"), "2026-01-01", Date::constant(1970, 1, 1)),
            country: country(t),
            zone: zone(t),
            currency: currency(t),
            languages: languages(t),
            holidays: t.dates("holidays"),
            source: t.text("source"),
            clauses: t.tables("clause", "[[clause]]", people::ClauseBlock::read),
            vat: t.tables("vat", "[[vat]]", plans::VatBlock::read),
            categories: t.tables("category", "[[category]]", plans::CategoryBlock::read),
            plans: t.tables("plan", "[[plan]]", plans::PlanBlock::read),
            booking: t.table("booking", "[booking]", booking::BookingBlock::read),
            limits: t.tables("limit", "[[limit]]", booking::LimitBlock::read),
            requirements: t.tables("require", "[[require]]", booking::RequireBlock::read),
            waivers: t.tables("waiver", "[[waiver]]", booking::WaiverBlock::read),
            refusals: t.tables("refusal", "[[refusal]]", booking::RefusalBlock::read),
            prices: t.tables("price", "[[price]]", price::PriceBlock::read),
            fees: t.tables("fee", "[[fee]]", fee::FeeBlock::read),
            exceptions: t.tables("exception", "[[exception]]", fee::ExceptionBlock::read),
            subscriptions: t.tables(
                "subscription",
                "[[subscription]]",
                plans::SubscriptionBlock::read,
            ),
            allowances: t.tables("allowance", "[[allowance]]", plans::AllowanceBlock::read),
            usages: t.tables("usage", "[[usage]]", plans::UsageBlock::read),
            locks: t.tables("lock", "[[lock]]", plans::LockBlock::read),
            refunds: t.tables("refund", "[[refund]]", plans::RefundBlock::read),
            people: people::People::read(t),
        }
    }
}

fn format(t: &Table<'_>) {
    let format = t.required("format", t.whole("format", 0, i64::MAX), "1", 1);
    if format.value != 1 {
        let message = format!("this is a rulebook of format {}", format.value);
        let finding = Finding::error(Code::OutOfRange, format.place, message);
        t.report(finding.meant(Some("1")).help("format 1 is the only one there is"));
    }
}

fn country(t: &Table<'_>) -> At<String> {
    let country = t.required_text("country", "\"IT\"");
    let fits = country.value.len() == 2 && country.value.bytes().all(|b| b.is_ascii_uppercase());
    if !fits && !country.value.is_empty() {
        let message = format!("`{}` is not a country code", country.value);
        let finding = Finding::error(Code::UnknownWord, country.place, message);
        t.report(finding.help("write the two capital letters of ISO 3166: FR, AT, IT, DE …"));
    }
    country
}

fn zone(t: &Table<'_>) -> Zone {
    let name = t.required_text("time_zone", "\"Europe/Rome\"");
    Zone::named(&name.value).unwrap_or_else(|| {
        if !name.value.is_empty() {
            let message = format!("there is no time zone `{}`", name.value);
            let finding = Finding::error(Code::UnknownWord, name.place, message);
            let known: Vec<String> =
                jiff::tz::db().available().map(|name| name.to_string()).collect();
            let meant = crate::similar::most_similar(&name.value, known.iter().map(|n| &**n));
            t.report(finding.meant(meant).help("write an IANA name such as `Europe/Rome`"));
        }
        utc()
    })
}

fn utc() -> Zone {
    Zone::named("UTC").expect("the bundled time zone database has UTC")
}

fn currency(t: &Table<'_>) -> At<String> {
    let currency = t.required_text("currency", "\"EUR\"");
    if !currency.value.is_empty() && !CURRENCIES.contains(&&*currency.value) {
        let message = format!("the currency `{}` is not supported", currency.value);
        let finding = Finding::error(Code::UnknownWord, currency.place, message);
        let meant = crate::similar::most_similar(&currency.value, CURRENCIES);
        let known = crate::similar::listed(CURRENCIES);
        t.report(finding.meant(meant).help(format!("write {known}")));
    }
    currency
}

fn languages(t: &Table<'_>) -> Vec<At<String>> {
    let languages = t.texts("languages");
    if languages.is_none() {
        t.required::<()>("languages", None, "[\"it\", \"en\"]", ());
    }
    let languages = languages.unwrap_or_default();
    for (index, language) in languages.iter().enumerate() {
        let fits = (2..=3).contains(&language.value.len())
            && language.value.bytes().all(|b| b.is_ascii_lowercase());
        if !fits {
            let message = format!("`{}` is not a language code", language.value);
            let finding = Finding::error(Code::UnknownWord, language.place, message);
            t.report(finding.help("write the small letters of ISO 639: fr, de, it, en …"));
        }
        if languages[..index].iter().any(|other| other.value == language.value) {
            let message = format!("the language `{}` is named twice", language.value);
            t.report(Finding::error(Code::Duplicate, language.place, message));
        }
    }
    languages
}
