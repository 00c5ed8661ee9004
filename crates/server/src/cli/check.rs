//! `rollcall check`

use store::{Location, SQLITE_FILE, SchemaState, Store};

use super::{Database, Error, print};

/// Says what the database is, and holds.
pub(super) async fn run(database: &Database) -> Result<(), Error> {
    let store = match database.location() {
        Location::Sqlite { dir } if !dir.join(SQLITE_FILE).exists() => database.open().await?,
        _ => database.connect().await?,
    };
    match store.schema_state().await? {
        SchemaState::Current => holds(&store).await,
        SchemaState::Behind(steps) => Err(Error::new(format!(
            "The database is {steps} migrations behind this version. Run `rollcall migrate`, or start `rollcall serve`."
        ))),
        SchemaState::Newer { found } => Err(store::OpenError::Newer { found }.into()),
    }
}

async fn holds(store: &Store) -> Result<(), Error> {
    let organizations = store.organizations().list().await?;
    print(&format!("The database is up to date. Organizations: {}.", organizations.len()));
    for organization in organizations {
        let counts = store.read(organization.id).users().counts().await?;
        print(&format!(
            "{}\t{}\t{} users, {} active",
            organization.slug, organization.name, counts.total, counts.active
        ));
    }
    Ok(())
}
