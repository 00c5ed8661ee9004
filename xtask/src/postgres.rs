//! A PostgreSQL cluster for one run of the tests or a benchmark: its own data folder, port and password, on the loopback address only.
//!
//! It must end whatever happens to this process: success, failure, panic, Ctrl-C, even SIGKILL. So a small shell, in a
//! process group of its own, holds the read end of a pipe whose write end is ours. However we end, the system closes
//! the pipe, and the shell then stops PostgreSQL and removes the folder. Nothing else stops it: one way, always taken.

use std::{
    fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

use crate::{
    failure::{Failure, Result},
    process,
};

/// Waits for the pipe's end, then stops and removes the cluster. `$1` its folder, `$2` PostgreSQL's programs.
const WATCHDOG: &str = r#"cat >/dev/null
"$2/pg_ctl" --pgdata "$1/data" --mode immediate --silent stop >/dev/null 2>&1
rm -rf "$1""#;

/// What a cluster is for.
#[derive(Clone, Copy)]
pub enum Purpose {
    /// Tests: data that nobody will read again need not survive a power cut.
    Tests,
    /// Measuring: every write is on the disk before it is acknowledged, as with an operator's own.
    Benchmark,
}

impl Purpose {
    const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Tests => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Self::Benchmark => &["shared_buffers=512MB", "max_wal_size=4GB"],
        }
    }
}

/// Settings of each cluster.
const SETTINGS: &[&str] = &["max_connections=300", "listen_addresses=127.0.0.1"];

/// Another process may take the free port between our look and PostgreSQL's start.
const ATTEMPTS: u32 = 3;

/// A running cluster. Dropping it stops it and removes its folder.
pub struct Cluster {
    url: String,
    folder: PathBuf,
    purpose: Purpose,
    watchdog: Child,
    pipe: Option<ChildStdin>,
}

impl Cluster {
    /// Makes and starts a cluster with the programs in `bin` (initdb, pg_ctl).
    pub fn start(bin: &Path, purpose: Purpose) -> Result<Self> {
        let account = Account::for_cluster()?;
        let made = process::output(account.command("mktemp").args(["-d", "/tmp/rollcall-postgres.XXXXXX"]))?;
        let folder = PathBuf::from(made.trim());
        let (watchdog, pipe) = watch(&account, &folder, bin)?;
        let mut cluster = Self { url: String::new(), folder, purpose, watchdog, pipe: Some(pipe) };
        let password = random_password()?;
        write_as(&account, &cluster.folder.join("password"), &password)?;
        cluster.initialize(&account, bin)?;
        let port = cluster.listen(&account, bin)?;
        cluster.url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
        Ok(cluster)
    }

