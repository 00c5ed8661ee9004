//! Setting single sign-on up, rotating the certificate and rolling back: an owner, with nothing but the console.

use std::rc::Rc;

use e2e::server::OWNER;
use e2e::{Browser, Database, IdentityProvider, Outcome, Server, Stage, any, containing, play};
use serde_json::json;

use super::{ACCOUNTS, choose_the_identity_provider};
use crate::common::as_owner;

/// The page's heading.
pub const HEADING: &str = "Single Sign-On Integration (SSO)";

#[test]
fn an_owner_sets_single_sign_on_up_tests_activates_rotates_and_rolls_back_by_the_console_alone() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let idp = stage.identity_provider(&ACCOUNTS).await?;
        let owner = stage.browser(&server).await?;
        as_owner(&owner, "/identity/sso", HEADING).await?;
        let cannot = owner.page().find("switch", any()).await?;
        assert!(cannot.description.contains("Single sign-on has no active settings yet."), "{cannot:?}");

        copies_the_values(&server, &owner).await?;
        idp.knows(&server, "contoso").await?;
        import(&owner, &idp).await?;
        save(&owner).await?;
        test(&owner, &idp, true).await?;
        activate(&owner).await?;
        proves_and_switches_on(&owner).await?;
        signs_in(&stage, &server, &idp, true).await?;

        rotates(&owner, &idp).await?;
        signs_in(&stage, &server, &idp, true).await?;
        rolls_back(&owner).await?;
        signs_in(&stage, &server, &idp, false).await?;
        idp.set(json!({ "key": 0 })).await?;
        signs_in(&stage, &server, &idp, true).await
    });
}

/// R25: Entity ID and Reply URL are one.
async fn copies_the_values(server: &Server, owner: &Browser) -> Outcome {
    let page = owner.page();
    page.click("radio", "Another one with SAML 2.0").await?;
    for value in ["Entity ID", "ACS URL"] {
        page.click("button", format!("Copy {value}").as_str()).await?;
        page.sees(&format!("{value} copied")).await?;
        assert_eq!(owner.clipboard().await?, server.at("/sso/contoso"), "R25: {value}");
    }
    Ok(())
}

/// Pastes the metadata that the identity provider publishes now.
pub async fn import(owner: &Browser, idp: &IdentityProvider) -> Outcome {
    let page = owner.page();
    page.fill("Metadata URL, or the XML itself", &idp.metadata().await?).await?;
    page.click("button", "Fetch or read").await?;
    page.sees("The fields are filled.").await?;
    page.find("table", "What changes").await.map(drop)
}

pub async fn save(owner: &Browser) -> Outcome {
    owner.page().click("button", "Save draft").await?;
    owner.page().sees("The draft is saved. Now test it.").await
}

/// A test sign-in in the window that opens; the first time the identity provider asks who it is.
async fn test(owner: &Browser, idp: &IdentityProvider, asks: bool) -> Outcome {
    let page = owner.page();
    page.click("button", "Test sign-in").await?;
    owner
        .in_the_new_window(async || {
            if asks {
                idp.sign_in(owner, OWNER).await?;
            }
            page.arrived("Test sign-in").await?;
            page.sees("The test sign-in came through").await?;
            page.sees(OWNER.username).await?;
            for check in ["Status", "Audience", "Signature", "User"] {
                page.row(check).sees("Passed").await?;
            }
            Ok(())
        })
        .await?;
    page.sees("The test sign-in came through").await
}

async fn activate(owner: &Browser) -> Outcome {
    owner.page().click("button", "Activate").await?;
    owner.page().sees("The settings are active.").await
}

/// R27: the switch waits for a way in that does not depend on the identity provider.
async fn proves_and_switches_on(owner: &Browser) -> Outcome {
    let page = owner.page();
    page.find_where("waits for emergency access", "switch", any(), |switch| {
        switch.description.contains("No owner has emergency access")
    })
    .await?;
    page.click("button", "Confirm my password").await?;
    let dialog = page.within("dialog", any());
    dialog.fill("Password", OWNER.password).await?;
    dialog.click("button", "Confirm my password").await?;
    page.gone("dialog", any()).await?;
    page.sees("Your password is confirmed. You have emergency access.").await?;
    page.click("switch", any()).await?;
    page.within("alertdialog", any()).click("button", "Switch on").await?;
    page.gone("alertdialog", any()).await?;
    page.find_where("switched on", "switch", any(), |switch| switch.is("checked")).await?;
    page.sees("Single sign-on is on.").await
}

/// R24: the next certificate beside the present one, tested and active before the identity provider signs by it.
async fn rotates(owner: &Browser, idp: &IdentityProvider) -> Outcome {
    idp.set(json!({ "published": [0, 1] })).await?;
    import(owner, idp).await?;
    owner.page().find("button", containing("Remove the certificate CN=B.idp.test")).await?;
    save(owner).await?;
    test(owner, idp, false).await?;
    activate(owner).await?;
    idp.set(json!({ "key": 1, "published": [1] })).await
}

async fn rolls_back(owner: &Browser) -> Outcome {
    let page = owner.page();
    page.click("button", "Roll back").await?;
    page.within("alertdialog", any()).click("button", "Roll back").await?;
    page.gone("alertdialog", any()).await?;
    page.sees("The settings before are active again.").await
}

/// Somebody in a browser of their own comes in, or does not.
async fn signs_in(stage: &Stage, server: &Rc<Server>, idp: &IdentityProvider, comes_in: bool) -> Outcome {
    let browser = stage.browser(server).await?;
    browser.go("/users").await?;
    choose_the_identity_provider(&browser, OWNER).await?;
    idp.sign_in(&browser, OWNER).await?;
    if comes_in {
        browser.page().arrived("Users").await.map(drop)
    } else {
        browser.page().sees("Signing in did not work.").await
    }
}
