//! Sealing what must not be read in the database: addresses, codes, texts, scans.
//!
//! XChaCha20-Poly1305. A sealed value is the key's name (4 bytes), a random nonce (24 bytes) and the
//! text; it is bound to what it was sealed for. Values sealed with an older key stay readable as long
//! as the key is in the configuration.

use core::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::identity::{digest, random};

const NAME: usize = 4;
const NONCE: usize = 24;

/// The keys of an installation: the newest seals, all open.
#[derive(Clone)]
pub struct Keys {
    keys: Vec<([u8; NAME], XChaCha20Poly1305)>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Keys({})", self.keys.len())
    }
}

/// A key that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongKey;

impl fmt::Display for WrongKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a key is 64 hexadecimal digits; make one with `rimessa admin new-key`")
    }
}

impl Keys {
    /// The keys, the newest first, each of 64 hexadecimal digits, separated by blanks or commas.
    ///
    /// # Errors
    /// [`WrongKey`], also if there is none.
    pub fn parse(text: &str) -> Result<Self, WrongKey> {
        let all = text.split([' ', ',', '\n']).filter(|key| !key.is_empty());
        let all: Vec<[u8; 32]> = all.map(bytes).collect::<Option<_>>().ok_or(WrongKey)?;
        if all.is_empty() { Err(WrongKey) } else { Ok(Self::of_all(&all)) }
    }

    /// A new key, as it is written in a configuration.
    #[must_use]
    pub fn generate() -> String {
        random::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key that a secret text makes, for what only its holder shall read.
    pub(crate) fn of_secret(secret: &str) -> Self {
        Self::of_all(&[digest(format!("key of {secret}").as_bytes())])
    }

    fn of_all(all: &[[u8; 32]]) -> Self {
        Self { keys: all.iter().map(Self::of).collect() }
    }

    fn of(key: &[u8; 32]) -> ([u8; NAME], XChaCha20Poly1305) {
        let mut name = [0; NAME];
        name.copy_from_slice(&digest(key)[..NAME]);
        (name, XChaCha20Poly1305::new(key.into()))
    }

    /// Seals a text for a purpose (the name of its table and column, say).
    #[must_use]
    pub fn seal(&self, purpose: &str, text: &[u8]) -> Vec<u8> {
        let (name, cipher) = &self.keys[0];
        let nonce: [u8; NONCE] = random();
        let payload = Payload { msg: text, aad: purpose.as_bytes() };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
        // It fails only for texts of 256 GB.
        [name.as_slice(), &nonce, &sealed.unwrap_or_default()].concat()
    }

    /// Opens what was sealed for that purpose; `None`: by none of these keys, or it was changed.
    #[must_use]
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (name, rest) = sealed.split_at_checked(NAME)?;
        let (nonce, text) = rest.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let (_, cipher) = self.keys.iter().find(|(known, _)| known == name)?;
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: text, aad: purpose.as_bytes() }).ok()
    }

    /// Whether a value is sealed with the newest key.
    #[must_use]
    pub fn is_newest(&self, sealed: &[u8]) -> bool {
        sealed.starts_with(&self.keys[0].0)
    }
}

fn bytes(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_key_for_the_right_purpose_opens() {
        let (old, new) = (Keys::generate(), Keys::generate());
        let keys = Keys::parse(&old).unwrap();
        let sealed = keys.seal("outbox", b"secret");
        assert_eq!(keys.open("outbox", &sealed).as_deref(), Some(b"secret".as_slice()));
        assert_eq!(keys.open("booking", &sealed), None);
        let rotated = Keys::parse(&format!("{new} {old}")).unwrap();
        assert_eq!(rotated.open("outbox", &sealed).as_deref(), Some(b"secret".as_slice()));
        assert!(!rotated.is_newest(&sealed) && keys.is_newest(&sealed));
        assert_eq!(Keys::parse(&new).unwrap().open("outbox", &sealed), None);
        assert_eq!(keys.open("outbox", b"short"), None);
        let mut changed = sealed;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(keys.open("outbox", &changed), None);
    }

    #[test]
    fn a_key_has_64_digits() {
        assert!(Keys::parse("").is_err());
        assert!(Keys::parse("abc").is_err());
        assert!(Keys::parse(&"zz".repeat(32)).is_err());
        assert!(Keys::parse(&"é".repeat(32)).is_err());
    }
}
