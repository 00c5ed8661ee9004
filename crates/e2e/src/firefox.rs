//! Firefox, by geckodriver, one for each browser. What WebDriver has no word for is asked of the browser's own window,
//! in which scripts may do what the browser itself may.

use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};

use crate::browser::Theme;
use crate::process::Process;
use crate::service::{Service, program, size_of_window};
use crate::{Outcome, wait_for};

/// A new browser with a driver of its own: a geckodriver has one session. `GECKODRIVER` names another than that on the
/// search path.
pub(crate) async fn open() -> Outcome<(WebDriver, Arc<Service>)> {
    let mut command = Command::new(program("GECKODRIVER", "geckodriver"));
    // The port of its other protocol is fixed unless it is told.
    command.args(["--port", "0", "--websocket-port", "0", "--allow-system-access"]);
    let process = Process::start(&mut command)?;
    // "… geckodriver INFO Listening on 127.0.0.1:40123"
    let address = process
        .line("the address of geckodriver", |line| {
            line.split_once("Listening on ").map(|(_, address)| address.trim().to_owned())
        })
        .await?;
    let service =
        Arc::new(Service { url: format!("http://{address}"), _processes: vec![process], _folder: None });
    let mut capabilities = DesiredCapabilities::firefox();
    capabilities.set_headless()?;
    capabilities.accept_insecure_certs(true)?;
    capabilities.set_preferences(preferences()?)?;
    let driver = WebDriver::new(&service.url, capabilities).await?;
    // A window of Firefox is 450 pixels wide at least; a telephone is not.
    let narrow = "for (const side of ['min-width', 'min-height'])
        document.documentElement.style.setProperty(side, '0', 'important')";
    in_chrome(&driver, narrow, Vec::new()).await?;
    Ok((driver, service))
}

fn preferences() -> Outcome<FirefoxPreferences> {
    let mut preferences = FirefoxPreferences::new();
    preferences.set("intl.accept_languages", "en-GB, en")?;
    preferences.set("ui.prefersReducedMotion", 1)?;
    // Each of several browsers believes that it is in front.
    preferences.set("focusmanager.testmode", true)?;
    Ok(preferences)
}

pub(crate) async fn size(driver: &WebDriver, width: u32, height: u32) -> Outcome {
    size_of_window(driver, width, height).await
}

pub(crate) async fn prefer(driver: &WebDriver, theme: Theme) -> Outcome {
    let set = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0])";
    let value = match theme {
        Theme::Dark => 0,
        Theme::Light => 1,
    };
    in_chrome(driver, set, vec![json!(value)]).await?;
    // Pages hear of it a little later.
    let script = "return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches";
    wait_for("the preferred theme", async || {
        let heard = driver.execute(script, vec![json!(theme.name())]).await?.json() == true;
        if heard { Ok(()) } else { crate::Failure::because("the page has not heard of it") }
    })
    .await
}

/// All of the network leads to a port where nobody listens. Firefox is never offline for this very machine.
pub(crate) async fn offline(driver: &WebDriver, offline: bool) -> Outcome {
    let set = "const { prefs } = Services;
        prefs.setStringPref('network.proxy.http', '127.0.0.1');
        prefs.setIntPref('network.proxy.http_port', 1);
        prefs.setBoolPref('network.proxy.allow_hijacking_localhost', arguments[0]);
        prefs.setIntPref('network.proxy.type', arguments[0] ? 1 : 0);";
    in_chrome(driver, set, vec![json!(offline)]).await.map(drop)
}

/// What pages are told of in the console, but failed connections: a refusal is an answer, and Firefox complains of each
/// stream of events that ends with its page.
pub(crate) async fn complaints(driver: &WebDriver) -> Outcome<Vec<String>> {
    let read = "return Services.console.getMessageArray()
        .filter(said => said instanceof Ci.nsIScriptError && said.innerWindowID)
        .filter(said => !(said.flags & Ci.nsIScriptError.warningFlag) && !(said.flags & Ci.nsIScriptError.infoFlag))
        .filter(said => said.category !== 'EventSource')
        .map(said => `${said.category}: ${said.errorMessage} (${said.sourceName}:${said.lineNumber})`)";
    Ok(serde_json::from_value(in_chrome(driver, read, Vec::new()).await?)?)
}

/// Runs a script in the browser's own window.
async fn in_chrome(driver: &WebDriver, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
    driver.handle().cmd(Context("chrome")).await?;
    let answer = driver.execute(script, arguments).await;
    driver.handle().cmd(Context("content")).await?;
    Ok(answer?.json().clone())
}

/// Whose scripts the next ones are: the browser's own, or the page's.
#[derive(Debug)]
struct Context(&'static str);

impl FormatRequestData for Context {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let body = json!({ "context": self.0 });
        RequestData::new(reqwest::Method::POST, format!("/session/{session}/moz/context")).add_body(body)
    }
}
