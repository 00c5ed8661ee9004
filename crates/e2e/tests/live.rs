//! Live updates, and the connection that they take.

use e2e::entra::{Entra, Form, Person};
use e2e::{Database, Stage, play};

use crate::common::{as_owner, site, token};

/// Over HTTP/1.1 Chromium has six connections for all pages of a server, and keeps pages that were left for going back to them.
#[test]
fn pages_that_were_left_leave_their_connections_to_the_next_ones() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let entra = Entra::new(&server.at("/scim/contoso/v2"), &token(&server)?, Form::Default);
        entra.create(&Person::new(1, "Ada", "Lovelace")).await?;
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/", "Home").await?;
        let page = browser.page();
        for _ in 0..10 {
            browser.go("/provisioning?outcome=changed").await?;
            page.click("link", "Created the user").await?;
            page.arrived("Created the user").await?;
        }
        Ok(())
    });
}

#[test]
fn a_page_that_the_browser_kept_shows_what_has_changed_when_it_comes_back() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/sites", "Sites").await?;
        let page = browser.page();
        page.sees("Live").await?;
        let hidden = "window.hiddenTimes = 0; addEventListener('visibilitychange', () => hiddenTimes += document.hidden)";
        browser.script(hidden, Vec::new()).await?;
        browser.go("/users").await?;
        page.arrived("Users").await?;
        site(&server, "Bath")?;
        browser.back().await?;
        page.find("link", "Bath").await?;
        let times = browser.script("return window.hiddenTimes", Vec::new()).await?;
        assert_eq!(times, serde_json::json!(1), "the browser did not keep the page");
        page.sees("Live").await
    });
}
