//! The password link by mail: a real conversation by SMTP, on both databases.

use mail_parser::MessageParser;
use serde_json::{Value, json};
use server::config::Config;
use server::mail::Mail;
use store::testing::TestDatabase;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::world::*;
use crate::support::Server;

/// A mail server for as long as the test runs: takes every message, or refuses every recipient.
struct Smtp {
    url: String,
    messages: mpsc::UnboundedReceiver<String>,
}

impl Smtp {
    async fn start(refuses: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (sender, messages) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, refuses, sender.clone()));
            }
        });
        Self { url, messages }
    }
}

/// RFC 5321, as far as one message needs it.
async fn converse(mut stream: TcpStream, refuses: bool, sender: mpsc::UnboundedSender<String>) {
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    let mut data: Option<String> = None;
    write.write_all(b"220 mail.test\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let reply = match (&mut data, line.as_str()) {
            (Some(message), ".") => {
                sender.send(message.clone()).unwrap();
                data = None;
                "250 taken"
            }
            (Some(message), line) => {
                message.push_str(line.strip_prefix('.').unwrap_or(line));
                message.push_str("\r\n");
                continue;
            }
            (None, line) if line.starts_with("RCPT") && refuses => "550 no such mailbox",
            (None, "DATA") => {
                data = Some(String::new());
                "354 go on"
            }
            (None, "QUIT") => "221 bye",
            (None, _) => "250 fine",
        };
        if write.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

/// What the test of one database does with a server that mails by `url`.
async fn on(database: TestDatabase, url: &str, check: impl AsyncFnOnce(&World<'_>)) {
    let mail = Mail::new(url, "rollcall@contoso.com").unwrap();
    let config = Config { mail: Some(mail), ..Config::default() };
    let server = Server::start(database, config).await;
    check(&World::new(&server).await).await;
    server.stop().await;
}

async fn ask(w: &World<'_>, user: &Value) -> Value {
    w.owner.post(&format!("{}/password-link", path_of(user)), json!({"send": true})).await.expect(201)
}

async fn a_link_is_mailed(database: TestDatabase) {
    let mut smtp = Smtp::start(false).await;
    let url = smtp.url.clone();
    on(database, &url, async |w| {
        assert_eq!(w.owner.get("/api/v1/me").await.expect(200)["can_mail"], true);
        let new =
            with(new_user("Zoë <Lovelace>"), json!({"email": "zoe@contoso.com", "first_name": "Zoë \"Z\""}));
        let zoe = w.owner.post("/api/v1/users", new).await.expect(201);
        let link = ask(w, &zoe).await;
        assert_eq!((&link["mailed_to"], &link["not_mailed"]), (&json!("zoe@contoso.com"), &json!(null)));
        let raw = smtp.messages.recv().await.unwrap();
        assert!(raw.is_ascii(), "{raw}");
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert_eq!(message.subject(), Some("Set your password for contoso"));
        let from = message.from().unwrap().first().unwrap();
        assert_eq!((from.name(), from.address()), (Some("contoso"), Some("rollcall@contoso.com")));
        let to = message.to().unwrap().first().unwrap();
        assert_eq!((to.name(), to.address()), (Some("Zoë \"Z\" <Lovelace>"), Some("zoe@contoso.com")));
        assert_eq!(message.date().unwrap().to_timestamp() * 1_000, w.app.now().0);
        let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
        let url = link["url"].as_str().unwrap();
        assert!(text.contains("Hello Zoë \"Z\" <Lovelace>,") && text.contains(url), "{text}");
        assert!(text.contains("works once, until 2026-11-24 12:00 UTC"), "{text}");
        assert!(
            html.contains("Zoë &quot;Z&quot; &lt;Lovelace&gt;") && html.contains(&format!("href=\"{url}\"")),
            "{html}"
        );
        let token = url.split_once('#').unwrap().1;
        w.owner.post("/api/v1/password-links/check", json!({"token": token})).await.expect(200);
        let mailed = &w.audited("password_link_mailed").await[0];
        assert_eq!(mailed.changes[0].to.as_deref(), Some("zoe@contoso.com"));
        let log = w.owner.get("/api/v1/audit").await.body;
        assert!(!log.contains(token), "a link is in no log");
    })
    .await;
}

async fn a_refusal_of_the_mail_server_is_told_and_the_link_still_given(database: TestDatabase) {
    let smtp = Smtp::start(true).await;
    on(database, &smtp.url, async |w| {
        let ada = w.person("Ada Lovelace").await;
        let link = ask(w, &ada).await;
        assert_eq!((&link["not_mailed"], &link["mailed_to"]), (&json!("refused"), &json!(null)));
        assert!(link["url"].as_str().unwrap().contains("/set-password#"));
        assert!(w.audited("password_link_mailed").await.is_empty());
        let asked_for_none =
            w.owner.post(&format!("{}/password-link", path_of(&ada)), json!({})).await.expect(201);
        assert_eq!(
            (&asked_for_none["not_mailed"], &asked_for_none["mailed_to"]),
            (&json!(null), &json!(null))
        );
    })
    .await;
}

async fn a_mail_server_that_is_not_there_is_told(database: TestDatabase) {
    // A port that was free a moment ago: nobody listens on it.
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    on(database, &format!("smtp://127.0.0.1:{port}"), async |w| {
        let ada = w.person("Ada Lovelace").await;
        assert_eq!(ask(w, &ada).await["not_mailed"], "refused");
    })
    .await;
}

mod by_mail {
    use super::*;

    #[tokio::test]
    async fn a_link_is_mailed_on_sqlite() {
        a_link_is_mailed(TestDatabase::sqlite().await).await;
    }

    #[tokio::test]
    async fn a_link_is_mailed_on_postgres() {
        a_link_is_mailed(TestDatabase::postgres().await).await;
    }

    #[tokio::test]
    async fn a_refusal_is_told_on_sqlite() {
        a_refusal_of_the_mail_server_is_told_and_the_link_still_given(TestDatabase::sqlite().await).await;
    }

    #[tokio::test]
    async fn a_refusal_is_told_on_postgres() {
        a_refusal_of_the_mail_server_is_told_and_the_link_still_given(TestDatabase::postgres().await).await;
    }

    #[tokio::test]
    async fn a_mail_server_that_is_not_there_is_told_on_sqlite() {
        a_mail_server_that_is_not_there_is_told(TestDatabase::sqlite().await).await;
    }

    #[tokio::test]
    async fn a_mail_server_that_is_not_there_is_told_on_postgres() {
        a_mail_server_that_is_not_there_is_told(TestDatabase::postgres().await).await;
    }
}

on_both! {
    async fn without_a_mail_server_the_answer_says_so_and_the_link_is_given(w: &World) {
        assert_eq!(w.owner.get("/api/v1/me").await.expect(200)["can_mail"], false);
        let link = ask(w, &w.person("Ada Lovelace").await).await;
        assert_eq!(link["not_mailed"], "no_mail_server");
        assert!(link["url"].as_str().unwrap().contains("/set-password#"));
    }
}
