//! Who runs PostgreSQL: it refuses to run as root.

use std::{
    ffi::OsStr,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use crate::{Failure, Result};

/// The account that a cluster belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    switch_to: Option<&'static str>,
}

impl Account {
    /// This one, or `postgres` for root.
    pub fn for_cluster() -> Result<Self> {
        if output(Command::new("id").arg("-u"))?.trim() != "0" {
            return Ok(Self { switch_to: None });
        }
        if output(Command::new("id").args(["-u", "postgres"])).is_err() {
            return Err(Failure::new(
                "PostgreSQL refuses to run as root, and there is no user named postgres: run `useradd --system postgres`, \
                 or set ROLLCALL_TEST_DATABASE_URL to a PostgreSQL that tests may fill.",
            ));
        }
        Ok(Self { switch_to: Some("postgres") })
    }

    /// A command of this account, in a folder that it may enter.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = match self.switch_to {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
        };
        command.current_dir("/tmp");
        command
    }

    /// Writes a file, readable by this account alone.
    pub fn write(&self, path: &Path, text: &str) -> Result {
        let mut command = self.command("sh");
        command.args(["-c", r#"umask 077 && cat >"$1""#, "write"]).arg(path);
        let mut write = || -> io::Result<bool> {
            let mut child = command.stdin(Stdio::piped()).spawn()?;
            let mut stdin = child.stdin.take().expect("stdin was just asked to be piped");
            stdin.write_all(text.as_bytes())?;
            drop(stdin);
            Ok(child.wait()?.success())
        };
        match write() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::new(format!("Could not write {}.", path.display()))),
            Err(error) => Err(Failure::io("write", path)(error)),
        }
    }
}

/// Runs a program and returns what it wrote to its standard output. A failure has its other words.
pub fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.stdin(Stdio::null()).output();
    let done = done.map_err(|error| Failure::new(format!("Could not run {program}: {error}.")))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let (line, words) = (format!("{command:?}"), String::from_utf8_lossy(&done.stderr).into_owned());
    Err(Failure::new(format!("{line} failed ({}): {}", done.status, words.trim())))
}
