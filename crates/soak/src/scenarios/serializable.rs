//! Every transaction is serializable, and PostgreSQL gives up one of twenty rows written at random with SQLSTATE 40001: what a
//! distributed engine does when transactions collide. The server tries again by itself; nobody outside sees an error.

use super::{DATABASE, Scenario, cluster, figures, round, target, with_logs};
use crate::failure::Result;
use crate::figures::Figures;
use crate::load::Load;
use crate::rollcall::{Programs, Rollcall};

/// Tables whose rows are given up.
const TABLES: [&str; 7] =
    ["users", "user_values", "sites", "feed_heads", "audit", "provisioning_log", "idempotency_keys"];
/// One of so many rows.
const COLLIDE: &str = "CREATE FUNCTION soak_collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF random() < 0.05 THEN RAISE EXCEPTION 'a collision of the soak test' USING ERRCODE = '40001'; END IF;
    RETURN NEW;
END $$";
/// Acknowledged writes of each writer in a round.
const WRITES: u64 = 20;

pub fn play(programs: &Programs, rounds: u32) -> Result<Figures> {
    let cluster = cluster(programs)?;
    let serializable = "SET default_transaction_isolation = 'serializable'";
    cluster.run("postgres", &format!("ALTER DATABASE {DATABASE} {serializable}"))?;
    let rollcall = Rollcall::on_postgres(&programs.rollcall, cluster.url_at(cluster.port(), DATABASE));
    let token = rollcall.prepare()?;
    let servers = [rollcall.serve()?, rollcall.serve()?];
    let servers = [&servers[0], &servers[1]];
    let target = target(&token, &servers, servers.map(|server| server.url.clone()).to_vec())?;
    cluster.run(DATABASE, COLLIDE)?;
    for table in TABLES {
        let trigger = format!("CREATE TRIGGER soak_collide BEFORE INSERT OR UPDATE ON {table} ");
        cluster.run(DATABASE, &(trigger + "FOR EACH ROW EXECUTE FUNCTION soak_collide()"))?;
    }
    let load = Load::start(&target);
    let mut interruptions = Vec::new();
    for number in 0..rounds {
        let interruption = round(&load, number, || load.flow(WRITES));
        interruptions.push(with_logs(interruption, &servers)?);
    }
    with_logs(figures(Scenario::Serializable, load, &target, &rollcall, interruptions), &servers)
}
