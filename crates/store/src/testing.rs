//! Databases for tests, each its own, gone afterwards.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::Timestamp;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{Location, OpenError, Options, Store};

/// Where tests find PostgreSQL: the URL of a role that may create databases.
pub const POSTGRES_URL: &str = "ROLLCALL_TEST_DATABASE_URL";

/// What makes the tables: test databases are copied from a template, which is made anew when any of this changes.
const SCHEMA: [&str; 25] = [
    include_str!("migrations/mod.rs"),
    include_str!("migrations/columns.rs"),
    include_str!("migrations/m0001_initial.rs"),
    include_str!("migrations/m0002_provisioning_log.rs"),
    include_str!("migrations/m0003_groups.rs"),
    include_str!("migrations/m0004_guard.rs"),
    include_str!("migrations/m0005_user_counts.rs"),
    include_str!("migrations/m0006_licenses.rs"),
    include_str!("migrations/m0006_user_counts.rs"),
    include_str!("migrations/m0020_audit_log.rs"),
    include_str!("migrations/m0021_site_details.rs"),
    include_str!("migrations/m0022_directory.rs"),
    include_str!("migrations/m0023_views.rs"),
    include_str!("migrations/m0024_server_keys.rs"),
    include_str!("migrations/m0025_single_sign_on.rs"),
    include_str!("migrations/m0030_oidc.rs"),
    include_str!("migrations/m0040_api_tokens.rs"),
    include_str!("migrations/m0041_limits.rs"),
    include_str!("migrations/m0042_feed_actions.rs"),
    include_str!("migrations/m0043_audit_seals.rs"),
    include_str!("migrations/m0044_webhooks.rs"),
    include_str!("migrations/m0045_former_sessions.rs"),
    include_str!("migrations/m0046_delivery_states.rs"),
    include_str!("migrations/m0010_jobs.rs"),
    include_str!("search.rs"),
];

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// An empty, migrated database. Dropped with [`TestDatabase::drop_database`], or with the process's folder.
#[derive(Debug)]
pub struct TestDatabase {
    /// The database.
    pub store: Store,
    /// Where it is.
    pub location: Location,
    folder: Option<tempfile::TempDir>,
    name: Option<String>,
}

impl TestDatabase {
    /// A file in a temporary folder.
    ///
    /// # Panics
    /// It cannot be made.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let location = Location::Sqlite { dir: folder.path().to_owned() };
        let store = open(&location).await.expect("a new file can be opened");
        migrate(&store).await.expect("a new file can be migrated");
        Self { store, location, folder: Some(folder), name: None }
    }

    /// A database on the server that [`POSTGRES_URL`] names.
    ///
    /// # Panics
    /// The variable is missing, or the server refuses.
    pub async fn postgres() -> Self {
        let template =
            TEMPLATE.get_or_init(|| async { template().await.expect("a template can be made") }).await;
        let name = create(Some(template)).await.expect("a test database can be created");
        let location = Location::Postgres { url: url_of(&name) };
        let store = open(&location).await.expect("a test database can be opened");
        Self { store, location, folder: None, name: Some(name) }
    }

    /// A database without any table yet, for tests of migrations.
    ///
    /// # Panics
    /// As the two above.
    pub async fn empty(on_postgres: bool) -> Self {
        if !on_postgres {
            let folder = tempfile::tempdir().expect("a temporary folder can be made");
            let location = Location::Sqlite { dir: folder.path().to_owned() };
            let store = open(&location).await.expect("a new file can be opened");
            return Self { store, location, folder: Some(folder), name: None };
        }
        let name = create(None).await.expect("a test database can be created");
        let location = Location::Postgres { url: url_of(&name) };
        let store = open(&location).await.expect("a test database can be opened");
        Self { store, location, folder: None, name: Some(name) }
    }

    /// The tables that the first `steps` migrations make, in an [`empty`](Self::empty) database: as an earlier version has left it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn up(&self, steps: u32) -> Result<(), DbErr> {
        crate::migrations::up(self.store.writer(), steps).await
    }

    /// How many migrations there are.
    #[must_use]
    pub fn versions() -> u32 {
        u32::try_from(crate::migrations::count()).unwrap_or(u32::MAX)
    }

    /// A statement past all repositories, for tests that need a state which no repository makes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn execute(&self, sql: &str) -> Result<(), DbErr> {
        self.store.writer().execute_unprepared(sql).await.map(|_| ())
    }

    /// Closes the connections, and deletes the database.
    ///
    /// # Panics
    /// The server refuses.
    pub async fn drop_database(self) {
        self.store.close().await.expect("connections close");
        if let Some(name) = &self.name {
            let server = server().await.expect("the server answers");
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            server.execute_unprepared(&drop).await.expect("a test database can be dropped");
            server.close().await.expect("connections close");
        }
        drop(self.folder);
    }
}

/// A fixed time for leases: tests do not wait.
fn now() -> Timestamp {
    Timestamp(1_800_000_000_000)
}

async fn open(location: &Location) -> Result<Store, OpenError> {
    Store::open(location, &Options { max_connections: 8, ..Options::default() }).await
}

