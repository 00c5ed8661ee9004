//! The console's files.

use reqwest::Method;
use server::config::Config;
use store::testing::TestDatabase;

use crate::support::{Answer, Caller, Server};

const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

async fn get(caller: &Caller, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let mut request = caller.request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    caller.send(request).await
}

#[tokio::test]
async fn a_navigation_anywhere_gets_the_page_which_is_asked_for_again_each_time() {
    let server = Server::on_sqlite().await;
    let anybody = server.anybody();
    let home = get(&anybody, "/", &[("accept", HTML)]).await;
    assert_eq!(home.status, 200);
    assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(home.header("cache-control"), "no-cache");
    assert!(home.text.contains("<meta name=\"rollcall-api\""));
    for path in [
        "/users",
        "/users/usr_0192f0c1000070008000000000000001/history",
        "/set-password",
        "/no/such/page?x=1",
    ] {
        let page = get(&anybody, path, &[("accept", HTML)]).await;
        assert_eq!((page.status, &page.text), (home.status, &home.text), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
    }
    let again = get(&anybody, "/users", &[("accept", HTML), ("if-none-match", home.header("etag"))]).await;
    assert_eq!(again.status, 304);
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_navigation_gets_404_and_never_the_page() {
    let server = Server::on_sqlite().await;
    let anybody = server.anybody();
    for path in ["/console-0123456789abcdef_bg.wasm", "/console-0123456789abcdef.js", "/favicon.ico"] {
        for accept in ["*/*", HTML] {
            assert_eq!(get(&anybody, path, &[("accept", accept)]).await.problem().status, 404, "{path}");
        }
    }
    assert_eq!(get(&anybody, "/users", &[("accept", "application/json")]).await.problem().status, 404);
    for path in ["/api/v1/nothing", "/sso/contoso/nothing"] {
        assert_eq!(get(&anybody, path, &[("accept", HTML)]).await.problem().status, 404, "{path}");
    }
    let scim = get(&anybody, "/scim/contoso/nothing", &[("accept", HTML)]).await;
    assert!(!scim.text.contains("<html") && scim.status.is_client_error());
    assert_eq!(anybody.post("/users", &serde_json::json!({})).await.problem().status, 404);
    server.stop().await;
}

#[tokio::test]
async fn files_come_compressed_to_who_understands_it() {
    let server = Server::on_sqlite().await;
    let anybody = server.anybody();
    for encoding in ["br", "gzip"] {
        let answer =
            anybody.request(Method::GET, "/").header("accept", HTML).header("accept-encoding", encoding);
        let response = answer.send().await.unwrap();
        assert_eq!(response.headers()["content-encoding"], encoding);
        assert!(response.headers()["vary"].to_str().unwrap().contains("accept-encoding"));
    }
    let plain = get(&anybody, "/", &[("accept", HTML), ("accept-encoding", "identity")]).await;
    assert_eq!(plain.header("content-encoding"), "");
    server.stop().await;
}

#[tokio::test]
async fn a_folder_is_served_instead_by_the_same_rules_and_nothing_outside_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    std::fs::create_dir(&dist).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    std::fs::write(dist.join("index.html"), "<html>mine</html>").unwrap();
    std::fs::write(dist.join("console-0123456789abcdef.js"), "1").unwrap();
    std::fs::write(dist.join("boot.js"), "2").unwrap();
    let config = Config { console_dir: Some(dist), ..Config::default() };
    let server = Server::start(TestDatabase::sqlite().await, config).await;
    let anybody = server.anybody();
    assert_eq!(get(&anybody, "/users", &[("accept", HTML)]).await.text, "<html>mine</html>");
    let hashed = get(&anybody, "/console-0123456789abcdef.js", &[]).await;
    assert_eq!(hashed.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(get(&anybody, "/boot.js", &[]).await.header("cache-control"), "no-cache");
    for path in ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/dist/../../secret.txt"] {
        assert!(!get(&anybody, path, &[]).await.text.contains("secret\n"), "{path}");
        assert_ne!(get(&anybody, path, &[]).await.text, "secret", "{path}");
    }
    server.stop().await;
}
