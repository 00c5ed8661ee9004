//! A person who has only a keyboard: the main tasks, without a pointer.

use e2e::server::OWNER;
use e2e::{Browser, Database, Outcome, Stage, any, containing, play};
use thirtyfour::Key;

use crate::common::{as_owner, seed, site};

#[test]
fn by_keyboard_sign_in_search_open_a_person_edit_and_save() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        browser.go("/users").await?;
        page.arrived("Sign in").await?;
        browser.tab_and_type("Username", OWNER.username).await?;
        browser.press(Key::Enter).await?;
        page.field("Password").await?;
        browser.tab_and_type("Password", OWNER.password).await?;
        browser.press(Key::Enter).await?;
        page.arrived("Users").await?;

        browser.press("/").await?;
        browser.focused("searchbox", containing("Search")).await?;
        browser.press("olivia").await?;
        browser.arrives("the search in the address", |at| at.contains("search=olivia")).await?;
        page.settled().await?;
        browser.tab_and_enter("link", containing("Olivia")).await?;
        page.field("Job title").await?;
        browser.tab_and_type("Job title", "Founder").await?;
        browser.tab_and_enter("button", "Save changes").await?;
        page.sees("The changes are saved.").await?;
        browser.reload().await?;
        assert_eq!(page.field("Job title").await?.value, "Founder");
        Ok(())
    });
}

#[test]
fn by_keyboard_make_a_site_and_a_person_there() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/", "Home").await?;
        browser.press("g").await?;
        browser.press("s").await?;
        page.arrived("Sites").await?;
        browser.focused("heading", "Sites").await?;
        browser.tab_and_enter("button", containing("New site")).await?;
        browser.focused("textbox", containing("Name")).await?;
        browser.press("London").await?;
        browser.press(Key::Enter).await?;
        page.sees("London").await?;
        page.gone("dialog", any()).await?;

        browser.press("g").await?;
        browser.press("u").await?;
        page.arrived("Users").await?;
        browser.tab_and_enter("link", "New user").await?;
        page.arrived("New user").await?;
        for (label, text) in
            [("Username", "rosa@contoso.com"), ("First name", "Rosa"), ("Last name", "Klein")]
        {
            browser.tab_and_type(label, text).await?;
        }
        choose_by_keyboard(&browser, "Site", "London").await?;
        browser.tab_and_enter("button", "Create user").await?;
        page.arrived("Rosa Klein").await?;
        page.sees("Set once; it cannot be changed.").await
    });
}

/// A native select takes the first letters of an option.
async fn choose_by_keyboard(browser: &Browser, label: &str, option: &str) -> Outcome {
    browser.tab_to("combobox", e2e::Name::Label(label.to_owned())).await?;
    browser.press(option).await
}

#[test]
fn by_keyboard_end_ones_own_other_session() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        site(&server, "London")?;
        let other = stage.browser(&server).await?;
        as_owner(&other, "/", "Home").await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/me", "My profile").await?;
        page.sees("This browser").await?;
        browser.tab_and_enter("button", containing("End the session in")).await?;
        page.sees("The session was ended.").await?;
        other.page().arrived("Sign in").await.map(drop)
    });
}

#[test]
fn by_keyboard_the_shortcuts_are_listed_and_never_fire_in_a_field() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/users", "Users").await?;
        browser.press("?").await?;
        page.find("dialog", "Keyboard shortcuts").await?;
        browser.press(Key::Escape).await?;
        page.gone("dialog", "Keyboard shortcuts").await?;
        browser.press("/").await?;
        browser.focused("searchbox", containing("Search")).await?;
        browser.press("g?u/").await?;
        browser.arrives("the typed text in the address", |at| at.contains("search=g")).await?;
        page.gone("dialog", "Keyboard shortcuts").await
    });
}

#[test]
fn by_keyboard_a_person_and_a_page_are_found_in_the_palette() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/", "Home").await?;
        browser.press_with(Key::Control, "k").await?;
        browser.focused("combobox", containing("Find a page")).await?;
        browser.press("olivia").await?;
        page.find("option", containing("Olivia")).await?;
        browser.press(Key::Enter).await?;
        page.arrived(containing("Olivia")).await?;
        browser.press_with(Key::Control, "k").await?;
        browser.focused("combobox", containing("Find a page")).await?;
        browser.press("audit").await?;
        page.find("option", "Audit log").await?;
        browser.press(Key::Enter).await?;
        page.arrived("Audit log").await?;
        browser.focused("heading", "Audit log").await
    });
}

#[test]
fn by_keyboard_many_people_are_hidden_from_the_directory_and_shown_again() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Postgres).await?;
        seed(&server, 60, 3)?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/users?managed_by=local", "Users").await?;
        page.find("table", "Users").await?;
        page.settled().await?;
        browser.tab_to("checkbox", "Select all on this page").await?;
        browser.press(" ").await?;
        browser.tab_back_to("button", "Change…").await?;
        browser.press(Key::Enter).await?;
        browser.focused("menuitem", "Set the site…").await?;
        for _ in 0..4 {
            browser.press(Key::Down).await?;
        }
        browser.focused("menuitem", "Hide from the company directory").await?;
        browser.press(Key::Enter).await?;
        page.sees("would be changed").await?;
        browser.tab_and_enter("button", containing("Change ")).await?;
        page.arrived("Change to many people").await?;
        page.sees("Finished").await?;
        browser.tab_and_enter("button", "Undo").await?;
        page.find("alertdialog", any()).await?;
        browser.tab_and_enter("button", "Undo").await?;
        page.arrived("Undo of a job").await?;
        page.sees("Finished").await
    });
}

#[test]
fn by_keyboard_skip_to_the_content() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/users", "Users").await?;
        browser.reload().await?;
        browser.page().arrived("Users").await?;
        browser.press(Key::Tab).await?;
        browser.focused("link", "Skip to the content").await?;
        browser.press(Key::Enter).await?;
        browser.focused("main", any()).await
    });
}
