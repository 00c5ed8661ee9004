//! Signing out, both ways.

use e2e::idp::heading;
use e2e::{Database, Stage, containing, play};
use serde_json::json;

use super::{Contoso, GRACE, status, through_the_identity_provider};

#[test]
fn signing_out_here_ends_the_session_at_the_identity_provider() {
    play(async |stage: Stage| {
        let logout = json!({ "saml_logout": true });
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, logout).await?;
        let browser = stage.browser(&contoso.server).await?;
        let page = browser.page();
        through_the_identity_provider(&contoso, &browser, GRACE, "/me").await?;
        page.arrived("My profile").await?;
        page.choose_in_menu(containing("Your account"), "Sign out").await?;
        page.arrived("Sign in").await?;
        page.sees("You are signed out.").await?;
        assert_eq!(status(&browser).await?, 401);
        browser.go_to(&contoso.idp.url).await?;
        page.arrived(heading::SIGN_IN).await.map(drop)
    });
}

#[test]
fn signing_out_at_the_identity_provider_ends_the_session_here() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, json!({})).await?;
        let browser = stage.browser(&contoso.server).await?;
        let page = browser.page();
        through_the_identity_provider(&contoso, &browser, GRACE, "/me").await?;
        page.arrived("My profile").await?;
        browser.go_to(&contoso.idp.url).await?;
        page.arrived(heading::APPS).await?;
        page.click("link", "Sign out everywhere").await?;
        page.arrived(heading::SIGNED_OUT).await?;
        browser.go("/me").await?;
        page.arrived("Sign in").await?;
        assert_eq!(status(&browser).await?, 401);
        Ok(())
    });
}

#[test]
fn r28_without_saml_logout_signing_out_leads_to_the_sign_out_page() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_active_settings(&stage, Database::Sqlite, json!({})).await?;
        let sign_out_url = format!("{}/logout", contoso.idp.url);
        contoso.activate(json!({ "sign_out_url": sign_out_url })).await?;
        contoso.switch(true).await?;
        let browser = stage.browser(&contoso.server).await?;
        let page = browser.page();
        through_the_identity_provider(&contoso, &browser, GRACE, "/me").await?;
        page.arrived("My profile").await?;
        page.choose_in_menu(containing("Your account"), "Sign out").await?;
        page.arrived(heading::SIGNED_OUT).await?;
        browser.go("/me").await?;
        page.arrived("Sign in").await.map(drop)
    });
}
