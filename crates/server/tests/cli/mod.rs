//! The commands, as an operator runs them.

mod apply;
mod backups;
mod commands;
mod failures;
mod secrets;
mod serving;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// `rollcall`, with no setting from the environment of the test.
fn rollcall(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollcall"));
    command.env_clear().env("ROLLCALL_DATA", data).stdin(Stdio::null());
    command
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    rollcall(data).args(arguments).output().unwrap()
}

fn run_with_input(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = rollcall(data);
    let pipes = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The standard output of a command that succeeds.
fn succeed(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

/// The standard error of a command that fails.
fn fail(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(!output.status.success(), "{arguments:?} succeeds: {}", stdout(&output));
    assert_eq!(stdout(&output), "", "a failed command has no result");
    stderr(&output)
}

fn contoso(data: &Path) {
    succeed(
        data,
        &["org", "create", "--slug", "contoso", "--name", "Contoso", "--owner", "ada.lovelace@contoso.com"],
    );
}
