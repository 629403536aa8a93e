//! The subcommands.
//!
//! Exit codes: 0 all is well, 1 something differs or is wrong as was asked to be found out,
//! 2 the command could not do its work on some input.

pub(crate) mod bench;
pub(crate) mod explain;
pub(crate) mod files;
pub(crate) mod replay;
pub(crate) mod rulebook;
