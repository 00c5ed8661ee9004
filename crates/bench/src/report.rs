//! Figures as a table, and as JSON for docs/benchmarks.json.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::failure::Result;

/// What was told so far.
static TOLD: Mutex<Vec<Value>> = Mutex::new(Vec::new());

/// Prints a line of the table, and keeps it.
pub fn tell(row: &Row) {
    println!("{row}");
    let millis = |percent| f64::from(percentile(&row.micros, percent)) / 1_000.0;
    let kept = row.budget.map(|_| row.verdict().ends_with("kept"));
    keep(json!({
        "name": row.name.trim(),
        "requests": row.micros.len(),
        "per_second": row.per_second().round(),
        "p50_ms": millis(50),
        "p95_ms": millis(95),
        "p99_ms": millis(99),
        "cpu_us": row.cpu.map(|cpu| u64::try_from(cpu.as_micros()).unwrap_or(u64::MAX)),
        "budget": row.budget.map(|budget| budget.to_string()),
        "kept": kept,
    }));
}

/// Keeps a single figure, which is printed elsewhere; `most` is its budget.
pub fn fact(name: &str, value: f64, unit: &str, most: Option<f64>) {
    let value = (value * 10.0).round() / 10.0;
    let budget = most.map(|most| format!("≤ {most} {unit}"));
    keep(
        json!({"name": name, "value": value, "unit": unit, "budget": budget, "kept": most.map(|most| value <= most)}),
    );
}

fn keep(figure: Value) {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(figure);
}

/// Adds what was told to the file, under that heading.
///
/// # Errors
/// The file cannot be read or written.
pub fn write(file: &Path, what: &str, database: &str) -> Result {
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut all: Vec<Value> = match std::fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) => Vec::new(),
    };
    all.push(json!({"what": what, "database": database, "figures": told}));
    Ok(std::fs::write(file, serde_json::to_string_pretty(&all)?)?)
}

/// One line: an operation, and how it went.
pub struct Row {
    /// What was asked for.
    pub name: String,
    /// The time of each request, in microseconds, in ascending order.
    pub micros: Vec<u32>,
    /// The time of all of them.
    pub took: Duration,
    /// The server's time of processors for one request, where it was this operation alone.
    pub cpu: Option<Duration>,
    /// What it should be.
    pub budget: Option<Budget>,
}

/// What an operation should be like.
#[derive(Clone, Copy)]
pub enum Budget {
    /// At least so many a second.
    PerSecond(u32),
    /// At most so long for 99 of 100.
    P99Millis(u32),
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerSecond(least) => write!(f, "≥ {least}/s"),
            Self::P99Millis(most) => write!(f, "p99 ≤ {most} ms"),
        }
    }
}

impl Row {
    fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.micros.len()).unwrap_or(u32::MAX)) / self.took.as_secs_f64().max(1e-6)
    }

    /// The budget, and whether it is kept.
    fn verdict(&self) -> String {
        let Some(budget) = self.budget else { return String::new() };
        let kept = match budget {
            Budget::PerSecond(least) => self.per_second() >= f64::from(least),
            Budget::P99Millis(most) => percentile(&self.micros, 99) <= most * 1_000,
        };
        format!("{budget}  {}", if kept { "kept" } else { "MISSED" })
    }
}

/// The time within which so many of a hundred were answered, of times in ascending order.
pub fn percentile(sorted: &[u32], percent: usize) -> u32 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}

/// The head of the table.
pub const HEAD: &str = "operation                            requests  requests/s   p50 ms   p95 ms   p99 ms  server CPU  budget";

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |percent| format!("{:.2}", f64::from(percentile(&self.micros, percent)) / 1_000.0);
        let cpu = self.cpu.map_or_else(String::new, |cpu| format!("{} µs", cpu.as_micros()));
        write!(f, "{:35} {:>9} {:>11.0}", self.name, self.micros.len(), self.per_second())?;
        write!(f, " {:>8} {:>8} {:>8}", millis(50), millis(95), millis(99))?;
        write!(f, "  {cpu:>10}  {}", self.verdict())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let times: Vec<u32> = (1..=200).collect();
        assert_eq!([50, 95, 99, 100].map(|percent| percentile(&times, percent)), [100, 190, 198, 200]);
        assert_eq!((percentile(&[7], 50), percentile(&[7], 99), percentile(&[], 99)), (7, 7, 0));
    }

    #[test]
    fn a_row_says_whether_its_budget_is_kept() {
        let row = |budget| Row {
            name: "GET".to_owned(),
            micros: vec![1_000; 100],
            took: Duration::from_secs(1),
            cpu: None,
            budget: Some(budget),
        };
        assert!(row(Budget::PerSecond(100)).to_string().ends_with("≥ 100/s  kept"));
        assert!(row(Budget::PerSecond(101)).to_string().ends_with("≥ 101/s  MISSED"));
        assert!(row(Budget::P99Millis(1)).to_string().ends_with("p99 ≤ 1 ms  kept"));
    }
}
