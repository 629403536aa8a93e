//! When values hold: versions of a rule follow one another.

use std::collections::HashMap;

use jiff::civil::Date;
use rimessa_domain::rules::Validity;
use rimessa_domain::time::Instant;

use super::scope::Scope;
use crate::finding::{Code, Finding, Place};
use crate::reader::At;
use crate::syntax::head::{Dates, Head};

/// A block with its days.
pub(crate) struct Dated {
    /// Blocks with the same key are versions of one another.
    pub(crate) key: String,
    /// How an author calls it.
    pub(crate) name: String,
    pub(crate) dates: Dates,
    pub(crate) place: Place,
}

impl Dated {
    /// A block whose versions have the same id.
    pub(crate) fn block(head: &Head) -> Self {
        let key = head.id.value.clone();
        let name = format!("{} `{key}`", head.what);
        Self { key, name, dates: head.dates, place: head.place }
    }
}

/// When each of the blocks holds, in their order.
pub(crate) fn validities(scope: &Scope<'_>, blocks: &[Dated]) -> Vec<Validity> {
    let mut latest: HashMap<&str, usize> = HashMap::new();
    let mut result: Vec<Validity> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let before = latest.insert(&block.key, index).filter(|_| !block.key.is_empty());
        if before.is_none() {
            report_early(scope, block.dates);
        }
        result.push(validity(scope, block.dates));
        if let Some(before) = before {
            follows(scope, &blocks[before], block);
            result[before].until = result[before].until.min(result[index].from);
        }
    }
    result
}

/// When a block of no versions holds.
pub(crate) fn validity(scope: &Scope<'_>, dates: Dates) -> Validity {
    let origin = scope.document.from.value;
    let begin = |date: Date| scope.document.zone.start_of(date);
    let from = match dates.from {
        Some(At { value, .. }) if value != origin => begin(value),
        _ => Instant::MIN,
    };
    let until = dates.until.map_or(Instant::MAX, |until| begin(until.value));
    if let (Some(until), None) = (dates.until, dates.from)
        && until.value <= origin
    {
        let message = format!("`until` ({}) is not after the rulebook's `from`", until.value);
        scope.report(Finding::error(Code::DateOrder, until.place, message));
    }
    Validity { from, until }
}

/// What begins before the rulebook does not hold since ever.
fn report_early(scope: &Scope<'_>, dates: Dates) {
    let origin = scope.document.from.value;
    let Some(At { value, place }) = dates.from.filter(|from| from.value < origin) else { return };
    let message = format!("this begins on {value}, before the rulebook ({origin})");
    let finding = Finding::warning(Code::DateOrder, place, message);
    scope.report(
        finding.help("leave `from` out if it holds since ever; as it stands, nothing holds before"),
    );
}

fn follows(scope: &Scope<'_>, before: &Dated, after: &Dated) {
    let origin = scope.document.from.value;
    let first = |dates: Dates| dates.from.map_or(origin, |from| from.value);
    let (earlier, later) = (first(before.dates), first(after.dates));
    if earlier == later {
        let message = format!("{} occurs twice with the same `from`", after.name);
        let finding = Finding::error(Code::Duplicate, after.place, message);
        scope.report(
            finding.help(
                "give the later version a later `from`, or another `id` if it is another rule",
            ),
        );
        return;
    }
    let place = after.dates.from.map_or(after.place, |from| from.place);
    if later < earlier {
        let message = format!("{} is of {later}, but stands after that of {earlier}", after.name);
        let finding = Finding::error(Code::DateOrder, place, message);
        scope.report(finding.help("put the versions in the order of their dates"));
        return;
    }
    let Some(until) = before.dates.until.filter(|until| until.value > earlier) else { return };
    if until.value > later {
        let message = format!("this version begins on {later}, before the one before it ends");
        let finding = Finding::error(Code::DateOrder, place, message);
        scope.report(finding.help(format!(
            "the one before says `until = {}`: leave that out, each version ends where the next \
             begins",
            until.value
        )));
    } else if until.value < later {
        let message = format!("from {} to {later} no version of {} holds", until.value, after.name);
        scope.report(Finding::warning(Code::Gap, place, message));
    }
}
