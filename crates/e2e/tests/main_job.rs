//! The main job, from the set-up link to the greyed-out row: an admin in the console, Entra at the URL and with the
//! token that the admin copied out of it.

use std::rc::Rc;
use std::time::Duration;

use e2e::entra::{Entra, Form, Person, SiteUrn, replace};
use e2e::server::Login;
use e2e::wait::wait_at_most;
use e2e::{Browser, Database, Failure, Outcome, Server, Stage, any, containing, play};
use serde_json::json;

const OLIVIA: Login = Login { username: "olivia@contoso.com", password: "quiet otters walk north" };
const GRACE: Login = Login { username: "grace.hopper@contoso.com", password: "three tall cranes dance" };

#[test]
fn the_main_job_on_sqlite() {
    play(async |stage: Stage| main_job(&stage, Database::Sqlite).await);
}

#[test]
fn the_main_job_on_postgres() {
    play(async |stage: Stage| main_job(&stage, Database::Postgres).await);
}

async fn main_job(stage: &Stage, database: Database) -> Outcome {
    let server = stage.server(database).await?;
    let admin = stage.browser(&server).await?;
    set_up(&server, &admin).await?;
    let (url, token) = switch_provisioning_on(&admin).await?;
    assert_eq!(url, server.at("/scim/contoso/v2"));
    create_london(&admin).await?;
    let grace = local_user_with_session(stage, &server, &admin).await?;

    let entra = Entra::new(&url, &token, Form::Default);
    entra.test_connection().await?;
    people_appear(&admin, &entra).await?;
    fields_are_locked(&admin, &entra).await?;
    grace_is_linked_and_disabled(&admin, &grace, &entra).await?;
    ada_leaves_and_comes_back(&admin, &entra).await
}

fn ada() -> Person {
    Person::new(1, "Ada", "Lovelace").with_phones("+44 7700 900001", "+44 20 7946 0001").at_work(
        "Engineer",
        "Analytics",
        "London",
    )
}

fn bruno() -> Person {
    let mut bruno = Person::new(2, "Bruno", "Ruiz").at_work("Writer", "Press", "London");
    bruno.department = None;
    bruno
}

/// The set-up link makes the organization and its owner, works once, and leads to Home.
async fn set_up(server: &Server, admin: &Browser) -> Outcome {
    let page = admin.page();
    let link = server.setup_link().await?;
    admin.go_to(&link).await?;
    page.arrived("Set up Rollcall").await?;
    page.fill("Name of the organization", "Contoso").await?;
    page.fill("Short name", "contoso").await?;
    page.fill("First name", "Olivia").await?;
    page.fill("Last name", "Owens").await?;
    page.fill("Email", OLIVIA.username).await?;
    page.fill("Username", OLIVIA.username).await?;
    page.fill("Password", OLIVIA.password).await?;
    page.click("button", "Create the organization").await?;
    page.arrived("Home").await?;
    page.sees("Getting started").await?;
    page.within("banner", any()).sees("Contoso").await
}

/// Home → Identity and Security → the switch → the URL and a token, each by its copy button.
async fn switch_provisioning_on(admin: &Browser) -> Outcome<(String, String)> {
    let page = admin.page();
    page.within("navigation", "Main").click("link", "Identity and Security").await?;
    page.arrived("Identity and Security").await?;
    page.click("switch", containing("User Provisioning Integration (SCIM)")).await?;
    page.find_where("switched on", "switch", any(), |switch| switch.is("checked")).await?;
    page.click("link", containing("Configure provisioning")).await?;
    page.find("heading", containing("rovisioning")).await?;

    page.click("button", "Copy Tenant URL").await?;
    page.sees("Tenant URL copied").await?;
    let url = admin.clipboard().await?;

    page.click("button", containing("Create")).await?;
    let dialog = page.within("dialog", any());
    dialog.fill("Name", "Entra").await?;
    dialog.click("button", "Create token").await?;
    page.click("button", "Copy Secret Token").await?;
    page.sees("Secret Token copied").await?;
    let token = admin.clipboard().await?;
    dialog.click("button", "Done").await?;
    page.gone("dialog", any()).await?;
    page.sees_no(&token).await?;
    Ok((url, token))
}

