//! The keys that sign ID tokens: one signs, the next one is published already, former ones are published until what they have signed is over.
//!
//! A key is made on the threads for long work, and never within a transaction. Servers that make one at the same moment find out by its
//! number, which is unique in the organization: whoever comes second takes what is there.

use api::events::Subject;
use api::history::Action;
use domain::{OrgId, Reason, Timestamp};
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse, RSAKeyParameters,
    RSAKeyType, ThumbprintHash,
};
use jsonwebtoken::{DecodingKey, EncodingKey};
use rsa::RsaPrivateKey;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey};
use rsa::traits::PublicKeyParts;
use store::{AuditEntry, Change, Conflict, SigningKey};

use super::TOKEN_MS;
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::Failure;
use crate::ids::{Ids, Random};
use crate::vault::{self, Vault};

/// Length of a key, in bits: what RS256 asks for (RFC 7518 §3.3).
pub const BITS: usize = 2_048;
/// How long a key signs, in milliseconds: 90 days.
pub const SIGNS_MS: i64 = 90 * 86_400_000;
/// How long a key is published before somebody may have it sign, in milliseconds: as long as applications keep the list, an hour.
pub const PUBLISHED_BEFORE_MS: i64 = 3_600_000;
/// How long a former key is published, in milliseconds: a quarter of an hour, which is the life of a token and five minutes for clocks.
pub const PUBLISHED_AFTER_MS: i64 = TOKEN_MS + 300_000;
/// How long an ID token of a former key is known as a hint to sign out, in milliseconds: 30 days.
pub const FORMER_KNOWN_MS: i64 = 30 * 86_400_000;

/// The key that signs, opened.
pub struct Signer {
    /// Its `kid`.
    pub key_id: String,
    /// The private key.
    pub key: EncodingKey,
}

/// What a key is sealed with: nothing else opens it.
fn context(org: OrgId, number: i64) -> String {
    format!("signing-key/{org}/{number}")
}

/// Does `key` open with the keys of `vault`? For `rollcall check`.
///
/// # Errors
/// Why it does not.
pub fn opens(vault: &Vault, org: OrgId, key: &SigningKey) -> Result<(), vault::Error> {
    vault.open(&context(org, key.number), &key.sealed).map(|_| ())
}

/// `key` sealed with the first key of `vault`; nothing when it is so already. For `rollcall secrets reseal`.
///
/// # Errors
/// Why it does not open.
pub fn resealed(
    vault: &Vault,
    ids: &dyn Ids,
    org: OrgId,
    key: &SigningKey,
) -> Result<Option<String>, vault::Error> {
    vault.resealed(ids, &context(org, key.number), &key.sealed)
}

/// The key that signs among `keys`.
#[must_use]
pub fn current(keys: &[SigningKey]) -> Option<&SigningKey> {
    keys.iter().find(|key| key.signs_since.is_some() && key.retired_at.is_none())
}

/// The next one.
fn next(keys: &[SigningKey]) -> Option<&SigningKey> {
    keys.iter().find(|key| key.signs_since.is_none())
}

/// The key to sign with now. Makes the first ones, and goes over to the next one when its time has come.
///
/// # Errors
/// The database fails, or the server cannot open its secrets.
pub async fn signer(app: &App, org: OrgId) -> Result<Signer, Failure> {
    let mut keys = ensured(app, org).await?;
    let over = |key: &SigningKey| key.signs_since.is_none_or(|since| app.now().ms_since(since) >= SIGNS_MS);
    if current(&keys).is_none_or(over) {
        rotate(app, org, &keys, &Origin::system()).await?;
        keys = ensured(app, org).await?;
    }
    let key = current(&keys).ok_or_else(|| Failure::internal(&"no key signs"))?;
    let plain = app.vault.open(&context(org, key.number), &key.sealed);
    let plain = plain.map_err(|error| Failure::internal(&error))?;
    Ok(Signer { key_id: key.key_id.clone(), key: EncodingKey::from_rsa_der(&plain) })
}

/// The keys, of which there are two at least: one that signs, and the next.
///
/// # Errors
/// As [`signer`].
pub async fn ensured(app: &App, org: OrgId) -> Result<Vec<SigningKey>, Failure> {
    let keys = app.store.read(org).signing_keys().list().await?;
    if !keys.is_empty() {
        return Ok(keys);
    }
    let now = app.now();
    let first = SigningKey { signs_since: Some(now), ..make(app, org, 1, now).await? };
    let both = &[first, make(app, org, 2, now).await?];
    let made = app.store.write(org, |tx| async move {
        for key in both {
            tx.signing_keys().insert(key).await?;
        }
        Ok(())
    });
    lost_race(made.await)?;
    Ok(app.store.read(org).signing_keys().list().await?)
}

