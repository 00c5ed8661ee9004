//! Headers of every answer.

use server::config::Config;
use server::security::CONTENT_SECURITY_POLICY;
use store::testing::TestDatabase;

use crate::support::Server;

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let server = Server::on_sqlite().await;
    for path in
        ["/", "/api/v1/me", "/api/v1/openapi.json", "/nothing.js", "/healthz", "/scim/contoso/v2/Users"]
    {
        let answer = server.anybody().get(path).await;
        assert_eq!(answer.header("content-security-policy"), CONTENT_SECURITY_POLICY, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    server.stop().await;
}

/// Whoever serves the console from another host sends what the server would send with it.
#[test]
fn the_examples_for_web_servers_have_the_policy_of_the_console() {
    for example in
        [include_str!("../../../../packaging/nginx.conf"), include_str!("../../../../packaging/Caddyfile")]
    {
        for words in [CONTENT_SECURITY_POLICY, "nosniff", "no-referrer", "DENY", "63072000"] {
            assert!(example.contains(words), "{words}\n{example}");
        }
    }
}

#[test]
fn nothing_inline_is_allowed() {
    assert!(!CONTENT_SECURITY_POLICY.contains("unsafe-inline"));
    assert!(!CONTENT_SECURITY_POLICY.contains("'unsafe-eval'"));
    assert!(CONTENT_SECURITY_POLICY.starts_with("default-src 'none'"));
}

#[tokio::test]
async fn nothing_of_the_api_is_kept_in_a_cache() {
    let server = Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    for path in ["/api/v1/me", "/api/v1/users", "/api/v1/nothing"] {
        assert_eq!(contoso.owner.get(path).await.header("cache-control"), "no-store", "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn over_tls_the_browser_is_told_to_stay_there() {
    let config = Config { public_url: "https://rollcall.example".to_owned(), ..Config::default() };
    let server = Server::start(TestDatabase::sqlite().await, config).await;
    let answer = server.anybody().get("/").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    server.stop().await;
}

#[tokio::test]
async fn the_process_and_the_database_say_how_they_are() {
    let server = Server::on_sqlite().await;
    assert_eq!(server.anybody().get("/healthz").await.text, "ok\n");
    assert_eq!(server.anybody().get("/readyz").await.text, "ready\n");
    server.stop().await;
}
