//! People from a file, on both databases: uploaded, checked, taken in, and what was refused given back.

mod files;
mod lines;

use serde_json::{Value, json};

use crate::users::world::*;

pub const PATH: &str = "/api/v1/users/import";

/// Uploads a file, and gives what is told of it.
pub async fn upload(w: &World<'_>, file: impl Into<Vec<u8>>) -> Value {
    send(w, "", file).await.expect(201)
}

/// The answer to an upload.
pub async fn send(w: &World<'_>, query: &str, file: impl Into<Vec<u8>>) -> Answer {
    w.owner.upload(&format!("{PATH}{query}"), "text/csv", file.into()).await
}

pub fn import_path(import: &Value) -> String {
    format!("{PATH}/{}", import["id"].as_str().unwrap())
}

/// Checks the file by the mapping that is proposed; gives the job when it is over.
pub async fn check(w: &World<'_>, import: &Value) -> Value {
    check_with(w, import, json!({"mapping": import["mapping"]})).await
}

pub async fn check_with(w: &World<'_>, import: &Value, body: Value) -> Value {
    let job = w.owner.post(&format!("{}/check", import_path(import)), body).await.expect(201);
    w.settled(&job).await
}

/// Takes the file in; gives the job when it is over.
pub async fn run(w: &World<'_>, import: &Value) -> Value {
    let job = w.owner.post(&format!("{}/run", import_path(import)), json!({})).await.expect(201);
    w.settled(&job).await
}

/// Created, changed, unchanged, refused.
pub fn counts(job: &Value) -> [u64; 4] {
    assert_eq!(job["state"], "done", "{job}");
    ["created", "changed", "unchanged", "refused"].map(|name| job["counts"][name].as_u64().unwrap())
}

/// The lines that were refused, as they are given back.
pub async fn failed(w: &World<'_>, import: &Value) -> Vec<String> {
    let answer = w.owner.get(&format!("{}/failed.csv", import_path(import))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let text = answer.body.strip_prefix('\u{FEFF}').unwrap();
    text.strip_suffix("\r\n").unwrap().split("\r\n").map(str::to_owned).collect()
}
