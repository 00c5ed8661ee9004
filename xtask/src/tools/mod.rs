//! The tools that building and testing need: which, in which version, where from.
//!
//! What the machine has in the right version is used. What it has not is installed once: into `tools` of the target
//! folder (cargo, npm), as a part of the Rust toolchain (rustup), or by the system's packages (apt).

mod find;
mod install;

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cargo,
    failure::{Failure, Result},
    project::Project,
};

/// 0.22 wants a newer Rust than this workspace does.
const TRUNK_VERSION: &str = "0.21.14";

/// For Firefox ESR 128 and later.
const GECKODRIVER_VERSION: &str = "0.37.1";

/// The newest that there is.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// The newest that there is.
const CARGO_AUDIT_VERSION: &str = "0.22.2";

/// The oldest PostgreSQL that the store supports.
const POSTGRES_OLDEST: u32 = 15;

/// What a command may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// The formatter, a part of the Rust toolchain.
    Rustfmt,
    /// The linter, a part of the Rust toolchain.
    Clippy,
    /// cargo-deny, which looks at libraries.
    CargoDeny,
    /// cargo-audit, which looks at what is known against them.
    CargoAudit,
    /// The standard library for WebAssembly, a part of the Rust toolchain.
    WasmTarget,
    /// The source of the standard library, a part of the Rust toolchain: the bundle has its own, built for size. Without it
    /// the bundle is larger, and works all the same.
    RustSource,
    /// wasm-opt, which makes WebAssembly small.
    WasmOpt,
    /// esbuild, which makes JavaScript and CSS small.
    Esbuild,
    /// axe-core, the rules of accessibility that the browser tests apply.
    Axe,
    /// samlp and express, of which the identity provider of the browser tests is made.
    Samlp,
    /// openid-client, with which an application of other hands signs people in.
    OpenidClient,
    /// scim2-cli, which checks SCIM servers against the RFCs.
    Scim2,
    /// Schemathesis, which asks the REST API for what its document does not foresee.
    Schemathesis,
    /// Chromium, and chromedriver with which tests steer it.
    Browser,
    /// Firefox ESR.
    Firefox,
    /// geckodriver, with which tests steer Firefox.
    Geckodriver,
    /// WebKitGTK's driver and browser, and Xvfb, the screen that they need.
    Webkit,
    /// PostgreSQL's programs.
    Postgres,
    /// HAProxy, in front of what is killed.
    Haproxy,
    /// wasm-bindgen, in the version that Cargo.lock names.
    WasmBindgen,
    /// Trunk, which bundles the console.
    Trunk,
}

/// All of them, quick ones to install first.
pub const ALL: &[Tool] = &[
    Tool::Rustfmt,
    Tool::Clippy,
    Tool::WasmTarget,
    Tool::RustSource,
    Tool::WasmOpt,
    Tool::Esbuild,
    Tool::Axe,
    Tool::Samlp,
    Tool::OpenidClient,
    Tool::Scim2,
    Tool::Schemathesis,
    Tool::Browser,
    Tool::Firefox,
    Tool::Webkit,
    Tool::Postgres,
    Tool::Geckodriver,
    Tool::WasmBindgen,
    Tool::CargoDeny,
    Tool::CargoAudit,
    Tool::Trunk,
];

/// What the end-to-end tests need, whichever browser they run in.
pub const END_TO_END: &[Tool] = &[
    Tool::WasmTarget,
    Tool::RustSource,
    Tool::WasmOpt,
    Tool::Esbuild,
    Tool::Axe,
    Tool::Samlp,
    Tool::OpenidClient,
    Tool::Postgres,
    Tool::WasmBindgen,
    Tool::Trunk,
];

/// What bundling the console needs.
pub const BUNDLE: &[Tool] =
    &[Tool::WasmTarget, Tool::RustSource, Tool::WasmOpt, Tool::Esbuild, Tool::WasmBindgen, Tool::Trunk];

impl Tool {
    /// Its name for people.
    fn name(self) -> &'static str {
        match self {
            Self::Rustfmt => "rustfmt",
            Self::Clippy => "clippy",
            Self::CargoDeny => "cargo-deny",
            Self::CargoAudit => "cargo-audit",
            Self::WasmTarget => "wasm32-unknown-unknown",
            Self::RustSource => "rust-src",
            Self::WasmOpt => "wasm-opt",
            Self::Esbuild => "esbuild",
            Self::Axe => "axe-core",
            Self::Samlp => "samlp",
            Self::OpenidClient => "openid-client",
            Self::Scim2 => "scim2-cli",
            Self::Schemathesis => "schemathesis",
            Self::Browser => "Chromium and chromedriver",
            Self::Firefox => "Firefox",
            Self::Geckodriver => "geckodriver",
            Self::Webkit => "WebKitWebDriver and Xvfb",
            Self::Postgres => "PostgreSQL",
            Self::Haproxy => "HAProxy",
            Self::WasmBindgen => "wasm-bindgen",
            Self::Trunk => "trunk",
        }
    }

    /// Can what needs it do without it?
    const fn is_optional(self) -> bool {
        matches!(self, Self::RustSource)
    }
}

/// A tool that is there.
struct Found {
    version: String,
    at: PathBuf,
}

/// Where tools are looked for, and in which versions they are wanted.
pub struct Toolbox {
    folder: PathBuf,
    path: OsString,
    wasm_bindgen: String,
    binaryen: String,
    esbuild: String,
    axe: String,
    samlp: String,
    openid_client: String,
    scim2: String,
    schemathesis: String,
}

