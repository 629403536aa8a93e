//! The search: an operator's fleet in memory, which follows the journal. Decisions never read it.

mod index;
mod load;

pub use index::FleetIndex;
pub(crate) use index::point;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rimessa_domain::time::Instant;
use rimessa_store::journal::Position;
use rimessa_store::{Failure, OperatorId};

use crate::app::App;
use crate::trouble::Trouble;
use load::Change;

/// How long nothing is looked at, if nobody says that something happened.
const PATIENCE: Duration = Duration::from_millis(200);

/// The fleets of all operators, to be searched. Copies share them.
#[derive(Clone, Default)]
pub struct Search(Arc<Inner>);

#[derive(Default)]
struct Inner {
    fleets: RwLock<HashMap<OperatorId, Arc<RwLock<FleetIndex>>>>,
    /// How far the journal has been followed; `null`: nothing is loaded.
    position: Mutex<Option<Position>>,
    ready: AtomicBool,
    /// Something happened, or there is no more to do.
    news: Mutex<News>,
    wake: Condvar,
    /// Who wants to hear when something was entered into an operator's journal.
    told: Mutex<Vec<Listener>>,
}

/// Whom to tell of which operator something happened.
type Listener = Box<dyn Fn(OperatorId) + Send + Sync>;

#[derive(Default)]
struct News {
    any: bool,
    over: bool,
    started: bool,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Search {
    /// Calls `listener` whenever something was entered into an operator's journal, by this process or
    /// another. It must not wait.
    pub fn tell_of_news(&self, listener: impl Fn(OperatorId) + Send + Sync + 'static) {
        held(&self.0.told).push(Box::new(listener));
    }

    /// Whether everything is loaded.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.0.ready.load(Ordering::Acquire)
    }

    /// Says that something happened.
    pub(crate) fn wake(&self) {
        if !std::mem::replace(&mut held(&self.0.news).any, true) {
            self.0.wake.notify_all();
        }
    }

    /// Ends the following.
    pub(crate) fn end(&self) {
        held(&self.0.news).over = true;
        self.0.wake.notify_all();
    }

    /// Follows the journal on a thread of its own, as long as the installation is open.
    pub(crate) fn keep_following(&self, installation: impl Fn() -> Option<App> + Send + 'static) {
        if std::mem::replace(&mut held(&self.0.news).started, true) {
            return;
        }
        let search = self.clone();
        let follow = move || {
            while let Some(app) = installation() {
                // What fails now is tried again: the store may be away for a while.
                let _ = search.catch_up(&app);
                drop(app);
                if !search.wait() {
                    return;
                }
            }
        };
        // Without a thread nothing can be searched, and `is_ready` says so.
        let _ = std::thread::Builder::new().name("search".to_owned()).spawn(follow);
    }

    /// Waits for news; whether there is more to do.
    fn wait(&self) -> bool {
        let news = held(&self.0.news);
        let idle = |news: &mut News| !news.any && !news.over;
        let waited = self.0.wake.wait_timeout_while(news, PATIENCE, idle);
        let (mut news, _) = waited.unwrap_or_else(PoisonError::into_inner);
        news.any = false;
        !news.over
    }

    /// Takes in all that was committed until now.
    ///
    /// # Errors
    /// [`Failure`]; what was not taken in comes again.
    pub fn catch_up(&self, app: &App) -> Result<(), Failure> {
        let mut position = held(&self.0.position);
        loop {
            let now = app.clock().now();
            let directory = app.directory();
            let known = self.known(now);
            let after = *position;
            let read = app
                .store()
                .read_now(move |tx| load::changes(tx, &directory, after, &known, now))?;
            for (operator, change) in read.changes {
                self.take(operator, change, now);
            }
            for operator in read.news {
                held(&self.0.told).iter().for_each(|listener| listener(operator));
            }
            *position = Some(read.position);
            if !read.more {
                self.0.ready.store(true, Ordering::Release);
                return Ok(());
            }
        }
    }

    /// The operators that are loaded, each with the bookings that must be looked at again.
    fn known(&self, now: Instant) -> load::Known {
        let fleets = self.0.fleets.read().unwrap_or_else(PoisonError::into_inner);
        let due = |fleet: &Arc<RwLock<FleetIndex>>| {
            fleet.read().unwrap_or_else(PoisonError::into_inner).due(now)
        };
        fleets.iter().map(|(operator, fleet)| (*operator, due(fleet))).collect()
    }

    fn take(&self, operator: OperatorId, change: Change, now: Instant) {
        match change {
            Change::All(all) => {
                let fleet = Arc::new(RwLock::new(FleetIndex::loaded(*all, now)));
                let mut fleets = self.0.fleets.write().unwrap_or_else(PoisonError::into_inner);
                fleets.insert(operator, fleet);
            }
            Change::Some(some) => {
                if let Some(fleet) = self.fleet(operator) {
                    fleet.write().unwrap_or_else(PoisonError::into_inner).take(some, now);
                }
            }
        }
    }

    fn fleet(&self, operator: OperatorId) -> Option<Arc<RwLock<FleetIndex>>> {
        let fleets = self.0.fleets.read().unwrap_or_else(PoisonError::into_inner);
        fleets.get(&operator).cloned()
    }

    /// Asks the fleet of an operator something.
    ///
    /// # Errors
    /// [`Failure::Busy`] until it is loaded.
    pub fn ask<T>(
        &self,
        operator: OperatorId,
        question: impl FnOnce(&FleetIndex) -> T,
    ) -> Result<T, Trouble> {
        let fleet = self.fleet(operator).ok_or(Trouble::Store(Failure::Busy))?;
        let fleet = fleet.read().unwrap_or_else(PoisonError::into_inner);
        Ok(question(&fleet))
    }
}
