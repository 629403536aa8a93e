//! Single values: amounts, percentages, dates, durations, ids, numbers.

use jiff::civil::Date;
use rimessa_domain::money::{Percent, Rate};
use rimessa_domain::time::Span;
use toml::Spanned;
use toml::de::DeValue;

use super::Table;
use crate::finding::{Code, Finding, Place};

type Value<'s> = Spanned<DeValue<'s>>;

/// A year, the longest duration of most rules.
pub(crate) const YEAR: Span = Span::days(366);

/// A value of another kind than expected.
pub(crate) fn wrong_type(value: &Value<'_>, expected: &str, example: &str) -> Finding {
    let found = match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let message = format!("expected {expected}, found {found}");
    Finding::error(Code::WrongType, value.span().into(), message)
        .help(format!("write it like `{example}`"))
}

/// An id: small letters, digits and hyphens.
pub(crate) fn id(text: &str, place: Place) -> Result<(), Finding> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.chars().all(fits) && !text.starts_with('-') && !text.ends_with('-') {
        return Ok(());
    }
    let words = text.to_lowercase();
    let words: Vec<&str> =
        words.split(|c: char| !fits(c) || c == '-').filter(|word| !word.is_empty()).collect();
    let meant = (!words.is_empty()).then(|| words.join("-"));
    Err(Finding::error(Code::BadId, place, format!("`{text}` is not an id"))
        .meant(meant)
        .help("an id consists of small letters, digits and hyphens between them"))
}

/// An amount of money, in millionths.
pub(crate) fn amount(value: &Value<'_>) -> Result<Rate, Finding> {
    let number = quoted(value, Code::BadAmount, "an amount", "\"2.40\"")?;
    decimal(number, 9, 6).map(Rate).map_err(|wrong| {
        let message = format!("`{number}` is not an amount: {}", wrong.message);
        Finding::error(Code::BadAmount, value.span().into(), message)
            .meant(wrong.meant.map(|meant| format!("\"{meant}\"")))
            .help("write euro and cents with a point, in quotation marks: \"12.50\"")
    })
}

/// A percentage, in millionths of the whole.
pub(crate) fn percent(value: &Value<'_>) -> Result<Percent, Finding> {
    let number = quoted(value, Code::BadPercent, "a percentage", "\"50\"")?;
    let wrong = |message: String| {
        Finding::error(Code::BadPercent, value.span().into(), message)
            .help("write a number from 0 to 1000 in quotation marks, without a sign: \"50\"")
    };
    let millionths = decimal(number, 4, 4).map_err(|error| {
        let message = format!("`{number}` is not a percentage: {}", error.message);
        wrong(message).meant(error.meant.map(|meant| format!("\"{meant}\"")))
    })?;
    let percent = millionths / 100;
    if percent > 10_000_000 {
        return Err(wrong(format!("`{number}` is more than 1000 percent")));
    }
    Ok(Percent(percent))
}

/// A date without a time.
pub(crate) fn date(value: &Value<'_>) -> Result<Date, Finding> {
    let DeValue::Datetime(found) = value.get_ref() else {
        let finding = wrong_type(value, "a date", "2026-01-31");
        let text = value.get_ref().as_str().filter(|text| text.parse::<Date>().is_ok());
        return Err(match text {
            Some(text) => finding.meant(Some(text)).help("a date stands without quotation marks"),
            None => finding,
        });
    };
    let wrong = |message: &str| Finding::error(Code::BadDate, value.span().into(), message);
    let (Some(date), None) = (found.date, found.time) else {
        return Err(wrong("a date here has no time").help("write only the day: 2026-01-31"));
    };
    let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(wrong("there is no such day")) };
    if !(1900..=2199).contains(&year) {
        return Err(wrong("years are from 1900 to 2199").help("write the year in full"));
    }
    Date::new(year, month, day).map_err(|_| wrong("there is no such day"))
}

/// A time of day in minutes after midnight, 24:00 included.
pub(crate) fn time(value: &Value<'_>) -> Result<u16, Finding> {
    let Some(text) = value.get_ref().as_str() else {
        return Err(wrong_type(value, "a time of day", "\"23:00\""));
    };
    let minutes = text.split_once(':').and_then(|(hour, minute)| {
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        (digits(hour) && digits(minute)).then_some(())?;
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        let all = hour * 60 + minute;
        (minute < 60 && all <= 24 * 60).then_some(all)
    });
    minutes.ok_or_else(|| {
        let message = format!("`{text}` is not a time of day");
        Finding::error(Code::BadTime, value.span().into(), message)
            .help("write hours and minutes with two digits each, from \"00:00\" to \"24:00\"")
    })
}

/// A whole number within limits.
pub(crate) fn whole(value: &Value<'_>, min: i64, max: i64) -> Result<i64, Finding> {
    let DeValue::Integer(number) = value.get_ref() else {
        return Err(wrong_type(value, "a whole number", &min.max(1).to_string()));
    };
    let parsed = i64::from_str_radix(number.as_str(), number.radix()).ok();
    parsed.filter(|n| (min..=max).contains(n)).ok_or_else(|| {
        let message = format!("`{number}` is not from {min} to {max}");
        Finding::error(Code::OutOfRange, value.span().into(), message)
            .help(format!("write a whole number from {min} to {max}"))
    })
}

