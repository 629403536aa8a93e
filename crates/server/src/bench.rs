//! Measurements against bounds: what the same job costs at best, in the same run on the same data.
//! Figures of one run stand side by side because machines drift; only ratios count.

pub(crate) mod bounds;
pub(crate) mod fleet;
pub(crate) mod http;
pub(crate) mod rating;
pub(crate) mod replay;

/// A job, measured both ways.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The job.
    pub(crate) name: String,
    /// What it is held against.
    pub(crate) bound: String,
    /// Median of the bound, in nanoseconds.
    pub(crate) bound_ns: f64,
    /// Median of ours, in nanoseconds.
    pub(crate) ours_ns: f64,
    /// The ratio that must not be passed.
    pub(crate) limit: f64,
}

/// The middle of the figures.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The next number of a fixed sequence (xorshift), the same on every machine.
pub(crate) fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
