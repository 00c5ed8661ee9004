//! `cargo xtask dist`: what an operator installs. The console as static files, the server with the console inside, a Debian package with
//! a hardened unit of systemd, what a container is made of, the list of all that is in it (SBOM), and checksums.
//!
//! The same sources give the same files: archives hold names in order, no times but that of the last commit, and no owner.

mod deb;
mod sbom;
pub mod try_out;

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cargo, console,
    failure::{Failure, Result},
    process,
    project::Project,
    size, tools,
};

/// What `cargo xtask dist` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to write to, which is made anew [default: packages in the target folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make a server that can send traces by OpenTelemetry
    #[arg(long)]
    opentelemetry: bool,
}

/// Files that go beside the binary, from the folder `packaging`.
const BESIDE: [&str; 5] = ["Containerfile", "Caddyfile", "nginx.conf", "rollcall.env", "rollcall.service"];

/// What is packed, and into which folder.
pub struct Packaging<'a> {
    project: &'a Project,
    /// The server with the console inside.
    binary: &'a Path,
    out: &'a Path,
    version: String,
    /// Seconds since 1970: the time of all files in the packages.
    time: String,
}

/// Builds everything for release, and packs it.
pub fn run(project: &Project, args: &Args) -> Result {
    let toolbox = tools::ensure(project, tools::BUNDLE)?;
    println!("Bundling the console");
    console::bundle(project, &toolbox)?;
    println!("Building the server");
    let build = ["build", "--locked", "--release", "--package", "server", "--bin", "rollcall"];
    let feature = args.opentelemetry.then_some(["--features", "opentelemetry"]);
    process::run(cargo::command(project).args(build).args(feature.iter().flatten()))?;
    let out = args.out.clone().unwrap_or_else(|| project.target().join("packages"));
    pack(project, (&project.target().join("release/rollcall"), args.opentelemetry), &out)?;
    println!("{}", out.display());
    process::run(Command::new("ls").args(["-l", "--human-readable"]).arg(&out))
}

/// Packs the bundle that is there and this binary, which has optional features or has not. Returns the Debian package; `None` where no
/// `dpkg-deb` is.
pub fn pack(project: &Project, (binary, featured): (&Path, bool), out: &Path) -> Result<Option<PathBuf>> {
    if out.exists() {
        fs::remove_dir_all(out).map_err(Failure::io("remove", out))?;
    }
    fs::create_dir_all(out).map_err(Failure::io("make", out))?;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let packaging = Packaging { project, binary, out, version, time: time(project) };
    packaging.console()?;
    packaging.server()?;
    let package = deb::build(&packaging)?;
    let sbom = out.join(format!("rollcall-{}.cdx.json", packaging.version));
    write(&sbom, sbom::of(project, &packaging.version, featured)?.as_bytes())?;
    packaging.checksums()?;
    Ok(package)
}

/// That of the last commit, by which the same sources give the same packages; without git, the beginning of time.
fn time(project: &Project) -> String {
    let mut git = Command::new("git");
    let shown =
        process::output(git.arg("-C").arg(project.root()).args(["log", "--max-count=1", "--format=%ct"]));
    shown.map_or_else(|_| "0".to_owned(), |text| text.trim().to_owned())
}

impl Packaging<'_> {
    /// The console's files, each also compressed as strongly as can be, for web servers that hand those out.
    fn console(&self) -> Result {
        let stage = self.stage("console")?;
        let dist = self.project.console_dist();
        for file in fs::read_dir(&dist).map_err(Failure::io("read", &dist))?.flatten() {
            let (name, bytes) = (file.file_name(), read(&file.path())?);
            write(&stage.join(&name), &bytes)?;
            let mut compressed = name;
            compressed.push(".br");
            write(&stage.join(compressed), &size::brotli(&bytes))?;
        }
        self.archive(&stage, &format!("rollcall-console-{}.tar.gz", self.version))
    }

    /// The binary, and what it is run with.
    fn server(&self) -> Result {
        let stage = self.stage("server")?;
        self.strip(&stage.join("rollcall"))?;
        for name in BESIDE {
            self.copy(&self.source("packaging").join(name), &stage.join(name), 0o644)?;
        }
        for name in ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md", "docs/guides/operating.md"] {
            let path = self.source(name);
            self.copy(&path, &stage.join(path.file_name().unwrap_or_default()), 0o644)?;
        }
        let system = [env::consts::ARCH, "-", env::consts::OS].concat();
        self.archive(&stage, &format!("rollcall-{}-{system}.tar.gz", self.version))
    }

    /// A checksum for each file, as `sha256sum --check` reads it.
    fn checksums(&self) -> Result {
        let mut names: Vec<_> = fs::read_dir(self.out)
            .map_err(Failure::io("read", self.out))?
            .flatten()
            .filter(|entry| entry.path().is_file())
            .map(|entry| entry.file_name())
            .collect();
        names.sort();
        let sums = process::output(Command::new("sha256sum").args(names).current_dir(self.out))?;
        write(&self.out.join("SHA256SUMS"), sums.as_bytes())
    }

    fn source(&self, path: &str) -> PathBuf {
        self.project.root().join(path)
    }

    /// An empty folder to put files together in. It is gone when it has become an archive.
    fn stage(&self, name: &str) -> Result<PathBuf> {
        let stage = self.out.join(name);
        fs::create_dir_all(&stage).map_err(Failure::io("make", &stage))?;
        Ok(stage)
    }

    fn copy(&self, from: &Path, to: &Path, mode: u32) -> Result {
        write(to, &read(from)?)?;
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(to, mode).map_err(Failure::io("set the mode of", to))
    }

    /// The binary without what only debuggers read.
    fn strip(&self, to: &Path) -> Result {
        self.copy(self.binary, to, 0o755)?;
        process::run(Command::new("strip").arg("--strip-all").arg(to))
    }

    fn archive(&self, stage: &Path, name: &str) -> Result {
        let mut tar = Command::new("tar");
        tar.args(["--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
        tar.arg(format!("--mtime=@{}", self.time)).arg("--use-compress-program=gzip --best --no-name");
        tar.arg("--file").arg(self.out.join(name)).arg("--directory").arg(stage).arg(".");
        process::run(&mut tar)?;
        fs::remove_dir_all(stage).map_err(Failure::io("remove", stage))
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(Failure::io("read", path))
}

fn write(path: &Path, bytes: &[u8]) -> Result {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    }
    let mut file = fs::File::create(path).map_err(Failure::io("make", path))?;
    file.write_all(bytes).map_err(Failure::io("write", path))
}
