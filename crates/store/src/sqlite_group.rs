//! Commands that SQLite's writer commits together, each of which can be undone by itself.
//!
//! A savepoint for each command would copy every page that it changes, which costs more than the
//! change. So there is none until a command fails that had changed something, which is rare: then the
//! whole group is undone and done again, with a savepoint for each.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;

use crate::failure::Failure;
use crate::store::Job;
use crate::tx::{Engine, Tx};

/// Jobs that were done together, each with how it ended.
pub(crate) type Done = Vec<(Box<dyn Job>, Result<(), Failure>)>;

/// A transaction under way, with the jobs in it.
pub(crate) struct Group<'c> {
    connection: &'c Connection,
    done: Done,
    /// One of them had to be undone: from here on each has a savepoint.
    careful: bool,
}

impl<'c> Group<'c> {
    /// Begins a transaction.
    pub(crate) fn begin(connection: &'c Connection) -> Result<Self, Failure> {
        run(connection, "BEGIN IMMEDIATE")?;
        Ok(Self { connection, done: Vec::new(), careful: false })
    }

    /// How many jobs it has.
    pub(crate) fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether SQLite has kept the transaction. After some errors (the disk is full) it undoes it.
    pub(crate) fn is_whole(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Does a job. Its own error undoes it, and is its own to tell.
    pub(crate) fn take(&mut self, mut job: Box<dyn Job>) {
        let before = self.connection.total_changes();
        let ran = if self.careful {
            in_savepoint(self.connection, &mut *job)
        } else {
            attempt(self.connection, &mut *job)
        };
        let undone = self.careful || matches!(ran, Ok(true));
        if !undone && self.connection.total_changes() != before && self.is_whole() {
            self.do_again();
        }
        let outcome = if self.is_whole() { ran.map(drop) } else { Err(undone_by_sqlite()) };
        self.done.push((job, outcome));
    }

    /// Undoes everything, and does again what was done before the job that failed.
    fn do_again(&mut self) {
        self.careful = true;
        let begun =
            run(self.connection, "ROLLBACK").and_then(|()| run(self.connection, "BEGIN IMMEDIATE"));
        for (job, outcome) in self.done.iter_mut().filter(|(_, outcome)| outcome.is_ok()) {
            let again = begun.clone().and_then(|()| in_savepoint(self.connection, &mut **job));
            *outcome = again.map(drop);
        }
    }

    /// Commits it: how each job ended; `Err` if nothing of it is kept.
    pub(crate) fn commit(mut self) -> Result<Done, Done> {
        let committed = self.try_commit();
        for (_, outcome) in self.done.iter_mut().filter(|(_, outcome)| outcome.is_ok()) {
            // A job that failed has nothing in the commit.
            outcome.clone_from(&committed);
        }
        if committed.is_ok() { Ok(self.done) } else { Err(self.done) }
    }

    fn try_commit(&self) -> Result<(), Failure> {
        if !self.is_whole() {
            return Err(undone_by_sqlite());
        }
        let committed = run(self.connection, "COMMIT");
        if committed.is_err() && self.is_whole() {
            self.connection.execute_batch("ROLLBACK").ok();
        }
        committed
    }
}

fn undone_by_sqlite() -> Failure {
    Failure::Unreachable("the disk is full, or failed".to_owned())
}

/// Does a job that can be undone by itself; whether its changes are kept.
fn in_savepoint(connection: &Connection, job: &mut dyn Job) -> Result<bool, Failure> {
    run(connection, "SAVEPOINT job")?;
    let ran = attempt(connection, job);
    if connection.is_autocommit() {
        return Err(undone_by_sqlite());
    }
    if !matches!(ran, Ok(true)) {
        run(connection, "ROLLBACK TO job")?;
    }
    run(connection, "RELEASE job")?;
    ran
}

/// A panic in a job is a mistake of ours that must not stop everybody else.
pub(crate) fn attempt(connection: &Connection, job: &mut dyn Job) -> Result<bool, Failure> {
    let ran = catch_unwind(AssertUnwindSafe(|| job.run(&mut Tx(Engine::Sqlite(connection)))));
    ran.map_err(|_| Failure::Corrupt("a command broke off".to_owned()))
}

/// Runs a statement that has no answer.
pub(crate) fn run(connection: &Connection, sql: &'static str) -> Result<(), Failure> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
