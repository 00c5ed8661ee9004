//! The project's commands, called as `cargo xtask <command>` from any folder of the checkout.
//!
//! Each command does all the set-up it needs by itself: see [`tools`].

mod bench;
mod benchmarks;
mod cargo;
#[cfg(test)]
mod citations;
mod console;
mod dist;
mod failure;
mod openapi;
mod order;
mod postgres;
mod process;
mod project;
mod run;
mod shorten;
mod size;
mod soak;
mod stopwatch;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use clap::Parser;

use crate::{failure::Result, project::Project};

/// Rollcall's commands. Each installs what it needs, once, and says what it is doing.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Build everything, and serve the console at http://127.0.0.1:8080
    Run(run::Args),
    /// Run all tests, or the named groups of them
    Test(test::Args),
    /// Print the size of the console as browsers download it, by file and by crate; fail over the budget
    Size,
    /// Measure how many requests a server bears, with SQLite and with PostgreSQL
    Bench(bench::Args),
    /// Kill servers and databases under load, and look for every acknowledged write
    Soak(soak::Args),
    /// Make what an operator installs: archives, a Debian package, the list of what is in it, checksums
    Dist(dist::Args),
    /// Write docs/openapi.json anew from the server's routes
    Openapi,
    /// Install the tools that the other commands need, and list them
    Tools,
}

fn main() -> ExitCode {
    match perform(&Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: &Command) -> Result {
    let project = Project::find()?;
    match command {
        Command::Run(args) => run::run(&project, args),
        Command::Test(args) => test::run(&project, args),
        Command::Size => size::run(&project),
        Command::Bench(args) => bench::run(&project, args),
        Command::Soak(args) => soak::run(&project, args),
        Command::Dist(args) => dist::run(&project, args),
        Command::Openapi => openapi::run(&project),
        Command::Tools => tools::list(&project),
    }
}
