//! What somebody else's tool makes of the document: Schemathesis sends what it allows and what it does not, to every operation, and looks
//! whether the answers are those that it promises.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::Server;

/// A stream does not end; and with the last, the person who asks would lose the token to ask with.
const LEFT_OUT: [&str; 2] = ["event_stream", "api_token_revoke"];

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
                      unsupported_method,use_after_free";

/// The token may ask 20 times a second: here a second passes at each tick, so that nothing is refused for being asked too often.
async fn seconds_pass(server: &Server) -> ! {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    loop {
        ticks.tick().await;
        server.clock.advance(1_000);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schemathesis_finds_no_answer_that_the_document_does_not_promise() {
    let server = Server::on_sqlite().await;
    {
        let contoso = server.organization("contoso").await;
        contoso.site("London").await;
        let made = serde_json::json!({"name": "schemathesis", "role": "owner"});
        let made: serde_json::Value = contoso.owner.post("/api/v1/api-tokens", &made).await.json();
        let header = format!("Authorization: Bearer {}", made["secret"].as_str().unwrap());
        let program = std::env::var("SCHEMATHESIS")
            .expect("`cargo xtask test server` installs Schemathesis and names it in SCHEMATHESIS");
        let url = format!("{}/api/v1/openapi.json", server.url);
        let run = tokio::task::spawn_blocking(move || {
            let folder = tempfile::tempdir().unwrap();
            let mut command = Command::new(program);
            command.args(["run", &url, "--header", &header, "--checks", CHECKS]);
            command.args([
                "--phases",
                "coverage,fuzzing",
                "--max-examples",
                "3",
                "--generation-deterministic",
            ]);
            command.args(LEFT_OUT.iter().flat_map(|name| ["--exclude-operation-id", name]));
            command.current_dir(folder.path()).stdin(Stdio::null()).output().unwrap()
        });
        let output = tokio::select! {
            output = run => output.unwrap(),
            never = seconds_pass(&server) => never,
        };
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("passed") && !said.contains("Rate limited"), "{said}");
    }
    server.stop().await;
}
