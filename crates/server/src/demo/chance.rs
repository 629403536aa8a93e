//! Chance, by a seed: the same seed plays the same history.

use rimessa_domain::time::Span;

/// Draws.
pub(super) struct Chance(fastrand::Rng);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0.i64(from..=to.max(from))
    }

    /// A span of whole minutes from `from` to `to`, and some seconds.
    pub(super) fn span(&mut self, from: i64, to: i64) -> Span {
        Span(self.between(from * 60_000, to * 60_000) / 1000 * 1000)
    }

    /// Whether something happens that happens so often in a thousand times.
    pub(super) fn permille(&mut self, often: u32) -> bool {
        self.0.u32(0..1000) < often
    }

    /// A place in a list of `len`.
    pub(super) fn index(&mut self, len: usize) -> usize {
        self.0.usize(0..len.max(1))
    }

    /// One of them.
    pub(super) fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.index(all.len()))
    }

    /// One of them, by weight.
    pub(super) fn weighted<'a, T>(&mut self, all: &'a [(T, u32)]) -> Option<&'a T> {
        let at = self.by_weight(all.iter().map(|(_, weight)| *weight))?;
        all.get(at).map(|(one, _)| one)
    }

    /// A place in a list of weights.
    pub(super) fn by_weight(
        &mut self,
        weights: impl Iterator<Item = u32> + Clone,
    ) -> Option<usize> {
        let total: u32 = weights.clone().sum();
        if total == 0 {
            return None;
        }
        let mut left = self.0.u32(0..total);
        for (at, weight) in weights.enumerate() {
            if left < weight {
                return Some(at);
            }
            left -= weight;
        }
        None
    }

    /// A text in which each `#` became a digit.
    pub(super) fn digits(&mut self, form: &str) -> String {
        form.chars().map(|c| if c == '#' { self.0.digit(10) } else { c }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_says_it_all() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            let weights = [('a', 1), ('b', 0), ('c', 9)];
            let drawn: String = (0..200).filter_map(|_| chance.weighted(&weights)).collect();
            (drawn, chance.digits("+33 ##"), chance.between(3, 3))
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7).0, draw(8).0);
        let (drawn, number, three) = draw(7);
        assert!(drawn.contains('a') && drawn.matches('c').count() > 150 && !drawn.contains('b'));
        assert!(number.starts_with("+33 ") && !number.contains('#') && three == 3);
    }
}
