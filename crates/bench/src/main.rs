//! Load on a Rollcall that this program starts, from the same machine, and what came of it. `cargo xtask bench` builds
//! both, and calls this.

mod console;
mod failure;
mod files;
mod http;
mod load;
mod noisy;
mod people;
mod report;
mod scim;
mod server;
mod sso;
mod stopwatch;
mod users;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use failure::Result;
use server::{Place, Rollcall};

/// Measures a Rollcall.
#[derive(Parser)]
#[command(name = "bench")]
struct Cli {
    /// The program to measure
    #[arg(long, value_name = "FILE")]
    rollcall: PathBuf,
    /// An empty folder for the embedded database
    #[arg(long, value_name = "DIR", required_unless_present = "database_url")]
    data: Option<PathBuf>,
    /// An empty PostgreSQL database instead
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    database_url: Option<String>,
    /// People to seed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    users: u32,
    /// How long each operation is measured
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Connections at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    connections: u16,
    /// Add the figures to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// The requests of an identity provider
    Scim,
    /// The console's list of users, as pages and as a file, and a file of users taken in
    Users,
    /// Sign-ins with an identity provider
    Sso,
    /// An organization that asks little, alone and beside one that asks as much as it can
    Noisy,
    /// From an address entered to an interactive list of users, in Chromium
    Console {
        /// The bundle of the console
        #[arg(long, value_name = "DIR")]
        console_dist: PathBuf,
        /// The driver of the browser
        #[arg(long, value_name = "FILE")]
        chromedriver: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result {
    let place = match (&cli.database_url, &cli.data) {
        (Some(url), _) => Place::Postgres(url.clone()),
        (None, data) => Place::Sqlite(data.clone().unwrap_or_default()),
    };
    let rollcall = Rollcall::new(cli.rollcall.clone(), place);
    let limits = |warm_up| load::Limits { seconds: cli.seconds, connections: cli.connections, warm_up };
    let what = match &cli.what {
        What::Scim => scim::run(&rollcall, cli.users, limits(500)).map(|()| "scim"),
        What::Sso => sso::run(&rollcall, cli.users, limits(50)).map(|()| "sso"),
        What::Users => users::run(&rollcall, cli.users, limits(5)).map(|()| "users"),
        What::Noisy => noisy::run(&rollcall, cli.users, limits(50)).map(|()| "noisy"),
        What::Console { console_dist, chromedriver } => {
            console::run(&rollcall, cli.users, console_dist, chromedriver).map(|()| "console")
        }
    }?;
    match &cli.json {
        Some(file) => report::write(file, what, rollcall.database()),
        None => Ok(()),
    }
}
