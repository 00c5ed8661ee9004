//! What was run: a line when each step starts, and a table at the end.

use std::{fmt, time::Duration};

use super::results::Counts;
use crate::{
    failure::{Failure, Result},
    stopwatch::{self, Stopwatch},
};

/// The steps so far.
#[derive(Debug)]
pub struct Report {
    steps: Vec<Step>,
    is_filtered: bool,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    time: Duration,
    counts: Option<Counts>,
    well: bool,
}

impl Report {
    /// No steps yet. A filter by names may leave groups in which no test runs.
    pub fn new(is_filtered: bool) -> Self {
        Self { steps: Vec::new(), is_filtered }
    }

    /// Takes a step that counts no tests.
    pub fn step<T>(&mut self, name: &'static str, take: impl FnOnce() -> Result<T>) -> Result<T> {
        let watch = announce(name);
        let outcome = take();
        self.steps.push(Step { name, time: watch.elapsed(), counts: None, well: outcome.is_ok() });
        outcome.map_err(|failure| stopped(name, &failure))
    }

    /// Runs a group of tests. Unless there is a filter, that none ran is a failure: such a group would pass for ever.
    pub fn tests(&mut self, name: &'static str, run: impl FnOnce() -> Result<(Counts, bool)>) -> Result {
        let watch = announce(name);
        let outcome = run();
        let counts = outcome.as_ref().map_or(Counts::default(), |(counts, _)| *counts);
        let verdict = outcome.and_then(|(counts, succeeded)| judge(counts, succeeded, self.is_filtered));
        self.steps.push(Step { name, time: watch.elapsed(), counts: Some(counts), well: verdict.is_ok() });
        verdict.map_err(|failure| stopped(name, &failure))
    }

    /// All tests of all steps.
    pub fn total(&self) -> Counts {
        let mut sum = Counts::default();
        self.steps.iter().filter_map(|step| step.counts).for_each(|counts| sum += counts);
        sum
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut total = Duration::ZERO;
        writeln!(f, "  {:24} {:>14} {:>8}", "step", "time", "tests")?;
        for step in &self.steps {
            let mark = if step.well { ' ' } else { '✗' };
            let tests =
                step.counts.map_or(String::new(), |counts| (counts.passed + counts.failed).to_string());
            writeln!(f, "{mark} {:24} {:>14} {tests:>8}", step.name, stopwatch::words(step.time))?;
            total += step.time;
        }
        let all = self.total();
        writeln!(f, "  {:24} {:>14} {:>8}", "all", stopwatch::words(total), all.passed + all.failed)
    }
}

fn announce(name: &str) -> Stopwatch {
    println!("\n── {name}");
    Stopwatch::start()
}

fn judge(counts: Counts, succeeded: bool, may_be_empty: bool) -> Result {
    match (succeeded, counts) {
        (true, Counts { passed: 0, .. }) if !may_be_empty => Err(Failure::new("not a single test ran.")),
        (true, _) => Ok(()),
        (false, Counts { failed: 0, .. }) => {
            Err(Failure::new("a test program ended before its tests did: see above."))
        }
        (false, Counts { failed, .. }) => Err(Failure::new(format!("{failed} failed: see above."))),
    }
}

fn stopped(name: &str, failure: &Failure) -> Failure {
    Failure::new(format!("Stopped at {name}: {failure}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_in_which_no_test_ran_does_not_pass() {
        assert!(judge(Counts::default(), true, false).is_err());
        assert!(judge(Counts::default(), true, true).is_ok(), "a filter may leave nothing");
        assert!(judge(Counts { passed: 1, failed: 0 }, true, false).is_ok());
        assert!(judge(Counts { passed: 1, failed: 0 }, false, false).is_err(), "a crash after a passed test");
    }

    #[test]
    fn a_failed_step_is_marked_named_and_keeps_its_counts() {
        let mut report = Report::new(false);
        report.step("format", || Ok(())).unwrap();
        let failure = report.tests("store", || Ok((Counts { passed: 4, failed: 1 }, false))).unwrap_err();
        assert_eq!(failure.to_string(), "Stopped at store: 1 failed: see above.");
        assert_eq!(report.total(), Counts { passed: 4, failed: 1 });
        let table = report.to_string();
        assert!(table.lines().any(|line| line.starts_with("✗ store") && line.ends_with(" 5")), "{table}");
    }
}
