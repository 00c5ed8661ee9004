//! What a run of tests or a measurement starts beside itself: PostgreSQL clusters, primary and standby, and single programs.
//!
//! Whatever is started must end whatever happens to the process that started it: success, failure, panic, Ctrl-C, even
//! SIGKILL. So a small shell, in a process group of its own, holds the read end of a pipe whose write end is ours. However
//! we end, the system closes the pipe, and the shell then ends the program and removes its folder. Nothing else ends it: one way,
//! always taken. Everything listens on the loopback address only.

mod account;
mod guarded;
mod postgres;
pub mod program;
mod standby;

use std::{
    fmt, io,
    net::{Ipv4Addr, TcpListener},
    path::Path,
};

pub use guarded::Guarded;
pub use postgres::{Cluster, Purpose};

/// Why a program is not there, worded for the person at the terminal.
#[derive(Debug)]
pub struct Failure(String);

/// What every step returns.
pub type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// An adaptor for `map_err`: what could not be done with which file, and the system's reason.
    fn io(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let start = format!("Could not {what} {}", path.display());
        move |error| Self(format!("{start}: {error}."))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// A port of the loopback address that nobody listens on. Another process may take it before it is used: try again then.
///
/// # Errors
/// None is free.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("No port is free on 127.0.0.1: {error}.")))
}