async fn create_london(admin: &Browser) -> Outcome {
    let page = admin.page();
    page.within("navigation", "Main").click("link", "Sites").await?;
    page.arrived("Sites").await?;
    page.click("button", "New site").await?;
    page.within("dialog", any()).fill("Name", "London").await?;
    page.within("dialog", any()).click("button", containing("Create")).await?;
    page.gone("dialog", any()).await?;
    page.sees("London").await
}

/// Grace is made in the console and signs in with a password, before Entra knows of her.
async fn local_user_with_session(stage: &Stage, server: &Rc<Server>, admin: &Browser) -> Outcome<Browser> {
    let page = admin.page();
    page.within("navigation", "Main").click("link", "Users").await?;
    page.arrived("Users").await?;
    page.click("link", "New user").await?;
    page.arrived("New user").await?;
    page.fill("Username", GRACE.username).await?;
    page.fill("First name", "Grace").await?;
    page.fill("Last name", "Hopper").await?;
    page.click("button", "Create user").await?;
    page.arrived("Grace Hopper").await?;
    page.click("button", "Create a password link").await?;
    let link = page.field("One-time link").await?.value;
    page.within("dialog", any()).click("button", "Done").await?;

    let grace = stage.browser(server).await?;
    grace.go_to(&link).await?;
    grace.page().arrived("Set your password").await?;
    grace.page().fill("New password", GRACE.password).await?;
    grace.page().click("button", "Set the password and sign in").await?;
    grace.arrives("the way on", |at| !at.starts_with("/set-password")).await?;
    grace.go("/me").await?;
    grace.page().arrived("My profile").await?;
    grace.page().sees("Grace Hopper").await?;
    Ok(grace)
}

/// People whom Entra creates come into the open list of users by themselves.
async fn people_appear(admin: &Browser, entra: &Entra) -> Outcome {
    let page = admin.page();
    page.within("navigation", "Main").click("link", "Users").await?;
    page.arrived("Users").await?;
    page.sees("Live").await?;
    admin.script("window.stillTheSamePage = true", Vec::new()).await?;

    entra.cycle(&[ada(), bruno()]).await?;
    for name in ["Ada Lovelace", "Bruno Ruiz"] {
        let row = page.row(name);
        row.sees("Active").await?;
        row.sees("Microsoft Entra ID").await?;
        row.sees("London").await?;
    }
    let mut renamed = bruno();
    renamed.surname = "Ruiz Picasso".to_owned();
    entra.cycle(&[renamed]).await?;
    page.row("Bruno Ruiz Picasso").sees("Active").await?;
    same_page(admin).await
}

/// The page was not loaded anew: what happened, happened by itself.
async fn same_page(admin: &Browser) -> Outcome {
    match admin.script("return window.stillTheSamePage === true", Vec::new()).await? {
        serde_json::Value::Bool(true) => Ok(()),
        _ => Failure::because("The page was loaded anew"),
    }
}

/// R2, R3, R4, R12, R21: locked with the words; what was never sent stays editable.
async fn fields_are_locked(admin: &Browser, entra: &Entra) -> Outcome {
    let page = admin.page();
    page.within("table", "Users").click("link", "Bruno Ruiz Picasso").await?;
    page.arrived("Bruno Ruiz Picasso").await?;
    for label in ["Username", "First name", "Last name", "Email", "Job title"] {
        let field = page.field(label).await?;
        assert!(field.is("readonly"), "R2, R3: {label} is locked");
        assert!(field.description.contains("Managed by Microsoft Entra ID"), "R4: {field:?}");
    }
    assert!(!page.field("Department").await?.is("readonly"), "R3: what was never sent stays editable");
    assert!(page.field("Site").await?.description.contains("Set once; it cannot be changed."), "R12");
    page.sees_no(&bruno().object_id).await?;

    page.click("link", "Licence and numbers").await?;
    page.fill("Extension", "4711").await?;
    page.click("button", "Save changes").await?;
    page.sees("The changes are saved.").await?;
    page.click("link", "Profile").await?;

    let bruno = entra.find_by("userName", &bruno().user_principal_name).await?.unwrap_or_default();
    let id = bruno["id"].as_str().unwrap_or_default();
    assert!(!bruno.to_string().contains("4711"), "R22: the extension is never sent back");
    entra.update(id, &[replace(DEPARTMENT, "Press")]).await?;
    page.find_where("locked once sent (R3)", "textbox", containing("Department"), |field| {
        field.is("readonly")
    })
    .await?;

    page.within("navigation", "Main").click("link", "Users").await?;
    page.arrived("Users").await?;
    admin.script("window.stillTheSamePage = true", Vec::new()).await.map(drop)
}

