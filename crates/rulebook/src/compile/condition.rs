//! Conditions.

use rimessa_domain::ids::ClauseId;
use rimessa_domain::rules::when::When;

use super::scope::Scope;
use crate::syntax::condition::WhenBlock;
use crate::syntax::head::Basis;

/// The condition; an empty one if there is none.
pub(crate) fn optional(scope: &Scope<'_>, when: Option<&WhenBlock>) -> When {
    when.map_or_else(When::default, |when| compiled(scope, when))
}

/// The condition.
pub(crate) fn compiled(scope: &Scope<'_>, when: &WhenBlock) -> When {
    let categories = when.categories.as_ref();
    let plans = when.plans.as_ref();
    let reported = when.reported.as_ref();
    When {
        channels: when.channels.map(|at| at.value),
        categories: categories.map(|list| list.iter().map(|c| scope.category(c)).collect()),
        plans: plans.map(|list| list.iter().map(|plan| scope.plan(plan)).collect()),
        energy: when.energy.map(|at| at.value),
        late_more_than: when.late_more_than.map(|at| at.value),
        left: when.left.map(|at| at.value),
        fuel_below: when.fuel_below.map(|at| at.value),
        plugged_in: when.plugged_in.map(|at| at.value),
        procedure_complete: when.procedure_complete.map(|at| at.value),
        reported: reported.map(|list| list.iter().map(|r| scope.name(&r.value)).collect()),
        extension_refused: when.extension_refused.map(|at| at.value),
        opened: when.opened.map(|at| at.value),
        notice_less_than: when.notice_less_than.map(|at| at.value),
        reserved_time_begun: when.reserved_time_begun.map(|at| at.value),
        any: when.any.iter().map(|inner| compiled(scope, inner)).collect(),
    }
}

/// The conditions of `unless`, of the block `id` of a kind.
pub(crate) fn unless(
    scope: &Scope<'_>,
    (kind, id): (&'static str, &str),
    unless: &[(WhenBlock, Basis)],
) -> Vec<(When, Option<ClauseId>)> {
    let one = |(when, basis): &(WhenBlock, Basis)| {
        let clause = scope.entry(kind, id, Some("unless"), basis);
        (compiled(scope, when), clause)
    };
    unless.iter().map(one).collect()
}
