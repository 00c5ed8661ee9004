//! `rollcall serve` as a process: the lines that it prints, commands beside it, and how it stops.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use domain::Operation;
use store::testing::TestDatabase;
use store::{Location, LogFilter, Options, Store};
use tempfile::tempdir;

use super::{contoso, rollcall, succeed};

pub(super) struct Serving {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
    pub(super) url: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    pub(super) fn start(data: &Path) -> Self {
        let mut command = rollcall(data);
        command.args(["serve", "--listen", "127.0.0.1:0", "--log", "error"]).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let url = first.strip_prefix("Rollcall listens on ").unwrap_or_else(|| panic!("{first}")).to_owned();
        Self { child, lines, url }
    }

    fn signal(&self, name: &str) {
        assert!(
            Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap().success()
        );
    }
}

#[tokio::test]
async fn the_first_line_names_the_port_and_the_next_the_set_up_link() {
    let data = tempdir().unwrap();
    let mut serving = Serving::start(data.path());
    assert!(serving.url.starts_with("http://127.0.0.1:") && !serving.url.ends_with(":0"), "{}", serving.url);
    let words = serving.lines.next().unwrap().unwrap();
    assert!(words.starts_with("No organization exists yet."), "{words}");
    let link = serving.lines.next().unwrap().unwrap();
    assert!(link.starts_with(&format!("{}/setup#", serving.url)), "{link}");
    let ready = reqwest::get(format!("{}/readyz", serving.url)).await.unwrap();
    assert_eq!(ready.status(), 200);
    assert_eq!(ready.text().await.unwrap(), "ready\n");
}

#[tokio::test]
async fn commands_work_beside_a_running_server() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let serving = Serving::start(data.path());
    succeed(data.path(), &["site", "create", "--org", "contoso", "--name", "London"]);
    succeed(
        data.path(),
        &["org", "create", "--slug", "fabrikam", "--name", "Fabrikam", "--owner", "bob@fabrikam.com"],
    );
    let options = reqwest::get(format!("{}/api/v1/sign-in-options", serving.url)).await.unwrap();
    let options: serde_json::Value = options.json().await.unwrap();
    assert_eq!(options["needs_organization"], true);
}

#[test]
fn it_stops_gracefully_when_it_is_told_to() {
    for signal in ["TERM", "INT"] {
        let data = tempdir().unwrap();
        let mut serving = Serving::start(data.path());
        serving.signal(signal);
        let status = serving.child.wait().unwrap();
        assert!(status.success(), "{signal}: {status}");
    }
}

#[tokio::test]
async fn r31_a_read_that_was_answered_just_before_the_stop_is_in_the_log() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let token = succeed(data.path(), &["scim", "token", "create", "--org", "contoso", "--name", "Entra"]);
    let mut serving = Serving::start(data.path());
    let users = format!("{}/scim/contoso/v2/Users", serving.url);
    let answer = reqwest::Client::new().get(users).bearer_auth(token.trim()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    serving.signal("TERM");
    assert!(serving.child.wait().unwrap().success());

    let store =
        Store::open(&Location::Sqlite { dir: data.path().to_owned() }, &Options::default()).await.unwrap();
    let org = store.organizations().by_slug("contoso").await.unwrap().unwrap().id;
    let page = store.read(org).provisioning_log().page(&LogFilter::default(), None, 10).await.unwrap();
    assert_eq!(page.items.iter().map(|entry| entry.operation).collect::<Vec<_>>(), [Operation::List]);
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_not_touched() {
    let database = TestDatabase::sqlite().await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)";
    database.execute(newer).await.unwrap();
    let Location::Sqlite { dir } = &database.location else { panic!("it is a file") };
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["migrate"], &["check"]] {
        let words = super::fail(dir, command);
        assert!(words.contains("made by a newer Rollcall"), "{words}");
    }
    database.drop_database().await;
}
