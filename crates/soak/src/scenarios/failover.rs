//! All processes of the primary are killed; the standby, which has every acknowledged write, is promoted; the proxy before them learns
//! of it, as it does from a cluster manager. Two servers go on with it, and a new standby is made for the next round.

use cluster::Cluster;

use super::{DATABASE, Scenario, cluster, figures, round, target, with_logs};
use crate::failure::Result;
use crate::figures::Figures;
use crate::load::Load;
use crate::proxy::Proxy;
use crate::rollcall::{Programs, Rollcall};

pub fn play(programs: &Programs, rounds: u32) -> Result<Figures> {
    let mut primary = cluster(programs)?;
    let proxy = Proxy::of_database(&programs.haproxy, primary.port())?;
    let rollcall = Rollcall::on_postgres(&programs.rollcall, primary.url_at(proxy.port(), DATABASE));
    let token = rollcall.prepare()?;
    let servers = [rollcall.serve()?, rollcall.serve()?];
    let servers = [&servers[0], &servers[1]];
    let target = target(&token, &servers, servers.map(|server| server.url.clone()).to_vec())?;
    let load = Load::start(&target);
    let mut interruptions = Vec::new();
    for number in 0..rounds {
        let standby = primary.synchronous_standby()?;
        let interruption = round(&load, number, || fail_over(&primary, &standby, &proxy));
        interruptions.push(with_logs(interruption, &servers)?);
        primary = standby;
    }
    with_logs(figures(Scenario::Failover, load, &target, &rollcall, interruptions), &servers)
}

fn fail_over(primary: &Cluster, standby: &Cluster, proxy: &Proxy) -> Result {
    primary.kill()?;
    standby.promote()?;
    proxy.point_at(standby.port())
}
