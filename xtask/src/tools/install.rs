//! Installing tools, each by the way it comes.

use std::{ffi::OsStr, fs, path::PathBuf, process::Command};

use super::{
    CARGO_AUDIT_VERSION, CARGO_DENY_VERSION, GECKODRIVER_VERSION, SCHEMATHESIS, SCIM2, TRUNK_VERSION, Tool,
    Toolbox,
};
use crate::{
    cargo,
    failure::{Failure, Result},
    process,
    project::Project,
};

/// Tools run for seconds and are compiled once: to compile them fast is worth more than to make them fast.
const QUICK_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// Installs the tools, which are missing.
pub fn install(project: &Project, toolbox: &Toolbox, missing: &[Tool]) -> Result {
    rustup(toolbox, missing)?;
    apt(toolbox, missing)?;
    if missing.iter().any(|tool| is_from_npm(*tool)) {
        npm(project, toolbox)?;
    }
    for tool in missing {
        match tool {
            Tool::Scim2 => pip(project, toolbox, ("scim2", SCIM2))?,
            Tool::Schemathesis => pip(project, toolbox, ("schemathesis", SCHEMATHESIS))?,
            Tool::WasmBindgen => cargo_install(toolbox, "wasm-bindgen-cli", &toolbox.wasm_bindgen, &[])?,
            Tool::CargoDeny => cargo_install(toolbox, "cargo-deny", CARGO_DENY_VERSION, &[])?,
            Tool::CargoAudit => cargo_install(toolbox, "cargo-audit", CARGO_AUDIT_VERSION, &[])?,
            Tool::Geckodriver => cargo_install(toolbox, "geckodriver", GECKODRIVER_VERSION, &[])?,
            // Without its default features: they bring an updater and a second TLS library.
            Tool::Trunk => {
                let rustls = ["--no-default-features", "--features", "rustls"];
                cargo_install(toolbox, "trunk", TRUNK_VERSION, &rustls)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_from_npm(tool: Tool) -> bool {
    matches!(tool, Tool::WasmOpt | Tool::Esbuild | Tool::Axe | Tool::Samlp | Tool::OpenidClient)
}

fn log(toolbox: &Toolbox, name: &str) -> PathBuf {
    toolbox.folder().join("log").join(format!("{name}.log"))
}

fn rustup(toolbox: &Toolbox, missing: &[Tool]) -> Result {
    let parts = [
        (Tool::Rustfmt, ["component", "add", "rustfmt"]),
        (Tool::Clippy, ["component", "add", "clippy"]),
        (Tool::WasmTarget, ["target", "add", "wasm32-unknown-unknown"]),
        (Tool::RustSource, ["component", "add", "rust-src"]),
    ];
    for (tool, arguments) in parts.iter().filter(|(tool, _)| missing.contains(tool)) {
        let typed = format!("rustup {}", arguments.join(" "));
        if tool.is_optional() {
            rust_source(toolbox, &typed, arguments);
            continue;
        }
        if toolbox.program("rustup").is_none() {
            let sentence =
                format!("{} is missing, and so is rustup, which would install it: `{typed}`.", tool.name());
            return Err(Failure::new(sentence));
        }
        process::logged(toolbox.command("rustup").args(arguments), &typed, &log(toolbox, tool.name()))?;
    }
    Ok(())
}

/// What the bundle can do without: where it cannot be had, that is said, and the rest goes on.
fn rust_source(toolbox: &Toolbox, typed: &str, arguments: &[&str]) {
    let log = log(toolbox, Tool::RustSource.name());
    let added = toolbox.program("rustup").is_some()
        && process::logged(toolbox.command("rustup").args(arguments), typed, &log).is_ok();
    if !added {
        println!("Without rust-src (`{typed}`) the console is about 18 KB larger, and over its budget.");
    }
}

/// Debian's packages for what is missing.
fn packages(missing: &[Tool], has_npm: bool, has_python: bool) -> Vec<&'static str> {
    let mut packages = Vec::new();
    if !has_npm && missing.iter().any(|tool| is_from_npm(*tool)) {
        packages.extend(["nodejs", "npm"]);
    }
    if [Tool::Scim2, Tool::Schemathesis].iter().any(|tool| missing.contains(tool)) && !has_python {
        packages.extend(["python3", "python3-venv"]);
    }
    if missing.contains(&Tool::Browser) {
        packages.extend(["chromium", "chromium-driver"]);
    }
    if missing.contains(&Tool::Firefox) {
        packages.push("firefox-esr");
    }
    if missing.contains(&Tool::Webkit) {
        packages.extend(["webkit2gtk-driver", "xvfb"]);
    }
    if missing.contains(&Tool::Postgres) {
        packages.push("postgresql");
    }
    if missing.contains(&Tool::Haproxy) {
        packages.push("haproxy");
    }
    packages
}

fn apt(toolbox: &Toolbox, missing: &[Tool]) -> Result {
    let has_npm = toolbox.program("npm").is_some() && toolbox.program("node").is_some();
    let has_python = process::succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"]));
    let packages = packages(missing, has_npm, has_python);
    if packages.is_empty() {
        return Ok(());
    }
    let typed = format!("apt-get install -y {}", packages.join(" "));
    if toolbox.program("apt-get").is_none() {
        return Err(Failure::new(format!(
            "These packages (Debian's names) are missing, and there is no apt-get to install them: {}.",
            packages.join(", ")
        )));
    }
    let by_hand = format!("Install them by hand with `sudo {typed}`, then run this again.");
    let Some(prefix) = root_prefix() else {
        return Err(Failure::new(format!("These packages are missing: {}. {by_hand}", packages.join(", "))));
    };
    let install = |attempt: &str| {
        let mut command = apt_get(toolbox, prefix);
        command.args(["install", "-y", "--no-install-recommends"]).args(&packages);
        process::logged(&mut command, &typed, &log(toolbox, attempt))
    };
    // The package lists may never have been fetched, or be too old to name files that are still there.
    install("apt-install")
        .or_else(|_| {
            let mut update = apt_get(toolbox, prefix);
            process::logged(update.arg("update"), "apt-get update", &log(toolbox, "apt-update"))?;
            install("apt-install-again")
        })
        .map_err(|failure| Failure::new(format!("{failure}{by_hand}")))
}

/// What makes a command run as root here: nothing, or sudo that asks for no password, or `None`.
fn root_prefix() -> Option<&'static [&'static str]> {
    if process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    process::succeeds(Command::new("sudo").args(["-n", "true"])).then_some(&["sudo", "-n"])
}

fn apt_get(toolbox: &Toolbox, prefix: &[&str]) -> Command {
    // Through env, because sudo does not pass variables on.
    let words = prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    let mut words = words.map(OsStr::new);
    let mut command = Command::new(words.next().expect("the list is never empty"));
    command.args(words).env("PATH", toolbox.path());
    command
}

fn npm(project: &Project, toolbox: &Toolbox) -> Result {
    let folder = toolbox.folder().join("npm");
    fs::create_dir_all(&folder).map_err(Failure::io("create", &folder))?;
    for file in ["package.json", "package-lock.json"] {
        let to = folder.join(file);
        fs::write(&to, project.read(&format!("xtask/{file}"))?).map_err(Failure::io("write", &to))?;
    }
    let mut command = toolbox.command("npm");
    command.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    process::logged(
        &mut command,
        "npm ci (wasm-opt, esbuild, axe-core, samlp, openid-client)",
        &log(toolbox, "npm"),
    )
}

/// Into an environment of Python that is ours alone.
/// Each in an environment of its own: what one is made of does not decide for the other.
fn pip(project: &Project, toolbox: &Toolbox, (name, requirements): (&str, &str)) -> Result {
    let folder = toolbox.folder().join(name);
    let mut venv = toolbox.command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(&folder);
    process::logged(&mut venv, &format!("python3 -m venv ({name})"), &log(toolbox, "venv"))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--disable-pip-version-check", "--requirement"])
        .arg(project.root().join("xtask").join(requirements));
    process::logged(&mut pip, &format!("pip install {name}"), &log(toolbox, "pip"))
}

fn cargo_install(toolbox: &Toolbox, package: &str, version: &str, features: &[&str]) -> Result {
    let build = toolbox.folder().join("build");
    let label = format!("cargo install {package} {version}");
    let file = log(toolbox, package);
    let install = |locked: &[&str]| {
        let mut command = cargo::bare();
        command.args(["install", package, "--version", version, "--force", "--root"]).arg(toolbox.folder());
        command.args(locked).args(features).envs(QUICK_BUILD).env("CARGO_TARGET_DIR", &build);
        process::logged(&mut command, &label, &file)
    };
    let installed = install(&["--locked"]).or_else(|failure| {
        let log = fs::read_to_string(&file).unwrap_or_default();
        if !is_unavailable_version(&log) {
            return Err(failure);
        }
        println!(
            "  {label}: a version in its lock file is not to be had here; once more without the lock file"
        );
        install(&[])
    });
    // Hundreds of megabytes that nothing will ask for again.
    if build.exists() {
        fs::remove_dir_all(&build).map_err(Failure::io("remove", &build))?;
    }
    installed
}

/// Cargo's words when a registry (a mirror that lags, say) does not have a version that a lock file names.
fn is_unavailable_version(log: &str) -> bool {
    log.contains("failed to select a version for the requirement")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_missing_things_are_asked_of_apt() {
        assert!(packages(&[Tool::Trunk, Tool::WasmOpt, Tool::Scim2], true, true).is_empty());
        assert_eq!(packages(&[Tool::WasmOpt, Tool::Axe], false, true), ["nodejs", "npm"]);
        assert_eq!(packages(&[Tool::Scim2], true, false), ["python3", "python3-venv"]);
        assert_eq!(
            packages(&[Tool::Browser, Tool::Postgres, Tool::Haproxy], true, true),
            ["chromium", "chromium-driver", "postgresql", "haproxy"]
        );
        assert_eq!(
            packages(&[Tool::Firefox, Tool::Geckodriver, Tool::Webkit], true, true),
            ["firefox-esr", "webkit2gtk-driver", "xvfb"]
        );
    }
}