/// What pip installs for scim2-cli, below xtask.
const SCIM2: &str = "requirements.txt";
/// What pip installs for Schemathesis.
const SCHEMATHESIS: &str = "schemathesis.txt";

impl Toolbox {
    fn new(project: &Project) -> Result<Self> {
        let lock = project.read("Cargo.lock")?;
        let wasm_bindgen = cargo::locked_version(&lock, "wasm-bindgen")
            .ok_or_else(|| Failure::new("Cargo.lock names no wasm-bindgen: run `cargo generate-lockfile`."))?
            .to_owned();
        let package = project.read("xtask/package.json")?;
        let pinned = |name: &str| {
            find::npm_pin(&package, name)
                .ok_or_else(|| Failure::new(format!("xtask/package.json pins no {name}.")))
        };
        let python_pin = |file: &str, package: &str| {
            let file = format!("xtask/{file}");
            let requirements = project.read(&file)?;
            let pin = requirements.lines().find_map(|line| line.strip_prefix(package)?.strip_prefix("=="));
            pin.map(str::to_owned).ok_or_else(|| Failure::new(format!("{file} pins no {package}.")))
        };
        let folder = project.tools();
        let own = [folder.join("bin"), folder.join("npm/node_modules/.bin")];
        let path = cargo::search_path(own.iter().map(PathBuf::as_path));
        Ok(Self {
            binaryen: pinned("binaryen")?,
            esbuild: pinned("esbuild")?,
            axe: pinned("axe-core")?,
            samlp: pinned("samlp")?,
            openid_client: pinned("openid-client")?,
            scim2: python_pin(SCIM2, "scim2-cli")?,
            schemathesis: python_pin(SCHEMATHESIS, "schemathesis")?,
            folder,
            path,
            wasm_bindgen,
        })
    }

    /// The search path on which each tool is found in the right version. For the programs that call tools themselves.
    pub fn path(&self) -> &OsStr {
        &self.path
    }

    /// A program on that search path.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        env::split_paths(&self.path).map(|folder| folder.join(name)).find(|file| find::is_executable(file))
    }

    /// The driver of the browser: `CHROMEDRIVER`, if set.
    pub fn chromedriver(&self) -> Option<PathBuf> {
        env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| self.program("chromedriver"))
    }

    /// The file of axe-core that pages load.
    pub fn axe_js(&self) -> PathBuf {
        self.npm("axe-core").join("axe.min.js")
    }

    /// The folder in which node finds the packages of the identity provider of the browser tests.
    pub fn node_modules(&self) -> PathBuf {
        self.folder.join("npm/node_modules")
    }

    /// The file of openid-client that programs import.
    pub fn openid_client_js(&self) -> PathBuf {
        self.npm("openid-client").join("build/index.js")
    }

    /// The program that checks SCIM servers, in the environment of Python that is ours.
    pub fn scim2(&self) -> PathBuf {
        self.folder.join("scim2/bin/scim2")
    }

    /// The program that asks the REST API, in an environment of Python of its own.
    pub fn schemathesis(&self) -> PathBuf {
        self.folder.join("schemathesis/bin/schemathesis")
    }

    /// The folder of initdb and pg_ctl.
    pub fn postgres(&self) -> Option<PathBuf> {
        find::postgres(self).map(|found| found.at)
    }

    /// The program HAProxy.
    pub fn haproxy(&self) -> Option<PathBuf> {
        find::haproxy(self).map(|found| found.at)
    }

    /// A command of a tool, with the search path set.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name).unwrap_or_else(|| name.into()));
        command.env("PATH", &self.path);
        cargo::forget_outer_cargo(&mut command);
        command
    }

    /// The versions of what makes the bundle: another one makes another bundle.
    pub fn bundle_versions(&self) -> [&str; 5] {
        let std = if self.has_rust_source() { "std from source" } else { "std of the toolchain" };
        [TRUNK_VERSION, &self.wasm_bindgen, &self.binaryen, &self.esbuild, std]
    }

    /// Is the source of the standard library there?
    pub fn has_rust_source(&self) -> bool {
        find::find(Tool::RustSource, self).is_some()
    }

    fn npm(&self, package: &str) -> PathBuf {
        self.node_modules().join(package)
    }

    fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Installs those of the tools that are missing, and says so; silent when all are there.
pub fn ensure(project: &Project, tools: &[Tool]) -> Result<Toolbox> {
    let toolbox = Toolbox::new(project)?;
    let missing = |toolbox: &Toolbox| -> Vec<Tool> {
        tools.iter().copied().filter(|tool| find::find(*tool, toolbox).is_none()).collect()
    };
    let wanted = missing(&toolbox);
    if wanted.is_empty() {
        return Ok(toolbox);
    }
    println!("Installing what is missing: {}", names(&wanted));
    install::install(project, &toolbox, &wanted)?;
    let still: Vec<Tool> = missing(&toolbox).into_iter().filter(|tool| !tool.is_optional()).collect();
    if still.is_empty() {
        return Ok(toolbox);
    }
    let (names, logs) = (names(&still), toolbox.folder().join("log"));
    Err(Failure::new(format!(
        "Installed, but not usable: {names}. The logs in {} may say why.",
        logs.display()
    )))
}

/// Installs all tools and lists them.
pub fn list(project: &Project) -> Result {
    let toolbox = ensure(project, ALL)?;
    for tool in ALL {
        if let Some(found) = find::find(*tool, &toolbox) {
            println!("{:26} {:16} {}", tool.name(), found.version, found.at.display());
        }
    }
    Ok(())
}

fn names(tools: &[Tool]) -> String {
    tools.iter().map(|tool| tool.name()).collect::<Vec<_>>().join(", ")
}
