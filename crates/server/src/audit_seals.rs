//! Seals on the audit log (R33): who changes, adds or deletes an entry in the database afterwards, without the key of the server, is found out
//! (docs/decisions/audit-seals.md).
//!
//! Every hour the entries that are older than [`SETTLED_MS`] are sealed, up to [`MOST`] at a time: the digest of the seal before and of each
//! entry, encrypted with the key that encrypts stored secrets.

use domain::{EventId, OrgId, Timestamp};
use sha2::{Digest, Sha256};
use store::{AuditSeal, Store, StoredEntry};

use crate::app::App;
use crate::ids::Ids;
use crate::vault::{self, Vault};

/// How old an entry is when it is sealed, in milliseconds: a quarter of an hour, in which every transaction that began has ended, and by which
/// the clocks of servers do not differ.
pub const SETTLED_MS: i64 = 900_000;
/// Entries under one seal at most.
pub const MOST: u64 = 5_000;
/// The digest before the first seal.
const BEGINNING: [u8; 32] = [0; 32];
/// No entry has this id: all are after it.
const BEFORE_ALL: EventId = EventId(0);
/// Seals that are read at once.
const SEALS: u64 = 200;

/// Where the digest belongs, for the vault.
fn context(org: OrgId, number: i64) -> String {
    format!("audit-seal/{org}/{number}")
}

/// The digest of the chain, with these entries after `before`.
fn digest(before: &[u8], entries: &[StoredEntry]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(before);
    for entry in entries {
        hasher.update((entry.bytes.len() as u64).to_be_bytes());
        hasher.update(&entry.bytes);
    }
    hasher.finalize().to_vec()
}

/// `seal` sealed with the first key of `vault`; nothing when it is so already. For `rollcall secrets reseal`.
///
/// # Errors
/// Why it does not open.
pub fn resealed(
    vault: &Vault,
    ids: &dyn Ids,
    org: OrgId,
    seal: &AuditSeal,
) -> Result<Option<String>, vault::Error> {
    vault.resealed(ids, &context(org, seal.number), &seal.sealed)
}

/// Why no seal was made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database fails.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The seal before cannot be opened, or there is no key.
    #[error(transparent)]
    Vault(#[from] vault::Error),
}

/// Seals what has settled in the log of `org`.
///
/// # Errors
/// [`Error`].
pub async fn seal(app: &App, org: OrgId) -> Result<(), Error> {
    let read = app.store.read(org);
    let settled = app.now().plus_ms(-SETTLED_MS);
    loop {
        let last = read.audit_seals().last().await?;
        let after = last.as_ref().map_or(BEFORE_ALL, |seal| seal.up_to);
        let mut entries = read.audit_seals().entries(after, None, MOST).await?;
        let ready = entries.iter().take_while(|entry| entry.at < settled).count();
        entries.truncate(ready);
        let Some(up_to) = entries.last().map(|entry| entry.id) else { return Ok(()) };
        let before = match &last {
            Some(seal) => app.vault.open(&context(org, seal.number), &seal.sealed)?,
            None => BEGINNING.to_vec(),
        };
        let number = last.map_or(1, |seal| seal.number + 1);
        let sealed = app.vault.seal(&*app.ids, &context(org, number), &digest(&before, &entries))?;
        let seal = &AuditSeal { number, up_to, entries: entries.len() as u64, sealed, at: app.now() };
        let added = app.store.write(org, |tx| async move { tx.audit_seals().insert(seal).await }).await;
        match added {
            Ok(()) => tracing::info!(%org, number, entries = seal.entries, "the audit log was sealed"),
            // Another server was faster: it goes on.
            Err(store::Error::Conflict(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// What the seals say of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every sealed entry is as it was; so many are sealed.
    Whole(u64),
    /// Between these two times an entry was changed, added or deleted, or the seal itself; nothing after it is looked at.
    Changed {
        /// When the seal before was made; `None` for the first one.
        after: Option<Timestamp>,
        /// When this seal was made.
        before: Timestamp,
    },
    /// A seal cannot be opened with the keys that are here.
    Unreadable(vault::Error),
}

/// Looks whether the log of `org` is as it was sealed.
///
/// # Errors
/// The database fails.
pub async fn verify(store: &Store, vault: &Vault, org: OrgId) -> Result<Verdict, store::Error> {
    let read = store.read(org);
    let (mut chain, mut after, mut made, mut number, mut sealed) =
        (BEGINNING.to_vec(), BEFORE_ALL, None, 0, 0);
    loop {
        let seals = read.audit_seals().after(number, SEALS).await?;
        if seals.is_empty() {
            return Ok(Verdict::Whole(sealed));
        }
        for seal in seals {
            let entries = read.audit_seals().entries(after, Some(seal.up_to), seal.entries + 1).await?;
            chain = digest(&chain, &entries);
            match vault.open(&context(org, seal.number), &seal.sealed) {
                Ok(known)
                    if known == chain
                        && seal.number == number + 1
                        && seal.entries == entries.len() as u64 => {}
                Err(error @ (vault::Error::OtherKey { .. } | vault::Error::NoKey)) => {
                    return Ok(Verdict::Unreadable(error));
                }
                _ => return Ok(Verdict::Changed { after: made, before: seal.at }),
            }
            (after, made, number) = (seal.up_to, Some(seal.at), seal.number);
            sealed += seal.entries;
        }
    }
}
