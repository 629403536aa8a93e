//! What is to be done again and again, once however many processes there are.
//!
//! Each job is a row of the store with the moment when it is due. Whoever takes it holds it for a
//! while; if he does not come back, another one does. A job therefore does nothing twice that was done.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rimessa_domain::time::{Instant, Span};
use rimessa_store::jobs;

use crate::app::App;
use crate::due::{next_due, settle_all};
use crate::identity::random_id;
use crate::licences::licences_due;
use crate::overdue::{late_trips, objections_due, refunds_due};
use crate::remind::remind_all;
use crate::retain::retain_all;
use crate::sweep::sweep;
use crate::trouble::Trouble;

/// How long a job is kept from others.
const LEASE: Span = Span::minutes(5);
/// How long is waited after a failure; it doubles with each further one.
const FIRST_WAIT: Span = Span(10_000);
/// Nobody waits longer.
const LONGEST_WAIT: Span = Span::HOUR;

/// Something to be done again and again.
struct Job {
    name: &'static str,
    /// At the latest so long after the last time.
    every: Span,
    /// Does what is due at that moment; when it is due again, if that is known and sooner.
    run: fn(&App, Instant) -> Result<Option<Instant>, Trouble>,
}

/// All jobs. Who adds one adds a line here.
const JOBS: &[Job] = &[
    Job {
        name: "settle",
        every: Span::minutes(1),
        run: |app, now| {
            settle_all(app, now)?;
            next_due(app)
        },
    },
    Job {
        name: "remind",
        every: Span::minutes(1),
        run: |app, now| remind_all(app, now).map(|_| None),
    },
    Job {
        name: "late-trips",
        every: Span::minutes(1),
        run: |app, now| late_trips(app, now).map(|_| None),
    },
    Job {
        name: "objections",
        every: Span::minutes(5),
        run: |app, now| objections_due(app, now).map(|_| None),
    },
    Job { name: "refunds", every: Span::HOUR, run: |app, now| refunds_due(app, now).map(|_| None) },
    Job { name: "licences", every: Span::HOUR, run: |app, _| licences_due(app).map(|_| None) },
    Job { name: "sweep", every: Span::HOUR, run: |app, _| sweep(app).map(|_| None) },
    Job {
        name: "retain",
        every: Span::days(1),
        run: |app, now| retain_all(app, now).map(|_| None),
    },
];

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// Its name.
    pub job: &'static str,
    /// What went wrong, with an id to find it by.
    pub problem: Option<(String, String)>,
}

/// Does all jobs that are due; what came of each. One that fails stops no other.
///
/// To be called on a thread that may wait.
///
/// # Errors
/// [`Trouble::Store`] if the jobs cannot be looked up.
pub fn work(app: &App) -> Result<Vec<Worked>, Trouble> {
    let mut all = Vec::new();
    for job in JOBS {
        all.extend(attend(app, job)?);
    }
    Ok(all)
}

/// When the next job is due.
///
/// # Errors
/// [`Trouble::Store`].
pub fn next(app: &App) -> Result<Option<Instant>, Trouble> {
    app.store().read_now(|tx| -> Result<_, Trouble> { Ok(jobs::next(tx)?) })
}

fn attend(app: &App, job: &Job) -> Result<Option<Worked>, Trouble> {
    let (name, now) = (job.name, app.clock().now());
    let held = app.store().write_now(move |tx| -> Result<_, Trouble> {
        jobs::ensure(tx, name, now)?;
        Ok(jobs::take(tx, name, now, now.plus(LEASE))?)
    })?;
    let Some(held) = held else { return Ok(None) };
    let done = catch_unwind(AssertUnwindSafe(|| (job.run)(app, now)));
    let (next, problem) = match done {
        Ok(Ok(next)) => {
            let latest = now.plus(job.every);
            (next.map_or(latest, |next| next.min(latest)), None)
        }
        Ok(Err(trouble)) => (now.plus(wait(held.attempts)), Some(trouble.to_string())),
        Err(_) => (now.plus(wait(held.attempts)), Some("it broke off".to_owned())),
    };
    let kept = problem.clone();
    app.store().write_now(move |tx| -> Result<_, Trouble> {
        Ok(jobs::let_go(tx, &held, next, kept.as_deref())?)
    })?;
    Ok(Some(Worked { job: name, problem: problem.map(|problem| (random_id(), problem)) }))
}

fn wait(attempts: i64) -> Span {
    let doublings = attempts.saturating_sub(1).clamp(0, 20);
    Span(FIRST_WAIT.0 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = JOBS.iter().map(|job| job.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), JOBS.len());
    }

    #[test]
    fn waits_double_up_to_an_hour() {
        assert_eq!([wait(1), wait(2), wait(3)].map(|wait| wait.0), [10_000, 20_000, 40_000]);
        assert_eq!(wait(50), LONGEST_WAIT);
    }
}
