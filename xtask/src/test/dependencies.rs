//! Libraries, as cargo-deny sees them: `deny.toml` says what is allowed.

use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
    tools::Toolbox,
};

/// Fails for a licence or a source that is not allowed, and for a library with a known flaw. That last one needs a database from
/// the network: where it cannot be had, that is said.
pub fn check(project: &Project, toolbox: &Toolbox) -> Result {
    let deny = |arguments: &[&str]| {
        let mut command = toolbox.command("cargo-deny");
        command
            .args(["--workspace", "--locked", "--log-level", "error"])
            .args(arguments)
            .current_dir(project.root());
        command
    };
    process::run(&mut deny(&["--offline", "check", "bans", "licenses", "sources"]))?;
    let log = project.tools().join("log/advisories.log");
    let fetch = process::logged(&mut deny(&["fetch", "db"]), "cargo-deny fetch db", &log);
    if fetch.is_err() {
        println!(
            "NOT CHECKED: what is known against libraries. Its database cannot be had here; {} says why.",
            log.display()
        );
        return Ok(());
    }
    process::run(&mut deny(&["--offline", "check", "advisories"])).map_err(|failure| {
        Failure::new(format!(
            "{failure} Take a newer version, or say in deny.toml why the flaw does not reach Rollcall."
        ))
    })
}
