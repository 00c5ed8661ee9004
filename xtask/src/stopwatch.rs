//! How long a step took, for the lines and tables that the commands print.

use std::time::{Duration, Instant};

/// Measures from its making.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(
        clippy::disallowed_methods,
        reason = "tells a person how long a build step took: no test depends on it"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Seconds with one decimal, or minutes and seconds from two minutes on.
pub fn words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 120 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_seconds_and_then_as_minutes() {
        assert_eq!(words(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(words(Duration::from_secs(210)), "3 min 30 s");
    }
}
