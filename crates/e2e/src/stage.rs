//! One test: servers and browsers that it starts, the evidence that it leaves when it fails, and the sweeping after.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use tokio::task::LocalSet;

use crate::process::results_dir;
use crate::server::{Login, OWNER};
use crate::{Browser, Database, Failure, IdentityProvider, Outcome, Server};

/// What a scene plays on. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Stage {
    servers: Rc<RefCell<Vec<Rc<Server>>>>,
    identity_providers: Rc<RefCell<Vec<Rc<IdentityProvider>>>>,
    browsers: Rc<RefCell<Vec<Browser>>>,
}

impl Stage {
    /// A server with an empty database: it prints a set-up link.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn server(&self, database: Database) -> Outcome<Rc<Server>> {
        Ok(self.keep(Server::start(database).await?))
    }

    /// A server that has the organization Contoso and its owner.
    ///
    /// # Errors
    /// As [`Server::with_organization`].
    pub async fn contoso(&self, database: Database) -> Outcome<Rc<Server>> {
        Ok(self.keep(Server::with_organization(database).await?))
    }

    /// The same, reached at another address than it listens on.
    ///
    /// # Errors
    /// As [`Server::with_organization_at`].
    pub async fn contoso_at(&self, database: Database, public_url: &str) -> Outcome<Rc<Server>> {
        Ok(self.keep(Server::with_organization_at(database, public_url).await?))
    }

    /// A server on the demonstration's organization, and what `rollcall demo` printed.
    ///
    /// # Errors
    /// As [`Server::with_demo`].
    pub async fn demo(&self) -> Outcome<(Rc<Server>, String)> {
        let (server, printed) = Server::with_demo().await?;
        Ok((self.keep(server), printed))
    }

    /// An identity provider with these accounts.
    ///
    /// # Errors
    /// As [`IdentityProvider::start`].
    pub async fn identity_provider(&self, accounts: &[Login]) -> Outcome<Rc<IdentityProvider>> {
        let started = Rc::new(IdentityProvider::start(accounts).await?);
        self.identity_providers.borrow_mut().push(Rc::clone(&started));
        Ok(started)
    }

    /// A browser of a person of their own.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub async fn browser(&self, server: &Server) -> Outcome<Browser> {
        self.browser_at(&server.url).await
    }

    /// A browser whose paths are below `base`.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub async fn browser_at(&self, base: &str) -> Outcome<Browser> {
        let browser = Browser::open(base).await?;
        self.browsers.borrow_mut().push(browser.clone());
        Ok(browser)
    }

    fn keep(&self, server: Server) -> Rc<Server> {
        let server = Rc::new(server);
        self.servers.borrow_mut().push(Rc::clone(&server));
        server
    }

    /// No server has logged a secret: not the owner's password, and nothing that Rollcall hands out.
    fn discreet(&self) -> Outcome {
        let secrets = [
            OWNER.password,
            "rc_scim_",
            "rc_api_",
            "rc_client_",
            "rc_code_",
            "rc_access_",
            "rc_refresh_",
            "rollcall_session=",
            "rollcall_device=",
            "/set-password#",
            "PRIVATE KEY",
        ];
        for server in self.servers.borrow().iter() {
            let log = server.log();
            let told = log.lines().find(|line| secrets.iter().any(|secret| line.contains(secret)));
            if let Some(line) = told {
                return Failure::because(format!("The server has logged a secret:\n{line}"));
            }
        }
        Ok(())
    }

    /// No browser complained: no script error, no violation of the content security policy.
    async fn quiet(&self) -> Outcome {
        let browsers = self.browsers.borrow().clone();
        for browser in browsers {
            let complaints = browser.complaints().await?;
            if !complaints.is_empty() {
                return Failure::because(format!("The browser complained:\n{}", complaints.join("\n")));
            }
        }
        Ok(())
    }

    /// Keeps what is to be seen now, and gives the folder.
    async fn keep_evidence(&self, test: &str, failure: &Failure) -> Outcome<PathBuf> {
        let dir = results_dir("e2e-failures")?.join(test.replace("::", "."));
        // Of an earlier run; absent on the first.
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir)?;
        std::fs::write(dir.join("failure.txt"), failure.to_string())?;
        let servers = self.servers.borrow().clone();
        for (number, server) in servers.iter().enumerate() {
            std::fs::write(dir.join(format!("server-{number}.log")), server.log())?;
        }
        for (number, provider) in self.identity_providers.borrow().iter().enumerate() {
            std::fs::write(dir.join(format!("identity-provider-{number}.log")), provider.log())?;
        }
        let browsers = self.browsers.borrow().clone();
        for (number, browser) in browsers.iter().enumerate() {
            browser.picture(&dir.join(format!("browser-{number}.png"))).await?;
            let seen = format!("{}\n\n{}", browser.location().await?, browser.text().await?);
            std::fs::write(dir.join(format!("browser-{number}.txt")), seen)?;
            std::fs::write(
                dir.join(format!("browser-{number}.log")),
                browser.complaints().await?.join("\n"),
            )?;
        }
        Ok(dir)
    }

    async fn sweep(&self) -> Outcome {
        let browsers = self.browsers.take();
        for browser in browsers {
            browser.close().await?;
        }
        let servers = self.servers.take();
        for server in servers {
            server.place.drop_it().await?;
        }
        Ok(())
    }
}

/// Plays one test: the scene fails when it returns a failure, when it panics, and when a browser complained.
///
/// # Panics
/// When it fails: that is how a test fails.
pub fn play(scene: impl AsyncFnOnce(Stage) -> Outcome + 'static) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("No runtime for a test: {error}"));
    let test = std::thread::current().name().unwrap_or("test").to_owned();
    let stage = Stage::default();
    let played = LocalSet::new().block_on(&runtime, async {
        let on = stage.clone();
        let outcome = tokio::task::spawn_local(async move { scene(on).await }).await;
        let outcome = match outcome {
            Ok(Ok(())) => match stage.discreet() {
                Ok(()) => stage.quiet().await,
                told => told,
            },
            Ok(Err(failure)) => Err(failure),
            Err(panicked) => Err(Failure::new(words_of(panicked))),
        };
        let outcome = match outcome {
            Ok(()) => Ok(()),
            Err(failure) => {
                let kept = stage.keep_evidence(&test, &failure).await;
                Err((failure, kept))
            }
        };
        (outcome, stage.sweep().await)
    });
    match played {
        (Ok(()), Ok(())) => {}
        (Ok(()), Err(sweeping)) => panic!("The test passed, but its browsers or databases stay: {sweeping}"),
        (Err((failure, Ok(dir))), _) => panic!("{failure}\n\nEvidence: {}", dir.display()),
        (Err((failure, Err(evidence))), _) => panic!("{failure}\n\n(No evidence could be kept: {evidence})"),
    }
}

fn words_of(panicked: tokio::task::JoinError) -> String {
    let panic = panicked.into_panic();
    let words = panic.downcast_ref::<String>().cloned();
    words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned())).unwrap_or_default()
}
