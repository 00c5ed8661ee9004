//! Tries the Debian package out where no systemd runs: unpacks it, has systemd judge the unit where it is installed, runs the line that
//! the unit would run, in the folder and with the environment that systemd would give it, asks the server for its page, and stops it as
//! systemd would.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
};

use super::pack;
use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
};

/// The unit in the package.
const UNIT: &str = "usr/lib/systemd/system/rollcall.service";
/// How exposed systemd may find the unit at most, in tenths: 0 is not at all, 100 all.
const MOST_EXPOSED: u8 = 20;
/// What the server says when it can be asked.
const LISTENS: &str = "Rollcall listens on http://";

/// Packs the bundle that is there with this binary, and tries the package out.
pub fn run(project: &Project, binary: &Path) -> Result {
    let folder = project.target().join("packages-tried");
    let Some(package) = pack(project, (binary, true), &folder)? else { return Ok(()) };
    sums(&folder)?;
    let root = folder.join("root");
    process::output(Command::new("dpkg-deb").arg("--extract").arg(&package).arg(&root))?;
    hardened(&root)?;
    let unit = fs::read_to_string(root.join(UNIT)).map_err(Failure::io("read", &root.join(UNIT)))?;
    let state = folder.join("state");
    fs::create_dir_all(&state).map_err(Failure::io("make", &state))?;
    let (program, arguments) = exec_start(&unit, &root, &state)
        .ok_or_else(|| Failure::new(format!("{UNIT} has no ExecStart line that begins with a path.")))?;
    let mut service = Service::start(&program, &arguments)?;
    let address = service.address()?;
    for (path, part) in [("/readyz", "ready"), ("/", "<title>Rollcall</title>")] {
        let answer = get(&address, path)?;
        if !(answer.starts_with("HTTP/1.1 200") && answer.contains(part)) {
            return Err(Failure::new(format!("The packaged server answers {path} with: {answer}")));
        }
    }
    service.stop()
}

/// systemd reads the unit without a complaint, and finds that it leaves little of the machine within reach.
fn hardened(root: &Path) -> Result {
    let mut analyze = Command::new("systemd-analyze");
    analyze.args(["security", "--offline=true", "--no-pager"]);
    analyze.arg(format!("--threshold={MOST_EXPOSED}")).arg(format!("--root={}", root.display()));
    let output = match analyze.arg("rollcall.service").output() {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            println!("NOT CHECKED: how hard the unit is. There is no systemd-analyze here.");
            return Ok(());
        }
        Err(error) => return Err(Failure::new(format!("systemd-analyze cannot be run: {error}."))),
    };
    if output.status.success() && output.stderr.is_empty() {
        return Ok(());
    }
    let [said, complaints] =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Err(Failure::new(format!(
        "systemd does not find the unit hard enough, or does not understand it:\n{complaints}\n{said}"
    )))
}

/// The checksums are those of the files.
fn sums(folder: &Path) -> Result {
    process::output(Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(folder))
        .map(drop)
}

/// The program of the unit and its arguments, as systemd would run them from that root with that state folder.
fn exec_start(unit: &str, root: &Path, state: &Path) -> Option<(PathBuf, Vec<String>)> {
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart="))?;
    let mut words =
        line.split_whitespace().map(|word| word.replace("${STATE_DIRECTORY}", &state.to_string_lossy()));
    let program = words.next()?;
    Some((root.join(program.strip_prefix('/')?), words.collect()))
}

/// A running service, which ends with this value.
struct Service {
    process: Child,
    /// What it says. Kept, because it goes on saying.
    words: BufReader<ChildStderr>,
}

impl Service {
    fn start(program: &Path, arguments: &[String]) -> Result<Self> {
        let mut command = Command::new(program);
        // As a line of rollcall.env would; any free port.
        command.env_clear().env("ROLLCALL_LISTEN", "127.0.0.1:0");
        let mut process =
            command.args(arguments).stderr(Stdio::piped()).spawn().map_err(Failure::io("start", program))?;
        let words = BufReader::new(process.stderr.take().expect("its errors were asked to be piped"));
        Ok(Self { process, words })
    }

    /// Where it listens, as it says itself.
    fn address(&mut self) -> Result<String> {
        let mut lines = self.words.by_ref().lines().map_while(io::Result::ok);
        let address = lines.find_map(|line| line.strip_prefix(LISTENS).map(str::to_owned));
        address.ok_or_else(|| Failure::new("The packaged server ended before it listened."))
    }

    fn stop(mut self) -> Result {
        process::run(Command::new("kill").arg("-TERM").arg(self.process.id().to_string()))?;
        let status = self
            .process
            .wait()
            .map_err(|error| Failure::new(format!("It cannot be waited for: {error}.")))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("Told to stop, it ended with {status}.")))
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It has ended already, where all went well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn get(address: &str, path: &str) -> Result<String> {
    let failed = |error| Failure::new(format!("The packaged server does not answer: {error}."));
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_unit_is_run_from_where_the_package_was_unpacked() {
        let unit = include_str!("../../../packaging/rollcall.service");
        let (program, arguments) = exec_start(unit, Path::new("/root"), Path::new("/state")).unwrap();
        assert_eq!(program, Path::new("/root/usr/bin/rollcall"));
        assert_eq!(arguments, ["serve", "--data", "/state"]);
    }
}
