//! Who may read the metrics.

use api::Code;
use reqwest::Method;
use server::config::Config;
use store::testing::TestDatabase;
use tokio::net::TcpListener;

use crate::support::Server;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

async fn with(config: Config) -> Server {
    Server::start(TestDatabase::sqlite().await, config).await
}

async fn read(server: &Server, header: &str, value: &str) -> crate::support::Answer {
    let anybody = server.anybody();
    anybody.send(anybody.request(Method::GET, "/metrics").header(header, value)).await
}

#[tokio::test]
async fn without_a_token_only_this_machine_reads_them_and_a_proxy_is_not_this_machine() {
    let server = with(Config::default()).await;
    assert_eq!(server.anybody().get("/metrics").await.status, 200);
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
        let refused = read(&server, header, "127.0.0.1").await;
        assert_eq!(refused.problem().code, Code::NotFound, "{header}");
    }
    assert_eq!(read(&server, "host", "rollcall.example").await.problem().code, Code::NotFound);
    server.stop().await;
}

#[tokio::test]
async fn a_server_with_a_public_url_shows_them_to_no_peer_without_a_token() {
    let server =
        with(Config { public_url: "https://rollcall.example".to_owned(), ..Config::default() }).await;
    assert_eq!(server.anybody().get("/metrics").await.problem().code, Code::NotFound);
    server.stop().await;
}

#[tokio::test]
async fn with_a_token_they_are_for_whoever_has_it_wherever_they_are() {
    let config = Config {
        public_url: "https://rollcall.example".to_owned(),
        metrics_token: Some(TOKEN.parse().unwrap()),
        ..Config::default()
    };
    let server = with(config).await;
    let refused = server.anybody().get("/metrics").await;
    assert_eq!((refused.status.as_u16(), refused.header("www-authenticate")), (401, "Bearer"));
    assert_eq!(refused.problem().code, Code::NotSignedIn);
    for wrong in ["Bearer 0123456789abcdef0123456789abcdeX", "Bearer", &format!("Basic {TOKEN}"), "Bearer "] {
        assert_eq!(read(&server, "authorization", wrong).await.status, 401, "{wrong}");
    }
    let answer = read(&server, "authorization", &format!("Bearer {TOKEN}")).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
    assert!(answer.text.contains("rollcall_build_info"));
    server.stop().await;
}

#[tokio::test]
async fn on_a_listener_of_their_own_they_are_no_longer_on_the_main_port() {
    let server = with(Config { metrics_elsewhere: true, ..Config::default() }).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(server::serve::metrics(server.app.clone(), listener));
    assert_eq!(server.anybody().get("/metrics").await.problem().code, Code::NotFound);
    let answer = reqwest::get(format!("{url}/metrics")).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().contains("rollcall_build_info"));
    for path in ["/", "/api/v1/me", "/healthz"] {
        let answer = reqwest::get(format!("{url}{path}")).await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.headers()["content-type"], api::problem::MEDIA_TYPE);
    }
    task.abort();
    let _ = task.await;
    server.stop().await;
}
