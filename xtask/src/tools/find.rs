//! Looking for tools: is it there, and in the right version?

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{
    CARGO_AUDIT_VERSION, CARGO_DENY_VERSION, Found, GECKODRIVER_VERSION, POSTGRES_OLDEST, TRUNK_VERSION,
    Tool, Toolbox,
};

/// The tool, if it is there in a version that will do.
pub fn find(tool: Tool, toolbox: &Toolbox) -> Option<Found> {
    match tool {
        Tool::Rustfmt => any_version(toolbox, "rustfmt"),
        Tool::Clippy => any_version(toolbox, "cargo-clippy"),
        Tool::CargoDeny => {
            any_version(toolbox, "cargo-deny").filter(|found| found.version == CARGO_DENY_VERSION)
        }
        Tool::CargoAudit => {
            any_version(toolbox, "cargo-audit").filter(|found| found.version == CARGO_AUDIT_VERSION)
        }
        Tool::WasmTarget => toolchain_part("wasm32-unknown-unknown/lib"),
        Tool::RustSource => toolchain_part("src/rust/library/Cargo.lock"),
        Tool::WasmOpt => wasm_opt(toolbox),
        Tool::Esbuild => npm_package(toolbox, "esbuild").filter(|found| found.version == toolbox.esbuild),
        Tool::OpenidClient => {
            npm_package(toolbox, "openid-client").filter(|found| found.version == toolbox.openid_client)
        }
        Tool::Axe => npm_package(toolbox, "axe-core").filter(|found| found.version == toolbox.axe),
        Tool::Samlp => npm_package(toolbox, "samlp").filter(|found| found.version == toolbox.samlp),
        Tool::Scim2 => from_pip(toolbox.scim2(), "scim2-cli").filter(|found| found.version == toolbox.scim2),
        Tool::Schemathesis => from_pip(toolbox.schemathesis(), "schemathesis")
            .filter(|found| found.version == toolbox.schemathesis),
        Tool::Browser => browser(toolbox),
        Tool::Firefox => any_version(toolbox, "firefox"),
        Tool::Geckodriver => {
            any_version(toolbox, "geckodriver").filter(|found| found.version == GECKODRIVER_VERSION)
        }
        Tool::Webkit => webkit(toolbox),
        Tool::Postgres => postgres(toolbox),
        Tool::Haproxy => haproxy(toolbox),
        Tool::WasmBindgen => {
            let runner = any_version(toolbox, "wasm-bindgen-test-runner");
            let both = any_version(toolbox, "wasm-bindgen").filter(|_| runner.is_some());
            both.filter(|found| found.version == toolbox.wasm_bindgen)
        }
        Tool::Trunk => any_version(toolbox, "trunk").filter(|found| found.version == TRUNK_VERSION),
    }
}

/// Whether this is a file that may be run.
pub fn is_executable(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// The version in what a program prints about itself: the first word that begins with a digit.
pub fn version_in(text: &str) -> Option<&str> {
    let begins = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
    text.split_whitespace().find(begins)
}

/// The first number of a version.
pub fn major(version: &str) -> Option<u32> {
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The exact version of a package in the text of a package.json.
pub fn npm_pin(package_json: &str, package: &str) -> Option<String> {
    let json: Value = serde_json::from_str(package_json).ok()?;
    json["dependencies"][package].as_str().map(str::to_owned)
}

fn any_version(toolbox: &Toolbox, program: &str) -> Option<Found> {
    let at = toolbox.program(program)?;
    Some(Found { version: asked_version(&at)?, at })
}

fn asked_version(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    version_in(&text).filter(|_| output.status.success()).map(str::to_owned)
}

/// A part of the toolchain, by a path in its `lib/rustlib`.
fn toolchain_part(path: &str) -> Option<Found> {
    let rustc = Command::new("rustc").args(["--print", "sysroot"]).stdin(Stdio::null()).output().ok()?;
    let sysroot = String::from_utf8_lossy(&rustc.stdout).trim().to_owned();
    let at = Path::new(&sysroot).join("lib/rustlib").join(path);
    at.exists().then(|| Found { version: "installed".to_owned(), at })
}

/// Ours is a package of npm, for node; another one on the search path is asked for its version.
fn wasm_opt(toolbox: &Toolbox) -> Option<Found> {
    let at = toolbox.program("wasm-opt")?;
    let version = if at.starts_with(toolbox.folder()) {
        toolbox.program("node")?;
        npm_package(toolbox, "binaryen")?.version
    } else {
        asked_version(&at)?
    };
    (major(&version) == major(&toolbox.binaryen)).then_some(Found { version, at })
}

fn npm_package(toolbox: &Toolbox, package: &str) -> Option<Found> {
    let at = toolbox.npm(package);
    let json: Value = serde_json::from_str(&fs::read_to_string(at.join("package.json")).ok()?).ok()?;
    Some(Found { version: json["version"].as_str()?.to_owned(), at })
}

/// Its own words say nothing of its version: Python knows what it has installed.
fn from_pip(at: PathBuf, package: &str) -> Option<Found> {
    let ask = format!("import importlib.metadata as installed; print(installed.version('{package}'))");
    let output =
        Command::new(at.with_file_name("python")).args(["-c", &ask]).stdin(Stdio::null()).output().ok()?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && is_executable(&at)).then_some(Found { version, at })
}

fn browser(toolbox: &Toolbox) -> Option<Found> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    names.iter().find_map(|name| toolbox.program(name))?;
    let at = toolbox.chromedriver()?;
    Some(Found { version: asked_version(&at)?, at })
}

