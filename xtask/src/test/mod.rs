//! `cargo xtask test`: everything that must hold before a change goes in, in the order in which it fails fastest.
//!
//! Nothing is built twice: all native tests, and the binary `rollcall` that the browser tests drive, come from one
//! call of cargo, so that features are the same for all; the test programs are then run one by one from here.

mod browser;
mod dependencies;
mod group;
mod native;
mod report;
mod results;

use std::{env, path::PathBuf};

use self::{
    browser::{Browser, Part, Plan},
    group::Group,
    native::Built,
    report::Report,
    results::Counts,
};
use crate::{
    cargo, console, dist,
    failure::{Failure, Result},
    postgres::{Cluster, Purpose},
    process,
    project::Project,
    size, soak,
    tools::{self, Toolbox},
};

/// Names the PostgreSQL that tests fill. Set by the caller, it is used instead of a cluster of our own.
const DATABASE_URL: &str = "ROLLCALL_TEST_DATABASE_URL";

/// What `cargo xtask test` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Groups to run instead of all
    #[arg(value_enum, value_name = "GROUP")]
    groups: Vec<Group>,
    /// Run the whole of e2e in this browser, and in no other. Without it: the whole in Chromium, the main flows in the
    /// others; with names after `--`, only Chromium
    #[arg(long, value_enum)]
    browser: Option<Browser>,
    /// Passed on to the test programs, after `--`: part of a test's name, `--nocapture` and so on
    #[arg(last = true, value_name = "ARG")]
    passed_on: Vec<String>,
}

/// Runs the tests, stops at the first step that fails, and prints what was run.
pub fn run(project: &Project, args: &Args) -> Result {
    let mut groups = if args.groups.is_empty() { Group::ALL.to_vec() } else { args.groups.clone() };
    groups.sort_unstable();
    groups.dedup();
    let mut report = Report::new(!args.passed_on.is_empty());
    let run = Run { project, groups: &groups, browser: args.browser, passed_on: &args.passed_on };
    let outcome = run.all(&mut report);
    print!("\n{report}");
    println!("{}", report.total());
    outcome
}

/// One call of the command.
struct Run<'a> {
    project: &'a Project,
    groups: &'a [Group],
    browser: Option<Browser>,
    passed_on: &'a [String],
}

