//! English, German, Spanish: what was chosen, or what the browser asks for.

use e2e::{Browser, Database, Outcome, Stage, any, containing, play, wait_for};

use crate::common::{as_owner, seed};

async fn speaks(browser: &Browser, language: &str) -> Outcome {
    wait_for(&format!("a page in {language}"), async || {
        let now = browser.script("return document.documentElement.lang;", Vec::new()).await?;
        if now == language { Ok(()) } else { e2e::Failure::because(format!("lang: {now}")) }
    })
    .await
}

#[test]
fn the_chosen_language_stays_and_with_it_go_words_numbers_and_dates() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        seed(&server, 1_200, 3)?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/users", "Users").await?;
        speaks(&browser, "en").await?;
        page.sees("1,201 users").await?;

        page.choose_in_menu(containing("Language"), "Deutsch").await?;
        page.arrived("Benutzer").await?;
        speaks(&browser, "de").await?;
        page.sees("1.201 Benutzer").await?;
        browser.reload().await?;
        page.arrived("Benutzer").await?;

        page.click("button", containing("Sprache")).await?;
        let chosen =
            page.find_where("as the chosen one", "menuitemradio", any(), |item| item.is("checked")).await?;
        assert_eq!(chosen.name, "Deutsch");
        page.click("menuitemradio", "Español").await?;
        page.arrived("Usuarios").await?;
        speaks(&browser, "es").await?;

        browser.go("/me").await?;
        page.arrived("Mi perfil").await?;
        let dates = "return [...document.querySelectorAll('time')].map(time => time.textContent).join(' ');";
        wait_for("a time in Spanish", async || {
            let said = browser.script(dates, Vec::new()).await?.to_string();
            let spanish = said.contains("hace") || said.contains("ahora");
            if spanish { Ok(()) } else { e2e::Failure::because(said) }
        })
        .await
    });
}

#[test]
fn a_language_comes_along_to_a_browser_in_which_none_was_chosen() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let first = stage.browser(&server).await?;
        as_owner(&first, "/me", "My profile").await?;
        first.page().choose_in_menu(containing("Language"), "Deutsch").await?;
        first.page().arrived("Mein Profil").await?;

        let second = stage.browser(&server).await?;
        as_owner(&second, "/users", "Benutzer").await?;
        speaks(&second, "de").await?;
        // What is chosen here stays here.
        second.page().choose_in_menu(containing("Sprache"), "English").await?;
        second.page().arrived("Users").await?;
        first.reload().await?;
        first.page().arrived("Mein Profil").await?;
        speaks(&first, "de").await
    });
}
