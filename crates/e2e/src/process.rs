//! A program that runs beside the tests: its output is read as it comes, and it ends with its owner.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::{Failure, Outcome, wait_for};

/// A running program.
#[derive(Debug)]
pub struct Process {
    child: Mutex<Child>,
    output: Arc<Mutex<String>>,
}

impl Process {
    /// Starts `command`; both of its outputs are kept.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(
                |error| Failure::new(format!("Cannot start {:?}: {error}", command.get_program())),
            )?;
        let output = Arc::default();
        if let Some(stdout) = child.stdout.take() {
            keep(stdout, Arc::clone(&output));
        }
        if let Some(stderr) = child.stderr.take() {
            keep(stderr, Arc::clone(&output));
        }
        Ok(Self { child: Mutex::new(child), output })
    }

    /// What it has said so far.
    #[must_use]
    pub fn output(&self) -> String {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends it.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn stop(&self) -> Outcome {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Waits for a line of output of which `pick` makes something.
    ///
    /// # Errors
    /// When it never comes, with what came instead.
    pub async fn line<T>(&self, what: &str, pick: impl Fn(&str) -> Option<T>) -> Outcome<T> {
        wait_for(what, async || {
            let output = self.output();
            output.lines().find_map(&pick).ok_or_else(|| Failure::new(format!("the output is:\n{output}")))
        })
        .await
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails only when it has ended already.
        let _ = self.stop();
    }
}

fn keep(from: impl Read + Send + 'static, to: Arc<Mutex<String>>) {
    thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            let Ok(line) = line else { return };
            let mut to = to.lock().unwrap_or_else(PoisonError::into_inner);
            to.push_str(&line);
            to.push('\n');
        }
    });
}

/// The folder of build results: what the tests leave for a person to look at goes below it.
#[must_use]
pub fn target_dir() -> PathBuf {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from(here), PathBuf::from)
}

/// A folder below [`target_dir`], made when it is not there yet.
///
/// # Errors
/// When it cannot be made.
pub fn results_dir(name: &str) -> Outcome<PathBuf> {
    let dir = target_dir().join(name);
    std::fs::create_dir_all(&dir)?;
    Ok(dir)
}
