//! Webhooks: the telephony side is told of a deactivation (R7), and the console shows that it was.

use std::sync::Arc;

use e2e::{Database, Failure, Outcome, Stage, any, containing, play, wait_for};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use crate::common::as_owner;

/// The telephony side: notes what it is sent, and takes it.
struct Telephony {
    url: String,
    came: Arc<Mutex<Vec<String>>>,
}

impl Telephony {
    async fn start() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/rollcall", listener.local_addr()?);
        let came = Arc::new(Mutex::new(Vec::new()));
        let notes = came.clone();
        // Ends with the test's runtime.
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take(stream, notes.clone()));
            }
        });
        Ok(Self { url, came })
    }

    async fn is_told(&self, words: [&str; 2]) -> Outcome {
        wait_for("a message to the telephony side", async || {
            let came = self.came.lock().await;
            if came.iter().any(|message| words.iter().all(|word| message.contains(word))) {
                Ok(())
            } else {
                Failure::because(format!("these came: {came:?}"))
            }
        })
        .await
    }
}

/// Requests on one connection, each with the length of its body in its head.
async fn take(mut stream: TcpStream, notes: Arc<Mutex<Vec<String>>>) {
    let mut read = Vec::new();
    loop {
        let mut part = [0; 4_096];
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return,
            Ok(length) => read.extend_from_slice(&part[..length]),
        }
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if body.len() < length.unwrap_or(0) {
            continue;
        }
        notes.lock().await.push(text);
        read.clear();
        if stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.is_err() {
            return;
        }
    }
}

#[test]
fn r7_the_telephony_side_is_told_of_a_deactivation_and_the_console_shows_it() {
    play(async |stage: Stage| {
        let (server, telephony) = (stage.contoso(Database::Sqlite).await?, Telephony::start().await?);
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/identity/webhooks", "Webhooks").await?;
        let page = browser.page();
        page.click("button", "Add webhook").await?;
        page.fill("Address", &telephony.url).await?;
        page.within("dialog", any()).click("button", "Add webhook").await?;
        page.sees("cannot be shown again").await?;
        page.click("button", "Done").await?;
        page.gone("dialog", any()).await?;
        page.click("link", telephony.url.as_str()).await?;
        page.arrived(telephony.url.as_str()).await?;
        page.click("button", "Send test").await?;
        telephony.is_told(["webhook-signature: v1,", "webhook.test"]).await?;
        page.sees("Delivered").await?;
        page.sees("Answer 204").await?;

        browser.go("/users/new").await?;
        page.arrived("New user").await?;
        for (field, value) in [
            ("First name", "Ada"),
            ("Last name", "Lovelace"),
            ("Username", "ada@contoso.com"),
            ("Email", "ada@contoso.com"),
        ] {
            page.fill(field, value).await?;
        }
        page.click("button", "Create user").await?;
        page.arrived("Ada Lovelace").await?;
        telephony.is_told(["user.created", "ada@contoso.com"]).await?;
        page.choose_in_menu(containing("Actions"), "Deactivate").await?;
        telephony.is_told(["user.deactivated", "\"status\":\"deactivated\""]).await
    });
}
