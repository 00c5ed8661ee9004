//! People from a file: dropped, matched, checked, taken in, and the rest mended.

use e2e::{Browser, Database, Outcome, Stage, any, play};
use serde_json::json;

use crate::common::{as_owner, site};

/// Drops a file with that text on the page's place for files.
pub async fn drop_file(browser: &Browser, text: &str) -> Outcome {
    let script = "const data = new DataTransfer();
        data.items.add(new File([arguments[0]], 'people.csv', { type: 'text/csv' }));
        const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
        document.querySelector('.drop-zone').dispatchEvent(drop)";
    browser.script(script, vec![json!(text)]).await.map(drop)
}

/// One who is new, the owner with a department, and one whose site is not there.
pub const FILE: &str = "login,firstName,lastName,email,department,Office\n\
    ada@contoso.com,Ada,Lovelace,ada@contoso.com,Analytics,Bath\n\
    olivia@contoso.com,,,,Direction,\n\
    grace@contoso.com,Grace,Hopper,grace@contoso.com,Navy,Atlantis\n";

#[test]
fn people_are_taken_in_from_a_file_after_a_look_at_what_would_happen() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        site(&server, "Bath")?;
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/users/import", "Import users").await?;
        let page = browser.page();
        drop_file(&browser, FILE).await?;
        page.arrived("People from a file").await?;
        page.choose("Field of Office", "Site").await?;
        page.click("button", "Check").await?;
        page.find("link", "To be created 1").await?;
        page.find("link", "To be changed 1").await?;
        page.click("link", "Refused 1").await?;
        page.row("grace@contoso.com").sees("Atlantis").await?;

        browser.reload().await?;
        page.arrived("People from a file").await?;
        page.find("link", "Download the rows to mend").await?;
        page.click("button", "Import 2 rows").await?;
        page.arrived("Import of a file").await?;
        page.find("link", "Created 1").await?;
        page.sees("2 of 2 done").await?;
        page.click("link", "Ada Lovelace").await?;
        page.arrived("Ada Lovelace").await?;

        browser.go("/jobs").await?;
        page.arrived("Jobs").await?;
        page.find("link", "Check of a file").await?;
        page.click("link", "Import of a file").await?;
        page.arrived("Import of a file").await?;
        page.click("button", "Undo").await?;
        page.within("alertdialog", any()).click("button", "Undo").await?;
        page.arrived("Undo of a job").await?;
        page.sees("To take that back, delete them.").await
    });
}