/// On the search path, or where Debian keeps it, which is not on everybody's.
pub fn haproxy(toolbox: &Toolbox) -> Option<Found> {
    let at = toolbox.program("haproxy").or_else(|| Some(PathBuf::from("/usr/sbin/haproxy")));
    let at = at.filter(|at| is_executable(at))?;
    let output = Command::new(&at).arg("-v").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(Found { version: version_in(&text)?.to_owned(), at })
}

/// Its driver does not tell its version.
fn webkit(toolbox: &Toolbox) -> Option<Found> {
    toolbox.program("Xvfb")?;
    Some(Found { version: "installed".to_owned(), at: toolbox.program("WebKitWebDriver")? })
}

/// PostgreSQL's folder of programs: that on the search path, or the newest where Debian keeps them.
pub fn postgres(toolbox: &Toolbox) -> Option<Found> {
    // A link on the search path may lead to a folder that has the programs which it does not link.
    let initdb = toolbox.program("initdb").and_then(|initdb| fs::canonicalize(initdb).ok());
    let on_path = initdb.and_then(|initdb| initdb.parent().map(Path::to_path_buf));
    let folders = on_path.into_iter().chain(debian_postgres_folders());
    folders.filter_map(usable_postgres).next()
}

fn debian_postgres_folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<_> = entries
        .filter_map(|entry| {
            major(&entry.file_name().to_string_lossy()).map(|version| (version, entry.path()))
        })
        .collect();
    versions.sort();
    versions.into_iter().rev().map(|(_, path)| path.join("bin")).collect()
}

fn usable_postgres(bin: PathBuf) -> Option<Found> {
    let complete = ["initdb", "pg_ctl", "postgres"].iter().all(|program| is_executable(&bin.join(program)));
    let version = asked_version(&bin.join("initdb")).filter(|_| complete)?;
    (major(&version)? >= POSTGRES_OLDEST).then_some(Found { version, at: bin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_each_tool_prints() {
        assert_eq!(version_in("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_in("wasm-bindgen 0.2.130\n"), Some("0.2.130"));
        assert_eq!(version_in("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version_in("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some("15.18"));
        assert_eq!(version_in("ChromeDriver 156.0.8078.79 (abc)"), Some("156.0.8078.79"));
        assert_eq!(version_in("Mozilla Firefox 140.10.2esr"), Some("140.10.2esr"));
        assert_eq!(version_in("geckodriver 0.37.1\n\nThe source code"), Some("0.37.1"));
        assert_eq!(version_in("no version"), None);
    }

    #[test]
    fn versions_compare_by_their_first_number_where_only_that_is_pinned() {
        assert_eq!(major("132.0.0"), major("132"));
        assert_eq!(major("15beta1"), Some(15));
        assert_eq!(major("newest"), None);
    }

    #[test]
    fn the_pins_of_npm_are_exact_and_the_lock_file_names_no_registry() {
        let package = include_str!("../../package.json");
        for name in ["binaryen", "esbuild", "axe-core", "openid-client"] {
            let version = npm_pin(package, name).unwrap();
            assert!(major(&version).is_some(), "{name} is pinned to a range: {version}");
        }
        let lock: Value = serde_json::from_str(include_str!("../../package-lock.json")).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(
            packages.values().all(|package| package.get("resolved").is_none()),
            "a registry's address is locked"
        );
    }
}
