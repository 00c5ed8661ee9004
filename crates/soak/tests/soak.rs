//! The short versions of the scenarios. Their programs come from `cargo xtask test soak`.

use std::path::PathBuf;

use soak::{Figures, Programs, Scenario};

fn play(scenario: Scenario, rounds: u32) -> Figures {
    let program = |name: &str| {
        let value = std::env::var_os(name).map(PathBuf::from);
        value.unwrap_or_else(|| panic!("{name} is not set: `cargo xtask test soak` sets it"))
    };
    let programs = Programs {
        rollcall: program("ROLLCALL_BIN"),
        postgres: program("POSTGRES_BIN"),
        haproxy: program("HAPROXY"),
    };
    let figures = scenario.play(&programs, rounds).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(figures.acknowledged > 0, "{figures:#?}");
    assert!(figures.is_well(), "{figures:#?}");
    figures
}

#[test]
fn no_acknowledged_write_is_lost_when_the_server_on_sqlite_is_killed() {
    play(Scenario::SqliteKills, 3);
}

#[test]
fn no_acknowledged_write_is_lost_when_the_primary_is_killed() {
    play(Scenario::Failover, 1);
}

#[test]
fn a_replica_that_is_killed_takes_no_write_no_job_and_no_news_with_it() {
    play(Scenario::Replicas, 1);
}

#[test]
fn transactions_that_the_database_gives_up_are_run_again_and_nobody_outside_sees_it() {
    play(Scenario::Serializable, 1);
}
