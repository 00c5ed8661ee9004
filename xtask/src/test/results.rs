//! Running a test program: showing what matters of its words, and counting its tests.

use std::{fmt, ops::AddAssign, process::Command};

use crate::{failure::Result, process};

/// How many tests ran, and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs a program that prints results as Rust's test harness does. Returns the sum, and whether it succeeded.
pub fn run(command: &mut Command) -> Result<(Counts, bool)> {
    let mut sum = Counts::default();
    let succeeded = process::each_line(command, |line| {
        sum += counts_in(line);
        if !says_nothing(line) {
            println!("{line}");
        }
    })?;
    Ok((sum, succeeded))
}

/// The counts in the harness's last line; zero in every other.
fn counts_in(line: &str) -> Counts {
    let Some(result) = line.trim_start().strip_prefix("test result:") else { return Counts::default() };
    let number_before = |word: &str| {
        let parts = result.split(['.', ';']);
        parts
            .filter_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
            .next()
            .unwrap_or_default()
    };
    Counts { passed: number_before("passed"), failed: number_before("failed") }
}

/// Lines that programs without tests print.
fn says_nothing(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line == "running 0 tests"
        || line == "no tests to run!"
        || line.starts_with("test result: ok. 0 passed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_in_the_last_line_of_the_harness() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.02s";
        assert_eq!(counts_in(line), Counts { passed: 12, failed: 3 });
        assert_eq!(
            counts_in("test result: ok. 5 passed; 0 failed; 0 ignored"),
            Counts { passed: 5, failed: 0 }
        );
        assert_eq!(counts_in("test r12_site_cannot_change_once_set ... ok"), Counts::default());
    }

    #[test]
    fn a_program_is_run_counted_and_its_failure_seen() {
        let script = "echo 'test result: ok. 2 passed; 0 failed'; echo 'test result: FAILED. 1 passed; 1 failed'; exit 101";
        let (counts, succeeded) = run(Command::new("/bin/sh").args(["-c", script])).unwrap();
        assert_eq!(counts, Counts { passed: 3, failed: 1 });
        assert!(!succeeded);
    }

    #[test]
    fn the_sum_reads_as_a_sentence_of_its_own() {
        assert_eq!(Counts { passed: 512, failed: 0 }.to_string(), "512 passed, 0 failed");
    }
}
