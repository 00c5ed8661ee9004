//! The pages of single sign-on, before, between and after: axe-core with all of its rules, in both themes, wide and narrow.

use e2e::{Browser, Database, IdentityProvider, Outcome, Stage, Theme, any, containing, play};
use serde_json::json;

use super::by_the_console::{HEADING, import, save};
use super::{ACCOUNTS, Contoso, STRANGER, through_the_identity_provider};
use crate::accessibility::Sweep;
use crate::common::as_owner;

#[test]
fn axe_finds_nothing_while_single_sign_on_is_set_up_in_light() {
    play(async |stage: Stage| set_up(&stage, Theme::Light).await);
}

#[test]
fn axe_finds_nothing_while_single_sign_on_is_set_up_in_dark() {
    play(async |stage: Stage| set_up(&stage, Theme::Dark).await);
}

#[test]
fn axe_finds_nothing_on_active_single_sign_on_and_its_log_in_light() {
    play(async |stage: Stage| active(&stage, Theme::Light).await);
}

#[test]
fn axe_finds_nothing_on_active_single_sign_on_and_its_log_in_dark() {
    play(async |stage: Stage| active(&stage, Theme::Dark).await);
}

/// From nothing to a draft, and a test that has not come back.
async fn set_up(stage: &Stage, theme: Theme) -> Outcome {
    let server = stage.contoso(Database::Sqlite).await?;
    let idp = stage.identity_provider(&ACCOUNTS).await?;
    idp.knows(&server, "contoso").await?;
    let browser = stage.browser(&server).await?;
    browser.prefer(theme).await?;
    as_owner(&browser, "/identity/sso", HEADING).await?;
    let page = browser.page();
    let mut sweep = Sweep::new(&browser, theme);
    sweep.look("sso-empty").await?;
    refused(&browser, &mut sweep).await?;
    import(&browser, &idp).await?;
    sweep.look("sso-imported").await?;
    save(&browser).await?;
    sweep.look("sso-draft").await?;

    page.click("button", "Test sign-in").await?;
    browser.in_the_new_window(async || Ok(())).await?;
    page.sees("Waiting for the sign-in in the other window").await?;
    sweep.look("sso-test-waiting").await?;
    page.click("button", "Activate untested").await?;
    page.find("alertdialog", any()).await?;
    sweep.look("sso-activate-untested").await?;
    page.within("alertdialog", any()).click("button", "Cancel").await?;
    page.gone("alertdialog", any()).await?;
    page.click("button", "Confirm my password").await?;
    page.find("dialog", any()).await?;
    sweep.look("sso-confirm-password").await?;
    sweep.done()
}

/// What cannot be saved says why.
async fn refused(browser: &Browser, sweep: &mut Sweep<'_>) -> Outcome {
    let page = browser.page();
    page.fill("Sign-in page URL", "idp.example").await?;
    page.click("button", "Save draft").await?;
    page.sees("Write an address that begins with https://").await?;
    page.fill("Metadata URL, or the XML itself", "<EntityDescriptor/>").await?;
    page.click("button", "Fetch or read").await?;
    page.sees("This is XML, but no SAML metadata.").await?;
    sweep.look("sso-errors").await
}

/// People sign in by it: the settings, tests, the log, the sign-in page.
async fn active(stage: &Stage, theme: Theme) -> Outcome {
    let contoso = Contoso::with_active_settings(stage, Database::Sqlite, json!({})).await?;
    let browser = stage.browser(&contoso.server).await?;
    browser.prefer(theme).await?;
    as_owner(&browser, "/identity/sso", HEADING).await?;
    let page = browser.page();
    contoso.switch(true).await?;
    let mut sweep = Sweep::new(&browser, theme);
    page.find_where("switched on", "switch", any(), |switch| switch.is("checked")).await?;
    sweep.look("sso-active").await?;
    page.click("switch", any()).await?;
    page.find("alertdialog", any()).await?;
    sweep.look("sso-switch-off").await?;
    page.within("alertdialog", any()).click("button", "Cancel").await?;
    page.gone("alertdialog", any()).await?;
    tested(&browser, &contoso.idp, &mut sweep).await?;

    let stranger = stage.browser(&contoso.server).await?;
    through_the_identity_provider(&contoso, &stranger, STRANGER, "/me").await?;
    stranger.page().sees("Signing in did not work.").await?;
    sweep.page("/identity", "Identity and Security", "identity-sso-active").await?;
    sweep.page("/identity/sign-ins", "Sign-in log", "sign-ins-sso").await?;
    page.row(STRANGER.username).click("link", any()).await?;
    page.arrived("Sign-in").await?;
    page.click("DisclosureTriangle", containing("The XML")).await?;
    sweep.look("sign-in-refused").await?;

    let mut door = Sweep::new(&stranger, theme);
    stranger.prefer(theme).await?;
    door.look("sign-in-failed-sso").await?;
    // What the Back button leads to from the identity provider's page.
    door.page("/sign-in?sso=1", "Sign in", "sign-in-back-from-sso").await?;
    sweep.done()?;
    door.done()
}

/// A test that came through, and one that did not, each on its page.
async fn tested(browser: &Browser, idp: &IdentityProvider, sweep: &mut Sweep<'_>) -> Outcome {
    let page = browser.page();
    let mut asks = true;
    for (lifetime, name) in [(3600, "sso-test-passed"), (-600, "sso-test-failed")] {
        idp.set(json!({ "lifetime": lifetime })).await?;
        page.click("button", "Test sign-in").await?;
        let at = std::cell::RefCell::new(String::new());
        browser
            .in_the_new_window(async || {
                if asks {
                    idp.sign_in(browser, e2e::server::OWNER).await?;
                }
                page.arrived("Test sign-in").await?;
                *at.borrow_mut() = browser.location().await?;
                Ok(())
            })
            .await?;
        asks = false;
        sweep.page(&at.take(), "Test sign-in", name).await?;
        browser.go("/identity/sso").await?;
        page.arrived(HEADING).await?;
    }
    idp.set(json!({ "lifetime": 3600 })).await
}