/// A duration from its parts; `None` if something was wrong and that has been said.
pub(crate) fn duration(table: &Table<'_>) -> Option<Span> {
    const PARTS: [(&str, Span); 4] = [
        ("days", Span::days(1)),
        ("hours", Span::HOUR),
        ("minutes", Span::minutes(1)),
        ("seconds", Span(1000)),
    ];
    let parts = PARTS.map(|(key, unit)| {
        let count = table.whole(key, 0, YEAR.0 * 10 / unit.0);
        (table.has(key), count.map(|count| Span(count.value * unit.0)))
    });
    if table.has_only(&[]) {
        let finding = Finding::error(Code::BadDuration, table.place, "a duration without a number");
        table.report(finding.help("write it like `{ days = 1, hours = 12 }`"));
    }
    let right = parts.iter().all(|(given, span)| *given == span.is_some());
    let any = parts.iter().any(|(given, _)| *given);
    let sum = parts.iter().filter_map(|(_, span)| *span).map(|span| span.0).sum();
    (right && any).then_some(Span(sum))
}

struct WrongDecimal {
    message: &'static str,
    meant: Option<String>,
}

/// The text of a number in quotation marks.
fn quoted<'v>(
    value: &'v Value<'_>,
    code: Code,
    what: &str,
    example: &str,
) -> Result<&'v str, Finding> {
    let bare = match value.get_ref() {
        DeValue::String(text) => return Ok(text),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        _ => return Err(wrong_type(value, &format!("{what} in quotation marks"), example)),
    };
    let meant = decimal(&bare, 9, 6).is_ok().then(|| format!("\"{bare}\""));
    let message = format!("{what} stands in quotation marks, so that no digit is ever lost");
    Err(Finding::error(code, value.span().into(), message)
        .meant(meant)
        .help(format!("write it like `{example}`")))
}

/// A decimal number in millionths: digits, at most one point, no sign, no exponent.
fn decimal(text: &str, whole_digits: usize, decimals: usize) -> Result<i64, WrongDecimal> {
    if let Some(number) = plain(text, whole_digits, decimals) {
        return Ok(number);
    }
    let (message, rewritten) = what_is_wrong(text, whole_digits);
    let fits = |text: &String| plain(text, whole_digits, decimals).is_some();
    Err(WrongDecimal { message, meant: rewritten.filter(fits) })
}

fn plain(text: &str, whole_digits: usize, decimals: usize) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fits = digits(whole) && digits(fraction);
    let short = whole.len() <= whole_digits && fraction.len() <= decimals;
    (fits && short).then(|| format!("{whole}{fraction:0<6}").parse().ok()).flatten()
}

fn what_is_wrong(text: &str, whole_digits: usize) -> (&'static str, Option<String>) {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if digits(whole) && digits(fraction) {
        let too_large = whole.len() > whole_digits;
        return (if too_large { "it is too large" } else { "it has too many decimals" }, None);
    }
    if text.is_empty() {
        return ("it is empty", None);
    }
    if let Some(rest) = text.strip_prefix(['-', '+', '−']) {
        return ("it must have no sign", Some(rest.to_owned()));
    }
    if text.contains(',') && !text.contains('.') {
        return ("it must have a point, not a comma", Some(text.replacen(',', ".", 1)));
    }
    if fraction.contains('.') || text.contains(',') {
        return ("it must have a single point and no other separator", None);
    }
    let bare = text.trim_matches(|c: char| !c.is_ascii_digit());
    if digits(&bare.replace('.', "")) && bare.len() + 1 < text.len() {
        return ("only the number belongs between the quotation marks", Some(bare.to_owned()));
    }
    let exponent = text.split_once(['e', 'E']).is_some_and(|(mantissa, power)| {
        digits(&mantissa.replace('.', "")) && power.ends_with(|c: char| c.is_ascii_digit())
    });
    if exponent {
        return ("it must have no exponent", None);
    }
    if fraction.is_empty() {
        return ("a point stands between digits", Some(whole.to_owned()));
    }
    if whole.is_empty() {
        return ("a point stands between digits", Some(format!("0{text}")));
    }
    if digits(&bare.replace('.', "")) {
        return ("only the number belongs between the quotation marks", Some(bare.to_owned()));
    }
    ("it must consist of digits and one point", None)
}

fn digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_plain_decimals() {
        for (text, expected) in [
            ("2.40", Ok(2_400_000)),
            ("0", Ok(0)),
            ("999999999.999999", Ok(999_999_999_999_999)),
            ("1000000000", Err(("it is too large", None))),
            ("0.1234567", Err(("it has too many decimals", None))),
            ("-0", Err(("it must have no sign", Some("0")))),
            ("−5", Err(("it must have no sign", Some("5")))),
            ("+1.5", Err(("it must have no sign", Some("1.5")))),
            ("12,50", Err(("it must have a point, not a comma", Some("12.50")))),
            ("1.2.3", Err(("it must have a single point and no other separator", None))),
            ("1,234.50", Err(("it must have a single point and no other separator", None))),
            ("1e9", Err(("it must have no exponent", None))),
            ("2.40 €", Err(("only the number belongs between the quotation marks", Some("2.40")))),
            ("5%", Err(("only the number belongs between the quotation marks", Some("5")))),
            (".5", Err(("a point stands between digits", Some("0.5")))),
            ("5.", Err(("a point stands between digits", Some("5")))),
            ("free", Err(("it must consist of digits and one point", None))),
            ("٣", Err(("it must consist of digits and one point", None))),
        ] {
            let found = decimal(text, 9, 6).map_err(|wrong| (wrong.message, wrong.meant));
            let expected = expected.map_err(|(why, meant)| (why, meant.map(str::to_owned)));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_long_row_of_signs_is_an_error_like_any_other() {
        assert!(decimal(&"-".repeat(200_000), 9, 6).is_err());
    }
}
