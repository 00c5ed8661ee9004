//! Whoever asks too slowly, or with too much, is let go; others do not notice.

use std::time::Duration;

use server::config::Config;
use server::connections::Patience;
use store::testing::TestDatabase;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::Server;

/// Until a test gives up.
const DEADLINE: Duration = Duration::from_secs(20);

async fn impatient() -> Server {
    let moment = Duration::from_millis(50);
    let patience = Patience { head: moment, body: moment };
    Server::start(TestDatabase::sqlite().await, Config { patience, ..Config::default() }).await
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.url.trim_start_matches("http://")).await.unwrap()
}

/// All that comes until the server closes the connection.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset is an end, too.
    let _ = timeout(DEADLINE, stream.read_to_end(&mut answer)).await.expect("the server lets go");
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn who_never_ends_the_head_of_a_request_is_let_go_while_others_are_answered() {
    let server = impatient().await;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = connect(&server).await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ").await.unwrap();
        slow.push(stream);
    }
    assert_eq!(server.anybody().get("/healthz").await.status, 200);
    for stream in slow {
        let answer = rest(stream).await;
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn who_never_sends_the_body_that_was_announced_is_told_and_nothing_is_done() {
    let server = impatient().await;
    let mut stream = connect(&server).await;
    let head = "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(stream).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("broke off before its body"), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn a_head_that_is_too_long_or_has_too_many_headers_is_refused() {
    let server = Server::on_sqlite().await;
    let long = format!("X-Long: {}\r\n", "a".repeat(100_000));
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    for headers in [long, many] {
        let mut stream = connect(&server).await;
        // The server may have refused before all of it was sent.
        let _ = stream.write_all(format!("GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n").as_bytes()).await;
        let answer = rest(stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    assert_eq!(server.anybody().get("/healthz").await.status, 200);
    server.stop().await;
}
