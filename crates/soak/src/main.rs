//! The long versions of the scenarios. `cargo xtask soak` builds what they need, and calls this.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use soak::{Figures, Programs, Result, Scenario, figures};

/// Kills servers and databases under load, and looks for every acknowledged write.
#[derive(Parser)]
#[command(name = "soak")]
struct Cli {
    /// The server
    #[arg(long, value_name = "FILE")]
    rollcall: PathBuf,
    /// The folder of PostgreSQL's programs
    #[arg(long, value_name = "DIR")]
    postgres: PathBuf,
    /// HAProxy
    #[arg(long, value_name = "FILE")]
    haproxy: PathBuf,
    /// Where soak.json and SOAK.md are written
    #[arg(long, value_name = "DIR")]
    record: PathBuf,
    /// Rounds of each [default: 50 for sqlite-kills, 10 for failover and serializable, 3 for replicas]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// Which [default: all]
    #[arg(value_name = "SCENARIO", value_parser = scenario)]
    scenarios: Vec<Scenario>,
}

fn scenario(name: &str) -> std::result::Result<Scenario, String> {
    let names = Scenario::ALL.map(Scenario::name).join(", ");
    let found = Scenario::ALL.into_iter().find(|scenario| scenario.name() == name);
    found.ok_or_else(|| format!("there are {names}"))
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
    let scenarios = if cli.scenarios.is_empty() { &Scenario::ALL[..] } else { &cli.scenarios };
    let programs = Programs {
        rollcall: cli.rollcall.clone(),
        postgres: cli.postgres.clone(),
        haproxy: cli.haproxy.clone(),
    };
    let mut well = true;
    for scenario in scenarios {
        println!("{}", scenario.name());
        let figures = scenario.play(&programs, cli.rounds.unwrap_or_else(|| scenario.rounds()))?;
        tell(&figures);
        well &= figures.is_well();
        figures::record(&cli.record, &[figures])?;
    }
    if well { Ok(()) } else { Err("Something was lost, or answered as it should not be: see above.".into()) }
}

fn tell(figures: &Figures) {
    let Figures { rounds, acknowledged, missing, twice, unexpected, .. } = figures;
    println!(
        "  {rounds} rounds, {acknowledged} writes acknowledged, {} missing, {} twice; longest interruption {} ms, p50 {} ms",
        missing.len(),
        twice.len(),
        figures.percentile(100),
        figures.percentile(50)
    );
    for words in missing.iter().chain(twice).chain(unexpected) {
        println!("  {words}");
    }
}
