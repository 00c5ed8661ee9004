//! The harness itself: it sees what assistive technology sees, and it fails when it should.

use e2e::{Outcome, Stage, any, play};

/// A small page: labels, a lock with its reason, a dialog, something hidden.
const PAGE: &str = "data:text/html,<!doctype html><html lang=en><title>Page</title><main><h1>People</h1>
<button onclick=\"document.querySelector('dialog').showModal()\">Open</button>
<label for=u>Username</label><input id=u readonly value=ada aria-describedby=why><p id=why>Managed elsewhere</p>
<button hidden>Secret</button><table><tr><th scope=row>Ada Lovelace</th><td>Active</table>
<dialog aria-labelledby=t><h2 id=t>New token</h2><label>Name <input></label></dialog></main>";

async fn page(stage: &Stage) -> Outcome<e2e::Browser> {
    let browser = stage.browser_at("http://127.0.0.1").await?;
    browser.go_to(PAGE).await?;
    Ok(browser)
}

#[test]
fn a_field_is_found_by_its_label_with_its_value_and_its_description() {
    play(async |stage: Stage| {
        let browser = page(&stage).await?;
        let field = browser.page().field("Username").await?;
        assert_eq!((field.value.as_str(), field.description.as_str()), ("ada", "Managed elsewhere"));
        assert!(field.is("readonly"));
        browser.page().row("Ada Lovelace").find("cell", "Active").await?;
        assert_eq!(browser.page().all("button", any()).await?.len(), 1, "the hidden one is not there");
        Ok(())
    });
}

#[test]
fn what_is_behind_a_dialog_is_not_there() {
    play(async |stage: Stage| {
        let browser = page(&stage).await?;
        browser.page().click("button", "Open").await?;
        browser.page().within("dialog", "New token").fill("Name", "entra").await?;
        browser.page().gone("button", "Open").await?;
        browser.focused("textbox", "Name").await
    });
}

#[test]
fn the_keyboard_alone_leads_to_everything() {
    play(async |stage: Stage| {
        let browser = page(&stage).await?;
        browser.tab_and_enter("button", "Open").await?;
        browser.tab_and_type("Name", "entra").await?;
        assert_eq!(browser.page().field("Name").await?.value, "entra");
        Ok(())
    });
}

#[test]
fn axe_names_what_it_finds() {
    play(async |stage: Stage| {
        let browser = page(&stage).await?;
        assert_eq!(browser.axe().await?, []);
        browser.script("document.querySelector('label').remove()", Vec::new()).await?;
        let found = browser.axe().await?;
        assert!(found.iter().any(|finding| finding.rule.starts_with("label:")), "{found:?}");
        Ok(())
    });
}
