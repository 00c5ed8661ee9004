//! chromedriver: started once for all tests that run at the same time, ended with the last of them.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Weak};

use tokio::sync::Mutex;

use crate::Outcome;
use crate::process::Process;

static SHARED: Mutex<Weak<Chromedriver>> = Mutex::const_new(Weak::new());

/// A running chromedriver.
#[derive(Debug)]
pub struct Chromedriver {
    /// Where it listens.
    pub url: String,
    _process: Process,
}

/// The chromedriver that all tests share; started when there is none. `CHROMEDRIVER` names another than
/// `/usr/bin/chromedriver`.
///
/// # Errors
/// When it cannot be started.
pub async fn shared() -> Outcome<Arc<Chromedriver>> {
    let mut shared = SHARED.lock().await;
    if let Some(running) = shared.upgrade() {
        return Ok(running);
    }
    let started = Arc::new(start().await?);
    *shared = Arc::downgrade(&started);
    Ok(started)
}

async fn start() -> Outcome<Chromedriver> {
    let program = std::env::var_os("CHROMEDRIVER")
        .map_or_else(|| PathBuf::from("/usr/bin/chromedriver"), PathBuf::from);
    let process = Process::start(Command::new(program).arg("--port=0"))?;
    // "ChromeDriver was started successfully on port 38139."
    let port = process
        .line("the port of chromedriver", |line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        })
        .await?;
    Ok(Chromedriver { url: format!("http://127.0.0.1:{port}"), _process: process })
}
