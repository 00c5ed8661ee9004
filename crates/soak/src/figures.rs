//! What a scenario came to, for people and for programs.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::failure::Result;
use crate::ledger::Ledger;
use crate::verify::Found;

/// Of one scenario.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Its name.
    pub scenario: &'static str,
    /// Kills, or bursts.
    pub rounds: u32,
    /// Writes that were acknowledged.
    pub acknowledged: usize,
    /// Of those, not there.
    pub missing: Vec<String>,
    /// There more than once.
    pub twice: Vec<String>,
    /// Answers that should not have been.
    pub unexpected: Vec<String>,
    /// Tries that were answered with "not now", and those without an answer.
    pub in_vain: (u64, u64),
    /// The longest time without an acknowledged write in each round, in ascending order.
    pub interruptions: Vec<Duration>,
}

impl Figures {
    /// Of what was noted and found.
    #[must_use]
    pub fn new(
        scenario: &'static str,
        ledger: &Ledger,
        found: Found,
        mut interruptions: Vec<Duration>,
    ) -> Self {
        interruptions.sort_unstable();
        Self {
            scenario,
            rounds: u32::try_from(interruptions.len()).unwrap_or(u32::MAX),
            acknowledged: ledger.acknowledged().len(),
            missing: found.missing,
            twice: found.twice,
            unexpected: ledger.surprises(),
            in_vain: ledger.tries_in_vain(),
            interruptions,
        }
    }

    /// Nothing was lost, nothing is there twice, and every answer was a documented one.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.missing.is_empty() && self.twice.is_empty() && self.unexpected.is_empty()
    }

    /// Of a hundred rounds, so many were not interrupted for longer; in milliseconds.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> u128 {
        let rank = (self.interruptions.len() * percent).div_ceil(100);
        self.interruptions.get(rank.saturating_sub(1)).map(Duration::as_millis).unwrap_or_default()
    }

    fn to_json(&self, date: &str) -> Value {
        json!({
            "date": date,
            "rounds": self.rounds,
            "writes_acknowledged": self.acknowledged,
            "missing": self.missing.len(),
            "twice": self.twice.len(),
            "tries_refused": self.in_vain.0,
            "tries_unanswered": self.in_vain.1,
            "longest_interruption_ms": self.percentile(100) as u64,
            "recovery_p50_ms": self.percentile(50) as u64,
            "recovery_p99_ms": self.percentile(99) as u64,
        })
    }
}

/// Writes `soak.json` and `SOAK.md`; of scenarios that were not run now, the last figures stay.
///
/// # Errors
/// The files cannot be read or written.
pub fn record(folder: &Path, all: &[Figures]) -> Result {
    let date = OffsetDateTime::now_utc().date().to_string();
    let file = folder.join("soak.json");
    let before = std::fs::read_to_string(&file).ok().and_then(|text| serde_json::from_str(&text).ok());
    let mut kept: Map<String, Value> = before.unwrap_or_default();
    for figures in all {
        kept.insert(figures.scenario.to_owned(), figures.to_json(&date));
    }
    let text = serde_json::to_string_pretty(&kept)?;
    std::fs::write(file, text + "\n")?;
    std::fs::write(folder.join("SOAK.md"), table(&kept)?)?;
    Ok(())
}

const HEAD: &str = "# What was killed, and what was lost

Written by `cargo xtask soak`; what each scenario does is in [TESTING.md](TESTING.md#killing-it). *Missing* are acknowledged writes that were not there afterwards, *twice* what
was there more than once. *Longest* is the longest time between two acknowledged writes, *p50* and *p99* are of the longest of each round. *Not now* are tries answered with 503 and
`Retry-After`, *no answer* those whose connection was refused or cut; each was repeated until it was acknowledged.

| Scenario | Date | Rounds | Writes acknowledged | Missing | Twice | Longest (ms) | p50 (ms) | p99 (ms) | Not now | No answer |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
";

fn table(kept: &Map<String, Value>) -> Result<String> {
    let mut text = HEAD.to_owned();
    let columns = [
        "rounds",
        "writes_acknowledged",
        "missing",
        "twice",
        "longest_interruption_ms",
        "recovery_p50_ms",
        "recovery_p99_ms",
        "tries_refused",
        "tries_unanswered",
    ];
    for (scenario, figures) in kept {
        write!(text, "| {scenario} | {} |", figures["date"].as_str().unwrap_or_default())?;
        for column in columns {
            write!(text, " {} |", figures[column])?;
        }
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_rounds() {
        let interruptions = (1..=10).map(|n| Duration::from_millis(n * 100)).collect();
        let figures = Figures::new("failover", &Ledger::default(), Found::default(), interruptions);
        assert_eq!([50, 99, 100].map(|percent| figures.percentile(percent)), [500, 1_000, 1_000]);
    }

    #[test]
    fn figures_of_scenarios_that_were_not_run_stay() {
        let folder = tempfile::tempdir().unwrap();
        let of = |scenario| {
            Figures::new(scenario, &Ledger::default(), Found::default(), vec![Duration::from_millis(7)])
        };
        record(folder.path(), &[of("failover")]).unwrap();
        record(folder.path(), &[of("replicas")]).unwrap();
        let text = std::fs::read_to_string(folder.path().join("SOAK.md")).unwrap();
        assert!(text.contains("| failover |") && text.contains("| replicas |"), "{text}");
    }
}
