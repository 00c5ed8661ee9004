//! The groups of tests that can be named on the command line.

use crate::tools::{self, Tool};

/// A group, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Group {
    /// The formatter has nothing to change
    Fmt,
    /// Clippy has nothing to say, natively and for WebAssembly
    Lint,
    /// Libraries: their licences, where they come from, and what is known against them
    Dependencies,
    /// The rules
    Domain,
    /// The wire
    Api,
    /// The SCIM protocol
    Scim,
    /// SAML 2.0
    Saml,
    /// The reader of the console's texts
    Texts,
    /// The repositories, on SQLite and PostgreSQL
    Store,
    /// The server, on SQLite and PostgreSQL
    Server,
    /// These commands
    Xtask,
    /// The load generator
    Bench,
    /// Servers and databases that are killed under load
    Soak,
    /// The console, in a headless browser
    Web,
    /// The whole, in a real browser
    E2e,
}

impl Group {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Fmt,
        Self::Lint,
        Self::Dependencies,
        Self::Domain,
        Self::Api,
        Self::Scim,
        Self::Saml,
        Self::Texts,
        Self::Store,
        Self::Server,
        Self::Xtask,
        Self::Bench,
        Self::Soak,
        Self::Web,
        Self::E2e,
    ];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "format",
            Self::Lint => "lint",
            Self::Dependencies => "dependencies",
            Self::Domain => "domain",
            Self::Api => "api",
            Self::Scim => "scim",
            Self::Saml => "saml",
            Self::Texts => "texts",
            Self::Store => "store",
            Self::Server => "server",
            Self::Xtask => "xtask",
            Self::Bench => "bench",
            Self::Soak => "soak",
            Self::Web => "web",
            Self::E2e => "e2e",
        }
    }

    /// The package whose native tests these are.
    pub fn package(self) -> Option<&'static str> {
        match self {
            Self::Fmt | Self::Lint | Self::Dependencies | Self::Web => None,
            Self::Domain
            | Self::Api
            | Self::Scim
            | Self::Saml
            | Self::Texts
            | Self::Store
            | Self::Server
            | Self::Xtask
            | Self::Bench
            | Self::Soak
            | Self::E2e => Some(self.name()),
        }
    }

    /// What must be installed for it, besides the browsers of e2e.
    pub fn tools(self) -> &'static [Tool] {
        match self {
            Self::Fmt => &[Tool::Rustfmt],
            Self::Lint => &[Tool::Clippy, Tool::WasmTarget],
            Self::Dependencies => &[Tool::CargoDeny, Tool::CargoAudit],
            Self::Domain | Self::Api | Self::Scim | Self::Saml | Self::Texts | Self::Bench => &[],
            Self::Server => &[Tool::Scim2, Tool::Schemathesis, Tool::Postgres],
            Self::Store | Self::Xtask => &[Tool::Postgres],
            Self::Soak => &[Tool::Postgres, Tool::Haproxy],
            Self::Web => &[Tool::WasmTarget, Tool::WasmBindgen, Tool::Browser],
            Self::E2e => tools::END_TO_END,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::test::browser::Browser;

    #[test]
    fn all_groups_are_listed_once_in_the_order_in_which_they_run() {
        let mut listed = Group::ALL.to_vec();
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed, Group::ALL);
        assert_eq!(listed.len(), <Group as clap::ValueEnum>::value_variants().len());
    }

    /// A crate whose tests are in no group would never be tested.
    #[test]
    fn every_crate_that_has_tests_is_in_a_group() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
        for folder in fs::read_dir(crates).unwrap().map(|entry| entry.unwrap().path()) {
            let name = folder.file_name().unwrap().to_str().unwrap();
            let tested = folder.join("tests").exists() || has_tests(&folder.join("src"));
            assert!(!tested || Group::ALL.iter().any(|group| group.package() == Some(name)), "{name}");
        }
    }

    /// Does a file below the folder have a test in it?
    fn has_tests(folder: &Path) -> bool {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
            if path.is_dir() {
                has_tests(&path)
            } else {
                fs::read_to_string(path).unwrap().contains("#[test]")
            }
        })
    }

    #[test]
    fn a_full_run_needs_every_tool() {
        for tool in tools::ALL {
            let of_a_browser = Browser::ALL.iter().any(|browser| browser.tools().contains(tool));
            let of_a_group = Group::ALL.iter().any(|group| group.tools().contains(tool));
            assert!(of_a_browser || of_a_group, "{tool:?}");
        }
    }
}