async fn migrate(store: &Store) -> Result<(), OpenError> {
    store.migrate(Uuid::from_u128(1), &now).await
}

fn server_url() -> String {
    std::env::var(POSTGRES_URL).unwrap_or_else(|_| {
        panic!("{POSTGRES_URL} is not set. Run the tests with `cargo xtask test`, which starts PostgreSQL and sets it.")
    })
}

/// The same server, another database.
fn url_of(name: &str) -> String {
    let url = server_url();
    let (base, query) = url.split_once('?').map_or((url.as_str(), None), |(base, query)| (base, Some(query)));
    let host = base.rfind('/').filter(|slash| *slash > base.find("://").map_or(0, |at| at + 2));
    let base = host.map_or(base, |slash| &base[..slash]);
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}

async fn server() -> Result<DatabaseConnection, DbErr> {
    let mut options = sea_orm::ConnectOptions::new(server_url());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

/// The template is shared by all test processes. Of several that make it at once, one wins: it is made under a
/// name of its own, and then renamed.
async fn template() -> Result<String, DbErr> {
    let mut hasher = DefaultHasher::new();
    SCHEMA.hash(&mut hasher);
    let template = format!("rollcall_template_{:016x}", hasher.finish());
    let server = server().await?;
    if !exists(&server, &template).await? {
        let name = create(None).await?;
        let store = open(&Location::Postgres { url: url_of(&name) }).await.map_err(failed)?;
        migrate(&store).await.map_err(failed)?;
        store.close().await.map_err(failed)?;
        let renamed = server.execute_unprepared(&format!("ALTER DATABASE {name} RENAME TO {template}")).await;
        if let Err(error) = renamed {
            server.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await?;
            if !exists(&server, &template).await? {
                return Err(error);
            }
        }
    }
    server.close().await?;
    Ok(template)
}

async fn exists(server: &DatabaseConnection, name: &str) -> Result<bool, DbErr> {
    let select = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let statement = Statement::from_string(server.get_database_backend(), select);
    Ok(server.query_one_raw(statement).await?.is_some())
}

fn failed(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(error.to_string())
}

/// Databases are named after the process, so that test processes beside each other do not meet. Each first
/// deletes what an earlier process of its number left behind.
async fn create(template: Option<&str>) -> Result<String, DbErr> {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("rollcall_test_{}_{number}", std::process::id());
    let server = server().await?;
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    let copy =
        template.map_or_else(String::new, |template| format!(" TEMPLATE {template} STRATEGY FILE_COPY"));
    server.execute_unprepared(&format!("CREATE DATABASE {name}{copy}")).await?;
    server.close().await?;
    Ok(name)
}

/// The statements that this process has run, and what is wrong with them: tests look at both databases' through it.
pub mod statements {
    use std::collections::BTreeSet;
    use std::sync::{Mutex, PoisonError};

    /// What PostgreSQL-compatible distributed engines lack, or mean differently (docs/ARCHITECTURE.md).
    const FORBIDDEN: [&str; 16] = [
        "LISTEN",
        "NOTIFY",
        "ADVISORY",
        "SKIP LOCKED",
        "NEXTVAL",
        "SERIAL",
        "SEQUENCE",
        "LOCK TABLE",
        "TRIGGER",
        "CITEXT",
        "NOCASE",
        "JSONB",
        "JSON_EXTRACT",
        "->>",
        "NOW()",
        "CURRENT_TIMESTAMP",
    ];

    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    static WRONG: Mutex<Vec<String>> = Mutex::new(Vec::new());

    pub(crate) fn record(sql: &str) {
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.contains(sql) {
            return;
        }
        seen.insert(sql.to_owned());
        if !offences(sql).is_empty() || rewrites_the_audit_log(sql) {
            WRONG.lock().unwrap_or_else(PoisonError::into_inner).push(sql.to_owned());
        }
    }

    /// Words of the text that must not be in a statement.
    #[must_use]
    pub fn offences(sql: &str) -> Vec<&'static str> {
        let text = sql.to_uppercase();
        FORBIDDEN.into_iter().filter(|word| text.contains(word)).collect()
    }

    /// Would the statement change or delete an entry of the audit log (R33)?
    #[must_use]
    pub fn rewrites_the_audit_log(sql: &str) -> bool {
        let words = sql.to_lowercase().replace(['"', '`'], " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        let of_audit = |words: &[&str]| matches!(words, ["update", "audit"] | ["from" | "into", "audit"]);
        let changes = matches!(words.first(), Some(&("update" | "delete" | "replace" | "truncate")));
        changes && words.windows(2).any(of_audit)
    }

    /// All of them, each once.
    #[must_use]
    pub fn seen() -> Vec<String> {
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Everything that this process has run so far works on every engine that is meant to be possible, and leaves the audit log alone.
    ///
    /// # Panics
    /// A statement does not.
    pub fn assert_portable() {
        let wrong = WRONG.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(
            *wrong,
            Vec::<String>::new(),
            "not every engine knows this, or it rewrites the audit log (R33)"
        );
    }
}
