//! Opening and preparing a database: several at once, newer ones, damaged ones, none at all.

use std::time::Duration;

use domain::Timestamp;
use store::testing::TestDatabase;
use store::{Location, OpenError, Options, SQLITE_FILE, SchemaState, Store};
use uuid::Uuid;

use crate::support::NOON;

fn now() -> Timestamp {
    NOON
}

async fn several_processes_migrate_at_once(database: TestDatabase) {
    assert!(matches!(database.store.schema_state().await.unwrap(), SchemaState::Behind(_)));
    let processes = (1..=4).map(|holder| {
        let location = database.location.clone();
        tokio::spawn(async move {
            let store = Store::open(&location, &Options::default()).await.unwrap();
            store.migrate(Uuid::from_u128(holder), &now).await.unwrap();
            store.close().await.unwrap();
        })
    });
    for process in processes.collect::<Vec<_>>() {
        process.await.unwrap();
    }
    assert_eq!(database.store.schema_state().await.unwrap(), SchemaState::Current);
    database.store.migrate(Uuid::from_u128(9), &now).await.unwrap();
    database.drop_database().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_migrate_at_once_on_sqlite() {
    several_processes_migrate_at_once(TestDatabase::empty(false).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_migrate_at_once_on_postgres() {
    several_processes_migrate_at_once(TestDatabase::empty(true).await).await;
}

async fn a_lease_left_behind_runs_out(database: TestDatabase) {
    let dead =
        "CREATE TABLE migration_lease (id int PRIMARY KEY, holder text NOT NULL, expires_at bigint NOT NULL)";
    let dead = if matches!(database.location, Location::Postgres { .. }) {
        dead.replace("text", "uuid")
    } else {
        dead.into()
    };
    database.execute(&dead).await.unwrap();
    let lease = format!("INSERT INTO migration_lease VALUES (1, '{}', {})", Uuid::from_u128(5), NOON.0 - 1);
    database.execute(&lease).await.unwrap();
    database.store.migrate(Uuid::from_u128(1), &now).await.unwrap();
    assert_eq!(database.store.schema_state().await.unwrap(), SchemaState::Current);
    database.drop_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_left_behind_runs_out_on_sqlite() {
    a_lease_left_behind_runs_out(TestDatabase::empty(false).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_left_behind_runs_out_on_postgres() {
    a_lease_left_behind_runs_out(TestDatabase::empty(true).await).await;
}

async fn a_newer_database_is_refused(database: TestDatabase) {
    database
        .execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)")
        .await
        .unwrap();
    let newer = SchemaState::Newer { found: "m9999_later".to_owned() };
    assert_eq!(database.store.schema_state().await.unwrap(), newer);
    let refused = database.store.migrate(Uuid::from_u128(1), &now).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { .. }));
    let words = refused.to_string();
    assert!(words.contains("newer Rollcall") && words.contains("Install that version"), "{words}");
    database.drop_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused_on_sqlite() {
    a_newer_database_is_refused(TestDatabase::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused_on_postgres() {
    a_newer_database_is_refused(TestDatabase::postgres().await).await;
}

async fn refusal(location: &Location) -> OpenError {
    let options = Options { acquire_timeout: Duration::from_millis(300), ..Options::default() };
    match Store::open(location, &options).await {
        Ok(store) => store.schema_state().await.unwrap_err(),
        Err(error) => error,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(SQLITE_FILE),
        "not a database, but long enough to have a header ".repeat(40),
    )
    .unwrap();
    let error = refusal(&Location::Sqlite { dir: folder.path().to_owned() }).await;
    assert!(matches!(error, OpenError::Corrupt { .. }), "{error:?}");
    assert!(error.to_string().contains(SQLITE_FILE), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = refusal(&Location::Sqlite { dir: file.join("data") }).await;
    assert!(matches!(error, OpenError::Unwritable { .. }), "{error:?}");
    assert!(error.to_string().contains("--data"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_opened_is_unwritable() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(SQLITE_FILE)).unwrap();
    let error = refusal(&Location::Sqlite { dir: folder.path().to_owned() }).await;
    assert!(matches!(error, OpenError::Unwritable { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_answer_is_named_without_the_password() {
    let url = "postgres://ada:secret@127.0.0.1:9/rollcall".to_owned();
    let error = refusal(&Location::Postgres { url }).await;
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error:?}");
    assert!(!error.to_string().contains("secret"), "{error}");
    let error = refusal(&Location::Postgres { url: "mysql://localhost/rollcall".to_owned() }).await;
    assert!(matches!(error, OpenError::InvalidUrl), "{error:?}");
    let error = refusal(&Location::Postgres { url: "postgres://[/x".to_owned() }).await;
    assert!(matches!(error, OpenError::InvalidUrl), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_may_hold_what_a_url_may_not() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("a folder #1 ?x=%20 ünï");
    let store = Store::open(&Location::Sqlite { dir: dir.clone() }, &Options::default()).await.unwrap();
    store.migrate(Uuid::from_u128(1), &now).await.unwrap();
    assert!(dir.join(SQLITE_FILE).exists());
    store.close().await.unwrap();
}
