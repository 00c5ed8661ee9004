//! Applications that sign people in through Rollcall (R34).

use e2e::relying_party::RelyingParty;
use e2e::server::OWNER;
use e2e::{Database, Stage, play};

use crate::common::sign_in_here;

#[test]
fn an_application_signs_people_in_through_rollcall() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let application = RelyingParty::start(&server).await?;
        let browser = stage.browser_at(&application.url).await?;
        let page = browser.page();
        browser.go("/").await?;
        page.click("link", "Sign in with Rollcall").await?;
        sign_in_here(&browser, OWNER, "Payroll").await?;
        page.sees("Signed in as").await?;
        page.sees(OWNER.username).await?;
        // Rollcall has a session now: nobody is asked again.
        browser.go("/login").await?;
        page.sees("Signed in as").await?;
        page.click("link", "Sign out").await?;
        page.sees("Goodbye").await?;
        // Signed out of Rollcall, too: it asks.
        page.click("link", "Sign in again").await?;
        sign_in_here(&browser, OWNER, "Payroll").await
    });
}
