//! Calls of the program that is tested or measured.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::{Failure, Result};

/// `rollcall`, without the environment's own settings for it.
#[must_use]
pub fn rollcall(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ROLLCALL_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end, with `input` on its standard input, and gives what it printed.
///
/// # Errors
/// It does not start, or fails: with all that it said, after its name `what`.
pub fn output(mut command: Command, what: &str, input: &str) -> Result<String> {
    let failed = |why: &dyn std::fmt::Display| Failure::new(format!("`{what}` failed: {why}"));
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(|error| failed(&error))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that reads nothing may have closed it already.
        let _ = stdin.write_all(input.as_bytes());
    }
    let done = child.wait_with_output().map_err(|error| failed(&error))?;
    let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
    if done.status.success() {
        return Ok(said);
    }
    Err(failed(&format!("{said} {}", String::from_utf8_lossy(&done.stderr)).trim()))
}
