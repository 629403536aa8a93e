//! Ids, tokens and codes: everything that is drawn at random.

use std::sync::{Arc, Mutex, PoisonError};

use rimessa_domain::time::Instant;
use sha2::{Digest, Sha256};
use uuid::{ContextV7, Timestamp, Uuid};

/// Makes ids. Those made later sort later, as far as one process goes.
#[derive(Clone, Default)]
pub struct Ids(Arc<Mutex<ContextV7>>);

impl Ids {
    /// A new id (UUIDv7) of that moment.
    #[must_use]
    pub fn next(&self, at: Instant) -> u128 {
        let context = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ms = at.0.max(0).unsigned_abs();
        let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
        Uuid::new_v7(Timestamp::from_unix(&*context, ms / 1000, nanos)).as_u128()
    }
}

/// An id as it is written: `0197f0c2-…`.
#[must_use]
pub fn show_id(id: u128) -> String {
    Uuid::from_u128(id).to_string()
}

/// The id that a text writes; `None`: it writes none.
#[must_use]
pub fn parse_id(text: &str) -> Option<u128> {
    // The other forms of an id (without hyphens, in braces) are not ours.
    if text.len() != 36 {
        return None;
    }
    Uuid::try_parse(text).ok().map(|id| id.as_u128())
}

/// An id for something that is not kept, like a request: 32 hexadecimal digits.
#[must_use]
pub fn random_id() -> String {
    format!("{:032x}", u128::from_be_bytes(random()))
}

/// The SHA-256 digest of a text.
#[must_use]
pub fn digest(text: &[u8]) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without random numbers nothing that is secret can be made: there is no going on.
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    bytes
}

/// A token of 256 bits, as it is shown once: `prefix_…`.
#[must_use]
pub(crate) fn token(prefix: &str) -> String {
    let mut text = format!("{prefix}_");
    for byte in random::<32>() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// A code of six digits, as it is typed at a kiosk or sent in a text message.
#[must_use]
pub(crate) fn code() -> String {
    loop {
        let number = u32::from_be_bytes(random());
        // The last numbers of the range would make some codes likelier than others.
        if number < u32::MAX - u32::MAX % 1_000_000 {
            return format!("{:06}", number % 1_000_000);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_order_in_which_they_were_made() {
        let ids = Ids::default();
        let mut made: Vec<u128> =
            (0..10_000).map(|_| ids.next(Instant(1_800_000_000_000))).collect();
        made.push(ids.next(Instant(1_800_000_000_001)));
        assert!(made.is_sorted());
        made.dedup();
        assert_eq!(made.len(), 10_001);
        assert_eq!(parse_id(&show_id(made[0])), Some(made[0]));
        assert_eq!(parse_id("7"), None);
    }

    #[test]
    fn codes_have_six_digits() {
        for _ in 0..1000 {
            let code = code();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }
}