    /// How to connect as its superuser.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn initialize(&self, account: &Account, bin: &Path) -> Result {
        let mut initdb = account.command(bin.join("initdb"));
        initdb.arg("--pgdata").arg(self.folder.join("data"));
        initdb.arg("--pwfile").arg(self.folder.join("password"));
        // "password" sends it in the clear, which never leaves the loopback address, and spares each of the tests'
        // many connections the thousands of hash rounds of SCRAM.
        initdb.args(["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        process::output(&mut initdb).map(drop)
    }

    fn listen(&self, account: &Account, bin: &Path) -> Result<u16> {
        let mut attempt = 1;
        loop {
            let port = free_port()?;
            match process::output(&mut self.start_command(account, bin, port)) {
                Ok(_) => return Ok(port),
                Err(failure) if attempt == ATTEMPTS => return Err(self.with_log(&failure)),
                Err(_) => attempt += 1,
            }
        }
    }

    fn start_command(&self, account: &Account, bin: &Path, port: u16) -> Command {
        let settings: String =
            self.purpose.settings().iter().chain(SETTINGS).map(|setting| format!(" -c {setting}")).collect();
        let options = format!("-p {port} -k {}{settings}", self.folder.display());
        let mut command = account.command(bin.join("pg_ctl"));
        command.arg("--pgdata").arg(self.folder.join("data")).arg("--log").arg(self.folder.join("log"));
        command.args(["--wait", "--silent", "--timeout=60", "--options", &options, "start"]);
        command
    }

    fn with_log(&self, failure: &Failure) -> Failure {
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Failure::new(format!("PostgreSQL did not start. {failure}\n{log}"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.pipe.take());
        // Nothing can be done here about a failed wait; the shell goes on by itself.
        let _ = self.watchdog.wait();
    }
}

fn watch(account: &Account, folder: &Path, bin: &Path) -> Result<(Child, ChildStdin)> {
    let mut command = account.command("sh");
    command.args(["-c", WATCHDOG, "rollcall-postgres"]).arg(folder).arg(bin);
    // A group of its own, so that Ctrl-C in the terminal does not end the shell before its work.
    let child =
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(Failure::io("watch over", folder))?;
    let pipe = child.stdin.take().expect("stdin was just asked to be piped");
    Ok((child, pipe))
}

/// Who runs PostgreSQL: it refuses to run as root.
struct Account {
    switch_to: Option<&'static str>,
}

impl Account {
    fn for_cluster() -> Result<Self> {
        if process::output(Command::new("id").arg("-u"))?.trim() != "0" {
            return Ok(Self { switch_to: None });
        }
        if !process::succeeds(Command::new("id").args(["-u", "postgres"])) {
            return Err(Failure::new(
                "PostgreSQL refuses to run as root, and there is no user named postgres: run `useradd --system postgres`, \
                 or set ROLLCALL_TEST_DATABASE_URL to a PostgreSQL that tests may fill.",
            ));
        }
        Ok(Self { switch_to: Some("postgres") })
    }

    /// A command of this account, in a folder that it may enter.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = match self.switch_to {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
        };
        command.current_dir("/tmp");
        command
    }
}

/// Writes a file as the cluster's account, readable by it alone.
fn write_as(account: &Account, path: &Path, text: &str) -> Result {
    let mut command = account.command("sh");
    command.args(["-c", r#"umask 077 && cat >"$1""#, "write"]).arg(path);
    let mut write = || -> io::Result<bool> {
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        let mut stdin = child.stdin.take().expect("stdin was just asked to be piped");
        stdin.write_all(text.as_bytes())?;
        drop(stdin);
        Ok(child.wait()?.success())
    };
    match write() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::new(format!("Could not write {}.", path.display()))),
        Err(error) => Err(Failure::io("write", path)(error)),
    }
}

/// 128 bits from the system, as hexadecimal digits.
fn random_password() -> Result<String> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 16];
    let read = fs::File::open(source).and_then(|mut file| file.read_exact(&mut bytes));
    read.map_err(Failure::io("read", source))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("No port is free on 127.0.0.1: {error}.")))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;
    use crate::{
        project::Project,
        tools::{self, Tool},
    };

    #[test]
    fn a_cluster_answers_on_the_loopback_address_and_leaves_nothing_behind() {
        let toolbox = tools::ensure(&Project::find().unwrap(), &[Tool::Postgres]).unwrap();
        let bin = toolbox.postgres().unwrap();
        let cluster = Cluster::start(&bin, Purpose::Tests).unwrap();
        let (url, folder) = (cluster.url().to_owned(), cluster.folder.clone());

        let answer =
            process::output(Command::new(bin.join("psql")).args([&url, "-Atc", "show fsync"])).unwrap();
        assert_eq!(answer.trim(), "off");
        let guess = url.replacen("//postgres:", "//postgres:x", 1);
        assert!(
            !process::succeeds(Command::new(bin.join("psql")).args([&guess, "-c", "select 1"])),
            "a wrong password"
        );

        drop(cluster);
        let port: u16 = url.rsplit([':', '/']).nth(1).unwrap().parse().unwrap();
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err(), "still listening on {port}");
        assert!(!folder.exists(), "{} is still there", folder.display());
    }
}
