//! From the sign-in page, and from the identity provider, to one's page.

use e2e::idp::heading;
use e2e::tls::Tls;
use e2e::{Database, Outcome, Stage, any, containing, play};
use serde_json::json;

use super::{Contoso, GRACE, choose_the_identity_provider, through_the_identity_provider};

#[test]
fn a_person_goes_from_the_sign_in_page_through_the_identity_provider_to_their_page_on_sqlite() {
    play(async |stage: Stage| there_and_back(&stage, Database::Sqlite).await);
}

#[test]
fn a_person_goes_from_the_sign_in_page_through_the_identity_provider_to_their_page_on_postgres() {
    play(async |stage: Stage| there_and_back(&stage, Database::Postgres).await);
}

/// A deep link survives; who is signed in there already is not asked again.
async fn there_and_back(stage: &Stage, database: Database) -> Outcome {
    let contoso = Contoso::with_single_sign_on(stage, database, json!({})).await?;
    let browser = stage.browser(&contoso.server).await?;
    let page = browser.page();
    through_the_identity_provider(&contoso, &browser, GRACE, "/directory?search=grace").await?;
    page.arrived("Company directory").await?;
    assert_eq!(browser.location().await?, "/directory?search=grace");
    page.within("banner", any()).sees("Contoso").await?;

    browser.driver().delete_cookie("rollcall_session").await?;
    browser.go("/me").await?;
    choose_the_identity_provider(&browser, GRACE).await?;
    page.arrived("My profile").await?;
    page.sees("Grace Hopper").await
}

#[test]
fn a_sign_in_survives_the_way_between_two_sites_over_tls() {
    play(async |stage: Stage| {
        let tls = Tls::start().await?;
        let server = stage.contoso_at(Database::Sqlite, &tls.url).await?;
        tls.leads_to(&server.url).await?;
        let contoso = Contoso::set_up(&stage, server, json!({ "saml_logout": true })).await?;
        contoso.switch(true).await?;
        let browser = stage.browser_at(&tls.url).await?;
        let page = browser.page();
        through_the_identity_provider(&contoso, &browser, GRACE, "/directory?search=grace").await?;
        page.arrived("Company directory").await?;
        assert_eq!(browser.location().await?, "/directory?search=grace");
        let cookies = browser.driver().get_all_cookies().await?;
        assert!(cookies.iter().all(|cookie| cookie.name.starts_with("__Host-")), "{cookies:?}");

        page.choose_in_menu(containing("Your account"), "Sign out").await?;
        page.sees("You are signed out.").await?;
        browser.go_to(&contoso.idp.url).await?;
        page.arrived(heading::SIGN_IN).await.map(drop)
    });
}

#[test]
fn the_username_that_was_entered_is_not_asked_for_again_at_the_identity_provider() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, json!({})).await?;
        let browser = stage.browser(&contoso.server).await?;
        browser.go("/sign-in").await?;
        choose_the_identity_provider(&browser, GRACE).await?;
        browser.page().arrived(heading::SIGN_IN).await?;
        assert_eq!(browser.page().field("Account").await?.value, GRACE.username);
        Ok(())
    });
}

#[test]
fn a_sign_in_that_begins_at_the_identity_provider_is_refused_until_it_is_allowed() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, json!({})).await?;
        let browser = stage.browser(&contoso.server).await?;
        let page = browser.page();
        browser.go_to(&contoso.idp.url).await?;
        contoso.idp.sign_in(&browser, GRACE).await?;
        page.arrived(heading::APPS).await?;
        page.click("button", "Rollcall").await?;
        page.arrived("Sign in").await?;
        page.sees("Signing in did not work. Tell your admin this reference:").await?;

        contoso.activate(json!({ "allow_unsolicited": true })).await?;
        browser.go_to(&contoso.idp.url).await?;
        page.arrived(heading::APPS).await?;
        page.click("button", "Rollcall").await?;
        browser.arrives("Rollcall", |at| !at.starts_with("http") && !at.starts_with("/sign-in")).await?;
        page.within("banner", any()).sees("Contoso").await?;
        browser.go("/me").await?;
        page.arrived("My profile").await?;
        page.sees("Grace Hopper").await
    });
}

#[test]
fn signed_requests_and_encrypted_assertions_sign_in() {
    play(async |stage: Stage| {
        let strict = json!({ "sign_requests": true, "require_encryption": true });
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, strict).await?;
        for sign in ["assertion", "response", "both"] {
            contoso.idp.set(json!({ "encrypt": true, "sign": sign })).await?;
            let browser = stage.browser(&contoso.server).await?;
            through_the_identity_provider(&contoso, &browser, GRACE, "/me").await?;
            browser.page().arrived("My profile").await?;
        }
        contoso.idp.set(json!({ "encrypt": false })).await?;
        let browser = stage.browser(&contoso.server).await?;
        through_the_identity_provider(&contoso, &browser, GRACE, "/me").await?;
        browser.page().sees("Signing in did not work.").await
    });
}

#[test]
fn r7_deactivating_a_person_ends_the_session_in_their_browser_at_once() {
    play(async |stage: Stage| {
        let contoso = Contoso::with_single_sign_on(&stage, Database::Sqlite, json!({})).await?;
        let browser = stage.browser(&contoso.server).await?;
        let page = browser.page();
        through_the_identity_provider(&contoso, &browser, GRACE, "/me").await?;
        page.arrived("My profile").await?;
        contoso.api.post(&format!("/api/v1/users/{}/deactivate", contoso.grace), &json!({})).await?;
        browser.arrives("the sign-in page", |at| at.starts_with("/sign-in")).await?;
        assert_eq!(super::status(&browser).await?, 401);

        // The identity provider still knows her; Rollcall does not let her in.
        choose_the_identity_provider(&browser, GRACE).await?;
        page.sees("Signing in did not work. Tell your admin this reference:").await
    });
}
