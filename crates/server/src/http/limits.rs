//! How often one may call: each caller, and each address.
//!
//! The counts are kept in memory, by this process for itself: they keep one caller from taking the
//! service away from the others, they are no accounts.

use std::hash::Hash;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{ConnectInfo, Request};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use rimessa_app::{Actor, Trouble};

/// The header in which a proxy tells whom it calls for.
const FORWARDED: &str = "x-forwarded-for";
/// So many callers are remembered before those are dropped who could begin anew anyway.
const MANY: usize = 50_000;
/// After so many calls it is looked how many callers are remembered.
const NOW_AND_THEN: u32 = 4096;
/// An address may stand for a house full of callers.
const PER_ADDRESS: u32 = 5;
/// Attempts to show who one is, per address and minute.
const ATTEMPTS: u32 = 60;

/// How often one may call.
pub(crate) struct Limits {
    counts: Option<Counts>,
    behind_proxy: bool,
}

struct Counts {
    principals: Count<u128>,
    addresses: Count<IpAddr>,
    attempts: Count<IpAddr>,
}

/// How often each of many calls.
struct Count<K: Clone + Eq + Hash> {
    limiter: DefaultKeyedRateLimiter<K>,
    calls: AtomicU32,
}

impl Limits {
    /// So many calls per minute for each caller; 0: as many as they like.
    pub(crate) fn new(per_minute: u32, behind_proxy: bool) -> Self {
        let counts = NonZeroU32::new(per_minute).map(|per_minute| {
            let five = NonZeroU32::MIN.saturating_add(PER_ADDRESS - 1);
            let attempts = NonZeroU32::MIN.saturating_add(ATTEMPTS - 1).min(per_minute);
            Counts {
                principals: Count::new(per_minute),
                addresses: Count::new(per_minute.saturating_mul(five)),
                attempts: Count::new(attempts),
            }
        });
        Self { counts, behind_proxy }
    }

    /// As many as they like.
    #[cfg(test)]
    pub(crate) fn none() -> Self {
        Self::new(0, false)
    }

    /// Counts a call of whoever is at that address.
    pub(crate) fn address(&self, request: &Request, is_attempt: bool) -> Result<(), Trouble> {
        let Some(counts) = &self.counts else { return Ok(()) };
        // Calls within a process come from nowhere.
        let Some(address) = self.address_of(request) else { return Ok(()) };
        counts.addresses.check(&address)?;
        if is_attempt { counts.attempts.check(&address) } else { Ok(()) }
    }

    /// Counts a call of that principal.
    pub(crate) fn principal(&self, actor: Actor) -> Result<(), Trouble> {
        match (&self.counts, actor.id()) {
            (Some(counts), Some(id)) => counts.principals.check(&id),
            _ => Ok(()),
        }
    }

    /// Where whoever calls is.
    pub(crate) fn address_of(&self, request: &Request) -> Option<IpAddr> {
        if self.behind_proxy {
            // The last address is the one that the proxy itself saw; the others are hearsay.
            let told = request.headers().get_all(FORWARDED).iter().next_back();
            let told = told.and_then(|told| told.to_str().ok()?.rsplit(',').next());
            if let Some(address) = told.and_then(|told| told.trim().parse().ok()) {
                return Some(whole(address));
            }
        }
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        peer.map(|ConnectInfo(peer)| whole(peer.ip()))
    }
}

/// Whoever has one IPv6 address has 2⁶⁴ of them: they count as one.
fn whole(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

impl<K: Clone + Eq + Hash> Count<K> {
    fn new(per_minute: NonZeroU32) -> Self {
        let limiter = DefaultKeyedRateLimiter::keyed(Quota::per_minute(per_minute));
        Self { limiter, calls: AtomicU32::new(0) }
    }

    fn check(&self, key: &K) -> Result<(), Trouble> {
        // Counting who is remembered takes longer than a call should: it is done now and then.
        let calls = self.calls.fetch_add(1, Ordering::Relaxed);
        if calls.is_multiple_of(NOW_AND_THEN) && self.limiter.len() > MANY {
            self.limiter.retain_recent();
        }
        let Err(too_early) = self.limiter.check_key(key) else { return Ok(()) };
        let wait = too_early.wait_time_from(DefaultClock::default().now());
        let seconds = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX);
        Err(Trouble::TooMany(seconds.saturating_add(1)))
    }
}
