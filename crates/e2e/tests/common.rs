//! What several journeys begin with.

use e2e::server::{Login, OWNER};
use e2e::{Browser, Outcome, Server};

/// Signs in at the sign-in page that the browser shows, and waits for the page of that heading.
pub async fn sign_in_here(browser: &Browser, login: Login, heading: &str) -> Outcome {
    let page = browser.page();
    page.arrived("Sign in").await?;
    page.fill("Username", login.username).await?;
    page.click("button", "Continue").await?;
    page.fill("Password", login.password).await?;
    page.click("button", "Sign in").await?;
    page.arrived(heading).await.map(drop)
}

/// Goes to a path as the owner: signs in on the way, and waits for the page of that heading.
pub async fn as_owner(browser: &Browser, path: &str, heading: &str) -> Outcome {
    browser.go(path).await?;
    sign_in_here(browser, OWNER, heading).await
}

/// A provisioning token, made at the command line.
pub fn token(server: &Server) -> Outcome<String> {
    server.command(&["scim", "token", "create", "--org", "contoso", "--name", "entra"])
}

/// A site, made at the command line.
pub fn site(server: &Server, name: &str) -> Outcome {
    server.command(&["site", "create", "--org", "contoso", "--name", name]).map(drop)
}

/// People and sites of the deterministic seed.
pub fn seed(server: &Server, users: u32, sites: u32) -> Outcome {
    let (users, sites) = (users.to_string(), sites.to_string());
    server.command(&["seed", "--org", "contoso", "--users", &users, "--sites", &sites]).map(drop)
}
