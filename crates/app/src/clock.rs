//! The present moment, for whoever is at the edge. The domain is handed it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant as Steady, SystemTime, UNIX_EPOCH};

use rimessa_domain::time::{Instant, Span};

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
        /// How far it was put forward, in ms.
        forward: AtomicI64,
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
            forward: AtomicI64::new(0),
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

    /// Puts the clock forward; never back. For the demo, whose users do not wait for tomorrow.
    pub fn put_forward(&self, by: Span) {
        let by = by.0.max(0);
        let forward = match &*self.0 {
            Kind::Set(now) => now,
            Kind::Machine { forward, .. } => forward,
        };
        forward.fetch_add(by, Ordering::SeqCst);
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &*self.0 {
            Kind::Set(now) => Instant(now.load(Ordering::SeqCst)),
            Kind::Machine { told, steady, correction, forward } => {
                let passed = i64::try_from(steady.0.elapsed().as_millis()).unwrap_or(i64::MAX);
                let steady = steady.1.saturating_add(passed);
                let ahead = machine_now().saturating_sub(steady);
                // Only ever forward: what was told stays true.
                let ahead = correction.fetch_max(ahead, Ordering::SeqCst).max(ahead);
                let forward = forward.load(Ordering::SeqCst);
                let now = steady.saturating_add(ahead.max(0)).saturating_add(forward);
                Instant(told.fetch_max(now, Ordering::SeqCst).max(now))
            }
        }
    }

    /// By how much the machine's clock is behind what is told without being put forward, in ms; 0: it
    /// is not.
    #[must_use]
    pub fn behind_ms(&self) -> i64 {
        match &*self.0 {
            Kind::Set(_) => 0,
            Kind::Machine { forward, .. } => {
                let forward = forward.load(Ordering::SeqCst);
                self.now().0.saturating_sub(machine_now()).saturating_sub(forward).max(0)
            }
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

    #[test]
    fn a_clock_is_put_forward_and_never_back() {
        for clock in [Clock::machine(), Clock::set_to(Instant(1000))] {
            let before = clock.now();
            clock.put_forward(Span::hours(1));
            let hour = clock.now();
            assert!(hour >= before.plus(Span::hours(1)));
            clock.put_forward(Span::hours(-1));
            assert!(clock.now() >= hour);
            assert_eq!(clock.behind_ms(), 0, "that is no fault of the machine's");
        }
    }
}
