//! How cargo is called, so that every call finds what the others built.

use std::{env, ffi::OsString, path::Path, process::Command};

use crate::project::Project;

/// The version of a package in the text of a Cargo.lock. Of several versions, the first.
pub fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let header = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != header);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Cargo without a working folder. For [`Project::find`]; everything else takes [`command`].
pub fn bare() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    forget_outer_cargo(&mut command);
    command
}

/// Cargo in the checkout's root.
///
/// `ROLLCALL_CONSOLE_DIST` tells the server's build script which folder holds the console. Every call carries the same
/// value, because a call without it would build the server again; before there is a bundle none carries it, so that
/// its appearance is noticed.
pub fn command(project: &Project) -> Command {
    let mut command = bare();
    command.current_dir(project.root());
    let dist = project.console_dist();
    if dist.join("index.html").exists() {
        command.env("ROLLCALL_CONSOLE_DIST", dist);
    }
    command
}

/// Takes away what `cargo run` told this process about the package xtask: build scripts that watch those variables
/// (ring's, for one) would run again, and all that depends on them be built again, in each second call.
pub fn forget_outer_cargo(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if is_about_this_package(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
}

fn is_about_this_package(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_PRIMARY_PACKAGE", "CARGO_CRATE_NAME"]
        .iter()
        .any(|prefix| variable.starts_with(prefix))
}

/// The search path with these folders before those of the environment.
pub fn search_path<'a>(first: impl IntoIterator<Item = &'a Path>) -> OsString {
    let own = first.into_iter().map(Path::to_path_buf);
    let inherited = env::var_os("PATH").unwrap_or_default();
    let all: Vec<_> = own.chain(env::split_paths(&inherited)).collect();
    env::join_paths(all).unwrap_or(inherited)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_package_with_exactly_this_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "bindgen"), None);
    }

    #[test]
    fn variables_about_the_package_xtask_are_not_passed_on_but_settings_are() {
        assert!(is_about_this_package("CARGO_PKG_VERSION"));
        assert!(is_about_this_package("CARGO_MANIFEST_DIR"));
        assert!(!is_about_this_package("CARGO_TARGET_DIR"));
        assert!(!is_about_this_package("CARGO_HOME"));
    }
}