const DEPARTMENT: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";

/// R5, R7: the first write links Grace; blocking her ends her session at once and greys her row out.
async fn grace_is_linked_and_disabled(admin: &Browser, grace: &Browser, entra: &Entra) -> Outcome {
    let row = admin.page().row("Grace Hopper");
    row.sees("Rollcall").await?;
    let ids = entra.cycle(&[Person::new(3, "Grace", "Hopper")]).await?;
    row.sees("Microsoft Entra ID").await?;
    let status = "return fetch('/api/v1/me').then(answer => answer.status)";
    assert_eq!(grace.script(status, Vec::new()).await?, 200);

    entra.disable(&ids[0]).await?;
    wait_at_most(Duration::from_secs(1), "her session to be dead (R7)", async || {
        let status = grace.script(status, Vec::new()).await?;
        if status == 401 { Ok(()) } else { Failure::because(format!("it answers {status}")) }
    })
    .await?;
    row.sees("Deactivated").await?;
    is_greyed_out(admin).await?;

    entra.enable(&ids[0]).await?;
    row.says("her to be active again", |row| !row.contains("Deactivated")).await?;
    assert_eq!(grace.script(status, Vec::new()).await?, 401, "R7: an ended session does not come back");
    same_page(admin).await
}

/// R6: another tone than the active rows have, besides the word.
async fn is_greyed_out(admin: &Browser) -> Outcome {
    let tones = "
        const tone = name => {
            const link = [...document.querySelectorAll('tbody a')].find(link => link.innerText.includes(name));
            return getComputedStyle(link).color;
        };
        return [tone('Grace Hopper'), tone('Ada Lovelace')];";
    let tones = admin.script(tones, Vec::new()).await?;
    assert_ne!(tones[0], tones[1], "R6: greyed out");
    Ok(())
}

/// R9: the recycle bin, the purge, and the way back, with the same person all the time.
async fn ada_leaves_and_comes_back(admin: &Browser, entra: &Entra) -> Outcome {
    let row = admin.page().row("Ada Lovelace");
    let ada = ada();
    let found = entra.find_by("externalId", &ada.object_id).await?.unwrap_or_default();
    let id = found["id"].as_str().unwrap_or_default().to_owned();

    let deleted = entra.soft_delete(&id, &ada).await?;
    assert_eq!(deleted["userName"], json!(ada.user_principal_name), "the mangled name is not taken over");
    row.sees("Deactivated").await?;
    row.sees(&ada.user_principal_name).await?;
    entra.restore(&id, &ada).await?;
    row.says("her to be active again", |row| !row.contains("Deactivated")).await?;

    entra.disable(&id).await?;
    entra.hard_delete(&id, &ada).await?;
    row.sees("Deactivated").await?;
    let again = entra.create(&ada).await?;
    assert_ne!(again, id, "R9: a new SCIM id");
    row.says("her to be active again", |row| !row.contains("Deactivated")).await?;
    row.sees("London").await?;
    same_page(admin).await?;

    let page = admin.page();
    page.within("table", "Users").click("link", "Ada Lovelace").await?;
    page.arrived("Ada Lovelace").await?;
    page.click("link", "History").await?;
    page.sees("Removed the user there: deactivated here").await?;
    page.sees("Linked the user to the identity provider again").await?;
    page.sees("Entra").await?;
    page.sees_no(&ada.object_id).await?;
    assert_eq!(entra.site_urn, SiteUrn::User20);
    Ok(())
}
