//! R27: with single sign-on on, passwords are off, and nobody is locked out.

use e2e::server::{Login, OWNER};
use e2e::{Browser, Database, Engine, Outcome, Stage, any, play};
use serde_json::json;

use super::{Contoso, GRACE, choose_the_identity_provider, status};
use crate::common::as_owner;

/// What is said to somebody whose password does not let them in, whatever the reason is.
const REFUSED: &str = "The username or the password is wrong, or this person may not sign in.";

#[test]
fn r27_single_sign_on_cannot_be_switched_on_before_an_owner_has_proven_another_way_in() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_active_settings(&stage, Database::Sqlite, json!({})).await?;
        let browser = stage.browser(&contoso.server).await?;
        let page = browser.page();
        for (path, heading) in
            [("/identity/sso", "Single Sign-On Integration (SSO)"), ("/identity", "Identity and Security")]
        {
            if path == "/identity/sso" {
                as_owner(&browser, path, heading).await?;
            } else {
                browser.go(path).await?;
                page.arrived(heading).await?;
            }
            let name = "Single Sign-On Integration (SSO)";
            page.find_where("says what it waits for", "switch", name, |switch| {
                !switch.is("checked") && switch.description.contains("No owner has emergency access")
            })
            .await?;
            page.click("switch", name).await?;
            page.gone("alertdialog", any()).await?;
        }
        let sso = contoso.api.get("/api/v1/sso").await?;
        assert_eq!(sso["enabled"], false);
        Ok(())
    });
}

#[test]
fn r27_while_the_identity_provider_is_down_an_owner_with_emergency_access_comes_in_and_others_do_not() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_active_settings(&stage, Database::Sqlite, json!({})).await?;
        let grace = stage.browser(&contoso.server).await?;
        has_a_password(&contoso, &grace).await?;
        contoso.switch(true).await?;
        contoso.idp.stop()?;

        let owner = stage.browser(&contoso.server).await?;
        tries_the_identity_provider(&owner, OWNER, "/users").await?;
        owner.back().await?;
        owner.page().arrived("Sign in").await?;
        if owner.engine() == Engine::Firefox {
            // It does not keep the page as it was, and with it the username.
            owner.page().fill("Username", OWNER.username).await?;
        }
        with_password(&owner, OWNER).await?;
        owner.page().arrived("Users").await?;
        is_shown(&owner).await?;

        grace.driver().delete_cookie("rollcall_session").await?;
        tries_the_identity_provider(&grace, GRACE, "/me").await?;
        grace.back().await?;
        // The page anew, as by a browser that does not keep pages as they were.
        grace.reload().await?;
        grace.page().fill("Username", GRACE.username).await?;
        with_password(&grace, GRACE).await?;
        grace.page().sees(REFUSED).await?;
        assert_eq!(status(&grace).await?, 401);
        Ok(())
    });
}

/// Sets a password by a link, while passwords are on.
async fn has_a_password(contoso: &Contoso, browser: &Browser) -> Outcome {
    let path = format!("/api/v1/users/{}/password-link", contoso.grace);
    let link = contoso.api.post(&path, &json!({ "send": false })).await?;
    sets_password(browser, link["url"].as_str().unwrap_or_default(), GRACE.password).await
}

async fn sets_password(browser: &Browser, link: &str, password: &str) -> Outcome {
    browser.go_to(link).await?;
    browser.page().arrived("Set your password").await?;
    browser.page().fill("New password", password).await?;
    browser.page().click("button", "Set the password and sign in").await?;
    browser.arrives("the way on", |at| !at.starts_with("/set-password")).await.map(drop)
}

/// It does not answer: the browser shows an error of its own.
async fn tries_the_identity_provider(browser: &Browser, login: Login, path: &str) -> Outcome {
    browser.go(path).await?;
    choose_the_identity_provider(browser, login).await?;
    let elsewhere = |at: &str| !at.starts_with('/');
    browser.arrives("the identity provider, which does not answer", elsewhere).await.map(drop)
}

/// The other way in, which the sign-in page offers once the identity provider was tried: the username is there already.
async fn with_password(browser: &Browser, login: Login) -> Outcome {
    let page = browser.page();
    page.click("button", "Sign in with a password").await?;
    page.fill("Password", login.password).await?;
    page.click("button", "Sign in").await
}

/// R27: its use is logged and shown.
async fn is_shown(owner: &Browser) -> Outcome {
    let page = owner.page();
    owner.go("/identity/sign-ins").await?;
    page.arrived("Sign-in log").await?;
    page.row(OWNER.username).sees("Emergency access").await?;
    owner.go("/identity/sso").await?;
    page.arrived("Single Sign-On Integration (SSO)").await?;
    let used = page.within("table", "Owners with emergency access").row(OWNER.username);
    used.sees_no("Never").await
}

#[test]
fn the_spare_door_of_whoever_runs_the_server_lets_an_owner_in() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, json!({})).await?;
        contoso.idp.stop()?;
        let url = &contoso.server.url;
        let words = ["owner", "reset-link", "--org", "contoso", "--username", OWNER.username, "--public-url"];
        let link = contoso.server.command(&[&words[..], &[url]].concat())?;
        let browser = stage.browser(&contoso.server).await?;
        sets_password(&browser, &link, "five slow herons fish").await?;
        browser.go("/identity").await?;
        browser.page().arrived("Identity and Security").await?;
        assert_eq!(status(&browser).await?, 200);
        Ok(())
    });
}
