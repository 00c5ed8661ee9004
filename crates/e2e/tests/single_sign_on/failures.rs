//! What goes wrong: calm words to whoever signs in, everything to the admin.

use e2e::server::Login;
use e2e::{Browser, Database, Outcome, Stage, any, play};
use serde_json::{Value, json};

use super::{Contoso, GRACE, STRANGER, choose_the_identity_provider, through_the_identity_provider};
use crate::common::as_owner;

/// A way to fail, and what the admin reads of it.
struct Case {
    /// What the identity provider does.
    done: Value,
    /// The check that fails.
    check: &'static str,
    /// What to do, and where.
    says: [&'static str; 2],
}

/// Those for which the person is somebody who could come in.
fn cases() -> Vec<Case> {
    let case = |done, check, says| Case { done, check, says };
    let refusal = "AADSTS50105: Your administrator has configured the application Rollcall to block users unless they are specifically granted ('assigned') access to the application.";
    vec![
        case(
            json!({ "audience": "https://other.example/saml" }),
            "Audience",
            ["Enter the Identifier of the SSO settings there", "Basic SAML Configuration"],
        ),
        case(
            json!({ "refusal": refusal }),
            "Status",
            ["Microsoft reports AADSTS50105", "This person is not assigned to the application."],
        ),
        case(
            json!({ "lifetime": -600 }),
            "Time",
            ["The response is not valid at this time.", "Let both servers set their clocks by NTP"],
        ),
        case(
            json!({ "algorithm": "sha1" }),
            "Signature algorithm",
            ["Choose SHA-256 as signing algorithm.", "SAML Certificates"],
        ),
        case(
            json!({ "key": 1 }),
            "Signature",
            ["The signature fits no certificate of the settings.", "SAML Certificates"],
        ),
        case(
            json!({ "nameId": " " }),
            "NameID",
            ["Send the username as NameID.", "Unique User Identifier (Name ID)"],
        ),
    ]
}

/// What an identity provider does that is set up well.
fn well() -> Value {
    json!({ "audience": null, "refusal": null, "lifetime": 3600, "algorithm": "sha256", "key": 0, "nameId": null })
}

#[test]
fn a_failed_sign_in_is_told_calmly_and_the_admin_finds_the_check_and_where_it_is_mended() {
    play(async |stage: Stage| {
        let entra = json!({ "provider": "entra" });
        let contoso = Contoso::with_active_settings(&stage, Database::Sqlite, entra).await?;
        let admin = stage.browser(&contoso.server).await?;
        as_owner(&admin, "/identity/sign-ins", "Sign-in log").await?;
        contoso.switch(true).await?;

        let grace = stage.browser(&contoso.server).await?;
        through_the_identity_provider(&contoso, &grace, GRACE, "/me").await?;
        grace.page().arrived("My profile").await?;
        for Case { done, check, says } in cases() {
            contoso.idp.set(done).await?;
            let reference = fails(&grace, GRACE).await?;
            contoso.idp.set(well()).await?;
            is_explained(&admin, &reference, check, says).await?;
        }

        let stranger = stage.browser(&contoso.server).await?;
        through_the_identity_provider(&contoso, &stranger, STRANGER, "/me").await?;
        let reference = reference(&stranger).await?;
        let says = ["Nobody here has this username.", "Unique User Identifier (Name ID)"];
        is_explained(&admin, &reference, "User", says).await?;
        admin.page().sees(STRANGER.username).await?;

        contoso.api.post(&format!("/api/v1/users/{}/deactivate", contoso.grace), &json!({})).await?;
        let reference = fails(&grace, GRACE).await?;
        let says = ["This person is deactivated, and so cannot sign in.", "Activate them first."];
        is_explained(&admin, &reference, "Active", says).await
    });
}

/// Signs in once more, at an identity provider that knows already who it is, in vain.
async fn fails(browser: &Browser, login: Login) -> Outcome<String> {
    browser.driver().delete_cookie("rollcall_session").await?;
    browser.go("/me").await?;
    choose_the_identity_provider(browser, login).await?;
    reference(browser).await
}

/// The one message that every failure has; gives the reference in it.
async fn reference(browser: &Browser) -> Outcome<String> {
    const WORDS: &str = "Signing in did not work. Tell your admin this reference: ";
    browser.page().arrived("Sign in").await?;
    let text = browser.page().says("that signing in did not work", |page| page.contains(WORDS)).await?;
    let (_, rest) = text.split_once(WORDS).unwrap_or_default();
    let reference = rest.lines().next().unwrap_or_default().trim();
    assert_eq!(reference.len(), 9, "a reference such as k7q4-m2xd: {reference}");
    for cause in ["udience", "AADSTS", "ertificate", "NameID", "deactivated", "username here"] {
        assert!(!text.contains(cause), "the cause is for the admin alone: {text}");
    }
    Ok(reference.to_owned())
}

/// The admin searches for the reference that was read out, and opens the attempt.
async fn is_explained(admin: &Browser, reference: &str, check: &str, says: [&str; 2]) -> Outcome {
    let page = admin.page();
    admin.go(&format!("/identity/sign-ins?search={reference}")).await?;
    page.arrived("Sign-in log").await?;
    let row = page.row(reference);
    row.sees("Failed").await?;
    row.sees(check).await?;
    row.click("link", any()).await?;
    page.arrived("Sign-in").await?;
    page.sees(&format!("Failed: {check}")).await?;
    assert_eq!(page.field("Reference").await?.value, reference);
    for words in says {
        page.sees(words).await?;
    }
    // Up to the first that failed: the last one is it.
    let checks = page.within("table", "What was checked").all("rowheader", any()).await?;
    let last = checks.last().and_then(|last| last.name.strip_prefix(check)).map(str::trim);
    assert_eq!(last, Some("Failed"), "{checks:?}");
    Ok(())
}
