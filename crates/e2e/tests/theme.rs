//! Light, dark, or as the system.

use e2e::{Browser, Database, Outcome, Stage, Theme, any, containing, play, wait_for};

use crate::common::as_owner;

/// Is the page dark as it is painted?
async fn is_dark(browser: &Browser) -> Outcome<bool> {
    let lightness = "
        const painted = [document.body, document.documentElement]
            .map(element => getComputedStyle(element).backgroundColor)
            .find(color => color !== 'rgba(0, 0, 0, 0)' && color !== 'transparent');
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.fillStyle = painted;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
        return (r + g + b) / 3 < 128;";
    Ok(browser.script(lightness, Vec::new()).await? == true)
}

async fn becomes(browser: &Browser, dark: bool) -> Outcome {
    wait_for(if dark { "a dark page" } else { "a light page" }, async || {
        let now = is_dark(browser).await?;
        if now == dark { Ok(()) } else { e2e::Failure::because(format!("dark: {now}")) }
    })
    .await
}

#[test]
fn the_chosen_theme_stays_and_the_system_is_followed_when_none_is_chosen() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/", "Home").await?;
        becomes(&browser, false).await?;
        browser.prefer(Theme::Dark).await?;
        becomes(&browser, true).await?;

        page.choose_in_menu(containing("Theme"), "Light").await?;
        becomes(&browser, false).await?;
        browser.reload().await?;
        page.arrived("Home").await?;
        becomes(&browser, false).await?;

        page.click("button", containing("Theme")).await?;
        let chosen =
            page.find_where("as the chosen one", "menuitemradio", any(), |item| item.is("checked")).await?;
        assert_eq!(chosen.name, "Light");
        page.click("menuitemradio", "As the system").await?;
        becomes(&browser, true).await
    });
}
