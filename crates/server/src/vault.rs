//! Secrets that have to be read again are stored encrypted: private keys of single sign-on and of OpenID Connect.
//!
//! AES-256-GCM, with the key of the server ([`SecretKey`]) and with the place of the secret as associated data: what is copied from one
//! organization, or from one column, into another does not open there. Each sealed text names the key that it is sealed with, so an operator
//! may go over to another key while the former one is still at hand.

use std::fmt;
use std::str::FromStr;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::ids::Ids;
use crate::secret::digest;

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
/// Bytes of a nonce of AES-GCM (96 bits).
const NONCE_BYTES: usize = 12;

/// A key of 256 bits. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; KEY_BYTES]);

impl SecretKey {
    /// Of those bytes.
    #[must_use]
    pub const fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Names the key, and tells nothing of it: the beginning of its SHA-256.
    fn id(&self) -> String {
        hex::encode(&digest(&self.0)[..4])
    }

    /// As it is written into a file or an environment variable: Base64.
    #[must_use]
    pub fn text(&self) -> String {
        STANDARD.encode(self.0)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({}…)", self.id())
    }
}

/// A text is not 32 bytes in Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A secret key is 32 bytes in Base64, as `openssl rand -base64 32` prints them.")]
pub struct NotAKey;

impl FromStr for SecretKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| NotAKey)?;
        bytes.try_into().map(Self).map_err(|_| NotAKey)
    }
}

/// Why a secret cannot be sealed or opened. For the operator: none of this is for a browser.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server has no key.
    #[error("There is no secret key, so no secret can be stored. Name one with --secret-key-file.")]
    NoKey,
    /// It was sealed with a key that is not here.
    #[error(
        "A secret was encrypted with the key {id}, which this server does not have. Start it with the file of that key (--secret-key-file)."
    )]
    OtherKey {
        /// The name of the key.
        id: String,
    },
    /// It was changed, or belongs elsewhere.
    #[error(
        "A secret in the database cannot be decrypted: it was changed, or copied from another place. Make a new one in the console."
    )]
    Damaged,
}

impl Error {
    /// What is wrong, without what to do: for a list of several.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::NoKey => "there is no key".to_owned(),
            Self::OtherKey { id } => format!("encrypted with the key {id}, which is not here"),
            Self::Damaged => "changed, or copied from another place".to_owned(),
        }
    }
}

/// Seals and opens secrets.
#[derive(Debug, Clone, Default)]
pub struct Vault {
    /// The first one seals; all open.
    keys: Vec<SecretKey>,
}

impl Vault {
    /// With `keys`, of which the first one seals.
    #[must_use]
    pub const fn new(keys: Vec<SecretKey>) -> Self {
        Self { keys }
    }

    /// Encrypts `plain`; it opens with the same `context` only, such as `sso-key/org_…`.
    ///
    /// # Errors
    /// [`Error::NoKey`].
    pub fn seal(&self, ids: &dyn Ids, context: &str, plain: &[u8]) -> Result<String, Error> {
        let key = self.keys.first().ok_or(Error::NoKey)?;
        let random = ids.secret_bytes();
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&random[..NONCE_BYTES]);
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = cipher(key).encrypt(&Nonce::from(nonce), payload).map_err(|_| Error::Damaged)?;
        Ok(format!("{}.{}", key.id(), URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())))
    }

    /// `sealed` with the first key; nothing when it is so already.
    ///
    /// # Errors
    /// As [`open`](Self::open) and [`seal`](Self::seal).
    pub fn resealed(&self, ids: &dyn Ids, context: &str, sealed: &str) -> Result<Option<String>, Error> {
        let first = self.keys.first().ok_or(Error::NoKey)?;
        let plain = self.open(context, sealed)?;
        if sealed.split_once('.').is_some_and(|(id, _)| id == first.id()) {
            return Ok(None);
        }
        self.seal(ids, context, &plain).map(Some)
    }

    /// Decrypts what was sealed with the same `context`.
    ///
    /// # Errors
    /// [`Error::OtherKey`], [`Error::Damaged`].
    pub fn open(&self, context: &str, sealed: &str) -> Result<Vec<u8>, Error> {
        let (id, text) = sealed.split_once('.').ok_or(Error::Damaged)?;
        let key = self.keys.iter().find(|key| key.id() == id);
        let key = key.ok_or_else(|| Error::OtherKey { id: id.to_owned() })?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Damaged)?;
        let (nonce, msg) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(Error::Damaged)?;
        let payload = Payload { msg, aad: context.as_bytes() };
        cipher(key).decrypt(&Nonce::from(*nonce), payload).map_err(|_| Error::Damaged)
    }
}

fn cipher(key: &SecretKey) -> Aes256Gcm {
    Aes256Gcm::new(&key.0.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SystemIds;

    fn vault(byte: u8) -> Vault {
        Vault::new(vec![SecretKey::new([byte; KEY_BYTES])])
    }

    #[test]
    fn a_secret_opens_where_it_was_sealed_and_nowhere_else() {
        let sealed = vault(1).seal(&SystemIds::default(), "sso-key/org_1", b"key").unwrap();
        assert_eq!(vault(1).open("sso-key/org_1", &sealed).unwrap(), b"key");
        assert_eq!(vault(1).open("sso-key/org_2", &sealed), Err(Error::Damaged));
        assert!(matches!(vault(2).open("sso-key/org_1", &sealed), Err(Error::OtherKey { .. })));
        assert_eq!(vault(1).open("sso-key/org_1", &format!("{sealed}x")), Err(Error::Damaged));
        assert_eq!(vault(1).open("sso-key/org_1", "x"), Err(Error::Damaged));
    }

    #[test]
    fn a_former_key_still_opens() {
        let sealed = vault(1).seal(&SystemIds::default(), "c", b"secret").unwrap();
        let both = Vault::new(vec![SecretKey::new([2; KEY_BYTES]), SecretKey::new([1; KEY_BYTES])]);
        assert_eq!(both.open("c", &sealed).unwrap(), b"secret");
    }

    #[test]
    fn what_a_former_key_has_sealed_is_sealed_anew_once_and_opens_without_it() {
        let (ids, new) = (SystemIds::default(), SecretKey::new([2; KEY_BYTES]));
        let sealed = vault(1).seal(&ids, "c", b"secret").unwrap();
        let both = Vault::new(vec![new, SecretKey::new([1; KEY_BYTES])]);
        let anew = both.resealed(&ids, "c", &sealed).unwrap().unwrap();
        assert_eq!(vault(2).open("c", &anew).unwrap(), b"secret");
        assert_eq!(both.resealed(&ids, "c", &anew), Ok(None));
        assert!(both.resealed(&ids, "elsewhere", &sealed).is_err());
    }

    #[test]
    fn without_a_key_nothing_is_stored() {
        let vault = Vault::default();
        assert_eq!(vault.seal(&SystemIds::default(), "c", b"secret"), Err(Error::NoKey));
    }

    #[test]
    fn a_key_is_not_in_its_debug_form_and_reads_back_from_its_text() {
        let key = SecretKey::new([7; KEY_BYTES]);
        assert!(!format!("{key:?}").contains(&key.text()));
        assert_eq!(key.text().parse(), Ok(key));
        assert_eq!("short".parse::<SecretKey>(), Err(NotAKey));
    }
}
