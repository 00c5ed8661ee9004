//! `rollcall check`

use clap::Args;
use store::{Location, Organization, SQLITE_FILE, SchemaState, Store};

use super::{Database, Error, print};
use crate::audit_seals::{self, Verdict};
use crate::vault::Vault;
use crate::{oidc, sso, webhooks};

/// The options of `check`.
#[derive(Debug, Default, Args)]
pub struct Options {
    /// Put right the numbers that do not agree with the users who are there.
    #[arg(long)]
    repair: bool,
}

/// Says what the database is, and holds.
pub(super) async fn run(database: &Database, options: &Options) -> Result<(), Error> {
    let store = match database.location() {
        Location::Sqlite { dir } if !dir.join(SQLITE_FILE).exists() => database.open().await?,
        _ => database.connect().await?,
    };
    match store.schema_state().await? {
        SchemaState::Current => {
            whole(&store).await?;
            holds(&store, &Vault::new(database.secret_keys(&store).await?), options.repair).await
        }
        SchemaState::Behind(steps) => Err(Error::new(format!(
            "The database is {steps} migrations behind this version. Run `rollcall migrate`, or start `rollcall serve`."
        ))),
        SchemaState::Newer { found } => Err(store::OpenError::Newer { found }.into()),
    }
}

/// What is torn is not looked into any further.
async fn whole(store: &Store) -> Result<(), Error> {
    let torn = store.torn().await?;
    if torn.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "The database file is damaged ({}). Stop Rollcall, keep the file, and restore the newest sound back-up: rollcall restore FILE. Then look for the cause: the disk, or a program that wrote to the file.",
        // The first ones name the place; what follows from it is one line for each index.
        torn.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ")
    )))
}

async fn holds(store: &Store, vault: &Vault, repair: bool) -> Result<(), Error> {
    let organizations = store.organizations().list().await?;
    print(&format!("The database is up to date. Organizations: {}.", organizations.len()));
    let (mut miscounted, mut unreadable, mut tampered) = (Vec::new(), Vec::new(), Vec::new());
    for organization in organizations {
        let counts = store.read(organization.id).users().counts().await?;
        print(&format!(
            "{}\t{}\t{} users, {} active",
            organization.slug, organization.name, counts.total, counts.active
        ));
        miscounted.extend(agrees(store, &organization, repair).await?);
        unreadable.extend(secrets(store, vault, &organization).await?);
        tampered.extend(sealed(store, vault, &organization).await?);
    }
    let mut wrong = tampered;
    if !miscounted.is_empty() {
        wrong.push(format!(
            "Numbers that are kept do not agree with the users who are there: {}. Run `rollcall check --repair`, which counts them anew; nobody loses anything by it.",
            miscounted.join(", ")
        ));
    }
    wrong.extend(orphaned(store).await?);
    if !unreadable.is_empty() {
        wrong.push(format!(
            "Stored secrets cannot be read: {}. Put the secret.key that belongs to this database beside it, or name it with --secret-key-file. If it is lost, make new keys in the console.",
            unreadable.join("; ")
        ));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::new(wrong.join("\n"))) }
}

/// Compares the numbers of users, and of taken seats (R18), with the users. Returns what is wrong and stays so.
async fn agrees(store: &Store, organization: &Organization, repair: bool) -> Result<Option<String>, Error> {
    let slug = &organization.slug;
    if repair {
        let repaired = store.write(organization.id, |tx| async move {
            Ok::<_, store::Error>(tx.users().recount().await? + tx.licenses().recount().await?)
        });
        let repaired = repaired.await?;
        if repaired > 0 {
            print(&format!("{slug}\t{repaired} numbers were put right."));
        }
        return Ok(None);
    }
    let read = store.read(organization.id);
    let (users, plans) = (read.users().miscounted().await?, read.licenses().miscounted().await?.len());
    Ok((users > 0 || plans > 0).then(|| format!("{slug} ({users} numbers of users, {plans} of seats)")))
}

/// Rows whose parent is gone.
async fn orphaned(store: &Store) -> Result<Option<String>, Error> {
    let orphans = store.orphans().await?;
    let each: Vec<String> = orphans
        .iter()
        .map(|orphans| format!("{} of {} (without {})", orphans.rows, orphans.table, orphans.parent))
        .collect();
    Ok((!each.is_empty()).then(|| {
        format!(
            "Rows refer to something that is gone: {}. Rollcall makes no such rows: something else has written to the database. Restore a back-up from before, or delete them by hand when you know what they were.",
            each.join(", ")
        )
    }))
}

/// Is the audit log as it was sealed (R33)?
async fn sealed(store: &Store, vault: &Vault, organization: &Organization) -> Result<Option<String>, Error> {
    let slug = &organization.slug;
    Ok(match audit_seals::verify(store, vault, organization.id).await? {
        Verdict::Whole(0) => None,
        Verdict::Whole(entries) => {
            print(&format!("{slug}\t{entries} entries of the audit log are as they were sealed."));
            None
        }
        Verdict::Changed { after, before } => Some(format!(
            "{slug}: the audit log is not as it was sealed. Between {} and {before} an entry, or the seal itself, was changed, added or deleted by something else than Rollcall. Compare with a back-up from before, and find out who could write to the database.",
            after.map_or_else(|| "the beginning".to_owned(), |after| after.to_string())
        )),
        Verdict::Unreadable(error) => Some(format!(
            "{slug}: whether the audit log is as it was sealed cannot be told: {}.",
            error.cause()
        )),
    })
}

/// Secrets that do not open with the keys that are here: each kind once, with the vault's words.
async fn secrets(store: &Store, vault: &Vault, organization: &Organization) -> Result<Vec<String>, Error> {
    let read = store.read(organization.id);
    let mut unreadable = Vec::new();
    let mut note = |kind: &str, opened: Result<(), crate::vault::Error>| {
        if let Err(error) = opened {
            unreadable.push(format!("{} ({kind}): {}", organization.slug, error.cause()));
        }
    };
    if let Some(settings) = read.sso().get().await? {
        note("single sign-on", sso::key::opens(vault, organization, &settings));
    }
    let opened = |key| oidc::keys::opens(vault, organization.id, key);
    if let Some(failed) = read.signing_keys().list().await?.iter().map(opened).find(Result::is_err) {
        note("OpenID Connect", failed);
    }
    let opened = |webhook| webhooks::opens(vault, organization.id, webhook);
    if let Some(failed) = read.webhooks().list().await?.iter().map(opened).find(Result::is_err) {
        note("webhooks", failed);
    }
    Ok(unreadable)
}
