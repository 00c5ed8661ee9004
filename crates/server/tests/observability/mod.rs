//! What a server tells those who watch over it: metrics, readiness, the log.

mod access;
mod dashboard;
mod log;
mod metrics;
mod process;
mod readiness;
mod traces;

use crate::support::Server;

/// The text of `/metrics`.
async fn scrape(server: &Server) -> String {
    let answer = server.anybody().get("/metrics").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    answer.text
}

/// The number of a series, which is written as in the text: name and labels.
#[track_caller]
fn value(text: &str, series: &str) -> f64 {
    let found = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("there is no {series} in\n{text}")).parse().unwrap()
}
