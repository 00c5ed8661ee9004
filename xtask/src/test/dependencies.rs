//! Libraries, as cargo-deny and cargo-audit see them: `deny.toml` says what is allowed, and why.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
    tools::Toolbox,
};

/// A flaw that nobody found, in a library that this program has: whoever does not see it sees no other.
const MADE_UP: &str = include_str!("made_up_flaw.md");

/// Fails for a licence or a source that is not allowed, and for a library with a known flaw. That last one needs a database from
/// the network: where it cannot be had, that is said.
pub fn check(project: &Project, toolbox: &Toolbox) -> Result {
    process::run(&mut deny(project, toolbox, &["--offline", "check", "bans", "licenses", "sources"]))?;
    let accepted = accepted(&project.read("deny.toml")?)?;
    finds_what_is_there(project, toolbox, &accepted)?;
    let log = project.tools().join("log/advisories.log");
    let fetch = process::logged(&mut deny(project, toolbox, &["fetch", "db"]), "cargo-deny fetch db", &log);
    if fetch.is_err() {
        println!(
            "NOT CHECKED: what is known against libraries. Its database cannot be had here; {} says why.",
            log.display()
        );
        return Ok(());
    }
    let known = process::run(&mut deny(project, toolbox, &["--offline", "check", "advisories"]))
        .and_then(|()| process::run(&mut audit(project, toolbox, &database()?, &accepted)));
    known.map_err(|failure| {
        Failure::new(format!(
            "{failure} Take a newer version, or say in deny.toml why the flaw does not reach Rollcall."
        ))
    })
}

fn deny(project: &Project, toolbox: &Toolbox, arguments: &[&str]) -> Command {
    let mut command = toolbox.command("cargo-deny");
    command
        .args(["--workspace", "--locked", "--log-level", "error"])
        .args(arguments)
        .current_dir(project.root());
    command
}

/// Asks about all that Cargo.lock names, also what no build takes. Versions that were withdrawn are for cargo-deny to find.
fn audit(project: &Project, toolbox: &Toolbox, database: &Path, accepted: &[String]) -> Command {
    let mut command = toolbox.command("cargo-audit");
    command.args(["audit", "--quiet", "--no-fetch", "--no-yanked", "--deny", "unsound"]);
    command.args(accepted.iter().flat_map(|id| ["--ignore", id]));
    command.arg("--db").arg(database).current_dir(project.root());
    command
}

/// The flaws that `deny.toml` accepts: one list for both tools.
fn accepted(deny: &str) -> Result<Vec<String>> {
    let unreadable = |what: &str| Failure::new(format!("deny.toml cannot be read: {what}."));
    let deny: toml::Table = deny.parse().map_err(|error: toml::de::Error| unreadable(error.message()))?;
    let ignored = deny.get("advisories").and_then(|advisories| advisories.get("ignore")?.as_array());
    let ids = ignored.into_iter().flatten().map(|flaw| {
        let id = flaw.get("id").and_then(toml::Value::as_str);
        id.map(str::to_owned)
            .ok_or_else(|| unreadable("what [advisories] ignores has an `id` and a `reason`"))
    });
    ids.collect()
}

/// Where cargo-deny has put the database.
fn database() -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let all = home.unwrap_or_default().join("advisory-dbs");
    let folders = fs::read_dir(&all).map_err(Failure::io("read", &all))?.flatten();
    let of_rustsec = folders
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("advisory-db-"))
        .max_by_key(|entry| fs::metadata(entry.path().join(".git")).and_then(|file| file.modified()).ok());
    of_rustsec.map(|entry| entry.path()).ok_or_else(|| {
        Failure::new(format!("cargo-deny has fetched its database, and it is not in {}.", all.display()))
    })
}

/// Where no database can be had, the question itself is tried all the same: it must find a flaw that was made up, and only as long
/// as that is not accepted.
fn finds_what_is_there(project: &Project, toolbox: &Toolbox, accepted: &[String]) -> Result {
    let made_up = project.target().join("made-up-flaws");
    let folder = made_up.join("crates/serde_json");
    fs::create_dir_all(&folder).map_err(Failure::io("create", &folder))?;
    let file = folder.join("RUSTSEC-2001-0001.md");
    fs::write(&file, MADE_UP).map_err(Failure::io("write", &file))?;
    let finds = |accepted: &[String]| !process::succeeds(&mut audit(project, toolbox, &made_up, accepted));
    let mut all = accepted.to_vec();
    all.push("RUSTSEC-2001-0001".to_owned());
    match (finds(accepted), finds(&all)) {
        (true, false) => Ok(()),
        (false, _) => {
            Err(Failure::new("cargo-audit does not find a flaw that was made up: it looks at nothing."))
        }
        (true, true) => Err(Failure::new("cargo-audit finds flaws where there are none, or cannot run.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_list_names_the_flaws_that_are_accepted() {
        let ids = accepted(include_str!("../../../deny.toml")).unwrap();
        assert_eq!(ids, ["RUSTSEC-2023-0071"]);
        assert!(accepted("").unwrap().is_empty());
        assert!(accepted("[advisories]\nignore = [{ reason = \"why\" }]").is_err());
        assert!(accepted("[advisories").is_err());
    }
}
