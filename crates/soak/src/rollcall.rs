//! The program that is killed: its commands, and running servers.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use cluster::{Guarded, program};

use crate::failure::Result;
use crate::http::Caller;

/// A server that has not said where it listens after so long does not start.
const START: Duration = Duration::from_secs(60);
/// The organization.
pub const ORGANIZATION: &str = "soak";
/// Its owner.
const OWNER: &str = "owner@soak.example";
/// The owner's password: the database is thrown away with it.
const PASSWORD: &str = "quiet otters walk north";

/// The programs that scenarios need.
#[derive(Debug, Clone)]
pub struct Programs {
    /// `rollcall`.
    pub rollcall: PathBuf,
    /// The folder of PostgreSQL's programs.
    pub postgres: PathBuf,
    /// `haproxy`.
    pub haproxy: PathBuf,
}

/// The program with its database.
#[derive(Debug, Clone)]
pub struct Rollcall {
    program: PathBuf,
    place: [String; 2],
}

/// A running server. Dropping it is `kill -9`.
#[derive(Debug)]
pub struct Server {
    /// Where it listens: `http://127.0.0.1:<port>`.
    pub url: String,
    log: Arc<Mutex<String>>,
    _process: Guarded,
}

impl Rollcall {
    /// On the embedded database in that folder.
    #[must_use]
    pub fn on_sqlite(program: &Path, folder: &Path) -> Self {
        Self { program: program.to_owned(), place: ["--data".to_owned(), folder.display().to_string()] }
    }

    /// On PostgreSQL.
    #[must_use]
    pub fn on_postgres(program: &Path, url: String) -> Self {
        Self { program: program.to_owned(), place: ["--database-url".to_owned(), url] }
    }

    /// Makes the organization, and gives a SCIM token of it.
    ///
    /// # Errors
    /// A command fails.
    pub fn prepare(&self) -> Result<String> {
        let words = ["org", "create", "--slug", ORGANIZATION, "--name", "Soak", "--owner", OWNER];
        self.command(&[&words[..], &["--password-stdin"]].concat(), PASSWORD)?;
        self.command(&["scim", "token", "create", "--org", ORGANIZATION, "--name", "soak"], "")
    }

    /// Runs a command, and gives what it printed.
    ///
    /// # Errors
    /// It fails, with what it said.
    pub fn command(&self, arguments: &[&str], input: &str) -> Result<String> {
        let what = format!("rollcall {}", arguments.join(" "));
        Ok(program::output(self.call(arguments), &what, input)?)
    }

    /// Starts a server on a free port.
    ///
    /// # Errors
    /// It does not start.
    pub fn serve(&self) -> Result<Server> {
        self.serve_at("127.0.0.1:0")
    }

    /// Starts a server where a killed one was.
    ///
    /// # Errors
    /// It does not start.
    pub fn serve_again(&self, url: &str) -> Result<Server> {
        self.serve_at(url.trim_start_matches("http://"))
    }

    fn serve_at(&self, address: &str) -> Result<Server> {
        let mut command =
            self.call(&["serve", "--listen", address, "--log", "warn,server=info,rollcall=info"]);
        let mut process = Guarded::start(command.stdout(Stdio::null()).stderr(Stdio::piped()))?;
        let stderr = process.stderr().ok_or("the server's words were asked for")?;
        let (tell, told) = mpsc::channel();
        let log = Arc::default();
        let kept = Arc::clone(&log);
        thread::spawn(move || listen(stderr, &kept, &tell));
        match told.recv_timeout(START) {
            Ok(url) => Ok(Server { url, log, _process: process }),
            Err(_) => Err(format!("The server did not start:\n{}", text(&log)).into()),
        }
    }

    fn call(&self, arguments: &[&str]) -> Command {
        let mut command = program::rollcall(&self.program);
        command.args(arguments).args(&self.place);
        command
    }
}

impl Server {
    /// Signs the owner in, and gives the cookie.
    ///
    /// # Errors
    /// The server refuses.
    pub fn sign_in(&self) -> Result<String> {
        Caller::sign_in(&self.url, OWNER, PASSWORD)
    }

    /// The end of its log.
    #[must_use]
    pub fn log(&self) -> String {
        text(&self.log)
    }
}

/// Bytes of a log that are kept at least: its end says why.
const KEPT: usize = 8 * 1024;

fn listen(stderr: impl Read, log: &Mutex<String>, tell: &mpsc::Sender<String>) {
    for line in BufReader::new(stderr).lines().map_while(std::result::Result::ok) {
        if let Some((_, rest)) = line.split_once("listens on ") {
            let url = rest.split([' ', '"']).next().unwrap_or_default().trim_end_matches('/');
            // Nobody waits any more when the server was given up.
            let _ = tell.send(url.to_owned());
        }
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push_str(&line);
        log.push('\n');
        if log.len() > 2 * KEPT
            && let Some(end) = log.find('\n').and_then(|_| log[KEPT..].find('\n').map(|at| KEPT + at + 1))
        {
            log.drain(..end);
        }
    }
}

fn text(log: &Mutex<String>) -> String {
    log.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
