//! `cargo xtask run`: everything from nothing to a console in the browser.

use std::{
    net::SocketAddr,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cargo, console,
    failure::{Failure, Result},
    process,
    project::Project,
    stopwatch::{Stopwatch, words},
    tools,
};

/// What `cargo xtask run` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Fill an organization with people, sites, licences and history first, in a data folder of its own
    #[arg(long)]
    demo: bool,
    /// The address and port to serve at
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: SocketAddr,
    /// The folder of the embedded database [default: data in the checkout, with --demo data/demo]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Installs tools, bundles the console, builds the server, and becomes it.
pub fn run(project: &Project, args: &Args) -> Result {
    let watch = Stopwatch::start();
    let toolbox = tools::ensure(project, tools::BUNDLE)?;
    println!("Bundling the console");
    console::bundle(project, &toolbox)?;
    let rollcall = build_server(project)?;
    let data = data_folder(project, args)?;
    println!("Built in {}", words(watch.elapsed()));
    if args.demo {
        process::run(rollcall_command(&rollcall).arg("demo").arg("--data").arg(&data))?;
    }
    let mut serve = rollcall_command(&rollcall);
    serve.arg("serve").arg("--listen").arg(args.listen.to_string()).arg("--data").arg(&data);
    // Becoming the server gives it the terminal: its words, its exit code, and Ctrl-C.
    let error = serve.exec();
    Err(Failure::io("run", &rollcall)(error))
}

/// Builds the binary `rollcall` with the console in it, and returns where it is.
pub fn build_server(project: &Project) -> Result<PathBuf> {
    println!("Building the server");
    process::run(cargo::command(project).args(["build", "--package", "server", "--bin", "rollcall"]))?;
    Ok(project.target().join("debug/rollcall"))
}

fn rollcall_command(rollcall: &Path) -> Command {
    let mut command = Command::new(rollcall);
    cargo::forget_outer_cargo(&mut command);
    command
}

fn data_folder(project: &Project, args: &Args) -> Result<PathBuf> {
    let default = if args.demo { "data/demo" } else { "data" };
    let folder = args.data.clone().unwrap_or_else(|| project.root().join(default));
    std::path::absolute(&folder).map_err(Failure::io("find", &folder))
}
