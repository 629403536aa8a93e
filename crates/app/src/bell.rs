//! A bell that wakes those who wait for work, once work is in the store.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Thread;

/// Wakes those who wait. Copies share it.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// There is something to do.
    raised: AtomicBool,
    waiting: Mutex<Vec<Thread>>,
}

impl Bell {
    /// The thread that calls this is woken from now on, when it is parked.
    pub fn wake_me(&self) {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(std::thread::current());
    }

    /// Notes that there will be something to do, once this transaction has ended.
    pub(crate) fn raise(&self) {
        self.0.raised.store(true, Ordering::Relaxed);
    }

    /// Wakes those who wait, whatever there is to do.
    pub fn wake_all(&self) {
        self.raise();
        self.ring();
    }

    /// Wakes those who wait, if there is something to do.
    pub(crate) fn ring(&self) {
        if self.0.raised.swap(false, Ordering::AcqRel) {
            let waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.iter().for_each(Thread::unpark);
        }
    }
}
