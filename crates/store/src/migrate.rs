//! The schema, as the sum of its migrations.
//!
//! A migration is written once, in PostgreSQL's types; SQLite's are put in their place. What only one
//! engine can do stands in a migration of the same number for that engine alone. A migration that
//! has been released is never changed: the next version of the schema must suit the program of the
//! version before, which still runs while it is being put in place (expand, then contract).

use refinery::{Migration, Report, Runner};

use crate::failure::Failure;
use crate::postgres_address::Address;
use crate::sqlite_estimates;
use crate::store::Place;

struct Step {
    /// Like `V1__begin`.
    name: &'static str,
    sql: &'static str,
    /// What only PostgreSQL needs.
    postgres: &'static str,
    /// What only SQLite needs.
    sqlite: &'static str,
}

macro_rules! step {
    ($name:literal) => {
        step!($name, "", "")
    };
    ($name:literal, $postgres:expr, $sqlite:expr) => {
        Step {
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
            postgres: $postgres,
            sqlite: $sqlite,
        }
    };
}

const STEPS: &[Step] = &[
    step!(
        "V1__begin",
        include_str!("../migrations/V1__begin.postgres.sql"),
        include_str!("../migrations/V1__begin.sqlite.sql")
    ),
    step!("V2__retention"),
    step!("V3__identity"),
    step!("V4__members"),
    step!("V5__fleet"),
    step!("V6__cases"),
    step!("V7__access"),
    step!("V9__messages_stuck"),
    step!("V10__settings"),
    step!("V11__people"),
    step!("V12__answers_apart", "", include_str!("../migrations/V12__answers_apart.sqlite.sql")),
    step!("V13__office"),
    step!("V14__lean_bookings", "", include_str!("../migrations/V14__lean_bookings.sqlite.sql")),
    step!("V17__member_notes"),
    step!("V18__driven"),
];

/// SQLite's word for each of PostgreSQL's types.
const TYPES: [(&str, &str); 4] =
    [("BIGINT", "INTEGER"), ("UUID", "BLOB"), ("BYTEA", "BLOB"), ("BOOLEAN", "INTEGER")];

/// A migration with SQLite's types. Tables become strict ones that are kept by their key.
fn for_sqlite(sql: &str) -> String {
    let typed = TYPES.iter().fold(sql.to_owned(), |sql, (from, to)| sql.replace(from, to));
    typed.replace("\n);", "\n) STRICT, WITHOUT ROWID;")
}

/// A migration for PostgreSQL. Texts are compared by their bytes, as SQLite does: the order of codes
/// and numbers must not depend on the language in which a database was made.
fn for_postgres(sql: &str) -> String {
    let ends = [" TEXT NOT NULL", " TEXT,", " TEXT\n"];
    ends.iter().fold(sql.to_owned(), |sql, end| {
        sql.replace(end, &end.replace(" TEXT", " TEXT COLLATE \"C\""))
    })
}

fn runner(translate: impl Fn(&Step) -> String) -> Result<Runner, Failure> {
    let migrations = STEPS.iter().map(|step| Migration::unapplied(step.name, &translate(step)));
    let migrations: Result<Vec<_>, _> = migrations.collect();
    Ok(Runner::new(&migrations.map_err(failed)?).set_abort_missing(false).set_grouped(true))
}

/// Brings an SQLite store up to date.
pub(crate) fn sqlite(connection: &mut rusqlite::Connection) -> Result<Report, Failure> {
    let runner = runner(|step| for_sqlite(step.sql) + step.sqlite)?;
    let report = runner.run(connection).map_err(failed)?;
    sqlite_estimates::tell(connection)?;
    Ok(report)
}

/// Brings a PostgreSQL store up to date; only one process at a time does.
pub(crate) fn postgres(client: &mut postgres::Client) -> Result<Report, Failure> {
    // A number of our own, the same in every version.
    client.execute("SELECT pg_advisory_lock(7406461)", &[])?;
    let runner = runner(|step| for_postgres(step.sql) + &for_postgres(step.postgres))?;
    let done = runner.run(client).map_err(failed);
    client.execute("SELECT pg_advisory_unlock(7406461)", &[])?;
    done
}

/// The steps that would bring a store up to date, by name; nothing is changed.
///
/// # Errors
/// [`Failure`], if it cannot be reached.
pub fn pending(place: &Place) -> Result<Vec<String>, Failure> {
    let applied = match place {
        Place::File(path) if !path.exists() => Vec::new(),
        Place::File(path) => applied_to_sqlite(path)?,
        Place::Postgres(url) => applied_to_postgres(url)?,
    };
    let names = STEPS.iter().map(|step| step.name);
    Ok(names.filter(|name| !applied.contains(&number(name))).map(str::to_owned).collect())
}

/// The number of a step: that of `V1__begin` is 1.
fn number(name: &str) -> i32 {
    name.trim_start_matches('V').split('_').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

const APPLIED: &str = "SELECT version FROM refinery_schema_history";

fn applied_to_sqlite(path: &std::path::Path) -> Result<Vec<i32>, Failure> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let connection = rusqlite::Connection::open_with_flags(path, flags)?;
    let there = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare(APPLIED)?;
    let versions = statement.query_map([], |row| row.get(0))?;
    Ok(versions.collect::<Result<_, _>>()?)
}

fn applied_to_postgres(url: &str) -> Result<Vec<i32>, Failure> {
    let mut client = Address::read(url)?.connect()?;
    let there = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
    if !client.query_one(there, &[])?.get::<_, bool>(0) {
        return Ok(Vec::new());
    }
    let rows = client.query(APPLIED, &[])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

#[allow(clippy::needless_pass_by_value)] // As `map_err` hands it over.
fn failed(error: refinery::Error) -> Failure {
    Failure::Unreachable(format!("the schema cannot be brought up to date: {error}"))
}
