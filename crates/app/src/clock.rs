//! The present moment, for whoever is at the edge. The domain is handed it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant as Steady, SystemTime, UNIX_EPOCH};

use rimessa_domain::time::Instant;

/// Tells the present moment, and never one before a moment that it told.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    /// The machine's clock.
    Machine {
        /// The latest moment told.
        told: AtomicI64,
        /// A steady clock, and the moment at which it was started.
        steady: (Steady, i64),
        /// How far the steady clock has been corrected since, in ms.
        correction: AtomicI64,
    },
    /// A clock that stands until it is set, for simulations and tests.
    Set(AtomicI64),
}

impl Clock {
    /// The machine's clock. If it is set back while the program runs, time goes on from where it was, by
    /// the steady clock; if it is set forward, time follows.
    #[must_use]
    pub fn machine() -> Self {
        let now = machine_now();
        Self(Arc::new(Kind::Machine {
            told: AtomicI64::new(now),
            steady: (Steady::now(), now),
            correction: AtomicI64::new(0),
        }))
    }

    /// A clock that stands at `at` until it is set.
    #[must_use]
    pub fn set_to(at: Instant) -> Self {
        Self(Arc::new(Kind::Set(AtomicI64::new(at.0))))
    }

    /// Sets a clock that stands; never back. The machine's clock is not ours to set.
    pub fn set(&self, at: Instant) {
        if let Kind::Set(now) = &*self.0 {
            now.fetch_max(at.0, Ordering::SeqCst);
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &*self.0 {
            Kind::Set(now) => Instant(now.load(Ordering::SeqCst)),
            Kind::Machine { told, steady, correction } => {
                let passed = i64::try_from(steady.0.elapsed().as_millis()).unwrap_or(i64::MAX);
                let steady = steady.1.saturating_add(passed);
                let ahead = machine_now().saturating_sub(steady);
                // Only ever forward: what was told stays true.
                let ahead = correction.fetch_max(ahead, Ordering::SeqCst).max(ahead);
                let now = steady.saturating_add(ahead.max(0));
                Instant(told.fetch_max(now, Ordering::SeqCst).max(now))
            }
        }
    }

    /// By how much the machine's clock is behind what is told, in ms; 0: it is not.
    #[must_use]
    pub fn behind_ms(&self) -> i64 {
        match &*self.0 {
            Kind::Set(_) => 0,
            Kind::Machine { .. } => self.now().0.saturating_sub(machine_now()).max(0),
        }
    }
}

fn machine_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_goes_back() {
        let clock = Clock::machine();
        let first = clock.now();
        assert!((0..1000).map(|_| clock.now()).all(|now| now >= first));
        let clock = Clock::set_to(Instant(1000));
        clock.set(Instant(500));
        assert_eq!(clock.now(), Instant(1000));
        clock.set(Instant(2000));
        assert_eq!(clock.now(), Instant(2000));
    }
}
