//! Opening and preparing a database: several at once, newer ones, damaged ones, none at all.

use std::time::Duration;

use domain::{OrgId, Role, Timestamp, UserId};
use store::testing::TestDatabase;
use store::{Location, OpenError, Options, SQLITE_FILE, SchemaState, Store, UserQuery};
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

/// Contoso with one person, written as the first version has written them.
async fn fill(database: &TestDatabase) {
    let on_postgres = matches!(database.location, Location::Postgres { .. });
    let id = |number: u128| match on_postgres {
        true => format!("'{}'", Uuid::from_u128(number)),
        false => format!("X'{number:032x}'"),
    };
    let (org, ada, scim) = (id(1), id(2), id(3));
    for statement in [
        format!("INSERT INTO organizations VALUES ({org}, 'contoso', 'Contoso', 1, 1, 1)"),
        format!("INSERT INTO feed_heads VALUES ({org}, 0)"),
        format!(
            "INSERT INTO users (org_id, id, scim_id, username, username_key, first_name, first_name_key, last_name, last_name_key, \
             name_key, email_key, site_key, role, deactivated, managed_by, sent_fields, directory_visible, scim_extra, search_text, \
             last_sign_in_at, created_at, updated_at, version) VALUES ({org}, {ada}, {scim}, 'Ada', 'ada', 'Ada', 'ada', 'Lovelace', \
             'lovelace', 'lovelace ada', '', '', 'owner', FALSE, 'local', '[]', TRUE, '{{}}', 'ada lovelace', 0, 1, 1, 1)"
        ),
    ] {
        database.execute(&statement).await.unwrap();
    }
}

/// The number of migrations is the version of the schema: a database that was left at any of them is brought up to this one, with what is in it.
async fn every_earlier_schema_is_brought_up_to_this_one(on_postgres: bool) {
    for steps in 1..TestDatabase::versions() {
        let database = TestDatabase::empty(on_postgres).await;
        database.up(1).await.unwrap();
        fill(&database).await;
        database.up(steps - 1).await.unwrap();
        let behind = SchemaState::Behind((TestDatabase::versions() - steps).try_into().unwrap());
        assert_eq!(database.store.schema_state().await.unwrap(), behind);
        database.store.migrate(Uuid::from_u128(9), &now).await.unwrap();
        assert_eq!(database.store.schema_state().await.unwrap(), SchemaState::Current);
        let contoso = database.store.read(OrgId(1));
        let ada = contoso.users().get(UserId(2)).await.unwrap().unwrap();
        assert_eq!((ada.username.as_str(), ada.role), ("Ada", Role::Owner), "from {steps}");
        assert_eq!(contoso.users().miscounted().await.unwrap(), 0, "from {steps}");
        assert_eq!(contoso.users().page(&UserQuery::first(9)).await.unwrap().total, 1, "from {steps}");
        assert!(database.store.orphans().await.unwrap().is_empty(), "from {steps}");
        database.drop_database().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_earlier_schema_is_brought_up_to_this_one_on_sqlite() {
    every_earlier_schema_is_brought_up_to_this_one(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_earlier_schema_is_brought_up_to_this_one_on_postgres() {
    every_earlier_schema_is_brought_up_to_this_one(true).await;
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
