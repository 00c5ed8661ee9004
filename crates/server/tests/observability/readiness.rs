//! `/readyz`: can it do its work, and will it go on?

use api::Code;
use server::background::Task;
use server::config::Config;
use store::testing::TestDatabase;
use tempfile::tempdir;

use super::process::Rollcall;
use crate::both;
use crate::support::Server;
use crate::support::until;

async fn reasons(server: &Server) -> String {
    let problem = server.anybody().get("/readyz").await.problem();
    assert_eq!(problem.code, Code::Unavailable);
    problem.detail
}

both! {
    async fn a_server_whose_tasks_have_ended_names_each_of_them(server: &Server) {
        assert_eq!(server.anybody().get("/readyz").await.text, "ready\n");
        for task in [Task::Jobs, Task::ChangeFeed] {
            server.app.background.abort(task);
        }
        until(|| async { server.app.background.tasks().iter().filter(|(_, runs)| !runs).count() == 2 }).await;
        let words = reasons(server).await;
        assert!(words.contains(Task::Jobs.words()) && words.contains(Task::ChangeFeed.words()), "{words}");
        assert!(!words.contains(Task::ProvisioningLog.words()), "{words}");
        assert_eq!(server.anybody().get("/healthz").await.text, "ok\n");
    }

    async fn a_server_that_is_told_to_stop_is_not_ready_and_still_answers(server: &Server) {
        server.app.background.stop();
        assert!(reasons(server).await.starts_with("The server is stopping."));
        assert_eq!(server.anybody().get("/healthz").await.text, "ok\n");
    }
}

#[tokio::test]
async fn a_database_of_another_version_is_a_reason() {
    let database = TestDatabase::sqlite().await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)";
    database.execute(newer).await.unwrap();
    let server = Server::start(database, Config::default()).await;
    assert!(reasons(&server).await.starts_with("The database is from a newer version."));
    server.stop().await;
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_a_reason() {
    let server = Server::on_sqlite().await;
    server.store().close().await.unwrap();
    assert!(reasons(&server).await.starts_with("The database does not answer."));
    assert!(super::scrape(&server).await.contains("rollcall_build_info"), "metrics are there all the same");
}

#[tokio::test]
async fn while_it_drains_a_balancer_sees_503_and_requests_are_still_answered() {
    let data = tempdir().unwrap();
    let rollcall = Rollcall::start(data.path(), &["--drain", "2"]);
    let status = async |path: &str| {
        reqwest::get(format!("{}{path}", rollcall.url)).await.map(|answer| answer.status().as_u16()).ok()
    };
    until(|| async { status("/readyz").await == Some(200) }).await;
    rollcall.terminate();
    until(|| async { status("/readyz").await == Some(503) }).await;
    assert_eq!(status("/api/v1/sign-in-options").await, Some(200));
    rollcall.lines();
}
