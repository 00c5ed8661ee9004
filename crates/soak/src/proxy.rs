//! HAProxy: in front of servers, and in front of a database whose primary changes.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};

use cluster::{Guarded, free_port};
use tempfile::TempDir;

use crate::failure::Result;
use crate::wait::until;

/// Another process may take the free port between our look and HAProxy's start.
const ATTEMPTS: u32 = 3;

/// A running HAProxy.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    folder: TempDir,
    _process: Guarded,
}

impl Proxy {
    /// In front of servers, one request each in turn, as long as their `/readyz` answers.
    ///
    /// # Errors
    /// It does not start.
    pub fn of_servers(haproxy: &Path, urls: &[&str]) -> Result<Self> {
        let mut backend = String::from(
            " mode http\n balance roundrobin\n option httpchk GET /readyz\n option redispatch 1\n retries 3\n",
        );
        for (at, url) in urls.iter().enumerate() {
            let address = url.trim_start_matches("http://");
            writeln!(backend, " server replica{at} {address} check inter 200ms fall 1 rise 1")?;
        }
        Self::start(haproxy, &backend)
    }

    /// In front of a database; [`point_at`](Self::point_at) is what a cluster manager does when the primary changes.
    ///
    /// # Errors
    /// It does not start.
    pub fn of_database(haproxy: &Path, port: u16) -> Result<Self> {
        Self::start(haproxy, &format!(" mode tcp\n retries 0\n server primary 127.0.0.1:{port}\n"))
    }

    /// Where it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The same for browsers.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends new connections to another database, and cuts those that there are.
    ///
    /// # Errors
    /// HAProxy refuses.
    pub fn point_at(&self, port: u16) -> Result {
        let commands = format!(
            "set server service/primary addr 127.0.0.1 port {port}; shutdown sessions server service/primary; \
             show servers state service\n"
        );
        let mut socket = UnixStream::connect(self.folder.path().join("socket"))?;
        socket.write_all(commands.as_bytes())?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer)?;
        let moved = answer.contains(&format!(" {port} "));
        if moved { Ok(()) } else { Err(format!("HAProxy did not take the new primary: {answer}").into()) }
    }

    fn start(haproxy: &Path, backend: &str) -> Result<Self> {
        let mut attempt = 1;
        loop {
            match Self::try_start(haproxy, backend) {
                Err(_) if attempt < ATTEMPTS => attempt += 1,
                done => return done,
            }
        }
    }

    fn try_start(haproxy: &Path, backend: &str) -> Result<Self> {
        let (folder, port) = (tempfile::Builder::new().prefix("rollcall-haproxy-").tempdir()?, free_port()?);
        let (socket, file) = (folder.path().join("socket"), folder.path().join("haproxy.cfg"));
        let configuration = format!(
            "global\n stats socket {} mode 600 level admin\ndefaults\n timeout connect 1s\n timeout client 1h\n timeout server 1h\n\
             listen service\n bind 127.0.0.1:{port}\n{backend}",
            socket.display()
        );
        std::fs::write(&file, configuration)?;
        let mut command = Command::new(haproxy);
        command.args(["-db", "-f"]).arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = Guarded::start(&mut command)?;
        until("HAProxy to listen", || {
            if process.has_ended() {
                return Err("HAProxy does not start".into());
            }
            Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())
        })?;
        Ok(Self { port, folder, _process: process })
    }
}
