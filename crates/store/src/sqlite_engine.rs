//! SQLite: one thread writes and commits what has queued up as one group, another makes the groups
//! durable and tells, a third brings them from the log into the file; others read beside them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::failure::Failure;
use crate::migrate;
use crate::sqlite_group::{Group, attempt, run};
use crate::sqlite_log::{self, Log};
use crate::store::{Counted, Job, Load, PATIENCE, Settings, gone};

/// An SQLite file with the threads that work on it.
#[derive(Clone)]
pub(crate) struct Sqlite(Arc<Threads>);

struct Threads {
    path: PathBuf,
    writes: Option<Sender<Box<dyn Job>>>,
    reads: Option<Sender<Box<dyn Job>>>,
    counted: Arc<Counted>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Threads {
    fn drop(&mut self) {
        // Without senders the threads end once they have done what waits.
        (self.writes, self.reads) = (None, None);
        // The last copy may go on one of these threads, with the work that held it: then nobody waits.
        let this = std::thread::current().id();
        if self.threads.iter().all(|thread| thread.thread().id() != this) {
            self.threads.drain(..).for_each(|thread| drop(thread.join()));
        }
    }
}

impl Sqlite {
    pub(crate) fn open(path: &Path, settings: Settings) -> Result<Self, Failure> {
        let mut writer = connect(path, settings.durable)?;
        migrate::sqlite(&mut writer)?;
        let (writes, waiting) = bounded(settings.waiting);
        let counted = Arc::new(Counted::default());
        let count = Arc::clone(&counted);
        let mut threads = Vec::new();
        let log = match settings.durable {
            true => Some(sqlite_log::begin(path, connect(path, true)?, &mut threads)?),
            false => None,
        };
        if log.is_some() {
            // From here on the log is made durable beside the writer.
            writer.pragma_update(None, "synchronous", "normal")?;
        }
        let write = move || write_all(&writer, &waiting, settings.group, &count, log.as_ref());
        threads.insert(0, spawn("store-write", write)?);
        let (reads, waiting) = bounded::<Box<dyn Job>>(settings.waiting);
        for _ in 0..settings.connections.clamp(1, 4) {
            let reader = connect(path, settings.durable)?;
            reader.pragma_update(None, "query_only", true)?;
            let waiting = waiting.clone();
            threads.push(spawn("store-read", move || read_all(&reader, &waiting))?);
        }
        let (writes, reads) = (Some(writes), Some(reads));
        Ok(Self(Arc::new(Threads { path: path.to_owned(), writes, reads, counted, threads })))
    }

    pub(crate) fn write(&self, job: Box<dyn Job>) {
        send(self.0.writes.as_ref(), job);
    }

    pub(crate) fn read(&self, job: Box<dyn Job>) {
        send(self.0.reads.as_ref(), job);
    }

    pub(crate) fn load(&self) -> Load {
        let waiting = |queue: &Option<Sender<_>>| queue.as_ref().map_or(0, Sender::len);
        self.0.counted.load(waiting(&self.0.writes), waiting(&self.0.reads))
    }

    /// `VACUUM INTO` reads one state and writes a file of its own; readers and the writer go on.
    pub(crate) fn copy_to(&self, to: &Path) -> Result<(), Failure> {
        let from = Connection::open(&self.0.path)?;
        from.busy_timeout(PATIENCE)?;
        let to = to.to_string_lossy().into_owned();
        from.execute("VACUUM INTO ?1", [to])?;
        Ok(())
    }
}

pub(crate) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, Failure> {
    let thread = Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|error| Failure::Unreachable(error.to_string()))
}

fn send(to: Option<&Sender<Box<dyn Job>>>, job: Box<dyn Job>) {
    match to.map(|to| to.try_send(job)) {
        None | Some(Ok(())) => {}
        Some(Err(TrySendError::Full(job))) => job.finish(Err(Failure::Busy)),
        Some(Err(TrySendError::Disconnected(job))) => job.finish(Err(gone())),
    }
}

fn connect(path: &Path, durable: bool) -> Result<Connection, Failure> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", if durable { "full" } else { "off" })?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 32)?;
    connection.pragma_update(None, "wal_autocheckpoint", sqlite_log::MOST_PAGES)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(512);
    // Otherwise statements that might use a partial index are planned anew for each value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// Commits together what has queued up; each command can be undone by itself.
fn write_all(
    connection: &Connection,
    waiting: &Receiver<Box<dyn Job>>,
    most: usize,
    counted: &Counted,
    log: Option<&Log>,
) {
    while let Ok(first) = waiting.recv() {
        let begun = log.map_or(Ok(()), |log| log.mend(connection));
        let mut group = match begun.and_then(|()| Group::begin(connection)) {
            Ok(group) => group,
            Err(failure) => {
                first.finish(Err(failure));
                continue;
            }
        };
        let mut next = Some(first);
        while let Some(job) = next {
            group.take(job);
            let more = group.len() < most && group.is_whole();
            next = if more { waiting.try_recv().ok() } else { None };
        }
        counted.add(group.len());
        match (group.commit(), log) {
            (Ok(done), Some(log)) => log.tell_when_durable(done),
            (Ok(done) | Err(done), _) => {
                done.into_iter().for_each(|(job, outcome)| job.finish(outcome));
            }
        }
    }
}

fn read_all(connection: &Connection, waiting: &Receiver<Box<dyn Job>>) {
    while let Ok(mut job) = waiting.recv() {
        let read = run(connection, "BEGIN").and_then(|()| attempt(connection, &mut *job));
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK").ok();
        }
        job.finish(read.map(|_| ()));
    }
}
