//! `cargo xtask soak`: the long versions of the scenarios of `crates/soak`, and their last figures in docs/soak.json and docs/SOAK.md.

use std::{path::PathBuf, process::Command};

use crate::{
    cargo,
    failure::{Failure, Result},
    process,
    project::Project,
    tools::{self, Tool, Toolbox},
};

/// What `cargo xtask soak` takes.
#[derive(clap::Args)]
pub struct Args {
    /// sqlite-kills, failover, replicas, serializable [default: all]
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// Rounds of each [default: 50 for sqlite-kills, 10 for failover and serializable, 3 for replicas]
    #[arg(long, value_name = "N")]
    rounds: Option<u32>,
}

/// Builds the server and the harness, and plays.
pub fn run(project: &Project, args: &Args) -> Result {
    let toolbox = tools::ensure(project, &[Tool::Postgres, Tool::Haproxy])?;
    let rollcall = build(project, &["-p", "server", "-p", "soak", "--bin", "rollcall", "--bin", "soak"])?;
    let programs = Programs::with(rollcall.clone(), &toolbox)?;
    let mut command = Command::new(rollcall.with_file_name("soak"));
    cargo::forget_outer_cargo(&mut command);
    command.arg("--rollcall").arg(programs.rollcall).arg("--postgres").arg(programs.postgres);
    command.arg("--haproxy").arg(programs.haproxy).arg("--record").arg(project.root().join("docs"));
    if let Some(rounds) = args.rounds {
        command.args(["--rounds", &rounds.to_string()]);
    }
    process::run(command.args(&args.scenarios))
}

/// As tests are built, with checks for overflows: what is looked for is not speed. Gives the server.
fn build(project: &Project, what: &[&str]) -> Result<PathBuf> {
    process::run(cargo::command(project).args(["build", "--locked"]).args(what))?;
    Ok(project.target().join("debug/rollcall"))
}

/// What the scenarios start.
pub struct Programs {
    rollcall: PathBuf,
    postgres: PathBuf,
    haproxy: PathBuf,
}

impl Programs {
    /// With the server that was built, or one that is built now: the tests of a few groups come without it.
    pub fn find(project: &Project, toolbox: &Toolbox, built: Option<PathBuf>) -> Result<Self> {
        let rollcall = match built {
            Some(rollcall) => rollcall,
            None => build(project, &["-p", "server", "--bin", "rollcall"])?,
        };
        Self::with(rollcall, toolbox)
    }

    fn with(rollcall: PathBuf, toolbox: &Toolbox) -> Result<Self> {
        let gone = |what: &str| Failure::new(format!("{what} is gone since the last look."));
        Ok(Self {
            rollcall,
            postgres: toolbox.postgres().ok_or_else(|| gone("PostgreSQL"))?,
            haproxy: toolbox.haproxy().ok_or_else(|| gone("HAProxy"))?,
        })
    }

    /// How the tests find them.
    pub fn environment(self) -> [(&'static str, PathBuf); 3] {
        [("ROLLCALL_BIN", self.rollcall), ("POSTGRES_BIN", self.postgres), ("HAPROXY", self.haproxy)]
    }
}
