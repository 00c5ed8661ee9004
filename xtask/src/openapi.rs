//! `cargo xtask openapi`: the description of the REST API, generated from the routes themselves.

use std::{fs, process::Command};

use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
    run,
};

/// Writes docs/openapi.json. A test of the server fails while it is stale.
pub fn run(project: &Project) -> Result {
    let rollcall = run::build_server(project)?;
    let text = process::output(Command::new(rollcall).arg("openapi"))?;
    serde_json::from_str::<serde_json::Value>(&text).map_err(|error| {
        Failure::new(format!("`rollcall openapi` printed something other than JSON: {error}."))
    })?;
    let path = project.root().join("docs/openapi.json");
    fs::write(&path, text).map_err(Failure::io("write", &path))?;
    println!("Wrote {}", path.display());
    Ok(())
}
