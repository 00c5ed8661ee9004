//! `rollcall check`

use clap::Args;
use store::{Location, Organization, SQLITE_FILE, SchemaState, Store};

use super::{Database, Error, print};

/// The options of `check`.
#[derive(Debug, Args)]
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
        SchemaState::Current => holds(&store, options.repair).await,
        SchemaState::Behind(steps) => Err(Error::new(format!(
            "The database is {steps} migrations behind this version. Run `rollcall migrate`, or start `rollcall serve`."
        ))),
        SchemaState::Newer { found } => Err(store::OpenError::Newer { found }.into()),
    }
}

async fn holds(store: &Store, repair: bool) -> Result<(), Error> {
    let organizations = store.organizations().list().await?;
    print(&format!("The database is up to date. Organizations: {}.", organizations.len()));
    let mut wrong = Vec::new();
    for organization in organizations {
        let counts = store.read(organization.id).users().counts().await?;
        print(&format!(
            "{}\t{}\t{} users, {} active",
            organization.slug, organization.name, counts.total, counts.active
        ));
        wrong.extend(agrees(store, &organization, repair).await?);
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "Numbers that are kept do not agree with the users who are there: {}. Run `rollcall check --repair`, which counts them anew; nobody loses anything by it.",
        wrong.join(", ")
    )))
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
