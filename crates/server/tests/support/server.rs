//! The server under test.

use std::sync::Arc;

use server::app::{App, AppState};
use server::config::Config;
use server::vault::SecretKey;
use store::Store;
use store::testing::TestDatabase;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Caller, CountingIds, Organization, TestClock, TestDns, logs};

/// A server that listens on a port of its own, with a database of its own.
pub struct Server {
    /// `http://127.0.0.1:<port>`
    pub url: String,
    /// The time, as the server sees it.
    pub clock: Arc<TestClock>,
    /// The records of the DNS, as the server sees them.
    pub dns: Arc<TestDns>,
    /// The parts of the server.
    pub app: AppState,
    database: TestDatabase,
    http: reqwest::Client,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    /// On a new SQLite file.
    pub async fn on_sqlite() -> Self {
        Self::start(TestDatabase::sqlite().await, Self::config()).await
    }

    /// On a new PostgreSQL database.
    pub async fn on_postgres() -> Self {
        Self::start(TestDatabase::postgres().await, Self::config()).await
    }

    /// What webhooks of the tests go to is on this machine.
    fn config() -> Config {
        Config { allow_private_webhooks: true, ..Config::default() }
    }

    /// On `database`, with `config`; an empty public URL becomes the server's own.
    pub async fn start(database: TestDatabase, config: Config) -> Self {
        logs::read();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let public_url = if config.public_url.is_empty() { url.clone() } else { config.public_url.clone() };
        let clock = Arc::new(TestClock::default());
        let ids = Arc::new(CountingIds::default());
        let dns = Arc::new(TestDns::default());
        let secret_keys = vec![SecretKey::new([7; 32])];
        let config = Config { public_url, secret_keys, dns: Some(dns.clone()), ..config };
        let app = App::new(database.store.clone(), clock.clone(), ids, config);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server::serve::serve(app.clone(), listener, async {
            let _ = stopped.await;
        }));
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { url, clock, dns, app, database, http, stop, task }
    }

    /// The database itself: for what no operation makes or shows.
    pub const fn store(&self) -> &Store {
        &self.database.store
    }

    /// A statement past Rollcall: by somebody who has the database.
    pub async fn execute(&self, statement: &str) {
        self.database.execute(statement).await.unwrap();
    }

    /// Somebody who is not signed in.
    pub fn anybody(&self) -> Caller {
        Caller::new(self.http.clone(), self.url.clone(), None)
    }

    /// A browser with that cookie.
    pub fn with_cookie(&self, cookie: String) -> Caller {
        Caller::new(self.http.clone(), self.url.clone(), Some(cookie))
    }

    /// A new organization, with an owner `owner@<slug>.com` who is signed in.
    pub async fn organization(&self, slug: &str) -> Organization<'_> {
        Organization::create(self, slug).await
    }

    /// Stops it, and deletes its database.
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
        drop(self.app);
        self.database.drop_database().await;
        // Whatever the test was about: what it has asked of the database, every engine must know.
        store::testing::statements::assert_portable();
        logs::assert_without_secrets();
    }
}