/// Has the next key sign from now on, and publishes the one after it.
///
/// # Errors
/// As [`signer`].
async fn rotate(app: &App, org: OrgId, keys: &[SigningKey], origin: &Origin) -> Result<(), Failure> {
    let now = app.now();
    let last = keys.iter().map(|key| key.number).max().unwrap_or_default();
    let (current, next) = (current(keys).map(|key| key.number), next(keys));
    let new = &make(app, org, last + 1, now).await?;
    let entry = &rotated(app, org, origin, next);
    let next = next.map(|key| key.number);
    let done = app.store.write(org, |tx| async move {
        if let Some(current) = current {
            tx.signing_keys().retire(current, now).await?;
        }
        if let Some(next) = next {
            tx.signing_keys().activate(next, now).await?;
        }
        tx.signing_keys().insert(new).await?;
        audit::record(&tx, entry, Subject::Application).await
    });
    lost_race(done.await)
}

fn rotated(app: &App, org: OrgId, origin: &Origin, next: Option<&SigningKey>) -> AuditEntry {
    let change =
        next.map(|key| Change { field: "key_id".to_owned(), from: None, to: Some(key.key_id.clone()) });
    origin.entry(app, Action::SigningKeyRotated, Thing::signing_keys(org), change.into_iter().collect())
}

/// Rotates because a person wants it.
///
/// # Errors
/// [`Reason::SigningKeyTooNew`]; or as [`signer`].
pub async fn rotate_now(app: &App, org: OrgId, origin: &Origin) -> Result<(), Failure> {
    let keys = ensured(app, org).await?;
    let known = |key: &SigningKey| app.now().ms_since(key.published_at) >= PUBLISHED_BEFORE_MS;
    if !next(&keys).is_some_and(known) {
        return Err(Reason::SigningKeyTooNew.into());
    }
    rotate(app, org, &keys, origin).await
}

/// Another server has done the same at the same moment: what it made is as good.
fn lost_race(written: Result<(), store::Error>) -> Result<(), Failure> {
    match written {
        Err(store::Error::Stale | store::Error::Conflict(Conflict::Constraint(_))) => Ok(()),
        other => Ok(other?),
    }
}

/// A new key, on the threads for long work.
async fn make(app: &App, org: OrgId, number: i64, now: Timestamp) -> Result<SigningKey, Failure> {
    let mut random = Random::new(&*app.ids);
    let made = tokio::task::spawn_blocking(move || {
        let key = RsaPrivateKey::new(&mut random, BITS).map_err(|error| error.to_string())?;
        key.to_pkcs1_der().map(|plain| plain.to_bytes()).map_err(|error| error.to_string())
    });
    let made = made.await.map_err(|error| Failure::internal(&error))?;
    sealed(app, org, (number, now), &made.map_err(|error| Failure::internal(&error))?)
}

/// The key of that number, published now, of which `plain` is the private part (PKCS #1, DER).
///
/// # Errors
/// It is none, or the server has no key to encrypt it with.
pub fn sealed(
    app: &App,
    org: OrgId,
    (number, now): (i64, Timestamp),
    plain: &[u8],
) -> Result<SigningKey, Failure> {
    let public =
        RsaPrivateKey::from_pkcs1_der(plain).map_err(|error| Failure::internal(&error))?.to_public_key();
    let sealed = app.vault.seal(&*app.ids, &context(org, number), plain);
    let mut key = SigningKey {
        number,
        key_id: String::new(),
        modulus: base64url(&public.n().to_bytes_be()),
        exponent: base64url(&public.e().to_bytes_be()),
        sealed: sealed.map_err(|error| Failure::internal(&error))?,
        published_at: now,
        signs_since: None,
        retired_at: None,
    };
    let thumbprint = jwk(&key).thumbprint(ThumbprintHash::SHA256);
    key.key_id = thumbprint.map_err(|error| Failure::internal(&error))?;
    Ok(key)
}

/// In base64url without padding (RFC 7515 §2).
pub fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// The public key (RFC 7517).
fn jwk(key: &SigningKey) -> Jwk {
    Jwk {
        common: CommonParameters {
            public_key_use: Some(PublicKeyUse::Signature),
            key_algorithm: Some(KeyAlgorithm::RS256),
            key_id: Some(key.key_id.clone()).filter(|id| !id.is_empty()),
            ..CommonParameters::default()
        },
        algorithm: AlgorithmParameters::RSA(RSAKeyParameters {
            key_type: RSAKeyType::RSA,
            n: key.modulus.clone(),
            e: key.exponent.clone(),
        }),
    }
}

/// The public keys to verify with.
///
/// # Errors
/// As [`signer`].
pub async fn published(app: &App, org: OrgId) -> Result<JwkSet, Failure> {
    let (keys, now) = (ensured(app, org).await?, app.now());
    let counts = |key: &&SigningKey| key.retired_at.is_none_or(|at| now.ms_since(at) < PUBLISHED_AFTER_MS);
    Ok(JwkSet { keys: keys.iter().filter(counts).map(jwk).collect() })
}

/// The key of that `kid`, also a former one that is not published any more.
///
/// # Errors
/// The database fails.
pub async fn known(app: &App, org: OrgId, key_id: &str) -> Result<Option<DecodingKey>, Failure> {
    let keys = app.store.read(org).signing_keys().list().await?;
    let key = keys.iter().find(|key| key.key_id == key_id && key.signs_since.is_some());
    Ok(key.and_then(|key| DecodingKey::from_rsa_components(&key.modulus, &key.exponent).ok()))
}
