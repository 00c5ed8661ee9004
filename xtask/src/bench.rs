//! `cargo xtask bench`: how much a server bears, on both databases. No figure makes it fail: they are for reading.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    benchmarks, cargo, console,
    failure::{Failure, Result},
    postgres::{Cluster, Purpose},
    process,
    project::Project,
    size,
    tools::{self, Tool},
};

/// What `cargo xtask bench` takes.
#[derive(clap::Args)]
pub struct Args {
    /// What to measure; everything when left out. As it is measured by default, the figures go into docs/benchmarks.json and
    /// docs/BENCHMARKS.md
    #[arg(value_enum)]
    what: Option<What>,
    /// Measure on this empty PostgreSQL database, and not on SQLite and a PostgreSQL of its own
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// People to start with [default: 10000 for scim, noisy and console, 1000000 for users, 1000 for sso]
    #[arg(long, value_name = "N")]
    users: Option<u32>,
    /// How long each operation is measured [default: 10; 3 for users; nothing to console]
    #[arg(long, value_name = "S")]
    seconds: Option<u64>,
    /// Connections at once [default: 32 for scim, 64 for noisy, 1 for users and console, 16 for sso]
    #[arg(long, value_name = "N")]
    connections: Option<u16>,
    /// Measure on this database only
    #[arg(long, value_enum, value_name = "NAME", conflicts_with = "database_url")]
    only: Option<Engine>,
}

impl Args {
    /// Nothing is other than what the figures in docs are of.
    const fn is_by_default(&self) -> bool {
        self.database_url.is_none()
            && self.users.is_none()
            && self.seconds.is_none()
            && self.connections.is_none()
            && self.only.is_none()
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// The requests of an identity provider: read, look up, change, create, and all of them mixed
    Scim,
    /// The console's list of users, sorted, filtered and searched, at a million people; all of them as a file; and a file of
    /// 100,000 taken in
    Users,
    /// Sign-ins with an identity provider: Responses to the Reply URL, alone and beside a flood of junk
    Sso,
    /// An organization that asks little, alone and beside one that asks as much as it can
    Noisy,
    /// From an address entered to an interactive list of users, in Chromium that has nothing of the console yet
    Console,
}

impl What {
    const ALL: [Self; 5] = [Self::Scim, Self::Noisy, Self::Sso, Self::Console, Self::Users];
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Builds the server and the load generator for release, and measures on each database.
pub fn run(project: &Project, args: &Args) -> Result {
    println!("Building the server for release");
    let build = [
        "build",
        "--release",
        "--locked",
        "-p",
        "server",
        "-p",
        "bench",
        "--bin",
        "rollcall",
        "--bin",
        "bench",
    ];
    process::run(cargo::command(project).args(build))?;
    let whats = args.what.as_ref().map_or(&What::ALL[..], std::slice::from_ref);
    if !args.is_by_default() {
        return whats.iter().try_for_each(|what| on_each(project, args, *what, None));
    }
    let figures = project.target().join("benchmarks.json");
    // The program that measures adds to the file.
    let _ = fs::remove_file(&figures);
    for what in whats {
        on_each(project, args, *what, Some(&figures))?;
    }
    benchmarks::write(project, &figures, size::total(project)?)
}

fn on_each(project: &Project, args: &Args, what: What, json: Option<&Path>) -> Result {
    let measure = |option: &str, database: &OsStr| measure(project, args, (what, json), option, database);
    if let Some(url) = &args.database_url {
        return measure("--database-url", url.as_ref());
    }
    if args.only != Some(Engine::Postgres) {
        let folder = Folder::make(project)?;
        measure("--data", folder.0.as_os_str())?;
    }
    if args.only != Some(Engine::Sqlite) {
        let toolbox = tools::ensure(project, &[Tool::Postgres])?;
        let bin = toolbox
            .postgres()
            .ok_or_else(|| Failure::new("PostgreSQL's programs are gone since the last look."))?;
        let cluster = Cluster::start(&bin, Purpose::Benchmark)?;
        measure("--database-url", cluster.url().as_ref())?;
    }
    Ok(())
}

/// Calls the load generator for the database that the option names.
fn measure(
    project: &Project,
    args: &Args,
    (what, json): (What, Option<&Path>),
    option: &str,
    database: &OsStr,
) -> Result {
    let (name, users, seconds, connections) = match what {
        What::Scim => ("scim", 10_000, 10, 32),
        What::Users => ("users", 1_000_000, 3, 1),
        What::Sso => ("sso", 1_000, 10, 16),
        What::Noisy => ("noisy", 10_000, 10, 64),
        What::Console => ("console", 10_000, 10, 1),
    };
    let release = project.target().join("release");
    let mut command = Command::new(release.join("bench"));
    cargo::forget_outer_cargo(&mut command);
    command.arg(option).arg(database).arg("--rollcall").arg(release.join("rollcall"));
    command.arg("--users").arg(args.users.unwrap_or(users).to_string());
    command.arg("--seconds").arg(args.seconds.unwrap_or(seconds).to_string());
    command.arg("--connections").arg(args.connections.unwrap_or(connections).to_string());
    if let Some(json) = json {
        command.arg("--json").arg(json);
    }
    command.arg(name);
    if matches!(what, What::Console) {
        let toolbox = tools::ensure(project, &[&[Tool::Browser], tools::BUNDLE].concat())?;
        let driver = toolbox
            .chromedriver()
            .ok_or_else(|| Failure::new("chromedriver is gone since the last look."))?;
        command.arg("--console-dist").arg(console::bundle(project, &toolbox)?);
        command.arg("--chromedriver").arg(driver);
    }
    process::run(&mut command)
}

/// The folder of the embedded database, below the target folder: on a disk, where the temporary folder may be memory.
struct Folder(PathBuf);

impl Folder {
    fn make(project: &Project) -> Result<Self> {
        let path = project.target().join("bench");
        // What a run left that was ended in the middle.
        if path.exists() {
            fs::remove_dir_all(&path).map_err(Failure::io("remove", &path))?;
        }
        fs::create_dir_all(&path).map_err(Failure::io("create", &path))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The next run removes what is left.
        let _ = fs::remove_dir_all(&self.0);
    }
}
