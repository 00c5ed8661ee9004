//! A standby that has every acknowledged write, the sudden death of the primary, and the promotion that follows.

use std::{
    net::{Ipv4Addr, TcpStream},
    thread,
    time::Duration,
};

use crate::{Cluster, Failure, Result, account::output};

/// Stops the postmaster first, so that it starts nobody else, and kills all at once. Its segment of shared memory would stay
/// until somebody restarts it. `$1` is the folder.
const KILL: &str = r#"pid=$(sed -n 1p "$1/data/postmaster.pid") || exit 1
segment=$(awk 'NR == 7 { print $2 }' "$1/data/postmaster.pid")
kill -STOP "$pid" || exit 1
kill -9 "$pid" $(cat "/proc/$pid/task/$pid/children")
rm -f "$1/data/postmaster.pid"
ipcrm -m "$segment"
exit 0"#;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);
/// Looks before a condition is given up: a minute and more.
const LOOKS: u32 = 3_000;

impl Cluster {
    /// A new standby of this one, by `pg_basebackup`; once this returns, no commit is acknowledged before the standby has it on its
    /// disk too.
    ///
    /// # Errors
    /// PostgreSQL's words.
    pub fn synchronous_standby(&self) -> Result<Self> {
        let mut standby = Self::place(&self.bin, self.purpose, self.password.clone())?;
        let mut backup = standby.account.command(self.bin.join("pg_basebackup"));
        backup.arg("--pgdata").arg(standby.folder.join("data")).args(["--dbname", &self.url()]);
        backup.args(["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast"]);
        output(&mut backup)?;
        standby.listen()?;
        // Only now, after the copy: the standby's own settings name no standby, and once promoted it waits for none.
        self.run("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'")?;
        self.run("postgres", "SELECT pg_reload_conf()")?;
        let caught_up = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming' \
                         AND flush_lsn >= (SELECT pg_current_wal_flush_lsn())";
        until("the standby to be synchronous", || Ok(self.run("postgres", caught_up)? == "1"))?;
        Ok(standby)
    }

    /// SIGKILL to each of its processes; it is not started again.
    ///
    /// # Errors
    /// There is nothing to kill.
    pub fn kill(&self) -> Result {
        output(self.account.command("sh").args(["-c", KILL, "rollcall-kill"]).arg(&self.folder))?;
        let port = self.port();
        until("the primary to be gone", || Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err()))
    }

    /// Makes a primary of this standby.
    ///
    /// # Errors
    /// PostgreSQL's words.
    pub fn promote(&self) -> Result {
        let mut promote = self.account.command(self.bin.join("pg_ctl"));
        promote.arg("--pgdata").arg(self.folder.join("data")).args(["--wait", "--silent", "promote"]);
        output(&mut promote).map(drop)
    }
}

fn until(what: &str, mut condition: impl FnMut() -> Result<bool>) -> Result {
    for _ in 0..LOOKS {
        if condition()? {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    Err(Failure::new(format!("Waited in vain for {what}.")))
}
