//! A PostgreSQL cluster: its own data folder, port and password.

use std::{
    fs,
    io::Read,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

use crate::{
    Failure, Result,
    account::{Account, output},
    free_port,
};

/// Waits for the pipe's end, then stops and removes the cluster. `$1` its folder, `$2` PostgreSQL's programs.
const WATCHDOG: &str = r#"cat >/dev/null
"$2/pg_ctl" --pgdata "$1/data" --mode immediate --silent stop >/dev/null 2>&1
rm -rf "$1""#;

/// What a cluster is for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Tests: data that nobody will read again need not survive a power cut.
    Tests,
    /// Measuring: every write is on the disk before it is acknowledged, as with an operator's own.
    Benchmark,
    /// Being killed: as an operator's own, but small.
    Soak,
}

impl Purpose {
    const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Tests => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Self::Benchmark => &["shared_buffers=512MB", "max_wal_size=4GB"],
            // The last one: a standby whose primary is gone looks for it anew, and for its own promotion, without a pause of five seconds.
            Self::Soak => &[
                "fsync=on",
                "synchronous_commit=on",
                "shared_buffers=64MB",
                "wal_retrieve_retry_interval=500ms",
            ],
        }
    }
}

/// Settings of each cluster.
const SETTINGS: &[&str] = &["max_connections=300", "listen_addresses=127.0.0.1"];

/// Another process may take the free port between our look and PostgreSQL's start.
const ATTEMPTS: u32 = 3;

/// A running cluster. Dropping it stops it and removes its folder.
#[derive(Debug)]
pub struct Cluster {
    pub(crate) bin: PathBuf,
    pub(crate) account: Account,
    pub(crate) folder: PathBuf,
    pub(crate) purpose: Purpose,
    pub(crate) password: String,
    port: u16,
    watchdog: Child,
    pipe: Option<ChildStdin>,
}

impl Cluster {
    /// Makes and starts a cluster with the programs in `bin` (initdb, pg_ctl).
    ///
    /// # Errors
    /// PostgreSQL's words.
    pub fn start(bin: &Path, purpose: Purpose) -> Result<Self> {
        let mut cluster = Self::place(bin, purpose, random_password()?)?;
        cluster.account.write(&cluster.folder.join("password"), &cluster.password)?;
        cluster.initialize()?;
        cluster.listen()?;
        Ok(cluster)
    }

    /// The folder of one to be, already watched over.
    pub(crate) fn place(bin: &Path, purpose: Purpose, password: String) -> Result<Self> {
        let account = Account::for_cluster()?;
        let made = output(account.command("mktemp").args(["-d", "/tmp/rollcall-postgres.XXXXXX"]))?;
        let folder = PathBuf::from(made.trim());
        let (watchdog, pipe) = watch(account, &folder, bin)?;
        let (bin, pipe) = (bin.to_owned(), Some(pipe));
        Ok(Self { bin, account, folder, purpose, password, port: 0, watchdog, pipe })
    }

    /// How to connect as its superuser.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_at(self.port, "postgres")
    }

    /// The same through another port, such as that of a proxy, and to another database.
    #[must_use]
    pub fn url_at(&self, port: u16, database: &str) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{port}/{database}", self.password)
    }

    /// Where it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Where its files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs statements in one of its databases, and gives what they answer: a line a row.
    ///
    /// # Errors
    /// PostgreSQL's words.
    pub fn run(&self, database: &str, statements: &str) -> Result<String> {
        let url = self.url_at(self.port, database);
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args([&url, "-X", "-v", "ON_ERROR_STOP=1", "-Atqc", statements]);
        Ok(output(&mut psql)?.trim().to_owned())
    }

    fn initialize(&self) -> Result {
        let mut initdb = self.account.command(self.bin.join("initdb"));
        initdb.arg("--pgdata").arg(self.folder.join("data"));
        initdb.arg("--pwfile").arg(self.folder.join("password"));
        // "password" sends it in the clear, which never leaves the loopback address, and spares each of the tests'
        // many connections the thousands of hash rounds of SCRAM.
        initdb.args(["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        output(&mut initdb).map(drop)
    }

    /// Starts it on a free port.
    pub(crate) fn listen(&mut self) -> Result {
        let mut attempt = 1;
        loop {
            let port = free_port()?;
            match start(&mut self.start_command(port)) {
                Ok(()) => {
                    self.port = port;
                    return Ok(());
                }
                Err(failure) if attempt == ATTEMPTS => return Err(self.with_log(&failure)),
                Err(_) => attempt += 1,
            }
        }
    }

    fn start_command(&self, port: u16) -> Command {
        let settings: String =
            self.purpose.settings().iter().chain(SETTINGS).map(|setting| format!(" -c {setting}")).collect();
        let options = format!("-p {port} -k {}{settings}", self.folder.display());
        let mut command = self.account.command(self.bin.join("pg_ctl"));
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

/// Its output is not read: the server that it leaves behind would keep a pipe open.
fn start(command: &mut Command) -> Result {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match quiet.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("pg_ctl: {status}."))),
        Err(error) => Err(Failure::new(format!("Could not run pg_ctl: {error}."))),
    }
}

fn watch(account: Account, folder: &Path, bin: &Path) -> Result<(Child, ChildStdin)> {
    let mut command = account.command("sh");
    command.args(["-c", WATCHDOG, "rollcall-postgres"]).arg(folder).arg(bin);
    // A group of its own, so that Ctrl-C in the terminal does not end the shell before its work.
    let child =
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(Failure::io("watch over", folder))?;
    let pipe = child.stdin.take().expect("stdin was just asked to be piped");
    Ok((child, pipe))
}

/// 128 bits from the system, as hexadecimal digits.
fn random_password() -> Result<String> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 16];
    let read = fs::File::open(source).and_then(|mut file| file.read_exact(&mut bytes));
    read.map_err(Failure::io("read", source))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
