//! SQLite's log of what was committed: made durable, and brought into the file.
//!
//! The writer commits without waiting for the disk (`synchronous = NORMAL`) and goes on with the next
//! group; whoever asked is told once the log is on the disk. What was told is therefore as durable as
//! with `FULL`, and as the log is kept up to its first gap, everything before it is, too.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::Connection;

use crate::failure::Failure;
use crate::sqlite_engine::spawn;
use crate::sqlite_group::Done;

/// From so many pages on the writer itself brings the rest into the file: a log that is written
/// without a pause would never be begun anew otherwise.
pub(crate) const MOST_PAGES: i64 = 16_000;
/// After so many jobs the log is brought into the file.
const OFTEN: usize = 512;
/// So many groups wait for the disk before the writer waits, too.
const WAITING: usize = 8;

/// The writer's end of the log.
pub(crate) struct Log {
    groups: Sender<Done>,
    broken: Arc<AtomicBool>,
}

/// Begins the threads that look after the log of the file at `path`.
pub(crate) fn begin(
    path: &Path,
    checkpointer: Connection,
    threads: &mut Vec<JoinHandle<()>>,
) -> Result<Log, Failure> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let (groups, committed) = bounded(WAITING);
    let broken = Arc::new(AtomicBool::new(false));
    let (enough, wake) = bounded(1);
    let disk = Disk { path: log.into(), file: None, broken: Arc::clone(&broken), enough };
    threads.push(spawn("store-sync", move || disk.sync_all(&committed))?);
    threads.push(spawn("store-checkpoint", move || bring_in(&checkpointer, &wake))?);
    Ok(Log { groups, broken })
}

impl Log {
    /// Finishes the jobs of a group once it is durable.
    pub(crate) fn tell_when_durable(&self, group: Done) {
        if let Err(unsent) = self.groups.send(group) {
            for (job, _) in unsent.0 {
                job.finish(Err(unsure()));
            }
        }
    }

    /// If the disk refused the log, all of it is brought into the file before anything else is
    /// written: what the system has in memory is whole, but it may not try to write it again.
    pub(crate) fn mend(&self, connection: &Connection) -> Result<(), Failure> {
        if !self.broken.load(Ordering::Acquire) {
            return Ok(());
        }
        let busy: bool =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            return Err(Failure::Busy);
        }
        self.broken.store(false, Ordering::Release);
        Ok(())
    }
}

fn unsure() -> Failure {
    Failure::Unreachable("the disk does not take the log: what was asked may be lost".to_owned())
}

/// The log as a file.
struct Disk {
    path: PathBuf,
    file: Option<File>,
    broken: Arc<AtomicBool>,
    /// Enough was written to be brought into the file.
    enough: Sender<()>,
}

impl Disk {
    /// Makes durable whatever was committed, many groups at once, and tells.
    fn sync_all(mut self, committed: &Receiver<Done>) {
        let mut since = 0;
        while let Ok(first) = committed.recv() {
            let mut all: Done = first;
            committed.try_iter().for_each(|group| all.extend(group));
            let synced = self.sync();
            since += all.len();
            for (job, outcome) in all {
                job.finish(outcome.and_then(|()| synced.clone()));
            }
            if since >= OFTEN {
                since = 0;
                // It is being done already: what is new is taken next time.
                self.enough.try_send(()).ok();
            }
        }
    }

    fn sync(&mut self) -> Result<(), Failure> {
        let synced = match &self.file {
            Some(file) => file.sync_data(),
            None => File::open(&self.path).and_then(|file| self.file.insert(file).sync_data()),
        };
        synced.map_err(|_| {
            self.broken.store(true, Ordering::Release);
            unsure()
        })
    }
}

/// Brings the log into the file beside the writer, who does not wait for it.
fn bring_in(connection: &Connection, wake: &Receiver<()>) {
    while wake.recv().is_ok() {
        // What fails now is done next time, or by the writer.
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).ok();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::store::Job;
    use crate::tx::Tx;

    /// A job that tells how it ended.
    struct Told(mpsc::Sender<Result<(), Failure>>);

    impl Job for Told {
        fn run(&mut self, _: &mut Tx<'_>) -> bool {
            true
        }

        fn finish(self: Box<Self>, outcome: Result<(), Failure>) {
            self.0.send(outcome).unwrap();
        }
    }

    fn written(folder: &Path) -> (PathBuf, Connection) {
        let path = folder.join("log.db");
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "wal").unwrap();
        connection.execute_batch("CREATE TABLE one (x); INSERT INTO one VALUES (1)").unwrap();
        (path, connection)
    }

    #[test]
    fn a_log_that_the_disk_refuses_is_told_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let (path, writer) = written(folder.path());
        let mut threads = Vec::new();
        // There is no log at such a place: that is like a disk that fails.
        let nowhere = folder.path().join("gone/log.db");
        let log = begin(&nowhere, Connection::open(&path).unwrap(), &mut threads).unwrap();
        let (tell, told) = mpsc::channel();
        log.tell_when_durable(vec![(Box::new(Told(tell)), Ok(()))]);
        assert!(matches!(told.recv().unwrap(), Err(Failure::Unreachable(_))));
        let size = || std::fs::metadata(folder.path().join("log.db-wal")).unwrap().len();
        assert!(size() > 0);
        log.mend(&writer).unwrap();
        assert_eq!(size(), 0, "all of it is in the file");
        assert!(!log.broken.load(Ordering::Acquire));
        drop(log);
        threads.drain(..).for_each(|thread| thread.join().unwrap());
    }

    #[test]
    fn what_was_committed_is_told_once_it_is_durable_and_refusals_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _writer) = written(folder.path());
        let mut threads = Vec::new();
        let log = begin(&path, Connection::open(&path).unwrap(), &mut threads).unwrap();
        let (tell, told) = mpsc::channel();
        for _ in 0..2 * OFTEN {
            let good: Box<dyn Job> = Box::new(Told(tell.clone()));
            log.tell_when_durable(vec![
                (good, Ok(())),
                (Box::new(Told(tell.clone())), Err(Failure::Busy)),
            ]);
            assert_eq!(told.recv().unwrap(), Ok(()));
            assert_eq!(told.recv().unwrap(), Err(Failure::Busy));
        }
        drop(log);
        threads.drain(..).for_each(|thread| thread.join().unwrap());
    }
}
