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

/// The peer; behind a proxy, the last entry of `X-Forwarded-For`: the one that the proxy itself wrote.
fn address(parts: &Parts, config: &Config) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded =
        text(&parts.headers, "x-forwarded-for").rsplit(',').next().and_then(|a| a.trim().parse().ok());
    let address = if config.behind_proxy { forwarded.or(peer) } else { peer };
    address.map(|ip| ip.to_canonical().to_string()).unwrap_or_default()
}
