//! Chromium, by chromedriver, which is started once for all tests that run at the same time. What WebDriver has no word
//! for goes by the Chrome DevTools Protocol.

use std::process::Command;
use std::sync::{Arc, Weak};

use serde_json::json;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;
use tokio::sync::Mutex;

use crate::browser::Theme;
use crate::process::Process;
use crate::service::{Service, program};
use crate::{Browser, Outcome};

/// Flags for a container without a screen, and against traffic of Chromium's own.
const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--lang=en-GB",
];

static SHARED: Mutex<Weak<Service>> = Mutex::const_new(Weak::new());

/// A new browser, at the driver that all tests share; started when there is none. `CHROMEDRIVER` names another than
/// that on the search path.
pub(crate) async fn open() -> Outcome<(WebDriver, Arc<Service>)> {
    let service = shared().await?;
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in FLAGS {
        capabilities.add_arg(flag)?;
    }
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    // TLS of the tests is by a certificate of their own.
    capabilities.accept_insecure_certs(true)?;
    Ok((WebDriver::new(&service.url, capabilities).await?, service))
}

async fn shared() -> Outcome<Arc<Service>> {
    let mut shared = SHARED.lock().await;
    if let Some(running) = shared.upgrade() {
        return Ok(running);
    }
    let started = Arc::new(start().await?);
    *shared = Arc::downgrade(&started);
    Ok(started)
}

async fn start() -> Outcome<Service> {
    let process = Process::start(Command::new(program("CHROMEDRIVER", "chromedriver")).arg("--port=0"))?;
    // "ChromeDriver was started successfully on port 38139."
    let port = process
        .line("the port of chromedriver", |line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        })
        .await?;
    Ok(Service { url: format!("http://127.0.0.1:{port}"), _processes: vec![process], _folder: None })
}

/// Lets pages write to the clipboard, and see themselves in front.
pub(crate) async fn settle_in(browser: &Browser, base: &str) -> Outcome {
    let permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"];
    browser.cdp("Browser.grantPermissions", json!({ "permissions": permissions, "origin": base })).await?;
    focus(browser).await
}

/// A copy button and a focus ring need a page that believes it has the focus. Holds for the window of now.
pub(crate) async fn focus(browser: &Browser) -> Outcome {
    browser.cdp("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await.map(drop)
}

pub(crate) async fn size(browser: &Browser, width: u32, height: u32) -> Outcome {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.cdp("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
}

pub(crate) async fn prefer(browser: &Browser, theme: Theme) -> Outcome {
    let features = json!([
        { "name": "prefers-color-scheme", "value": theme.name() },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    browser.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
}

pub(crate) async fn offline(browser: &Browser, offline: bool) -> Outcome {
    let conditions =
        json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.cdp("Network.enable", json!({})).await?;
    browser.cdp("Network.emulateNetworkConditions", conditions).await.map(drop)
}

/// A refusal by the API is no complaint: refusals are answers, and pages show them. Nor is what fails while a test has
/// pulled the plug.
pub(crate) async fn complaints(driver: &WebDriver) -> Outcome<Vec<String>> {
    let entries = driver.browser_log().await?;
    let is_complaint = |level: &str| matches!(level, "WARNING" | "SEVERE");
    let is_expected = |message: &str| {
        let refusal = message.contains("/api/v1/") && message.contains("of 4");
        let unplugged = message.contains("ERR_INTERNET_DISCONNECTED");
        message.contains("Failed to load resource") && (refusal || unplugged)
    };
    Ok(entries
        .into_iter()
        .filter(|entry| is_complaint(&entry.level) && !is_expected(&entry.message))
        .map(|entry| format!("{}: {}", entry.level, entry.message))
        .collect())
}