impl Run<'_> {
    fn all(&self, report: &mut Report) -> Result {
        let toolbox = report.step("tools", || tools::ensure(self.project, &self.tools()))?;
        self.sources(report, &toolbox)?;
        if self.wants(Group::E2e) {
            let dist = report.step("console bundle", || console::bundle(self.project, &toolbox))?;
            report.step("size of the console", || size::check(&dist))?;
        }
        let database = self.database(&toolbox)?;
        let built = self.native(report, &toolbox, &database)?;
        if self.wants(Group::Web) {
            report.tests(Group::Web.name(), || self.web(&toolbox))?;
        }
        if let Some(built) = built.filter(|_| self.wants(Group::E2e)) {
            report.step("packages", || dist::try_out::run(self.project, &built.rollcall()?))?;
            let plan = Plan::read(self.project)?;
            for (browser, part) in self.browsers() {
                let arguments = [&plan.arguments(browser, part), self.passed_on].concat();
                report
                    .tests(browser.step(), || self.e2e(&toolbox, &built, &database, browser, &arguments))?;
            }
        }
        Ok(())
    }

    fn wants(&self, group: Group) -> bool {
        self.groups.contains(&group)
    }

    fn is_everything(&self) -> bool {
        self.groups == Group::ALL
    }

    /// The browsers of the end-to-end tests, and how much of the tests in each.
    fn browsers(&self) -> Vec<(Browser, Part)> {
        match self.browser {
            Some(browser) => vec![(browser, Part::Whole)],
            None if !self.passed_on.is_empty() => vec![(Browser::Chromium, Part::Whole)],
            None => {
                let part = |browser| if browser == Browser::Chromium { Part::Whole } else { Part::MainFlows };
                Browser::ALL.into_iter().map(|browser| (browser, part(browser))).collect()
            }
        }
    }

    fn tools(&self) -> Vec<tools::Tool> {
        let has_database = env::var_os(DATABASE_URL).is_some();
        let mut needed: Vec<_> = self.groups.iter().flat_map(|group| group.tools()).collect();
        if self.wants(Group::E2e) {
            needed.extend(self.browsers().into_iter().flat_map(|(browser, _)| browser.tools()));
        }
        // A database that is given will do for all but those who kill theirs.
        let given = has_database && !self.wants(Group::Soak);
        let wanted =
            |tool: &tools::Tool| needed.contains(&tool) && !(given && *tool == tools::Tool::Postgres);
        tools::ALL.iter().copied().filter(wanted).collect()
    }

    /// What the sources must look like: the formatter's way, without a warning on both targets, and with libraries that may be used.
    fn sources(&self, report: &mut Report, toolbox: &Toolbox) -> Result {
        let cargo = |arguments: &[&str]| process::run(cargo::command(self.project).args(arguments));
        if self.wants(Group::Fmt) {
            report.step("format", || cargo(&["fmt", "--all", "--check"]))?;
        }
        if self.wants(Group::Lint) {
            let native = ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"];
            report.step("lint", || cargo(&native))?;
            // What tests are built with has the features that packages leave out.
            let packaged = ["clippy", "--locked", "-p", "server", "--lib", "--bins", "--", "-D", "warnings"];
            report.step("lint (packaged)", || cargo(&packaged))?;
            let wasm = [
                "clippy",
                "--locked",
                "-p",
                "console",
                "--target",
                "wasm32-unknown-unknown",
                "--all-targets",
            ];
            report.step("lint (wasm)", || cargo(&[&wasm[..], &["--", "-D", "warnings"]].concat()))?;
        }
        if self.wants(Group::Dependencies) {
            report.step("dependencies", || dependencies::check(self.project, toolbox))?;
        }
        Ok(())
    }

    /// The caller's database, a cluster of our own, or none where no chosen test needs one.
    fn database(&self, toolbox: &Toolbox) -> Result<Database> {
        if !self.groups.iter().any(|group| group.tools().contains(&tools::Tool::Postgres)) {
            return Ok(Database::None);
        }
        if let Ok(url) = env::var(DATABASE_URL) {
            return Ok(Database::Given(url));
        }
        let bin = toolbox
            .postgres()
            .ok_or_else(|| Failure::new("PostgreSQL's programs are gone since the last look."))?;
        Ok(Database::Own(Cluster::start(&bin, Purpose::Tests)?))
    }

    /// Builds what runs natively and runs all of it but the browser tests, which come last.
    fn native(&self, report: &mut Report, toolbox: &Toolbox, database: &Database) -> Result<Option<Built>> {
        let groups: Vec<Group> =
            self.groups.iter().copied().filter(|group| group.package().is_some()).collect();
        if groups.is_empty() {
            return Ok(None);
        }
        let built = report.step("build", || native::build(self.project, &groups))?;
        for group in groups.into_iter().filter(|group| *group != Group::E2e) {
            let mut environment = database.environment();
            environment.push(("SCIM2_CLI", toolbox.scim2()));
            environment.push(("SCHEMATHESIS", toolbox.schemathesis()));
            if group == Group::Soak {
                environment.extend(
                    soak::Programs::find(self.project, toolbox, built.rollcall().ok())?.environment(),
                );
            }
            report.tests(group.name(), || {
                built.run(group, &environment, &[&["--quiet".to_owned()], self.passed_on].concat())
            })?;
        }
        if self.is_everything() {
            report.step("examples in comments", || native::examples(self.project))?;
        }
        Ok(Some(built))
    }

    /// The console's tests in a headless browser.
    fn web(&self, toolbox: &Toolbox) -> Result<(Counts, bool)> {
        let mut command = cargo::command(self.project);
        command.args([
            "test",
            "--locked",
            "-p",
            "console",
            "--target",
            "wasm32-unknown-unknown",
            "--tests",
            "--",
        ]);
        command.args(self.passed_on).env("PATH", toolbox.path()).env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        command.env("CHROMEDRIVER", chromedriver(toolbox)?);
        // Of the runner itself, whose stack says nothing about a test.
        command.env("RUST_BACKTRACE", "0");
        results::run(&mut command)
    }

    /// The browser tests against the real server.
    fn e2e(
        &self,
        toolbox: &Toolbox,
        built: &Built,
        database: &Database,
        browser: Browser,
        arguments: &[String],
    ) -> Result<(Counts, bool)> {
        let mut environment = database.environment();
        environment.push(("ROLLCALL_BIN", built.rollcall()?));
        environment.push(("ROLLCALL_CONSOLE_DIST", self.project.console_dist()));
        environment.push(("ROLLCALL_E2E_BROWSER", browser.name().into()));
        for (variable, program) in [
            ("CHROMEDRIVER", toolbox.chromedriver()),
            ("GECKODRIVER", toolbox.program("geckodriver")),
            ("WEBKITWEBDRIVER", toolbox.program("WebKitWebDriver")),
            ("XVFB", toolbox.program("Xvfb")),
        ] {
            environment.extend(program.map(|program| (variable, program)));
        }
        environment.push(("AXE_JS", toolbox.axe_js()));
        environment.push(("IDP_MODULES", toolbox.node_modules()));
        environment.push(("OPENID_CLIENT", toolbox.openid_client_js()));
        built.run(Group::E2e, &environment, arguments)
    }
}

fn chromedriver(toolbox: &Toolbox) -> Result<PathBuf> {
    toolbox.chromedriver().ok_or_else(|| Failure::new("chromedriver is gone since the last look."))
}

/// The PostgreSQL that tests fill.
enum Database {
    None,
    Given(String),
    Own(Cluster),
}

impl Database {
    fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let url = match self {
            Self::None => return Vec::new(),
            Self::Given(url) => url.clone(),
            Self::Own(cluster) => cluster.url(),
        };
        vec![(DATABASE_URL, url.into())]
    }
}
