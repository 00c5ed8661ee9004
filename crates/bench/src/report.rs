//! Figures as a table.

use std::fmt;
use std::time::Duration;

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

impl Row {
    fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.micros.len()).unwrap_or(u32::MAX)) / self.took.as_secs_f64().max(1e-6)
    }

    /// The budget, and whether it is kept.
    fn verdict(&self) -> String {
        let (text, kept) = match self.budget {
            None => return String::new(),
            Some(Budget::PerSecond(least)) => (format!("≥ {least}/s"), self.per_second() >= f64::from(least)),
            Some(Budget::P99Millis(most)) => {
                (format!("p99 ≤ {most} ms"), percentile(&self.micros, 99) <= most * 1_000)
            }
        };
        format!("{text}  {}", if kept { "kept" } else { "MISSED" })
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
