//! Where things are: the checkout, the target folder, and the places below it that these commands use.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{
    cargo,
    failure::{Failure, Result},
    process,
};

/// The checkout and its target folder.
pub struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Asks cargo, so that it works from any folder of the checkout and with any setting of the target folder.
    pub fn find() -> Result<Self> {
        let mut command = cargo::bare();
        command.args(["metadata", "--no-deps", "--format-version", "1", "--offline"]);
        let metadata: Value = serde_json::from_str(&process::output(&mut command)?).map_err(|error| {
            Failure::new(format!("cargo metadata answered something unreadable: {error}."))
        })?;
        let path = |key: &str| metadata[key].as_str().map(PathBuf::from);
        match (path("workspace_root"), path("target_directory")) {
            (Some(root), Some(target)) => Ok(Self { root, target }),
            _ => Err(Failure::new(
                "cargo metadata named no workspace: run this inside a checkout of Rollcall.",
            )),
        }
    }

    /// The checkout's root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where tools are installed that the machine does not have.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The console's bundle. Below the target folder, so that a checkout stays clean.
    pub fn console_dist(&self) -> PathBuf {
        self.target.join("console-dist")
    }

    /// A file of the checkout as text.
    pub fn read(&self, path: &str) -> Result<String> {
        let path = self.root.join(path);
        std::fs::read_to_string(&path).map_err(Failure::io("read", &path))
    }
}
