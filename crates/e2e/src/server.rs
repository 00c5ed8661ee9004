//! The real `rollcall` binary, with a database of its own.

use std::path::PathBuf;
use std::process::Command;

use cluster::program;

use crate::database::{Database, Place};
use crate::process::{Process, target_dir};
use crate::{Failure, Outcome};

/// A running server.
#[derive(Debug)]
pub struct Server {
    /// Where it listens: `http://127.0.0.1:<port>`.
    pub url: String,
    /// Its database.
    pub place: Place,
    process: Process,
}

/// Who can sign in at a server that [`Server::with_organization`] started.
#[derive(Debug, Clone, Copy)]
pub struct Login {
    /// The username.
    pub username: &'static str,
    /// The password.
    pub password: &'static str,
}

/// The owner of the organization `contoso`.
pub const OWNER: Login = Login { username: "olivia@contoso.com", password: "quiet otters walk north" };

impl Server {
    /// Starts one with an empty database: it prints a set-up link.
    ///
    /// # Errors
    /// When the binary is missing or does not start.
    pub async fn start(database: Database) -> Outcome<Self> {
        Self::serve(Place::make(database).await?, &[]).await
    }

    /// Starts one that has the organization Contoso, with [`OWNER`], made at the command line.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn with_organization(database: Database) -> Outcome<Self> {
        Self::serve(contoso(database).await?, &[]).await
    }

    /// The same, reached at another address than it listens on.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn with_organization_at(database: Database, public_url: &str) -> Outcome<Self> {
        Self::serve(contoso(database).await?, &["--public-url", public_url]).await
    }

    /// Starts one on the organization that `rollcall demo` makes; gives what the command printed.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn with_demo() -> Outcome<(Self, String)> {
        let place = Place::make(Database::Sqlite).await?;
        let printed = command_with_input(&place, &["demo"], "")?;
        Ok((Self::serve(place, &[]).await?, printed))
    }

    async fn serve(place: Place, flags: &[&str]) -> Outcome<Self> {
        let mut command = rollcall()?;
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--allow-private-webhooks"])
            .args(place.flags())
            .args(flags);
        if let Some(dist) = std::env::var_os("ROLLCALL_CONSOLE_DIST") {
            command.arg("--console-dir").arg(dist);
        }
        let process = Process::start(&mut command)?;
        // "Rollcall listens on http://127.0.0.1:40123"
        let url = process
            .line("the address of rollcall", |line| {
                let (_, rest) = line.split_once("listens on ")?;
                let url = rest.split([' ', '"']).next()?;
                url.starts_with("http://127.0.0.1:").then(|| url.trim_end_matches('/').to_owned())
            })
            .await?;
        Ok(Self { url, place, process })
    }

    /// The one-time link that the server printed because it has no organization.
    ///
    /// # Errors
    /// When it printed none.
    pub async fn setup_link(&self) -> Outcome<String> {
        let link = |line: &str| {
            let start = line.find("http")?;
            line[start..].split([' ', '"']).next().filter(|word| word.contains("/setup#")).map(str::to_owned)
        };
        self.process.line("the set-up link", link).await
    }

    /// The address of `path`.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Runs a command beside the server and gives what it printed, as in `&["site", "create", …]`.
    ///
    /// # Errors
    /// When it fails, with what it said.
    pub fn command(&self, arguments: &[&str]) -> Outcome<String> {
        command_with_input(&self.place, arguments, "")
    }

    /// The server's log.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }
}

/// A database with the organization Contoso and [`OWNER`].
async fn contoso(database: Database) -> Outcome<Place> {
    let place = Place::make(database).await?;
    let words = ["org", "create", "--slug", "contoso", "--name", "Contoso", "--owner", OWNER.username];
    command_with_input(&place, &[&words[..], &["--password-stdin"]].concat(), OWNER.password)?;
    Ok(place)
}

/// The binary, without the environment's own settings for it.
fn rollcall() -> Outcome<Command> {
    let at = std::env::var_os("ROLLCALL_BIN")
        .map_or_else(|| target_dir().join("debug").join("rollcall"), PathBuf::from);
    if !at.exists() {
        return Failure::because(format!(
            "There is no {}: build it with `cargo build -p server`, or name another in ROLLCALL_BIN",
            at.display()
        ));
    }
    Ok(program::rollcall(&at))
}

fn command_with_input(place: &Place, arguments: &[&str], input: &str) -> Outcome<String> {
    let mut command = rollcall()?;
    command.args(arguments).args(place.flags());
    let what = format!("rollcall {}", arguments.join(" "));
    Ok(program::output(command, &what, input)?)
}
