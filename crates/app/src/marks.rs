//! Keyed hashes of what must be found again but not read: what a card's reader reads, a phone number.
//!
//! Their key is made once for an installation and kept sealed in its store, so that cards are still
//! known when the keys of the configuration change.

use hmac::{Hmac, KeyInit, Mac};
use rimessa_store::{Failure, Store, Tx, operators};
use sha2::Sha256;

use crate::identity::random;
use crate::seal::Keys;

/// What the key is sealed for.
pub(crate) const MARKS: &str = "marks";
/// Its number in the store.
const NUMBER: u128 = 1;

/// Makes keyed hashes.
pub(crate) struct Marks(pub(crate) [u8; 32]);

impl Marks {
    /// The installation's key, made if there is none yet. One that no key opens any more is lost, and with
    /// it the cards; the rest goes on.
    pub(crate) fn open(store: &Store, keys: &Keys) -> Result<Self, Failure> {
        let fresh: [u8; 32] = random();
        let sealed = keys.seal(MARKS, &fresh);
        let kept = store.write_now(move |tx: &mut Tx<'_>| operators::key(tx, NUMBER, &sealed))?;
        let opened = keys.open(MARKS, &kept).and_then(|key| key.try_into().ok());
        Ok(Self(opened.unwrap_or(fresh)))
    }

    /// The keyed hash of a text for a purpose.
    pub(crate) fn of(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        // A key of any length will do for this hash.
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        let mac = mac.map(|mac| mac.chain_update(purpose).chain_update(b"\0").chain_update(text));
        mac.map_or([0; 32], |mac| mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_depend_on_key_purpose_and_text() {
        let marks = Marks([1; 32]);
        assert_eq!(marks.of("card", b"04A1"), marks.of("card", b"04A1"));
        assert_ne!(marks.of("card", b"04A1"), marks.of("card", b"04A2"));
        assert_ne!(marks.of("card", b"04A1"), marks.of("phone", b"04A1"));
        assert_ne!(marks.of("card", b"04A1"), Marks([2; 32]).of("card", b"04A1"));
    }
}
