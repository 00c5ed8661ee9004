//! The server on the embedded database is killed, and started again at the same address.

use super::{Scenario, figures, round, target, with_logs};
use crate::failure::Result;
use crate::figures::Figures;
use crate::load::Load;
use crate::rollcall::{Programs, Rollcall, Server};

pub fn play(programs: &Programs, rounds: u32) -> Result<Figures> {
    let folder = tempfile::Builder::new().prefix("rollcall-soak-").tempdir()?;
    let rollcall = Rollcall::on_sqlite(&programs.rollcall, folder.path());
    let token = rollcall.prepare()?;
    let server = rollcall.serve()?;
    let target = target(&token, &[&server], vec![server.url.clone()])?;
    let load = Load::start(&target);
    let mut running = Some(server);
    let mut interruptions = Vec::new();
    for number in 0..rounds {
        let url = &target.urls[0];
        let interruption = round(&load, number, || {
            drop(running.take());
            running = Some(rollcall.serve_again(url)?);
            Ok(())
        });
        let servers: Vec<&Server> = running.iter().collect();
        interruptions.push(with_logs(interruption, &servers)?);
    }
    figures(Scenario::SqliteKills, load, &target, &rollcall, interruptions)
}
