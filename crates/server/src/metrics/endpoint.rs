//! `GET /metrics`, and who may read it: docs/decisions/metrics.md.
//!
//! | `--metrics-token-file` | `--metrics-listen` | On the main port | On the other one |
//! |---|---|---|---|
//! | no | no | this machine, while Rollcall is not open to others | |
//! | yes | no | whoever has the token | |
//! | no | yes | nobody | whoever reaches it |
//! | yes | yes | nobody | whoever has the token |

use std::net::SocketAddr;
use std::str::FromStr;

use api::Code;
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use subtle::ConstantTimeEq;

use super::scrape;
use crate::app::{App, AppState};
use crate::config::Config;
use crate::http::{Failure, request_id};
use crate::{assets, secret, security};

/// Characters of a token at least.
const SHORTEST: usize = 16;
/// What proxies add to requests that they pass on.
const FORWARDED: [&str; 6] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"];
/// How a browser or program on this machine calls it.
const THIS_MACHINE: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What a reader of the metrics has to show. Kept as its digest, which is what `Debug` shows nothing of, either.
#[derive(Clone, PartialEq, Eq)]
pub struct MetricsToken(Vec<u8>);

/// A text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A token for metrics has at least 16 characters, as `openssl rand -hex 32` prints them.")]
pub struct NotAToken;

impl FromStr for MetricsToken {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        let text = text.trim();
        if text.len() < SHORTEST { Err(NotAToken) } else { Ok(Self(secret::digest(text.as_bytes()))) }
    }
}

impl std::fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MetricsToken")
    }
}

impl MetricsToken {
    /// Digests are compared, in constant time: neither length nor beginning of the token can be found out.
    fn is_shown(&self, headers: &HeaderMap) -> bool {
        let text =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Some((scheme, token)) = text.split_once(' ') else { return false };
        let same = secret::digest(token.trim().as_bytes()).ct_eq(&self.0);
        scheme.eq_ignore_ascii_case("bearer") && bool::from(same)
    }
}

/// `GET /metrics` on the main port.
pub async fn handle(State(app): State<AppState>, request: Request) -> Response {
    if app.config.metrics_elsewhere {
        return assets::nothing_here();
    }
    if app.config.metrics_token.is_none() && !is_from_here(&app.config, &request) {
        return assets::nothing_here();
    }
    answer(&app, request.headers()).await
}

/// What `--metrics-listen` serves.
pub fn router(app: &AppState) -> Router {
    let handle =
        |State(app): State<AppState>, request: Request| async move { answer(&app, request.headers()).await };
    Router::new()
        .route("/metrics", get(handle))
        .fallback(|| async { assets::nothing_here() })
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn_with_state(app.clone(), request_id::layer))
        .with_state(app.clone())
}

async fn answer(app: &App, headers: &HeaderMap) -> Response {
    if app.config.metrics_token.as_ref().is_some_and(|token| !token.is_shown(headers)) {
        let words = "Metrics need the token from --metrics-token-file, as Authorization: Bearer.";
        let mut response = Failure::new(Code::NotSignedIn, words).into_response();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    let headers = [(header::CONTENT_TYPE, prometheus::TEXT_FORMAT), (header::CACHE_CONTROL, "no-store")];
    scrape::text(app).await.map(|text| (headers, text)).into_response()
}

/// Does the request come from this machine, to a server that is for this machine only?
///
/// Behind a proxy every peer is this machine, and not every proxy says that it is one. But the console works behind one only when
/// `--public-url` names it, because changes from another origin are refused. So a public URL elsewhere means that others reach the
/// server, and the peer says nothing.
fn is_from_here(config: &Config, request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let public = config.public_url.split_once("://").map_or("", |(_, host)| host);
    peer.is_some_and(|ip| ip.is_loopback())
        && !config.behind_proxy
        && is_this_machine(public)
        && is_this_machine(host)
        && !FORWARDED.iter().any(|name| headers.contains_key(*name))
}

/// `host`, with or without a port.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    THIS_MACHINE.iter().any(|this| name.eq_ignore_ascii_case(this))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(peer: &str, headers: &[(&'static str, &'static str)]) -> Request {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
        request
    }

    fn config(public_url: &str) -> Config {
        Config { public_url: public_url.to_owned(), ..Config::default() }
    }

    #[test]
    fn only_a_plain_request_of_this_machine_to_a_server_of_this_machine_is_from_here() {
        let here = config("http://127.0.0.1:8080");
        assert!(is_from_here(&here, &request("127.0.0.1:50000", &[])));
        assert!(is_from_here(&here, &request("[::ffff:127.0.0.1]:50000", &[("host", "localhost")])));
        assert!(!is_from_here(&here, &request("192.0.2.7:50000", &[])));
        assert!(!is_from_here(&here, &Request::new(Body::empty())), "nobody knows from where");
        assert!(!is_from_here(&here, &request("127.0.0.1:50000", &[("host", "evil.example:8080")])));
        for name in FORWARDED {
            assert!(!is_from_here(&here, &request("127.0.0.1:50000", &[(name, "127.0.0.1")])), "{name}");
        }
    }

    #[test]
    fn a_server_that_others_reach_takes_no_peer_for_this_machine() {
        let plain = || request("127.0.0.1:50000", &[]);
        assert!(!is_from_here(&config("https://rollcall.contoso.com"), &plain()));
        assert!(!is_from_here(&config("https://localhost.contoso.com"), &plain()));
        let proxy = Config { behind_proxy: true, ..config("http://127.0.0.1:8080") };
        assert!(!is_from_here(&proxy, &plain()));
    }

    #[test]
    fn a_token_that_could_be_guessed_is_none_and_debug_shows_nothing_of_it() {
        assert_eq!("too short".parse::<MetricsToken>(), Err(NotAToken));
        let token: MetricsToken = " 0123456789abcdef\n".parse().unwrap();
        assert_eq!(format!("{token:?}"), "MetricsToken");
    }
}
