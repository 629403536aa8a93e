//! Which times an occasion has.

use rimessa_domain::rules::billing::{Occasion, Point, SpanRule};

/// Whether one of `occasions` has the time.
pub(crate) fn has_span(span: &SpanRule, occasions: u16) -> bool {
    let among = |set: u16| occasions & set != 0;
    match span {
        SpanRule::Unused => among(Occasion::Return.bit()),
        SpanRule::GivenUp => among(Occasion::Change.bit()),
        SpanRule::Between { begin, end, at_least, .. } => {
            let end = at_least.map_or(of_point(*end), |least| of_point(*end) | of_point(least));
            among(of_point(*begin) & end)
        }
    }
}

/// The occasions that have the point.
fn of_point(point: Point) -> u16 {
    match point {
        Point::Start | Point::ReservedStart | Point::BookedEnd | Point::AgreedEnd => {
            Occasion::ALL.iter().fold(0, |set, (occasion, _)| set | occasion.bit())
        }
        Point::Return | Point::Check => Occasion::Return.bit(),
        Point::RecordedFrom | Point::RecordedUntil => Occasion::Assess.bit(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occasion_has_a_span_only_with_its_points() {
        let between =
            |begin, end, at_least| SpanRule::Between { begin, end, at_least, at_most: None };
        for (span, occasion, expected) in [
            (SpanRule::Unused, Occasion::Return, true),
            (SpanRule::Unused, Occasion::Cancel, false),
            (SpanRule::GivenUp, Occasion::Change, true),
            (SpanRule::GivenUp, Occasion::Return, false),
            (between(Point::Start, Point::Return, None), Occasion::Return, true),
            (between(Point::Start, Point::Return, None), Occasion::NeverOpened, false),
            (
                between(Point::Start, Point::Return, Some(Point::BookedEnd)),
                Occasion::NeverOpened,
                true,
            ),
            (between(Point::RecordedFrom, Point::RecordedUntil, None), Occasion::Assess, true),
            (between(Point::RecordedFrom, Point::RecordedUntil, None), Occasion::Return, false),
        ] {
            assert_eq!(has_span(&span, occasion.bit()), expected, "{span:?} {occasion:?}");
        }
    }
}
