//! The rulebooks of an operator, one after the other.

use super::Rules;
use crate::time::Instant;

/// The versions of an operator's rules, each from the moment it comes into force.
///
/// A booking keeps the version in force when it was made; what falls due by itself is decided by the
/// version of its due date. (Values dated within one rulebook are that rulebook's own affair.)
#[derive(Clone, Debug)]
pub struct Versions {
    /// By the moment they come into force; the first holds since ever.
    all: Vec<(Instant, Rules)>,
}

impl Versions {
    /// The versions by the moment they come into force, in any order; `None` if there is none.
    #[must_use]
    pub fn new(mut all: Vec<(Instant, Rules)>) -> Option<Self> {
        all.sort_by_key(|(from, _)| *from);
        (!all.is_empty()).then_some(Self { all })
    }

    /// The rules in force at `at`.
    #[must_use]
    pub fn at(&self, at: Instant) -> &Rules {
        &self.all[self.index_at(at)].1
    }

    /// The place of the version in force at `at`, counted from the oldest.
    #[must_use]
    pub fn index_at(&self, at: Instant) -> usize {
        self.all.partition_point(|(from, _)| *from <= at).saturating_sub(1)
    }

    /// When the version in force at `at` came into force.
    #[must_use]
    pub fn since(&self, at: Instant) -> Instant {
        self.all[self.index_at(at)].0
    }
}
