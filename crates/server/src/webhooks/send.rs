//! One POST to a receiver.

use std::time::Duration;

use api::webhooks::DeliveryFault;
use tracing::field::{Empty, debug};
use ureq::http::Uri;
use ureq::{Agent, Error};

use crate::outbound;

/// The longest that a receiver may take: what Standard Webhooks recommends at least.
const PATIENCE: Duration = Duration::from_secs(15);
/// So much of an answer is read, in bytes, that the connection may be used again; nothing of it is kept.
const MOST_READ: u64 = 65_536;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// An answer with that status.
    Answered(u16),
    /// None.
    Fault(DeliveryFault),
}

impl Sent {
    /// The receiver has taken it.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }
}

/// May that address be called at all? What its name stands for is looked at when it is.
#[must_use]
pub fn is_allowed(url: &str, allow_private: bool) -> bool {
    allow_private || url.starts_with("https://")
}

/// Makes the calls of one round: a receiver is connected to once.
pub fn agent(allow_private: bool) -> Agent {
    outbound::agent(allow_private, PATIENCE)
}

/// Sends it. Blocks.
pub fn post(agent: &Agent, url: &str, headers: &[(&str, String)], body: &[u8]) -> Sent {
    let span = tracing::trace_span!(
        "webhook",
        otel.name = "POST",
        otel.kind = "client",
        http.request.method = "POST",
        server.address = host(url),
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    let _in_it = span.enter();
    let sent = call(agent, url, headers, body);
    match sent {
        // Signed: of other numbers OpenTelemetry's layer makes text.
        Sent::Answered(status) => span.record("http.response.status_code", i64::from(status)),
        Sent::Fault(fault) => span.record("error.type", debug(fault)),
    };
    if !sent.is_success() {
        span.record("otel.status_code", "ERROR");
    }
    sent
}

/// The rest of an address may be a secret.
fn host(url: &str) -> Option<String> {
    url.parse::<Uri>().ok()?.host().map(ToOwned::to_owned)
}

fn call(agent: &Agent, url: &str, headers: &[(&str, String)], body: &[u8]) -> Sent {
    let mut request = agent.post(url).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    match request.send(body) {
        Ok(mut answer) => {
            // Whatever it says: only its status counts.
            let _ = answer.body_mut().with_config().limit(MOST_READ).read_to_vec();
            Sent::Answered(answer.status().as_u16())
        }
        Err(error) => Sent::Fault(fault(&error)),
    }
}

fn fault(error: &Error) -> DeliveryFault {
    match error {
        Error::RequireHttpsOnly(_) => DeliveryFault::NotAllowed,
        error if outbound::is_private(error) => DeliveryFault::NotAllowed,
        _ => DeliveryFault::NotReached,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_is_called() {
        for url in ["https://127.0.0.1:1/", "https://[::1]/", "https://localhost/", "http://127.0.0.1:1/"] {
            let sent = post(&agent(false), url, &[], b"{}");
            assert_eq!(sent, Sent::Fault(DeliveryFault::NotAllowed), "{url}");
        }
        assert_eq!(
            post(&agent(true), "http://127.0.0.1:1/", &[], b"{}"),
            Sent::Fault(DeliveryFault::NotReached)
        );
    }
}
