//! Going over to another key, and secrets in files.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::tempdir;

use super::serving::Serving;
use super::{contoso, rollcall, run, stderr, succeed};

#[tokio::test]
async fn stored_secrets_go_over_to_another_key_and_the_former_one_is_needed_no_more() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let who = ["--username", "ada.lovelace@contoso.com", "--role", "owner", "--name", "ci"];
    let token =
        succeed(data.path(), &[&["api", "token", "create", "--org", "contoso"][..], &who[..]].concat());
    // Asked for, Rollcall's own key of single sign-on is made.
    let serving = Serving::start(data.path());
    let asked = reqwest::Client::new().get(format!("{}/api/v1/sso", serving.url)).bearer_auth(token.trim());
    assert_eq!(asked.send().await.unwrap().status(), 200);
    drop(serving);
    let (beside, named) = (data.path().join("secret.key"), data.path().join("keys"));
    let (former, new) = (fs::read_to_string(&beside).unwrap(), STANDARD.encode([9; 32]));
    let flag = ["--secret-key-file", named.to_str().unwrap()];
    fs::write(&named, format!("{new}\n{former}\n")).unwrap();
    let reseal = [&["secrets", "reseal"][..], &flag[..]].concat();
    assert!(
        succeed(data.path(), &reseal)
            .starts_with("Encrypted anew: 1. Encrypted with the first key before: 0.")
    );
    assert!(
        succeed(data.path(), &reseal)
            .starts_with("Encrypted anew: 0. Encrypted with the first key before: 1.")
    );
    fs::write(&named, new).unwrap();
    fs::remove_file(&beside).unwrap();
    succeed(data.path(), &[&["check"][..], &flag[..]].concat());
    fs::write(&named, former).unwrap();
    let lost = run(data.path(), &[&["check"][..], &flag[..]].concat());
    let lost = stderr(&lost);
    assert!(lost.contains("Stored secrets cannot be read: contoso (single sign-on)"), "{lost}");
}

#[test]
fn the_url_of_the_database_is_read_from_a_file() {
    let data = tempdir().unwrap();
    let file = data.path().join("url");
    fs::write(&file, "postgres://rollcall:hunter2@127.0.0.1:1/none\n").unwrap();
    let output =
        rollcall(data.path()).env("ROLLCALL_DATABASE_URL_FILE", &file).arg("check").output().unwrap();
    let words = stderr(&output);
    assert!(!output.status.success() && words.contains("cannot reach the PostgreSQL database"), "{words}");
    assert!(!words.contains("hunter2"), "{words}");
    let mut both = rollcall(data.path());
    both.env("ROLLCALL_DATABASE_URL_FILE", &file).env("ROLLCALL_DATABASE_URL", "postgres://x").arg("check");
    assert!(stderr(&both.output().unwrap()).contains("not both"));
}
