//! The browsers of the end-to-end tests, and which tests run in which: `crates/e2e/browsers.json`.

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    project::Project,
    tools::Tool,
};

/// A browser, by the name that `ROLLCALL_E2E_BROWSER` has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Browser {
    /// Chromium
    Chromium,
    /// Firefox ESR
    Firefox,
    /// WebKitGTK, the nearest to Safari that runs on Linux
    Webkit,
}

impl Browser {
    /// All of them, in the order in which they run.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// Its name in the environment and in the list of tests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Its tests in the table.
    pub const fn step(self) -> &'static str {
        match self {
            Self::Chromium => "e2e",
            Self::Firefox => "e2e in Firefox",
            Self::Webkit => "e2e in WebKit",
        }
    }

    /// What must be installed for it, and for no other.
    pub const fn tools(self) -> &'static [Tool] {
        match self {
            Self::Chromium => &[Tool::Browser],
            Self::Firefox => &[Tool::Firefox, Tool::Geckodriver],
            Self::Webkit => &[Tool::Webkit],
        }
    }
}

/// How much of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All that can run there.
    Whole,
    /// What most people do most of the time.
    MainFlows,
}

/// Which tests run in which browser.
pub struct Plan(Value);

impl Plan {
    /// Reads it.
    pub fn read(project: &Project) -> Result<Self> {
        let text = project.read("crates/e2e/browsers.json")?;
        let plan = serde_json::from_str(&text);
        plan.map(Self).map_err(|error| Failure::new(format!("crates/e2e/browsers.json: {error}")))
    }

    /// What the test program is told. Says what is left out, and why.
    pub fn arguments(&self, browser: Browser, part: Part) -> Vec<String> {
        if part == Part::MainFlows {
            return ["--exact"].into_iter().chain(self.main()).map(str::to_owned).collect();
        }
        let left_out: Vec<_> = self.left_out(browser).collect();
        for (test, why) in &left_out {
            println!("not in {}: {test}: {why}", browser.name());
        }
        left_out.into_iter().flat_map(|(test, _)| ["--skip".to_owned(), test.to_owned()]).collect()
    }

    fn main(&self) -> impl Iterator<Item = &str> {
        self.0["main"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    fn left_out(&self, browser: Browser) -> impl Iterator<Item = (&str, &str)> {
        let tests = self.0["left_out"][browser.name()].as_object();
        tests.into_iter().flatten().map(|(test, why)| (test.as_str(), why.as_str().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn main_flows_are_named_exactly_and_what_is_left_out_is_skipped_with_its_reason() {
        let plan = Plan(serde_json::json!({
            "main": ["users::search", "sign_in::out"],
            "left_out": { "webkit": { "theme": "it is light" } },
        }));
        let words = |browser, part| plan.arguments(browser, part).join(" ");
        assert_eq!(words(Browser::Firefox, Part::MainFlows), "--exact users::search sign_in::out");
        assert_eq!(words(Browser::Webkit, Part::Whole), "--skip theme");
        assert_eq!(words(Browser::Chromium, Part::Whole), "");
    }

    /// A test that is left out must be found in the documentation.
    #[test]
    fn the_documentation_names_the_tests_that_are_left_out_and_the_main_flows() {
        let plan = Plan(serde_json::from_str(include_str!("../../../crates/e2e/browsers.json")).unwrap());
        let documentation = include_str!("../../../docs/TESTING.md");
        let left_out =
            Browser::ALL.into_iter().flat_map(|browser| plan.left_out(browser)).map(|(test, why)| {
                assert!(!why.is_empty(), "{test} is left out without a reason");
                test
            });
        for test in left_out.chain(plan.main()) {
            assert!(documentation.contains(&format!("`{test}`")), "docs/TESTING.md does not name {test}");
        }
    }
}
