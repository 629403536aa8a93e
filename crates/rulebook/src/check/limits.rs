//! Limits that contradict one another.

use core::mem::discriminant;

use rimessa_domain::rules::Validity;
use rimessa_domain::rules::booking::{Limit, LimitKind};

use crate::compile::Compiled;
use crate::finding::{Code, Finding, Sink};
use crate::syntax::Document;

/// Reports two limits of one kind at a time, and bookings that can be of no length.
pub(crate) fn check(document: &Document, compiled: &Compiled, sink: &Sink<'_>) {
    let Some(booking) = &compiled.rules.booking else { return };
    for (index, (limit, block)) in booking.limits.iter().zip(&document.limits).enumerate() {
        for other in booking.limits[..index].iter().filter(|other| meet(other, limit)) {
            let (one, two) = (&other.id, &limit.id);
            if discriminant(&limit.kind) == discriminant(&other.kind) {
                let message =
                    format!("the limits `{one}` and `{two}` are of one kind and hold at once");
                let finding = Finding::warning(Code::Contradiction, block.head.place, message);
                sink.add(finding.help("give them different `channels`, or make them versions"));
            }
            if let Some((shortest, longest)) = lengths(limit.kind, other.kind)
                && shortest > longest
            {
                let message = format!("with the limits `{one}` and `{two}` nothing can be booked");
                let finding = Finding::error(Code::Contradiction, block.kind.place, message);
                sink.add(finding.help("`shortest` is at most as long as `longest`"));
            }
        }
    }
}

/// Whether both hold at some moment by some channel.
fn meet(a: &Limit, b: &Limit) -> bool {
    let Validity { from, until } = a.validity;
    let channels = a.channels.unwrap_or(u8::MAX) & b.channels.unwrap_or(u8::MAX);
    channels != 0 && from < b.validity.until && b.validity.from < until
}

/// The shortest and the longest booking in milliseconds, if the two limits are of these.
fn lengths(a: LimitKind, b: LimitKind) -> Option<(i64, i64)> {
    match (a, b) {
        (LimitKind::Shortest(shortest), LimitKind::Longest(longest))
        | (LimitKind::Longest(longest), LimitKind::Shortest(shortest)) => {
            Some((shortest.0, longest.0))
        }
        _ => None,
    }
}
