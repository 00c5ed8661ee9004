//! Single sign-on (R23-R28), from the browser of whoever signs in, with a real identity provider at the other end.

mod accessibility;
mod by_the_console;
mod failures;
mod journeys;
mod lock_out;
mod logout;

use std::rc::Rc;

use e2e::server::{Login, OWNER};
use e2e::{Api, Browser, Database, IdentityProvider, Outcome, Server, Stage};
use reqwest::Method;
use serde_json::{Value, json};

/// A person of Contoso, with an account at the identity provider and no password here.
pub const GRACE: Login = Login { username: "grace@contoso.com", password: "three tall cranes dance" };
/// An account at the identity provider whom nobody has made a user.
pub const STRANGER: Login = Login { username: "stranger@contoso.com", password: "two grey herons wait" };
/// Everybody who has an account at the identity provider.
pub const ACCOUNTS: [Login; 3] = [OWNER, GRACE, STRANGER];

/// Contoso, whose people sign in with an identity provider.
pub struct Contoso {
    /// Rollcall.
    pub server: Rc<Server>,
    /// The identity provider.
    pub idp: Rc<IdentityProvider>,
    /// The owner, as a program.
    pub api: Api,
    /// The user that [`GRACE`] is.
    pub grace: String,
}

impl Contoso {
    /// With single sign-on switched on, and the settings that the metadata says but for `changes`.
    pub async fn with_single_sign_on(stage: &Stage, database: Database, changes: Value) -> Outcome<Self> {
        let contoso = Self::with_active_settings(stage, database, changes).await?;
        contoso.switch(true).await?;
        Ok(contoso)
    }

    /// With settings that are active, and single sign-on still off.
    pub async fn with_active_settings(stage: &Stage, database: Database, changes: Value) -> Outcome<Self> {
        Self::set_up(stage, stage.contoso(database).await?, changes).await
    }

    /// With settings that are active, on a server with nothing but its organization.
    pub async fn set_up(stage: &Stage, server: Rc<Server>, changes: Value) -> Outcome<Self> {
        let idp = stage.identity_provider(&ACCOUNTS).await?;
        idp.knows(&server, "contoso").await?;
        let api = Api::sign_in(&server, OWNER).await?;
        let new = json!({
            "username": GRACE.username, "email": GRACE.username, "first_name": "Grace", "last_name": "Hopper",
        });
        let grace = api.post("/api/v1/users", &new).await?["id"].as_str().unwrap_or_default().to_owned();
        let contoso = Self { server, idp, api, grace };
        contoso.activate(changes).await?;
        Ok(contoso)
    }

    async fn activate(&self, changes: Value) -> Outcome {
        let read = json!({ "xml": self.idp.metadata().await? });
        let read = self.api.post("/api/v1/sso/metadata/read", &read).await?;
        let certificates = read["certificates"].as_array().into_iter().flatten();
        let mut settings = json!({
            "provider": "other",
            "sign_in_url": read["sign_in_url"],
            "issuer": read["issuer"],
            "logout_url": read["logout_url"],
            "name_id_format": "unspecified",
            "certificates": certificates.map(|one| one["base64"].clone()).collect::<Value>(),
        });
        for (field, value) in changes.as_object().into_iter().flatten() {
            settings[field] = value.clone();
        }
        let sso = self.api.get("/api/v1/sso").await?;
        let sso = self.api.change(Method::PUT, "/api/v1/sso/draft", &settings, &sso["version"]).await?;
        let activation = json!({ "revision": sso["draft"]["id"], "untested": true });
        let path = "/api/v1/sso/activations";
        self.api.change(Method::POST, path, &activation, &sso["version"]).await.map(drop)
    }

    /// Switches single sign-on, after the owner has proven the password (R27).
    pub async fn switch(&self, on: bool) -> Outcome {
        let proof = json!({ "password": OWNER.password });
        let sso = self.api.post("/api/v1/sso/emergency-access/proofs", &proof).await?;
        let switch = json!({ "enabled": on });
        self.api.change(Method::PATCH, "/api/v1/sso", &switch, &sso["version"]).await.map(drop)
    }
}

/// Enters a username at Rollcall's sign-in page, which the browser shows, and goes on to the identity provider.
pub async fn choose_the_identity_provider(browser: &Browser, login: Login) -> Outcome {
    let page = browser.page();
    page.arrived("Sign in").await?;
    page.fill("Username", login.username).await?;
    page.click("button", "Continue").await
}

/// Goes to a path as somebody who has to prove at the identity provider who they are.
pub async fn through_the_identity_provider(
    contoso: &Contoso,
    browser: &Browser,
    login: Login,
    path: &str,
) -> Outcome {
    browser.go(path).await?;
    choose_the_identity_provider(browser, login).await?;
    contoso.idp.sign_in(browser, login).await
}

/// The status of a request to the API from within the page: 401 once the session has ended.
pub async fn status(browser: &Browser) -> Outcome<u64> {
    let script = "return fetch('/api/v1/me').then(answer => answer.status)";
    Ok(browser.script(script, Vec::new()).await?.as_u64().unwrap_or_default())
}
