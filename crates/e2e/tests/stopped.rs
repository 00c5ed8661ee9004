//! What a person sees when the program in the browser has stopped.

use e2e::{Database, Failure, Stage, play, wait_for};

use crate::common::as_owner;

/// As the browser tells of a program that has stopped. (What a driver's script throws, it tells nobody of.)
const STOP: &str = "window.dispatchEvent(new ErrorEvent('error', { error: new window.WebAssembly.RuntimeError('unreachable') }))";

#[test]
fn a_program_that_has_stopped_is_loaded_anew_once_and_then_says_so() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        let browser = stage.browser(&server).await?;
        as_owner(&browser, "/sites", "Sites").await?;
        let page = browser.page();
        browser.script("window.before = true", Vec::new()).await?;
        browser.script(STOP, Vec::new()).await?;
        wait_for("the page to be loaded anew", async || {
            let anew = browser.script("return window.before === undefined", Vec::new()).await?;
            (anew == serde_json::json!(true)).then_some(()).ok_or_else(|| Failure::new("it is the same page"))
        })
        .await?;
        page.arrived("Sites").await?;
        page.sees("Live").await?;
        browser.script(STOP, Vec::new()).await?;
        page.sees("Rollcall has stopped because of an error of its own.").await
    });
}
