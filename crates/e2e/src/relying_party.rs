//! An application of other hands: npm openid-client in a small server, which signs people in through Rollcall.

use std::process::Command;

use serde_json::{Value, json};

use crate::process::Process;
use crate::server::OWNER;
use crate::{Failure, Outcome, Server};

/// A running application.
#[derive(Debug)]
pub struct RelyingParty {
    /// Where it listens: `http://127.0.0.1:<port>`.
    pub url: String,
    process: Process,
}

impl RelyingParty {
    /// Registers the application at the organization of `server` as its owner does, and starts it.
    ///
    /// # Errors
    /// When the owner is refused, or Node.js or openid-client is missing.
    pub async fn start(server: &Server) -> Outcome<Self> {
        let library = std::env::var("OPENID_CLIENT").map_err(|_| {
            Failure::new(
                "OPENID_CLIENT does not name openid-client: `cargo xtask test` installs it and sets it",
            )
        })?;
        let (id, secret) = register(server).await?;
        let mut command = Command::new("node");
        command
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/relying-party/main.mjs"))
            .env("OPENID_CLIENT", library)
            .env("ISSUER", format!("{}/oidc/contoso", server.url))
            .env("CLIENT_ID", id)
            .env("CLIENT_SECRET", secret);
        let process = Process::start(&mut command)?;
        let listens = |line: &str| line.split_once("listens on ").map(|(_, url)| url.trim().to_owned());
        let url = process.line("the address of the application", listens).await?;
        Ok(Self { url, process })
    }

    /// What it has said so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }
}

/// The id and the secret.
async fn register(server: &Server) -> Outcome<(String, String)> {
    let owner = reqwest::Client::builder().cookie_store(true).build()?;
    let post = async |path: &str, body: Value| -> Outcome<Value> {
        let answer = owner.post(format!("{}{path}", server.url)).json(&body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    };
    let login = json!({"organization": "contoso", "username": OWNER.username, "password": OWNER.password});
    post("/api/v1/sessions", login).await?;
    let new = json!({
        "name": "Payroll",
        "kind": "confidential",
        // Without a port: on a loopback address any is accepted.
        "redirect_uris": ["http://127.0.0.1/callback"],
        "post_logout_redirect_uris": ["http://127.0.0.1/goodbye"],
    });
    let made = post("/api/v1/applications", new).await?;
    let id = made["id"].as_str().unwrap_or_default().to_owned();
    let secret = post(&format!("/api/v1/applications/{id}/secrets"), json!({})).await?;
    Ok((id, secret["value"].as_str().unwrap_or_default().to_owned()))
}
