//! The console's bundle: WebAssembly, JavaScript, CSS and HTML, made by Trunk.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cargo,
    failure::{Failure, Result},
    order, process,
    project::Project,
    shorten,
    tools::Toolbox,
};

/// Folders of the checkout of which nothing gets into the bundle. All else counts, so that a new folder is not missed.
const NOT_IN_THE_BUNDLE: &[&str] =
    &["crates", "data", "dist", "docs", "node_modules", "target", "tests", "xtask"];

/// The crates that the console is made of besides its own.
const CRATES_IN_THE_BUNDLE: &[&str] = &["crates/api", "crates/domain", "crates/texts", "crates/view-macro"];

/// What the console runs on.
const TARGET: &str = "wasm32-unknown-unknown";

/// The standard library built with the console, for size, and without the words of panics: 18 KB less (docs/decisions/view.md). Cargo
/// calls this unstable, and so wants to be told that a stable toolchain may do it; only the bundle is built so.
const STD_FOR_SIZE: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Clink-arg=-zstack-size=524288",
    ),
];

/// The last rounds of wasm-opt: 1.9 KB less. Nothing of Rust's is in the first kilobyte of the memory, where the far end of the stack is:
/// so an address and what is added to it may be one instruction.
const LAST_ROUND: [&str; 3] = ["-Os", "--low-memory-unused", "--one-caller-inline-max-function-size=25"];

/// Makes the bundle, unless the one that is there was made from the same sources. Returns its folder.
pub fn bundle(project: &Project, toolbox: &Toolbox) -> Result<PathBuf> {
    let dist = project.console_dist();
    let stamp = dist.with_extension("stamp");
    let print = fingerprint(project, toolbox)?;
    if dist.join("index.html").exists() && fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == print) {
        return Ok(dist);
    }
    // Gone first: a bundle that fails half-way must not pass for whole.
    if stamp.exists() {
        fs::remove_file(&stamp).map_err(Failure::io("remove", &stamp))?;
    }
    fetch(project, toolbox)?;
    trunk(project, toolbox, &dist)?;
    shorten(toolbox, &dist)?;
    fs::write(&stamp, print).map_err(Failure::io("write", &stamp))?;
    Ok(dist)
}

/// Downloads the crates: Trunk.toml keeps Trunk, and the cargo that it calls, off the network.
fn fetch(project: &Project, toolbox: &Toolbox) -> Result {
    let mut command = cargo::command(project);
    command.args(["fetch", "--locked", "--quiet"]);
    if toolbox.has_rust_source() {
        command.args(["--target", TARGET]).envs(STD_FOR_SIZE);
    }
    process::run(&mut command)
}

fn trunk(project: &Project, toolbox: &Toolbox, dist: &Path) -> Result {
    let mut command = toolbox.command("trunk");
    command
        .args(["build", "--config", "Trunk.toml", "--log", "warn", "--skip-version-check", "--dist"])
        .arg(dist);
    command.current_dir(project.root()).env("CARGO_TARGET_DIR", project.target());
    if toolbox.has_rust_source() {
        command.envs(STD_FOR_SIZE);
    }
    // The compiler's words say what is wrong with the sources; Trunk's own stack says nothing more.
    command.env("RUST_BACKTRACE", "0");
    // Trunk wants a word here, where the convention is that any value counts.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    process::run(&mut command)
}

/// Gives what WebAssembly and JavaScript know each other by short names, takes what is then unused away, and makes the rest smaller.
fn shorten(toolbox: &Toolbox, dist: &Path) -> Result {
    let module = find(dist, "_bg.wasm")?;
    let script = module
        .with_file_name(module.file_name().unwrap_or_default().to_string_lossy().replace("_bg.wasm", ".js"));
    let bytes = fs::read(&module).map_err(Failure::io("read", &module))?;
    let words = fs::read_to_string(&script).map_err(Failure::io("read", &script))?;
    let none = || Failure::new(format!("{} is no WebAssembly.", module.display()));
    let (bytes, words) = shorten::shorten(&bytes, &words).ok_or_else(none)?;
    let write = |file: &Path, bytes: &[u8]| fs::write(file, bytes).map_err(Failure::io("write", file));
    write(&module, &bytes)?;
    write(&script, words.as_bytes())?;
    let round = |last: &[&str]| {
        let mut optimize = toolbox.command("wasm-opt");
        process::run(optimize.args(LAST_ROUND).args(last).arg(&module).arg("-o").arg(&module))
    };
    round(&[])?;
    // Their bodies are as good as final now.
    let bytes = fs::read(&module).map_err(Failure::io("read", &module))?;
    write(&module, &order::named(&bytes).ok_or_else(none)?)?;
    round(&["--reorder-functions-by-name"])
}

/// The file of a folder whose name ends so.
fn find(folder: &Path, end: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(Failure::io("read", folder))?;
    let mut files = entries.flatten().map(|entry| entry.path());
    let found = files.find(|file| file.to_string_lossy().ends_with(end));
    found.ok_or_else(|| Failure::new(format!("There is no file `*{end}` in {}.", folder.display())))
}

/// A hash over the contents of all sources and the versions of the tools. Contents, not times: a fresh clone that
/// shares a target folder need not bundle again.
fn fingerprint(project: &Project, toolbox: &Toolbox) -> Result<String> {
    let mut files = Vec::new();
    sources(project.root(), NOT_IN_THE_BUNDLE, &mut files)?;
    for folder in CRATES_IN_THE_BUNDLE {
        sources(&project.root().join(folder), &["tests"], &mut files)?;
    }
    for file in [".cargo/config.toml", "xtask/src/console.rs", "xtask/src/order.rs", "xtask/src/shorten.rs"] {
        files.push(project.root().join(file));
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(project.root()).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file).map_err(Failure::io("read", &file))?.hash(&mut hasher);
    }
    toolbox.bundle_versions().hash(&mut hasher);
    process::output(Command::new("rustc").arg("--version"))?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files below a folder, without hidden ones, without Markdown, and at the top without the folders to skip.
fn sources(folder: &Path, skip: &[&str], files: &mut Vec<PathBuf>) -> Result {
    for entry in fs::read_dir(folder).map_err(Failure::io("read", folder))? {
        let path = entry.map_err(Failure::io("read", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name.ends_with(".md") || skip.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            sources(&path, &[], files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
