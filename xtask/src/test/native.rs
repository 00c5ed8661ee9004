//! Tests that run on this machine without a browser of their own: built by one call of cargo, run one by one.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{
    group::Group,
    results::{self, Counts},
};
use crate::{
    cargo,
    failure::{Failure, Result},
    process,
    project::Project,
};

/// What cargo built.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Built {
    programs: Vec<TestProgram>,
    rollcall: Option<PathBuf>,
}

/// A test program: the unit tests of a library or a binary, or a file or folder of `tests`.
#[derive(Debug, PartialEq, Eq)]
struct TestProgram {
    /// The folder of its package, in which cargo would run it.
    folder: PathBuf,
    target: String,
    executable: PathBuf,
}

impl Built {
    /// The server's binary.
    pub fn rollcall(&self) -> Result<PathBuf> {
        self.rollcall.clone().ok_or_else(|| Failure::new("cargo built no binary named rollcall."))
    }

    /// Runs all test programs of a group, even after one failed. Returns the sum, and whether all went well.
    pub fn run(
        &self,
        group: Group,
        environment: &[(&str, PathBuf)],
        arguments: &[String],
    ) -> Result<(Counts, bool)> {
        let (mut sum, mut well) = (Counts::default(), true);
        let own = |program: &&TestProgram| {
            program.folder.file_name().and_then(|name| name.to_str()) == group.package()
        };
        for program in self.programs.iter().filter(own) {
            println!("{}", program.target);
            let (counts, succeeded) = results::run(&mut program.command(environment, arguments))?;
            sum += counts;
            well &= succeeded;
        }
        Ok((sum, well))
    }

    /// Notes one line of what `cargo build --message-format json` prints.
    fn note(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Value>(line) else { return };
        let Some(executable) = message["executable"].as_str().map(PathBuf::from) else { return };
        let target = &message["target"];
        let name = target["name"].as_str().unwrap_or_default();
        if message["profile"]["test"] == true {
            let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
            let folder = manifest.parent().unwrap_or(manifest).to_path_buf();
            let kind = target["kind"][0].as_str().unwrap_or_default();
            self.programs.push(TestProgram { folder, target: words(kind, name), executable });
        } else if name == "rollcall" {
            self.rollcall = Some(executable);
        }
    }
}

impl TestProgram {
    fn command(&self, environment: &[(&str, PathBuf)], arguments: &[String]) -> Command {
        let mut command = Command::new(&self.executable);
        cargo::forget_outer_cargo(&mut command);
        // As cargo would set it: tests find their files by it.
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command.envs(environment.iter().map(|(name, value)| (name, value))).args(arguments);
        command
    }
}

/// How the name of a test program from the folder `tests` begins.
const INTEGRATION: &str = "tests/";

fn words(kind: &str, name: &str) -> String {
    match kind {
        "test" => format!("{INTEGRATION}{name}"),
        "bin" => format!("unit tests of the binary {name}"),
        _ => format!("unit tests of {name}"),
    }
}

/// Builds the tests of these groups.
///
/// A full run, or one with the browser tests, builds the whole workspace natively, so that features are resolved once;
/// a few groups are built as `cargo test -p` would, which is quicker for them.
pub fn build(project: &Project, groups: &[Group]) -> Result<Built> {
    let mut command = cargo::command(project);
    command.args(["build", "--locked", "--bins", "--tests", "--message-format", "json-render-diagnostics"]);
    if groups.contains(&Group::E2e) {
        command.args(WHOLE_WORKSPACE);
    } else {
        command.args(groups.iter().filter_map(|group| group.package()).flat_map(|package| ["-p", package]));
    }
    let mut built = Built::default();
    if process::each_line(&mut command, |line| built.note(line))? {
        // Cargo names programs in the order in which they were done. Unit tests first: they fail fastest.
        built
            .programs
            .sort_by_key(|program| (program.target.starts_with(INTEGRATION), program.target.clone()));
        return Ok(built);
    }
    Err(Failure::new("The tests do not compile: see cargo's words above."))
}

/// The console has its tests in a browser; to compile it natively too would only take time.
const WHOLE_WORKSPACE: [&str; 3] = ["--workspace", "--exclude", "console"];

/// Runs the examples in doc comments.
pub fn examples(project: &Project) -> Result {
    let mut command = cargo::command(project);
    command.args(["test", "--locked", "--doc", "--quiet"]).args(WHOLE_WORKSPACE);
    match results::run(&mut command)? {
        (_, true) => Ok(()),
        _ => Err(Failure::new("An example in a doc comment does not hold: see above.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_and_the_server_are_found_in_cargos_messages() {
        let mut built = Built::default();
        for line in [
            r#"{"reason":"compiler-artifact","manifest_path":"/w/crates/store/Cargo.toml","profile":{"test":true},
                "target":{"kind":["test"],"name":"conformance"},"executable":"/t/debug/deps/conformance-1"}"#,
            r#"{"reason":"compiler-artifact","manifest_path":"/w/crates/server/Cargo.toml","profile":{"test":false},
                "target":{"kind":["bin"],"name":"rollcall"},"executable":"/t/debug/rollcall"}"#,
            r#"{"reason":"compiler-artifact","manifest_path":"/w/crates/domain/Cargo.toml","profile":{"test":false},
                "target":{"kind":["lib"],"name":"domain"},"executable":null}"#,
            r#"{"reason":"build-finished","success":true}"#,
            "not JSON",
        ] {
            built.note(line);
        }
        let conformance = TestProgram {
            folder: "/w/crates/store".into(),
            target: "tests/conformance".into(),
            executable: "/t/debug/deps/conformance-1".into(),
        };
        assert_eq!(built, Built { programs: vec![conformance], rollcall: Some("/t/debug/rollcall".into()) });
    }
}
