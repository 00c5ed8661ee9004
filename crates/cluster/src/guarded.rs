//! A program that is killed when it is dropped, and when whoever started it is gone.

use std::{
    os::unix::process::CommandExt,
    process::{Child, ChildStderr, ChildStdin, Command, Stdio},
};

use crate::{Failure, Result};

/// Waits for the pipe's end, then kills. `$1` is the process, which nobody has waited for yet: its number is still its own.
const WATCHDOG: &str = r#"cat >/dev/null
kill -9 "$1" 2>/dev/null"#;

/// A running program. Dropping it sends SIGKILL, and waits for its end.
#[derive(Debug)]
pub struct Guarded {
    child: Child,
    watchdog: Child,
    pipe: Option<ChildStdin>,
}

impl Guarded {
    /// Starts it, with nothing to read.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let failed = |error| Failure::new(format!("Could not run {program}: {error}."));
        // A group of its own, like its watchdog: Ctrl-C in the terminal reaches neither, and both see us end.
        let mut child = command.process_group(0).stdin(Stdio::null()).spawn().map_err(failed)?;
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCHDOG, "rollcall-watchdog", &child.id().to_string()]);
        let quiet = shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        match quiet.spawn() {
            Ok(mut watchdog) => {
                let pipe = watchdog.stdin.take();
                Ok(Self { child, watchdog, pipe })
            }
            Err(error) => {
                // It may have ended by itself.
                let _ = child.kill();
                let _ = child.wait();
                Err(failed(error))
            }
        }
    }

    /// Its words, if they were asked to be piped, and nobody has taken them yet.
    pub fn stderr(&mut self) -> Option<ChildStderr> {
        self.child.stderr.take()
    }

    /// Has it ended by itself?
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // One that has ended and was waited for has given its number away: then the shell must not use it.
        if self.has_ended() {
            let _ = self.watchdog.kill();
        }
        drop(self.pipe.take());
        // Nothing can be done here about a failed wait.
        let _ = self.watchdog.wait();
        let _ = self.child.wait();
    }
}
