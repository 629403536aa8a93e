//! PostgreSQL: a pool of threads, each with a connection, each transaction by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use postgres::{Client, Config, NoTls};

use crate::failure::Failure;
use crate::migrate;
use crate::store::{Job, PATIENCE, Settings, gone};
use crate::tx::{Engine, PostgresTx, Prepared, Tx};

/// A PostgreSQL database with the threads that work on it.
#[derive(Clone)]
pub(crate) struct Postgres(Arc<Threads>);

struct Threads {
    work: Option<Sender<Waiting>>,
    threads: Vec<JoinHandle<()>>,
}

struct Waiting {
    job: Box<dyn Job>,
    read_only: bool,
}

/// A transaction that others cross is tried so often.
const TRIES: u32 = 12;

impl Drop for Threads {
    fn drop(&mut self) {
        self.work = None;
        for thread in self.threads.drain(..) {
            if thread.thread().id() != std::thread::current().id() {
                thread.join().ok();
            }
        }
    }
}

impl Postgres {
    pub(crate) fn open(url: &str, settings: Settings) -> Result<Self, Failure> {
        let mut config: Config = url.parse().map_err(|error: postgres::Error| {
            Failure::Unreachable(format!("the address of the database: {error}"))
        })?;
        config.connect_timeout(PATIENCE).application_name("rimessa");
        migrate::postgres(&mut config.connect(NoTls)?)?;
        let (work, waiting) = bounded(settings.waiting);
        let mut threads = Vec::new();
        for _ in 0..settings.connections.max(1) {
            let (config, waiting) = (config.clone(), waiting.clone());
            let worker = Worker { config, durable: settings.durable, connection: None };
            let thread = Builder::new().name("store".to_owned());
            let thread = thread.spawn(move || worker.work_all(&waiting));
            threads.push(thread.map_err(|error| Failure::Unreachable(error.to_string()))?);
        }
        Ok(Self(Arc::new(Threads { work: Some(work), threads })))
    }

    pub(crate) fn write(&self, job: Box<dyn Job>) {
        self.send(Waiting { job, read_only: false });
    }

    pub(crate) fn read(&self, job: Box<dyn Job>) {
        self.send(Waiting { job, read_only: true });
    }

    fn send(&self, waiting: Waiting) {
        match self.0.work.as_ref().map(|work| work.try_send(waiting)) {
            None | Some(Ok(())) => {}
            Some(Err(TrySendError::Full(waiting))) => waiting.job.finish(Err(Failure::Busy)),
            Some(Err(TrySendError::Disconnected(waiting))) => waiting.job.finish(Err(gone())),
        }
    }
}

struct Worker {
    config: Config,
    durable: bool,
    connection: Option<(Client, Prepared)>,
}

impl Worker {
    fn work_all(mut self, waiting: &Receiver<Waiting>) {
        while let Ok(Waiting { mut job, read_only }) = waiting.recv() {
            let kept = self.work(&mut *job, read_only);
            job.finish(kept);
        }
    }

    fn work(&mut self, job: &mut dyn Job, read_only: bool) -> Result<(), Failure> {
        for round in 0..TRIES {
            match self.attempt(job, read_only) {
                Err(Failure::Conflict) => {
                    std::thread::sleep(Duration::from_millis(1 << round.min(6)));
                }
                kept => return kept,
            }
        }
        Err(Failure::Conflict)
    }

    fn attempt(&mut self, job: &mut dyn Job, read_only: bool) -> Result<(), Failure> {
        self.connect()?;
        let Some((client, prepared)) = &mut self.connection else { return Err(gone()) };
        let inner = client.build_transaction().read_only(read_only);
        let inner = if read_only {
            inner.isolation_level(postgres::IsolationLevel::RepeatableRead)
        } else {
            inner
        };
        let inner = inner.start()?;
        let mut tx = Tx(Engine::Postgres(PostgresTx { inner, prepared, must_retry: false }));
        let ran = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
        let Engine::Postgres(PostgresTx { inner, must_retry, .. }) = tx.0 else {
            return Err(gone());
        };
        match ran {
            _ if must_retry => {
                inner.rollback()?;
                Err(Failure::Conflict)
            }
            Ok(true) => Ok(inner.commit()?),
            Ok(false) => Ok(inner.rollback()?),
            Err(_) => Err(Failure::Corrupt("a command broke off".to_owned())),
        }
    }

    /// Has a connection that answers: one that was lost while idle is no reason to fail.
    fn connect(&mut self) -> Result<(), Failure> {
        if let Some((client, _)) = &mut self.connection
            && client.simple_query("").is_ok()
        {
            return Ok(());
        }
        self.connection = None;
        let mut client = self.config.connect(NoTls)?;
        if !self.durable {
            client.batch_execute("SET synchronous_commit = off")?;
        }
        self.connection = Some((client, Prepared::new()));
        Ok(())
    }
}
