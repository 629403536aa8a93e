//! Degrees as they are written, in 10⁻⁷, without a detour over inexact numbers.

/// Degrees like `49.7596`, in 10⁻⁷; digits beyond the seventh after the point are left out. `None`: no
/// such number, or beyond `most` degrees.
#[must_use]
pub(crate) fn e7(text: &str, most: i64) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 40 || !plain(whole) || !plain(rest) {
        return None;
    }
    let rest: String = rest.chars().chain("0000000".chars()).take(7).collect();
    let value = whole.parse::<i64>().ok()? * 10_000_000 + rest.parse::<i64>().ok()?;
    (value <= most * 10_000_000).then_some(sign * value)
}

/// A latitude in 10⁻⁷ degrees.
#[must_use]
pub(crate) fn latitude(text: &str) -> Option<i64> {
    e7(text, 90)
}

/// A longitude in 10⁻⁷ degrees.
#[must_use]
pub(crate) fn longitude(text: &str) -> Option<i64> {
    e7(text, 180)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::degrees;

    #[test]
    fn degrees_are_read_as_they_are_written() {
        let cases = [
            ("49.7596", Some(497_596_000)),
            ("-0.0000001", Some(-1)),
            ("+4.72", Some(47_200_000)),
            ("90", Some(900_000_000)),
            ("90.0000001", None),
            ("-90", Some(-900_000_000)),
            ("7.12345678901234567890", Some(71_234_567)),
            ("", None),
            ("-", None),
            (".5", None),
            ("1,5", None),
            ("1e3", None),
            ("4.7.2", None),
            ("--4", None),
            ("4°", None),
            ("9999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(latitude(text), expected, "{text}");
            if let Some(value) = expected {
                assert_eq!(latitude(&degrees(value)), Some(value), "{text}");
            }
        }
        assert_eq!(longitude("180"), Some(1_800_000_000));
        assert_eq!(longitude("180.1"), None);
    }
}
