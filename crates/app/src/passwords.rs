//! New passwords.

use crate::log_in::hash;
use crate::trouble::Trouble;

/// No password is shorter.
const SHORTEST: usize = 10;
/// No password is longer: hashing it must not be a burden.
const LONGEST: usize = 1000;

/// The hash of a new password that was typed twice. Slow on purpose: never in a transaction.
///
/// # Errors
/// [`Trouble::Invalid`] if it is too short or too long, or not the same twice.
pub fn hash_new(field: &str, password: &str, again: &str) -> Result<String, Trouble> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Trouble::invalid(field, "password-too-short", ""));
    }
    if password.len() > LONGEST {
        return Err(Trouble::invalid(field, "too-long", ""));
    }
    if password != again {
        return Err(Trouble::invalid(&format!("{field}-again"), "not-the-same", ""));
    }
    Ok(hash(password))
}
