//! The program to measure: its commands, and one running server.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use cluster::program;

use crate::failure::Result;
use crate::stopwatch::Stopwatch;

/// A server that has not said where it listens after so long does not start.
const START: Duration = Duration::from_secs(60);
/// How often the server's own memory is looked at: Linux keeps the peak only of all memory, the mapped file of the database included.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// The organization of the benchmark.
pub const ORGANIZATION: &str = "bench";
/// Its owner.
pub const OWNER: &str = "owner@bench.example";
/// The owner's password: the database is thrown away with it.
pub const PASSWORD: &str = "quiet otters walk north";

/// Which database.
pub enum Place {
    /// The embedded one, in this folder.
    Sqlite(PathBuf),
    /// The one with this URL.
    Postgres(String),
}

/// The program, and its database.
pub struct Rollcall {
    program: PathBuf,
    place: Place,
}

/// A running server; dropping it stops it.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it listened.
    pub started_in: Duration,
    own_at_most: Arc<AtomicU64>,
}

impl Rollcall {
    /// Of that program, with that database.
    pub const fn new(program: PathBuf, place: Place) -> Self {
        Self { program, place }
    }

    /// Is it the embedded database, of which the budgets of provisioning are?
    pub const fn is_embedded(&self) -> bool {
        matches!(self.place, Place::Sqlite(_))
    }

    /// The database's name for people.
    pub const fn database(&self) -> &'static str {
        match self.place {
            Place::Sqlite(_) => "SQLite",
            Place::Postgres(_) => "PostgreSQL",
        }
    }

    /// Runs a command of it, and gives what it printed.
    pub fn command(&self, arguments: &[&str], input: &str) -> Result<String> {
        let what = format!("rollcall {}", arguments.join(" "));
        Ok(program::output(self.call(arguments), &what, input)?)
    }

    /// Makes the organization with so many people; says how long that took.
    pub fn fill(&self, users: u32) -> Result {
        let words = ["org", "create", "--slug", ORGANIZATION, "--name", "Bench", "--owner", OWNER];
        self.command(&[&words[..], &["--password-stdin"]].concat(), PASSWORD)?;
        let watch = Stopwatch::start();
        self.command(&["seed", "--org", ORGANIZATION, "--users", &users.to_string()], "")?;
        println!("{users} people seeded in {:.1} s", watch.elapsed().as_secs_f64());
        Ok(())
    }

    /// Starts the server, on a free port of this machine alone.
    pub fn serve(&self) -> Result<Running> {
        self.serve_with(&[])
    }

    /// Starts it with more options.
    pub fn serve_with(&self, options: &[&str]) -> Result<Running> {
        let watch = Stopwatch::start();
        let mut command = self.call(&["serve", "--listen", "127.0.0.1:0", "--log", "error"]);
        command.args(options);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let stderr = child.stderr.take().ok_or("the server's words were asked for")?;
        let (tell, told) = mpsc::channel();
        thread::spawn(move || listen(stderr, &tell));
        // Made first: whatever comes, it is dropped, and the server with it.
        let unknown = SocketAddr::from(([127, 0, 0, 1], 0));
        let own_at_most = Arc::new(AtomicU64::new(0));
        let (id, most) = (child.id(), Arc::downgrade(&own_at_most));
        thread::spawn(move || {
            while let Some(most) = most.upgrade() {
                most.fetch_max(kilobytes(id, "RssAnon:").unwrap_or_default(), Ordering::Relaxed);
                thread::sleep(LOOK_EVERY);
            }
        });
        let mut running = Running { child, address: unknown, started_in: Duration::ZERO, own_at_most };
        running.address = told.recv_timeout(START).map_err(|_| "the server did not start")?;
        running.started_in = watch.elapsed();
        Ok(running)
    }

    fn call(&self, arguments: &[&str]) -> Command {
        let mut command = program::rollcall(&self.program);
        command.args(arguments);
        match &self.place {
            Place::Sqlite(folder) => command.arg("--data").arg(folder),
            Place::Postgres(url) => command.arg("--database-url").arg(url),
        };
        command
    }
}

/// Passes on the server's words, but for the one with its address: that is told.
fn listen(stderr: impl Read, tell: &mpsc::Sender<SocketAddr>) {
    for line in BufReader::new(stderr).lines().map_while(std::result::Result::ok) {
        match line.split_once("listens on http://").map(|(_, address)| address.trim().parse()) {
            // Nobody listens any more when the server was given up.
            Some(Ok(address)) => drop(tell.send(address)),
            _ => eprintln!("rollcall: {line}"),
        }
    }
}

impl Running {
    /// The most memory that it has had, and what it has now, in KB; where the system tells (Linux). Pages of the database's file that
    /// SQLite has mapped count, once for each connection, although the system takes them back as it needs them.
    pub fn memory(&self) -> Option<(u64, u64)> {
        Some((kilobytes(self.child.id(), "VmHWM:")?, kilobytes(self.child.id(), "VmRSS:")?))
    }

    /// The most memory of its own that it has had, without what is mapped from files, in KB; zero where the system does not tell.
    pub fn own_memory(&self) -> u64 {
        self.own_at_most.load(Ordering::Relaxed)
    }

    /// The time of processors that it has used; zero where the system does not tell.
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        Duration::from_millis(cpu_ticks(&stat) * MILLIS_A_TICK)
    }
}

/// A number of `/proc/…/status`.
fn kilobytes(id: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Linux counts the time of a process in hundredths of a second.
const MILLIS_A_TICK: u64 = 10;

/// The time in user mode and in the kernel, of a line of `/proc/…/stat`. The program's name may hold anything, so one
/// counts from its end.
fn cpu_ticks(stat: &str) -> u64 {
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; what it wrote is thrown away.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_processors_is_that_of_user_and_kernel_whatever_the_program_is_called() {
        let stat = "1234 (roll) call) S 1 1 1 0 -1 4194304 900 0 0 0 250 50 7 8 20 0";
        assert_eq!(cpu_ticks(stat), 300);
        assert_eq!(cpu_ticks(""), 0);
    }
}
