//! The pictures of the README and of the guides: `ROLLCALL_PICTURES=1` takes them anew from the demonstration's data.

use std::path::PathBuf;

use e2e::server::Login;
use e2e::{Browser, Failure, Outcome, Stage, Theme, any, containing, play};

use crate::common::sign_in_here;

/// The largest that a picture of a checkout may be, in bytes.
const MOST: u64 = 200 * 1024;

/// What an identity provider might export: somebody of another username, and two who are not known yet.
const LIST: &str = "login,email,firstName,lastName
alex.wilber,admin@contoso.com,Alex,Wilber
priya.natarajan@contoso.com,priya.natarajan@contoso.com,Priya,Natarajan
noor.haddad@contoso.com,noor.haddad@contoso.com,Noor,Haddad
sam.okafor@contoso.com,sam.okafor@contoso.com,Sam,Okafor
";

#[test]
fn the_pictures_of_the_readme() {
    if std::env::var_os("ROLLCALL_PICTURES").is_none_or(|value| value != "1") {
        return;
    }
    play(async |stage: Stage| {
        for theme in Theme::ALL {
            take_all(&stage, theme).await?;
        }
        Ok(())
    });
}

async fn take_all(stage: &Stage, theme: Theme) -> Outcome {
    let (server, printed) = stage.demo().await?;
    let login = login_of(&printed)?;
    let browser = stage.browser(&server).await?;
    browser.prefer(theme).await?;
    let page = browser.page();
    browser.go("/sign-in").await?;
    page.arrived("Sign in").await?;
    take(&browser, "sign-in", theme).await?;
    sign_in_here(&browser, login, "Home").await?;
    take(&browser, "home", theme).await?;
    for (path, name) in [("/sites", "sites"), ("/identity/scim", "provisioning"), ("/users", "users")] {
        browser.go(path).await?;
        page.arrived(any()).await?;
        page.sees("Live").await?;
        if name == "users" {
            // Among the first rows of this site somebody is deactivated.
            page.choose_in_menu("Add filter", "Site").await?;
            page.choose("Site", "Sydney").await?;
            page.sees("Deactivated").await?;
            page.row("Sydney").sees("Sydney").await?;
        }
        take(&browser, name, theme).await?;
    }
    browser.go("/provisioning").await?;
    page.find("link", "No site has this name").await?;
    page.sees("Live").await?;
    take(&browser, "provisioning-log", theme).await?;
    page.click("link", "No site has this name").await?;
    page.arrived("No site has this name").await?;
    take(&browser, "provisioning-entry", theme).await?;
    browser.go("/identity/scim/preview").await?;
    page.fill("Content of the file", LIST).await?;
    page.click("button", "Preview").await?;
    page.find("table", any()).await?;
    browser.size(1280, 1040).await?;
    take(&browser, "preview", theme).await?;
    browser.size(1280, 800).await?;
    browser.go("/users?managed_by=identity_provider&status=active").await?;
    page.arrived("Users").await?;
    let people = page.within("table", "Users").all("link", any()).await?;
    page.within("table", "Users").click("link", people[0].name.as_str()).await?;
    page.field("Job title").await?;
    page.settled().await?;
    take(&browser, "user", theme).await?;
    new_pages(&browser, theme).await
}

/// Pages that are as they come, and one change to many on its way.
async fn new_pages(browser: &Browser, theme: Theme) -> Outcome {
    let page = browser.page();
    for (path, name) in [
        ("/licenses", "licences"),
        ("/directory", "directory"),
        ("/audit", "audit"),
        ("/admins", "admins"),
        ("/users/import", "import"),
    ] {
        browser.go(path).await?;
        page.arrived(any()).await?;
        page.sees("Live").await?;
        take(browser, name, theme).await?;
    }
    browser.go("/users?status=active&managed_by=local").await?;
    page.arrived("Users").await?;
    page.click("checkbox", "Select all on this page").await?;
    page.choose_in_menu("Change…", "Hide from the company directory").await?;
    page.sees("would be changed").await?;
    take(browser, "bulk", theme).await?;
    page.click("button", containing("Change ")).await?;
    page.arrived("Change to many people").await?;
    page.sees("Finished").await?;
    take(browser, "job", theme).await?;
    browser.press_with(thirtyfour::Key::Control, "k").await?;
    page.find("dialog", any()).await?;
    take(browser, "palette", theme).await
}

async fn take(browser: &Browser, name: &str, theme: Theme) -> Outcome {
    browser.page().settled().await?;
    // No blinking caret and no focus ring of the arrival: the same picture each time.
    browser.script("document.activeElement?.blur()", Vec::new()).await?;
    let dir = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/pictures"));
    std::fs::create_dir_all(&dir)?;
    let path = dir.join(format!("{name}-{}.png", theme.name()));
    browser.picture(&path).await?;
    let size = std::fs::metadata(&path)?.len();
    assert!(size <= MOST, "{} has {size} bytes: at most {MOST} belong in a checkout", path.display());
    Ok(())
}

/// `rollcall demo` prints how to sign in: a line with the username, and one with the password.
fn login_of(printed: &str) -> Outcome<Login> {
    let after = |label: &str| {
        let value = printed.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
        value.ok_or_else(|| Failure::new(format!("`rollcall demo` names no {label}: {printed}")))
    };
    // A test's own strings may live as long as the test.
    let (username, password) = (after("username")?.to_owned(), after("password")?.to_owned());
    Ok(Login { username: username.leak(), password: password.leak() })
}
