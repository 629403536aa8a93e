//! One transaction, on either engine.

use std::collections::HashMap;

use postgres::types::ToSql;
use smallvec::SmallVec;

use crate::failure::Failure;
use crate::row::{Inner, Row};
use crate::value::Value;

/// A transaction under way. It is committed or rolled back by whoever opened it.
pub struct Tx<'c>(pub(crate) Engine<'c>);

pub(crate) enum Engine<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(PostgresTx<'c>),
}

/// A transaction with the statements that its connection has prepared.
pub(crate) struct PostgresTx<'c> {
    pub(crate) inner: postgres::Transaction<'c>,
    pub(crate) prepared: &'c mut Prepared,
    /// Others changed the same things: the whole transaction must be tried again.
    pub(crate) crossed: Option<Crossed>,
}

/// A transaction that others cross is tried so often: more often than there are connections, as of
/// those that cross each other one gets through each time.
const TRIES: u32 = 12;

/// A transaction that others crossed.
pub(crate) struct Crossed {
    pub(crate) failure: Failure,
    /// How often it is worth trying.
    pub(crate) tries: u32,
}

impl Crossed {
    /// Whether others crossed a transaction that failed so.
    pub(crate) fn by(error: &postgres::Error) -> Option<Self> {
        let crossing = match error.code()?.code() {
            // It could not be put in an order with others, or each waited for the other.
            "40001" | "40P01"
            // Somebody else was quicker with a name or a key: whoever looks again before doing it
            // sees that. If it stays so, nobody looked, which is a mistake of ours. (A vehicle is
            // locked before it is booked: nobody can be quicker.)
            | "23505" => true,
            _ => false,
        };
        crossing.then(|| Self { failure: Failure::of(error), tries: TRIES })
    }
}

/// Statements by the address of their text: they are all constants.
pub(crate) type Prepared = HashMap<(usize, usize), postgres::Statement>;

/// Which engine it is, where a statement must be written twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Tx<'_> {
    /// Which engine this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.0 {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement; how many rows it touched.
    ///
    /// Parameters are `$1`, `$2` …, and appear first in that order.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn run(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<u64, Failure> {
        match &mut self.0 {
            Engine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                Ok(statement.raw_execute()? as u64)
            }
            Engine::Postgres(tx) => {
                tx.tried(|inner, statement| inner.execute(statement, &refs(params)), sql)
            }
        }
    }

    /// The first row of an answer, if there is one.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        match &mut self.0 {
            Engine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                rows.next()?.map(|row| read(&Row(Inner::Sqlite(row)))).transpose()
            }
            Engine::Postgres(tx) => {
                let row =
                    tx.tried(|inner, statement| inner.query_opt(statement, &refs(params)), sql)?;
                row.map(|row| read(&Row(Inner::Postgres(&row)))).transpose()
            }
        }
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn all<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        match &mut self.0 {
            Engine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                let (mut rows, mut all) = (statement.raw_query(), Vec::new());
                while let Some(row) = rows.next()? {
                    all.push(read(&Row(Inner::Sqlite(row)))?);
                }
                Ok(all)
            }
            Engine::Postgres(tx) => {
                let rows =
                    tx.tried(|inner, statement| inner.query(statement, &refs(params)), sql)?;
                rows.iter().map(|row| read(&Row(Inner::Postgres(row)))).collect()
            }
        }
    }
}

impl<'c> PostgresTx<'c> {
    fn tried<T>(
        &mut self,
        run: impl FnOnce(
            &mut postgres::Transaction<'c>,
            &postgres::Statement,
        ) -> Result<T, postgres::Error>,
        sql: &'static str,
    ) -> Result<T, Failure> {
        let key = (sql.as_ptr() as usize, sql.len());
        let done = match self.prepared.get(&key) {
            Some(statement) => run(&mut self.inner, statement),
            None => match self.inner.prepare(sql) {
                Ok(statement) => {
                    let done = run(&mut self.inner, &statement);
                    self.prepared.insert(key, statement);
                    done
                }
                Err(error) => Err(error),
            },
        };
        done.map_err(|error| {
            if let Some(crossed) = Crossed::by(&error) {
                self.crossed.get_or_insert(crossed);
            }
            Failure::of(&error)
        })
    }
}

fn refs<'v>(params: &'v [Value<'_>]) -> SmallVec<[&'v (dyn ToSql + Sync); 24]> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn bind(
    statement: &mut rusqlite::CachedStatement<'_>,
    params: &[Value<'_>],
) -> Result<(), Failure> {
    debug_assert_eq!(statement.parameter_count(), params.len(), "as many values as parameters");
    for (index, value) in (1..).zip(params) {
        debug_assert_eq!(
            statement.parameter_name(index),
            Some(format!("${index}").as_str()),
            "parameters appear in their order"
        );
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}
