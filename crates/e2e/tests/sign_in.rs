//! Signing in and out.

use e2e::server::{Login, OWNER};
use e2e::{Browser, Database, Outcome, Stage, play};

use crate::common::{as_owner, seed, sign_in_here};

async fn try_password(browser: &Browser, password: &str) -> Outcome {
    browser.page().fill("Password", password).await?;
    browser.page().click("button", "Sign in").await
}

#[test]
fn a_link_to_a_page_survives_signing_in() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/users?status=deactivated&sort=email", "Users").await?;
        let location = browser.location().await?;
        assert_eq!(location, "/users?status=deactivated&sort=email");
        Ok(())
    });
}

#[test]
fn a_wrong_password_is_told_calmly_and_a_right_one_signs_in() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        browser.go("/sign-in").await?;
        page.arrived("Sign in").await?;
        page.fill("Username", OWNER.username).await?;
        page.click("button", "Continue").await?;
        try_password(&browser, "not the password").await?;
        page.find("alert", e2e::any()).await?;
        page.sees("The username or the password is wrong").await?;
        try_password(&browser, OWNER.password).await?;
        page.arrived("Home").await.map(drop)
    });
}

#[test]
fn an_unknown_username_gets_the_same_answer_as_a_wrong_password() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let mut answers = Vec::new();
        for username in [OWNER.username, "nobody@contoso.com"] {
            let browser = stage.browser(&server).await?;
            let page = browser.page();
            browser.go("/sign-in").await?;
            page.fill("Username", username).await?;
            page.click("button", "Continue").await?;
            try_password(&browser, "not the password").await?;
            let answer =
                page.within("alert", e2e::any()).says("an answer", |text| !text.trim().is_empty()).await?;
            answers.push(answer);
        }
        assert_eq!(answers[0], answers[1]);
        Ok(())
    });
}

#[test]
fn too_many_wrong_passwords_lock_for_a_while_even_for_the_right_one() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        browser.go("/sign-in").await?;
        page.fill("Username", OWNER.username).await?;
        page.click("button", "Continue").await?;
        for attempt in 0..5 {
            try_password(&browser, &format!("wrong password {attempt}")).await?;
            page.settled().await?;
            page.within("alert", e2e::any()).says("an answer", |text| !text.trim().is_empty()).await?;
        }
        try_password(&browser, OWNER.password).await?;
        page.sees("There were too many attempts. Try again in").await?;
        assert!(browser.location().await?.starts_with("/sign-in"));
        Ok(())
    });
}

#[test]
fn who_signs_out_is_out_and_the_old_session_is_dead() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/users", "Users").await?;
        page.click("button", e2e::containing("Your account")).await?;
        page.click("menuitem", "Sign out").await?;
        page.arrived("Sign in").await?;
        page.sees("You are signed out.").await?;
        browser.go("/users").await?;
        sign_in_here(&browser, OWNER, "Users").await
    });
}

#[test]
fn who_signs_out_leaves_nothing_of_the_organizations_people_in_the_browser() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        seed(&server, 20, 1)?;
        let browser = stage.browser(&server).await?;
        let page = browser.page();
        as_owner(&browser, "/users?sort=name", "Users").await?;
        let people = kept(&browser).await?;
        assert!(people.contains("@contoso.com"), "the list is shown: {people}");
        page.click("button", e2e::containing("Your account")).await?;
        page.click("menuitem", "Sign out").await?;
        page.sees("You are signed out.").await?;
        assert!(!kept(&browser).await?.contains("@contoso.com"), "{}", kept(&browser).await?);
        // Nor does the browser's own way back lead to them.
        browser.back().await?;
        page.sees("Sign in to see the page that you asked for.").await?;
        assert!(!kept(&browser).await?.contains("@contoso.com"), "{}", kept(&browser).await?);
        Ok(())
    });
}

/// All that a page holds, and all that it may have put away.
async fn kept(browser: &Browser) -> Outcome<String> {
    let script = "return [document.documentElement.outerHTML, document.cookie, JSON.stringify(history.state),
        JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}),
        ...[...document.querySelectorAll('input')].map(input => input.value)].join(' ')";
    Ok(browser.script(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn one_changes_ones_own_password_and_is_signed_out_everywhere_else() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let (browser, other) = (stage.browser(&server).await?, stage.browser(&server).await?);
        let (page, new) = (browser.page(), Login { password: "seven calm herons wade", ..OWNER });
        as_owner(&other, "/users", "Users").await?;
        as_owner(&browser, "/me", "My profile").await?;
        page.fill("Current password", "not the password").await?;
        page.fill("New password", new.password).await?;
        page.click("button", "Change password").await?;
        page.sees("This is not your password.").await?;
        page.fill("Current password", OWNER.password).await?;
        page.click("button", "Change password").await?;
        page.sees("Every other session of yours was ended.").await?;
        other.page().arrived("Sign in").await?;
        sign_in_here(&other, new, "Users").await
    });
}

#[test]
fn a_password_link_lets_a_person_set_a_password_and_works_once() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let reset = ["owner", "reset-link", "--org", "contoso", "--username", OWNER.username];
        let printed = server.command(&reset)?;
        let link =
            printed.split_whitespace().find(|word| word.contains("/set-password#")).unwrap_or(&printed);
        // The command does not know at which port this server listens.
        let secret = link.split_once('#').map_or("", |(_, secret)| secret);
        let link = server.at(&format!("/set-password#{secret}"));

        let browser = stage.browser(&server).await?;
        let page = browser.page();
        browser.go_to(&link).await?;
        page.arrived("Set your password").await?;
        let new = Login { password: "seven calm herons wade", ..OWNER };
        page.fill("New password", new.password).await?;
        page.click("button", "Set the password and sign in").await?;
        page.arrived("Home").await?;

        let other = stage.browser(&server).await?;
        other.go_to(&link).await?;
        other.page().sees("This link no longer works").await?;
        other.go("/").await?;
        sign_in_here(&other, new, "Home").await
    });
}
