//! Two people at once.

use std::rc::Rc;
use std::time::Duration;

use e2e::server::Login;
use e2e::wait::wait_at_most;
use e2e::{Browser, Database, Failure, Outcome, Server, Stage, containing, play};

use crate::common::{as_owner, sign_in_here};

/// A second admin of Contoso.
pub const MARTA: Login = Login { username: "marta@contoso.com", password: "nine brave finches sing" };

/// The second admin, made in the console by the owner who sits at `browser`; the role is given in the database,
/// because roles have no page yet.
async fn marta(server: &Server, browser: &Browser, role: &str) -> Outcome {
    let page = browser.page();
    browser.go("/users/new").await?;
    page.arrived("New user").await?;
    page.fill("Username", MARTA.username).await?;
    page.fill("First name", "Marta").await?;
    page.fill("Last name", "Quist").await?;
    page.fill("Email", MARTA.username).await?;
    page.click("button", "Create user").await?;
    page.arrived("Marta Quist").await?;
    let statement = format!("UPDATE users SET role = '{role}' WHERE username_key = '{}'", MARTA.username);
    server.place.run(&statement).await
}

/// Gives the second admin a password by the link that the server makes for the owner.
async fn with_password(stage: &Stage, server: &Rc<Server>, owner: &Browser) -> Outcome<Browser> {
    let page = owner.page();
    page.choose_in_menu(containing("Actions"), "Create a password link").await?;
    let link = page.field("One-time link").await?.value;
    page.within("dialog", containing("Marta Quist")).click("button", "Done").await?;
    let browser = stage.browser(server).await?;
    browser.go_to(&link).await?;
    browser.page().arrived("Set your password").await?;
    browser.page().fill("New password", MARTA.password).await?;
    browser.page().click("button", "Set the password and sign in").await?;
    browser.arrives("the way on", |at| !at.starts_with("/set-password")).await?;
    Ok(browser)
}

#[test]
fn r7_the_session_of_a_deactivated_admin_dies_within_a_second() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let owner = stage.browser(&server).await?;
        as_owner(&owner, "/", "Home").await?;
        marta(&server, &owner, "admin").await?;
        let other = with_password(&stage, &server, &owner).await?;
        other.go("/users").await?;
        other.page().arrived("Users").await?;
        other.page().sees("Live").await?;

        let page = owner.page();
        page.choose_in_menu(containing("Actions"), "Deactivate").await?;
        // Shown before the server has answered; the way back is offered once it has.
        page.sees("Deactivated").await?;
        page.sees("Undo").await?;
        wait_at_most(Duration::from_secs(1), "the other's page to be the sign-in", async || {
            let location = other.location().await?;
            if location.starts_with("/sign-in") { Ok(()) } else { Failure::because(location) }
        })
        .await?;
        other.page().sees("Sign in to see the page that you asked for.").await
    });
}

#[test]
fn an_edit_over_somebody_elses_edit_is_shown_and_not_lost() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let first = stage.browser(&server).await?;
        as_owner(&first, "/", "Home").await?;
        marta(&server, &first, "member").await?;
        let person = first.location().await?;
        let second = stage.browser(&server).await?;
        as_owner(&second, &person, "Marta Quist").await?;

        first.page().fill("Job title", "Engineer").await?;
        second.page().fill("Job title", "Conductor").await?;
        second.page().fill("Department", "Music").await?;
        first.page().click("button", "Save changes").await?;
        first.page().sees("The changes are saved.").await?;
        second.page().click("button", "Save changes").await?;
        second.page().sees("Changed elsewhere while you were editing").await?;
        second.page().sees("Engineer").await?;
        second.page().sees("Conductor").await?;
        second.page().click("button", "Keep mine and save").await?;
        second.page().sees("The changes are saved.").await?;
        second.reload().await?;
        second.page().arrived("Marta Quist").await?;
        assert_eq!(second.page().field("Job title").await?.value, "Conductor");
        assert_eq!(second.page().field("Department").await?.value, "Music");
        Ok(())
    });
}

#[test]
fn r32_an_auditor_reads_everything_and_is_told_why_nothing_can_be_changed() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let owner = stage.browser(&server).await?;
        as_owner(&owner, "/", "Home").await?;
        marta(&server, &owner, "member").await?;
        let auditor = with_password(&stage, &server, &owner).await?;
        let statement =
            format!("UPDATE users SET role = 'auditor' WHERE username_key = '{}'", MARTA.username);
        server.place.run(&statement).await?;
        let page = auditor.page();
        auditor.go("/users").await?;
        page.arrived("Users").await?;
        let new = page.find("button", "New user").await?;
        assert!(new.is("disabled") || new.description.contains("Your role does not let you"), "{new:?}");
        page.within("table", "Users").click("link", containing("Marta Quist")).await?;
        page.arrived("Marta Quist").await?;
        page.sees("You can read this profile, but not change it").await?;
        for (path, heading) in [("/sites", "Sites"), ("/identity", "Identity and Security")] {
            auditor.go(path).await?;
            page.arrived(heading).await?;
            page.sees_no("Your role does not show this").await?;
        }
        sign_out_and_in(&auditor).await
    });
}

/// A role is no session: signing in again as the same person leads back.
async fn sign_out_and_in(browser: &Browser) -> Outcome {
    browser.page().choose_in_menu(containing("Your account"), "Sign out").await?;
    sign_in_here(browser, MARTA, "Home").await
}
