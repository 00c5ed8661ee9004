//! `rollcall serve` as a process, and its log.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;

/// The command, with no setting from the environment of the test.
fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollcall"));
    command.env_clear().env("ROLLCALL_DATA", data).stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

/// What a server says that does not start, for these variables of the environment.
pub fn refusal(data: &Path, variables: &[(&str, &str)]) -> String {
    let output = command(data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

/// Runs a command to its end, and gives what it prints.
pub fn run(data: &Path, arguments: &[&str], input: &str) -> String {
    let mut child =
        command(data).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A server that runs.
pub struct Rollcall {
    pub url: String,
    child: Child,
    log: Option<JoinHandle<Vec<String>>>,
}

impl Drop for Rollcall {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Rollcall {
    pub fn start(data: &Path, arguments: &[&str]) -> Self {
        Self::start_in(data, arguments, &[])
    }

    /// With these variables of the environment.
    pub fn start_in(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut serve = command(data);
        serve.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).envs(variables.iter().copied());
        let mut child = serve.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (tell, told) = mpsc::channel();
        let log = std::thread::spawn(move || {
            let told = |line: &String| {
                if let Some(url) = line.strip_prefix("Rollcall listens on ") {
                    tell.send(url.to_owned()).unwrap();
                }
            };
            lines.map_while(Result::ok).inspect(told).collect()
        });
        let url = told.recv_timeout(crate::support::PATIENCE).unwrap();
        Self { url, child, log: Some(log) }
    }

    pub fn terminate(&self) {
        let mut kill = Command::new("kill");
        assert!(kill.args(["-s", "TERM", &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Waits for its end, and gives all that it has logged.
    pub fn lines(mut self) -> Vec<String> {
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}");
        self.log.take().unwrap().join().unwrap()
    }
}
