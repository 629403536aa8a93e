//! The subcommands.
//!
//! Exit codes: 0 all is well, 1 something differs or is wrong as was asked to be found out,
//! 2 the command could not do its work on some input.

pub(crate) mod admin;
pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod files;
pub(crate) mod migrate;
pub(crate) mod opening;
pub(crate) mod replay;
pub(crate) mod rulebook;
pub(crate) mod serve;
pub(crate) mod work;

/// What becomes of a command whose output cannot be written: all is well if nobody reads on.
pub(crate) fn not_written(error: &std::io::Error) -> std::process::ExitCode {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return std::process::ExitCode::SUCCESS;
    }
    eprintln!("error: the output cannot be written: {error}");
    std::process::ExitCode::from(2)
}
