//! PostgreSQL: a pool of threads, each with a connection, each transaction by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use postgres::{Client, IsolationLevel, Transaction};

use crate::failure::Failure;
use crate::migrate;
use crate::postgres_address::Address;
use crate::store::{Counted, Job, Load, Settings, gone};
use crate::tx::{Crossed, Engine, PostgresTx, Prepared, Tx};

/// A PostgreSQL database with the threads that work on it.
#[derive(Clone)]
pub(crate) struct Postgres(Arc<Threads>);

struct Threads {
    work: Option<Sender<Waiting>>,
    counted: Arc<Counted>,
    threads: Vec<JoinHandle<()>>,
}

struct Waiting {
    job: Box<dyn Job>,
    read_only: bool,
}

/// What holds for every connection. A lock is not waited for longer than anybody waits for an answer,
/// and a process that stopped in the middle of its work does not keep its locks for ever.
const SETTINGS: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';";

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
        let address = Address::read(url)?;
        migrate::postgres(&mut address.connect()?)?;
        let (work, waiting) = bounded(settings.waiting);
        let (mut threads, counted) = (Vec::new(), Arc::new(Counted::default()));
        for _ in 0..settings.connections.max(1) {
            let (address, waiting) = (address.clone(), waiting.clone());
            let counted = Arc::clone(&counted);
            let durable = settings.durable;
            let worker = Worker { address, durable, counted, connection: None };
            let thread = Builder::new().name("store".to_owned());
            let thread = thread.spawn(move || worker.work_all(&waiting));
            threads.push(thread.map_err(|error| Failure::Unreachable(error.to_string()))?);
        }
        Ok(Self(Arc::new(Threads { work: Some(work), counted, threads })))
    }

    pub(crate) fn write(&self, job: Box<dyn Job>) {
        self.send(Waiting { job, read_only: false });
    }

    pub(crate) fn read(&self, job: Box<dyn Job>) {
        self.send(Waiting { job, read_only: true });
    }

    pub(crate) fn load(&self) -> Load {
        self.0.counted.load(self.0.work.as_ref().map_or(0, Sender::len), 0)
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
    address: Address,
    durable: bool,
    counted: Arc<Counted>,
    connection: Option<(Client, Prepared)>,
}

impl Worker {
    fn work_all(mut self, waiting: &Receiver<Waiting>) {
        while let Ok(Waiting { mut job, read_only }) = waiting.recv() {
            let kept = self.work(&mut *job, read_only);
            if !read_only {
                self.counted.add(1);
            }
            job.finish(kept);
        }
    }

    fn work(&mut self, job: &mut dyn Job, read_only: bool) -> Result<(), Failure> {
        let mut round = 0;
        loop {
            match self.attempt(job, read_only) {
                Ok(()) => return Ok(()),
                Err(Crossed { failure, tries }) => {
                    round += 1;
                    if round >= tries {
                        return Err(failure);
                    }
                    std::thread::sleep(Duration::from_millis(1 << round.min(4)));
                }
            }
        }
    }

    fn attempt(&mut self, job: &mut dyn Job, read_only: bool) -> Result<(), Crossed> {
        // A connection that was lost while idle is no reason to fail: nothing was begun on it.
        if let Some((client, prepared)) = &mut self.connection
            && let Ok(inner) = begin(client, read_only)
        {
            return carry_out(inner, prepared, job);
        }
        self.connection = None;
        let (client, prepared) = self.connection.insert(self.connect()?);
        carry_out(begin(client, read_only)?, prepared, job)
    }

    fn connect(&self) -> Result<(Client, Prepared), postgres::Error> {
        let mut client = self.address.connect()?;
        client.batch_execute(SETTINGS)?;
        if !self.durable {
            client.batch_execute("SET synchronous_commit = off")?;
        }
        Ok((client, Prepared::new()))
    }
}

fn begin(client: &mut Client, read_only: bool) -> Result<Transaction<'_>, postgres::Error> {
    let inner = client.build_transaction().read_only(read_only);
    if read_only {
        // What is read in several statements is of one moment.
        return inner.isolation_level(IsolationLevel::RepeatableRead).start();
    }
    inner.start()
}

fn carry_out(
    inner: Transaction<'_>,
    prepared: &mut Prepared,
    job: &mut dyn Job,
) -> Result<(), Crossed> {
    let mut tx = Tx(Engine::Postgres(PostgresTx { inner, prepared, crossed: None }));
    let ran = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
    let Engine::Postgres(PostgresTx { inner, crossed, .. }) = tx.0 else {
        return Err(gone().into());
    };
    // An error of rolling back changes nothing: what was not committed is not there.
    match ran {
        Err(_) => {
            inner.rollback().ok();
            Err(Failure::Corrupt("a command broke off".to_owned()).into())
        }
        Ok(keep) => match crossed {
            Some(crossed) => {
                inner.rollback().ok();
                Err(crossed)
            }
            None if keep => Ok(inner.commit()?),
            None => {
                inner.rollback().ok();
                Ok(())
            }
        },
    }
}

impl From<postgres::Error> for Crossed {
    fn from(error: postgres::Error) -> Self {
        Self::by(&error).unwrap_or_else(|| Failure::of(&error).into())
    }
}

impl From<Failure> for Crossed {
    /// What is not to be tried again.
    fn from(failure: Failure) -> Self {
        Self { failure, tries: 1 }
    }
}
