//! Where everything is kept, and how work gets there.

use core::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::failure::Failure;
use crate::postgres_engine::Postgres;
use crate::sqlite_engine::Sqlite;
use crate::tx::Tx;

/// Where everything is kept. Copies share it; the last one that goes closes it.
#[derive(Clone)]
pub struct Store(Inner);

#[derive(Clone)]
enum Inner {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Where a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An SQLite file.
    File(PathBuf),
    /// A PostgreSQL database, as its client libraries name it: `postgres://…` or `host=…`.
    Postgres(String),
}

/// How a store works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many read at the same time; on PostgreSQL also how many write.
    pub connections: usize,
    /// How much work may wait; beyond that it is refused with [`Failure::Busy`].
    pub waiting: usize,
    /// At most so many commands are committed together (SQLite).
    pub group: usize,
    /// Whether a commit waits for the disk. Only building a demo does without.
    pub durable: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connections: 8, waiting: 1024, group: 64, durable: true }
    }
}

/// How busy a store is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How much waits to be written.
    pub writes_waiting: usize,
    /// How much waits to be read; on PostgreSQL all waits together, as what is to be written.
    pub reads_waiting: usize,
    /// Commits since the store was opened.
    pub commits: u64,
    /// Commands in these commits.
    pub commands: u64,
}

/// Commits and the commands in them.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    commits: AtomicU64,
    commands: AtomicU64,
}

impl Counted {
    pub(crate) fn add(&self, commands: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.commands.fetch_add(commands as u64, Ordering::Relaxed);
    }

    pub(crate) fn load(&self, writes_waiting: usize, reads_waiting: usize) -> Load {
        Load {
            writes_waiting,
            reads_waiting,
            commits: self.commits.load(Ordering::Relaxed),
            commands: self.commands.load(Ordering::Relaxed),
        }
    }
}

/// A place that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongPlace(pub String);

impl fmt::Display for WrongPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "\"{}\" is no database: write sqlite:PATH, or postgres://USER@HOST/NAME",
            self.0
        )
    }
}

impl std::error::Error for WrongPlace {}

impl core::str::FromStr for Place {
    type Err = WrongPlace;

    fn from_str(text: &str) -> Result<Self, WrongPlace> {
        if text.starts_with("postgres://")
            || text.starts_with("postgresql://")
            || text.contains("dbname=")
        {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ => Err(WrongPlace(text.to_owned())),
        }
    }
}

/// Work on its way through an engine.
pub(crate) trait Job: Send {
    /// Does it; whether its changes shall be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Tells whoever asked, once it is known whether the changes were kept.
    fn finish(self: Box<Self>, kept: Result<(), Failure>);
}

struct Asked<T, E, W, D> {
    work: W,
    result: Option<Result<T, E>>,
    done: D,
}

impl<T, E, W, D> Job for Asked<T, E, W, D>
where
    T: Send,
    E: From<Failure> + Send,
    W: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    D: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let result = (self.work)(tx);
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn finish(self: Box<Self>, kept: Result<(), Failure>) {
        let result = match (kept, self.result) {
            (Ok(()), Some(result)) => result,
            (Err(failure), _) => Err(failure.into()),
            (Ok(()), None) => Err(Failure::Corrupt("nothing was done".to_owned()).into()),
        };
        (self.done)(result);
    }
}

impl Store {
    /// Opens a store and brings its schema up to date.
    ///
    /// # Errors
    /// [`Failure`], if it cannot be reached or migrated.
    pub fn open(place: &Place, settings: Settings) -> Result<Self, Failure> {
        match place {
            Place::File(path) => Sqlite::open(path, settings).map(Inner::Sqlite).map(Self),
            Place::Postgres(url) => Postgres::open(url, settings).map(Inner::Postgres).map(Self),
        }
    }

    /// Does `work` in a transaction of its own and tells `done` how it ended, on another thread.
    ///
    /// What is told as done is on the disk. An error of the work undoes all that it did. The work
    /// may be done more than once, if others change the same things at the same time.
    pub fn write<T, E>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce(Result<T, E>) + Send + 'static,
    ) where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let job = Box::new(Asked { work, result: None, done });
        match &self.0 {
            Inner::Sqlite(engine) => engine.write(job),
            Inner::Postgres(engine) => engine.write(job),
        }
    }

    /// Reads in a transaction of its own, which sees one state of everything.
    pub fn read<T, E>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce(Result<T, E>) + Send + 'static,
    ) where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let job = Box::new(Asked { work, result: None, done });
        match &self.0 {
            Inner::Sqlite(engine) => engine.read(job),
            Inner::Postgres(engine) => engine.read(job),
        }
    }

    /// As [`Store::write`], and waits for the end. Never from a thread that must not wait.
    ///
    /// # Errors
    /// Those of the work, and [`Failure`].
    pub fn write_now<T, E>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        self.write(work, move |result| {
            tell.send(result).ok();
        });
        told.recv().unwrap_or_else(|_| Err(gone().into()))
    }

    /// As [`Store::read`], and waits for the end.
    ///
    /// # Errors
    /// Those of the work, and [`Failure`].
    pub fn read_now<T, E>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        self.read(work, move |result| {
            tell.send(result).ok();
        });
        told.recv().unwrap_or_else(|_| Err(gone().into()))
    }

    /// How busy it is.
    #[must_use]
    pub fn load(&self) -> Load {
        match &self.0 {
            Inner::Sqlite(engine) => engine.load(),
            Inner::Postgres(engine) => engine.load(),
        }
    }

    /// Copies a consistent state of an SQLite store into a new file, while work goes on.
    ///
    /// # Errors
    /// [`Failure`]; of a PostgreSQL store, that its own tools do this.
    pub fn copy_to(&self, path: &std::path::Path) -> Result<(), Failure> {
        match &self.0 {
            Inner::Sqlite(engine) => engine.copy_to(path),
            Inner::Postgres(_) => {
                Err(Failure::Unreachable("a PostgreSQL store is backed up by pg_dump".to_owned()))
            }
        }
    }
}

pub(crate) fn gone() -> Failure {
    Failure::Unreachable("the store is closing".to_owned())
}

/// How long a lock held by another process is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
