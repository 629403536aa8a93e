//! The only script of the desk: a key that leads to the search. Everything works without it.

use crate::styles::{START, fingerprint};

/// The script.
pub const SCRIPT: &str = include_str!("../../scripts/desk.js");

/// Changes when the script does: it is part of its address.
pub const SCRIPT_VERSION: u64 = fingerprint(START, SCRIPT);
