//! A SAML 2.0 identity provider that shares no line with Rollcall: `idp/idp.mjs`, over npm's samlp, in a process of its own.

use std::path::Path;
use std::process::Command;

use reqwest::Client;
use serde_json::{Value, json};

use crate::process::Process;
use crate::server::Login;
use crate::{Browser, Failure, Outcome, Server};

/// The headings of its pages.
pub mod heading {
    /// Where somebody proves who they are.
    pub const SIGN_IN: &str = "Sign in to the identity provider";
    /// The applications of somebody who has.
    pub const APPS: &str = "My apps";
    /// After a logout that began there.
    pub const SIGNED_OUT: &str = "Signed out everywhere";
}

/// A running identity provider.
#[derive(Debug)]
pub struct IdentityProvider {
    /// Where it listens: `http://127.0.0.1:<port>`.
    pub url: String,
    http: Client,
    process: Process,
}

impl IdentityProvider {
    /// Starts one with these accounts, and two keys of its own. `IDP_MODULES` names the folder that has its packages.
    ///
    /// # Errors
    /// When node, openssl or a package is missing.
    pub async fn start(accounts: &[Login]) -> Outcome<Self> {
        if std::env::var_os("IDP_MODULES").is_none() {
            return Failure::because(
                "IDP_MODULES names no folder with samlp and express: `cargo xtask test` installs them and sets it",
            );
        }
        let account = |login: &Login| json!({ "username": login.username, "password": login.password });
        let accounts: Value = accounts.iter().map(account).collect();
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("idp/idp.mjs");
        // Of samlp, which is older than the way to make buffers of today.
        let process = Process::start(
            Command::new("node").arg("--no-deprecation").arg(program).arg(accounts.to_string()),
        )?;
        let url = process
            .line("the address of the identity provider", |line| {
                Some(line.split_once("listens on ")?.1.to_owned())
            })
            .await?;
        Ok(Self { url, http: Client::new(), process })
    }

    /// Its metadata, with the certificates that it publishes now.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn metadata(&self) -> Outcome<String> {
        Ok(self.http.get(format!("{}/metadata", self.url)).send().await?.error_for_status()?.text().await?)
    }

    /// Makes the organization's Rollcall its application, by the metadata that Rollcall gives out.
    ///
    /// # Errors
    /// When one of the two does not answer.
    pub async fn knows(&self, server: &Server, organization: &str) -> Outcome {
        let url = server.at(&format!("/sso/{organization}/metadata"));
        let metadata = self.http.get(url).send().await?.error_for_status()?.text().await?;
        self.set(json!({ "application": metadata })).await
    }

    /// Changes what it does from now on: the fields of `state` in `idp/idp.mjs`.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn set(&self, state: Value) -> Outcome {
        let answer = self.http.post(format!("{}/control", self.url)).json(&state).send().await?;
        answer.error_for_status()?;
        Ok(())
    }

    /// Proves at its page, which the browser shows, who somebody is.
    ///
    /// # Errors
    /// When the page does not come.
    pub async fn sign_in(&self, browser: &Browser, login: Login) -> Outcome {
        let page = browser.page();
        page.arrived(heading::SIGN_IN).await?;
        page.fill("Account", login.username).await?;
        page.fill("Secret", login.password).await?;
        page.click("button", "Prove who I am").await
    }

    /// Ends it: from now on nobody answers there.
    ///
    /// # Errors
    /// When it does not end.
    pub fn stop(&self) -> Outcome {
        self.process.stop()
    }

    /// Its log.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }
}
