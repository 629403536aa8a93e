//! Numbers, dates and durations as a language writes them.

use jiff::civil::Date;
use rimessa_domain::money::{Money, Percent, Rate};
use rimessa_domain::rules::billing::Unit;
use rimessa_domain::time::Span;

use crate::texts::Texts;

/// An amount for one unit: at least two decimals, as many as it has.
#[must_use]
pub fn rate(language: &str, currency: &str, rate: Rate) -> String {
    amount(language, currency, &rate.to_string())
}

/// An amount of money.
#[must_use]
pub fn money(language: &str, currency: &str, money: Money) -> String {
    amount(language, currency, &money.to_string())
}

/// The number of a percentage, without the sign.
#[must_use]
pub fn percent(language: &str, percent: Percent) -> String {
    decimal(language, &percent.to_string())
}

/// A decimal number that is written with a point.
#[must_use]
pub fn decimal(language: &str, number: &str) -> String {
    if language == "en" { number.to_owned() } else { number.replace('.', ",") }
}

/// A day.
#[must_use]
pub fn date(language: &str, date: Date) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    match language {
        "de" => format!("{day}.{month}.{year}"),
        "fr" | "it" => format!("{day:02}/{month:02}/{year}"),
        "en" => {
            // Day and month in figures would be read both ways.
            let name = ENGLISH_MONTHS.get(usize::from(month.unsigned_abs()) - 1);
            format!("{day} {} {year}", name.unwrap_or(&""))
        }
        _ => date.to_string(),
    }
}

const ENGLISH_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Minutes after midnight.
#[must_use]
pub fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A duration in the words of a language: days only if nothing is left over.
#[must_use]
pub fn duration(texts: &Texts, language: &str, span: Span) -> String {
    let seconds = span.0.max(0) / 1000;
    let parts = if seconds >= 172_800 && seconds % 86_400 == 0 {
        vec![(seconds / 86_400, "unit-day")]
    } else {
        vec![
            (seconds / 3600, "unit-hour"),
            (seconds / 60 % 60, "unit-minute"),
            (seconds % 60, "unit-second"),
        ]
    };
    let words = parts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> =
        words.map(|(count, key)| counted(texts, language, count, key)).collect();
    words.join(" ")
}

/// The key of a unit's word, without its prefix.
#[must_use]
pub fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Distance(_) => "kilometre",
        Unit::Time(span) if span == Span::minutes(1) => "minute",
        Unit::Time(Span::QUARTER_HOUR) => "quarter-hour",
        Unit::Time(span) if span == Span::minutes(30) => "half-hour",
        Unit::Time(span) if span == Span::days(1) => "day",
        Unit::Time(_) => "hour",
    }
}

/// A number of things: `3 hours`.
fn counted(texts: &Texts, language: &str, count: i64, key: &str) -> String {
    let word = texts.get(language, key, &[("count", count.into())]).unwrap_or_default();
    format!("{count} {word}")
}

/// An amount of a currency; `number` is written with a point, and a sign if it is negative.
#[must_use]
pub fn amount(language: &str, currency: &str, number: &str) -> String {
    let symbol = match currency {
        "EUR" => "€",
        "GBP" => "£",
        code => code,
    };
    if language != "en" {
        return format!("{} {symbol}", decimal(language, number));
    }
    let room = if symbol == currency { " " } else { "" };
    let size = number.trim_start_matches(['-', '−']);
    format!("{}{symbol}{room}{size}", &number[..number.len() - size.len()])
}

/// The currencies that a rulebook may name: those of Europe whose minor unit is a hundredth.
pub const CURRENCIES: [&str; 11] =
    ["EUR", "BAM", "CHF", "CZK", "DKK", "GBP", "HUF", "NOK", "PLN", "RON", "SEK"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_the_language_does() {
        for (language, currency, amount, expected) in [
            ("it", "EUR", Money(240), "2,40 €"),
            ("fr", "CHF", Money(-5), "-0,05 CHF"),
            ("en", "EUR", Money(240), "€2.40"),
            ("en", "CHF", Money(240), "CHF 2.40"),
            ("en", "EUR", Money(-240), "-€2.40"),
        ] {
            assert_eq!(money(language, currency, amount), expected);
        }
        assert_eq!(rate("de", "EUR", Rate(123_450)), "0,12345 €");
        assert_eq!(percent("de", Percent(225_000)), "22,5");
    }

    #[test]
    fn durations_are_written_in_words() {
        let texts = Texts::default();
        for (language, span, expected) in [
            ("en", Span::hours(72), "3 days"),
            ("en", Span::hours(24), "24 hours"),
            ("de", Span::minutes(90), "1 Stunde 30 Minuten"),
            ("it", Span::minutes(15), "15 minuti"),
            ("fr", Span(1000), "1 seconde"),
        ] {
            assert_eq!(duration(&texts, language, span), expected);
        }
    }
}
