//! What goes on beside the requests: jobs that fall due and messages that wait, each on a thread of
//! its own, which sleeps until there is something to do.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use rimessa_app::{App, Trouble, dispatch, job};
use rimessa_domain::time::Instant;

use crate::send::{self, Carrier};

/// Nobody sleeps longer: other processes make work, too, and do not ring here.
const LONGEST_SLEEP_MS: i64 = 5_000;
/// Whoever was woken waits so long before it begins: work comes in groups, and what is taken together
/// is written once.
const GATHERING: Duration = Duration::from_millis(20);
/// What is waited at the least when the store cannot be used.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

/// The threads that work beside the requests. They end when this goes.
pub(crate) struct Workers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        for thread in &self.threads {
            thread.thread().unpark();
        }
        for thread in self.threads.drain(..) {
            thread.join().ok();
        }
    }
}

/// Begins to work beside the requests.
///
/// # Errors
/// In words, if there can be no thread.
pub(crate) fn begin(app: &App, carriers: [(&'static str, Carrier); 2]) -> Result<Workers, String> {
    let mut workers = Workers { stop: Arc::new(AtomicBool::new(false)), threads: Vec::new() };
    workers.add(app, "jobs", |app| {
        app.refresh()?;
        for worked in job::work(app)? {
            if let Some((id, why)) = worked.problem {
                tracing::error!(id, job = worked.job, why, "a job was not done");
            }
        }
        job::next(app)
    })?;
    for (medium, carrier) in carriers {
        workers.add(app, medium, move |app| {
            while send::carry(app, medium, &carrier)? > 0 {}
            dispatch::next(app, medium)
        })?;
    }
    Ok(workers)
}

impl Workers {
    /// Adds a thread that works, sleeps until the moment that `work` named, and works again.
    fn add(
        &mut self,
        app: &App,
        name: &str,
        work: impl Fn(&App) -> Result<Option<Instant>, Trouble> + Send + 'static,
    ) -> Result<(), String> {
        let (app, stop, name) = (app.clone(), Arc::clone(&self.stop), name.to_owned());
        let thread = Builder::new().name(format!("work-{name}")).spawn(move || {
            app.bell().wake_me();
            while !stop.load(Ordering::SeqCst) {
                match work(&app) {
                    Ok(next) => {
                        std::thread::park_timeout(until(&app, next));
                        std::thread::sleep(GATHERING);
                    }
                    Err(trouble) => {
                        tracing::error!(name, %trouble, "work stands still");
                        std::thread::park_timeout(AFTER_TROUBLE);
                    }
                }
            }
        });
        self.threads.push(thread.map_err(|error| error.to_string())?);
        Ok(())
    }
}

fn until(app: &App, next: Option<Instant>) -> Duration {
    let ms = next.map_or(LONGEST_SLEEP_MS, |next| next.since(app.clock().now()).0);
    Duration::from_millis(ms.clamp(1, LONGEST_SLEEP_MS).unsigned_abs())
}
