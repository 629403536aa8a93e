//! The ways in which remembering can fail.

use core::fmt;

use crate::postgres_address::about_certificate;

/// Why the store could not do something. None of these says anything about the question asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The database cannot be reached, is full, or is shutting down: nothing was done. Try again.
    /// Only if it was lost in the moment of a commit, nobody knows whether that was done: whoever asks
    /// again with the same key is told.
    Unreachable(String),
    /// More work waits than can be taken on: nothing was done. Try again later.
    Busy,
    /// Others changed the same things at the same time, again and again: nothing was done.
    Conflict,
    /// A row is there that must not be, or a rule of the schema was broken: a mistake of ours.
    Corrupt(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(out, "the database cannot be used: {why}"),
            Self::Busy => write!(out, "too much is waiting for the database"),
            Self::Conflict => write!(out, "others changed the same things at the same time"),
            Self::Corrupt(why) => write!(out, "the database holds what it must not: {why}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(
                Code::DiskFull
                | Code::CannotOpen
                | Code::SystemIoFailure
                | Code::DatabaseBusy
                | Code::DatabaseLocked
                | Code::ReadOnly
                | Code::OutOfMemory
                | Code::PermissionDenied,
            ) => Self::Unreachable(error.to_string()),
            _ => Self::Corrupt(error.to_string()),
        }
    }
}

impl Failure {
    pub(crate) fn of(error: &postgres::Error) -> Self {
        let Some(code) = error.code() else { return Self::Unreachable(text_of(error)) };
        match code.code() {
            "40001" | "40P01" => Self::Conflict,
            // A lock that others held longer than anybody waits.
            "55P03" => Self::Busy,
            // Connection, resources, operator intervention, system errors; read-only after a fail-over.
            other
                if ["08", "53", "57", "58"].contains(&&other[..2])
                    || other == "25006"
                    || other == "28000" =>
            {
                Self::Unreachable(text_of(error))
            }
            _ => Self::Corrupt(text_of(error)),
        }
    }
}

impl From<postgres::Error> for Failure {
    fn from(error: postgres::Error) -> Self {
        Self::of(&error)
    }
}

/// What went wrong, without the values of the row (they may be personal).
fn text_of(error: &postgres::Error) -> String {
    if let Some(words) = about_certificate(error) {
        return words;
    }
    let cause = || std::error::Error::source(error).map(|cause| format!(": {cause}"));
    error.as_db_error().map_or_else(
        || format!("{error}{}", cause().unwrap_or_default()),
        |db| {
            let place = [db.table(), db.constraint()].into_iter().flatten().collect::<Vec<_>>();
            format!("{} ({} {})", db.message(), db.code().code(), place.join(" "))
        },
    )
}
