//! Where a request comes from.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use super::Client;
use super::request_id::RequestId;
use crate::config::Config;

/// Characters of a user agent that are kept.
const MAX_USER_AGENT: usize = 256;

/// The request's id, address and browser.
#[must_use]
pub fn of(parts: &Parts, config: &Config) -> Client {
    Client {
        request_id: parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        address: address(parts, config),
        user_agent: text(&parts.headers, USER_AGENT.as_str()).chars().take(MAX_USER_AGENT).collect(),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The peer; behind a proxy, the last entry of the last `X-Forwarded-For`: the one that the proxy itself wrote.
fn address(parts: &Parts, config: &Config) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    // A proxy may add a header of its own behind one that the client has sent: the last entry of the last one counts.
    let last =
        parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let forwarded = last.and_then(|text| text.rsplit(',').next()).and_then(|a| a.trim().parse().ok());
    let address = if config.behind_proxy { forwarded.or(peer) } else { peer };
    address.map(|ip| ip.to_canonical().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn behind_proxy(headers: &[&str]) -> String {
        let mut request = Request::builder();
        for header in headers {
            request = request.header("X-Forwarded-For", *header);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 443))));
        address(&parts, &Config { behind_proxy: true, ..Config::default() })
    }

    #[test]
    fn the_entry_that_the_proxy_has_written_counts_and_never_one_of_the_client() {
        assert_eq!(behind_proxy(&["9.9.9.9, 192.0.2.1"]), "192.0.2.1", "as nginx appends it");
        assert_eq!(behind_proxy(&["9.9.9.9", "192.0.2.1"]), "192.0.2.1", "as HAProxy adds a header");
        assert_eq!(behind_proxy(&["9.9.9.9", "8.8.8.8, 192.0.2.1"]), "192.0.2.1");
        assert_eq!(behind_proxy(&["9.9.9.9", "nonsense"]), "10.0.0.1", "then the proxy itself");
        assert_eq!(behind_proxy(&[]), "10.0.0.1");
    }
}
