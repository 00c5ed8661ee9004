//! The log as JSON: what it says of a request, and what it never says.

use std::path::Path;

use reqwest::{Client, Response};
use serde_json::{Value, json};
use tempfile::tempdir;

use super::process::{Rollcall, run};
use crate::support::until;

const PASSWORD: &str = "planted-password-of-ada";
const WRONG: &str = "planted-wrong-password";
const QUERY: &str = "planted-in-a-query";
const COOKIE: &str = "planted-in-a-cookie";
const PATH: &str = "planted-in-a-path";
const METRICS_TOKEN: &str = "planted-token-for-metrics";

/// What the span of that name says, of those that surround the line.
fn span<'a>(line: &'a Value, name: &str) -> Option<&'a Value> {
    line["spans"].as_array()?.iter().find(|span| span["name"] == name)
}

fn of_request<'a>(lines: &'a [Value], id: &str) -> Vec<&'a Value> {
    let is_its = |line: &&Value| span(line, "request").is_some_and(|span| span["request_id"] == id);
    lines.iter().filter(is_its).collect()
}

fn id_of(answer: &Response) -> String {
    answer.headers()["x-request-id"].to_str().unwrap().to_owned()
}

/// An organization with an owner.
fn contoso(data: &Path) {
    let owner = ["--slug", "contoso", "--name", "Contoso", "--owner", "ada@contoso.com", "--password-stdin"];
    run(data, &[&["org", "create"], &owner[..]].concat(), PASSWORD);
}

#[tokio::test]
async fn a_failed_request_is_found_by_its_id_and_no_secret_is_found_at_all() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let scim = run(data.path(), &["scim", "token", "create", "--org", "contoso", "--name", "entra"], "");
    let token_file = data.path().join("metrics.token");
    std::fs::write(&token_file, METRICS_TOKEN).unwrap();
    let token_file = token_file.to_str().unwrap();
    let rollcall = Rollcall::start(
        data.path(),
        &["--log", "debug", "--log-format", "json", "--metrics-token-file", token_file],
    );
    let http = Client::new();
    let at = |path: &str| format!("{}{path}", rollcall.url);

    let body = json!({"username": "ada@contoso.com", "password": WRONG});
    let failed = http.post(at("/api/v1/sessions")).header("x-request-id", "from-the-proxy-7").json(&body);
    let failed = failed.send().await.unwrap();
    assert_eq!((failed.status().as_u16(), id_of(&failed).as_str()), (401, "from-the-proxy-7"));
    let strange = http.get(at(&format!("/api/v1/users/{PATH}?search={QUERY}")));
    let strange =
        strange.header("cookie", format!("rollcall_session={COOKIE}")).header("x-request-id", "two words");
    let strange = id_of(&strange.send().await.unwrap());
    assert!(strange.starts_with("req_"), "one that is not well formed is not taken over: {strange}");
    let body = json!({"username": "ada@contoso.com", "password": PASSWORD});
    let signed_in = http.post(at("/api/v1/sessions")).json(&body).send().await.unwrap();
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let users = http.get(at("/scim/contoso/v2/Users")).bearer_auth(scim.trim()).send().await.unwrap();
    assert_eq!(users.status(), 200);
    let metrics = http.get(at("/metrics")).bearer_auth(METRICS_TOKEN).send().await.unwrap();
    assert_eq!(metrics.status(), 200);
    let bulk = json!({"selection": {"filters": {}}, "change": {"edit": {"department": "Navy"}}});
    let job = http.post(at("/api/v1/users/bulk")).header("cookie", &cookie).json(&bulk).send().await.unwrap();
    let job: Value = job.json().await.unwrap();
    let job = job["id"].as_str().unwrap().to_owned();
    until(|| async {
        let read =
            http.get(at(&format!("/api/v1/jobs/{job}"))).header("cookie", &cookie).send().await.unwrap();
        read.json::<Value>().await.unwrap()["state"] == "done"
    })
    .await;
    rollcall.terminate();
    let text = rollcall.lines();

    let lines: Vec<Value> = text
        .iter()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let answered = |id: &str| {
        let found = of_request(&lines, id).into_iter().filter(|line| line["message"] == "answered");
        let found: Vec<&Value> = found.collect();
        assert_eq!(found.len(), 1, "one line for each request: {found:?}");
        found[0]
    };
    let line = answered("from-the-proxy-7");
    assert_eq!(
        (&line["method"], &line["route"], &line["status"]),
        (&json!("POST"), &json!("/api/v1/sessions"), &json!(401))
    );
    assert!(line["duration_ms"].as_f64().unwrap() > 0.0, "{line}");
    assert!(span(line, "request").unwrap()["org"].as_str().unwrap().starts_with("org_"), "{line}");
    assert_eq!(answered(&strange)["route"], "/api/v1/users/{id}");
    let scim_line = answered(&id_of(&users));
    assert_eq!(scim_line["route"], "/scim/{org}/v2/Users");
    assert!(span(scim_line, "request").unwrap()["org"].is_string(), "{scim_line}");
    let of_the_job: Vec<&Value> = lines
        .iter()
        .filter(|line| span(line, "job").is_some_and(|span| span["job"] == job.as_str()))
        .collect();
    assert!(of_the_job.iter().any(|line| line["message"] == "a job is over"), "{job}: {of_the_job:?}");

    let secret = cookie.rsplit('.').next().unwrap();
    let token = scim.trim();
    for planted in [PASSWORD, WRONG, QUERY, COOKIE, PATH, METRICS_TOKEN, secret, token] {
        assert!(!text.iter().any(|line| line.contains(planted)), "{planted} is in the log");
    }
}

#[tokio::test]
async fn r32_what_was_refused_is_in_the_log_with_whoever_asked() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let person =
        ["--org", "contoso", "--username", "ada@contoso.com", "--role", "auditor", "--name", "reports"];
    let token = run(data.path(), &[&["api", "token", "create"], &person[..]].concat(), "");
    let rollcall = Rollcall::start(data.path(), &["--log-format", "json"]);
    let sites = Client::new().post(format!("{}/api/v1/sites", rollcall.url)).json(&json!({"name": "Bath"}));
    let refused = sites.try_clone().unwrap().bearer_auth(token.trim()).send().await.unwrap();
    assert_eq!(refused.status(), 403);
    let elsewhere = sites.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    let elsewhere = elsewhere.send().await.unwrap();
    assert_eq!(elsewhere.status(), 403);
    rollcall.terminate();

    let text = rollcall.lines();
    let lines = text.iter().filter(|line| line.starts_with('{'));
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let said =
        |answer: &Response| of_request(&lines, &id_of(answer)).into_iter().cloned().collect::<Vec<_>>();
    let (not_allowed, cross_site) = (said(&refused), said(&elsewhere));
    assert_eq!((not_allowed.len(), cross_site.len()), (1, 1), "{not_allowed:?} {cross_site:?}");
    assert!(not_allowed[0]["user"].as_str().unwrap().starts_with("usr_"), "{not_allowed:?}");
    assert_eq!(
        (&not_allowed[0]["method"], &not_allowed[0]["address"]),
        (&json!("POST"), &json!("127.0.0.1"))
    );
    assert_eq!(span(&not_allowed[0], "request").unwrap()["route"], "/api/v1/sites");
    assert!(cross_site[0]["message"].as_str().unwrap().contains("another site"), "{cross_site:?}");
}
