//! A browser of its own: fresh profile, no cookies, nothing remembered.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

use crate::chromedriver::{self, Chromedriver};
use crate::{Failure, Outcome, wait_for};

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

/// What the operating system prefers: the console's theme "System" follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// As in `prefers-color-scheme`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A browser that looks at one server.
#[derive(Debug, Clone)]
pub struct Browser {
    driver: WebDriver,
    base: String,
    _chromedriver: Arc<Chromedriver>,
}

impl Browser {
    /// Opens one, 1280 by 800, light, at no page yet.
    ///
    /// # Errors
    /// When Chromium does not start.
    pub async fn open(base: &str) -> Outcome<Self> {
        let chromedriver = chromedriver::shared().await?;
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        // TLS of the tests is by a certificate of their own.
        capabilities.accept_insecure_certs(true)?;
        let driver = WebDriver::new(&chromedriver.url, capabilities).await?;
        let browser = Self { driver, base: base.to_owned(), _chromedriver: chromedriver };
        let permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"];
        browser
            .cdp("Browser.grantPermissions", json!({ "permissions": permissions, "origin": base }))
            .await?;
        // A copy button and a focus ring need a page that believes it has the focus.
        browser.cdp("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        browser.size(1280, 800).await?;
        browser.prefer(Theme::Light).await?;
        Ok(browser)
    }

    /// Goes to a path of the server, as by the address bar.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn go(&self, path: &str) -> Outcome {
        Ok(self.driver.goto(format!("{}{path}", self.base)).await?)
    }

    /// Goes to a whole address, such as a one-time link.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn go_to(&self, url: &str) -> Outcome {
        Ok(self.driver.goto(url).await?)
    }

    /// The path, the query and the fragment of the address bar.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn location(&self) -> Outcome<String> {
        let url = self.driver.current_url().await?.to_string();
        Ok(url.strip_prefix(&self.base).unwrap_or(&url).to_owned())
    }

    /// Waits until the address bar shows a path that `accepts`.
    ///
    /// # Errors
    /// When it does not.
    pub async fn arrives(&self, what: &str, accepts: impl Fn(&str) -> bool) -> Outcome<String> {
        wait_for(what, async || {
            let location = self.location().await?;
            if accepts(&location) {
                Ok(location)
            } else {
                Failure::because(format!("the address is {location}"))
            }
        })
        .await
    }

    /// The Reload button.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn reload(&self) -> Outcome {
        Ok(self.driver.refresh().await?)
    }

    /// The Back button.
    ///
    /// # Errors
    /// When there is no page to go back to.
    pub async fn back(&self) -> Outcome {
        Ok(self.driver.back().await?)
    }

    /// The Forward button.
    ///
    /// # Errors
    /// When there is no page to go forward to.
    pub async fn forward(&self) -> Outcome {
        Ok(self.driver.forward().await?)
    }

    /// The size of the page in CSS pixels.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn size(&self, width: u32, height: u32) -> Outcome {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// What the operating system prefers: a theme, and no motion, so that a picture shows the end of a movement.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn prefer(&self, theme: Theme) -> Outcome {
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// Pulls the network's plug, or puts it back.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn offline(&self, offline: bool) -> Outcome {
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.enable", json!({})).await?;
        self.cdp("Network.emulateNetworkConditions", conditions).await.map(drop)
    }

    /// What the last copy button put there: pasted into a page of its own, since the console's may not read it.
    ///
    /// # Errors
    /// When nothing can be pasted.
    pub async fn clipboard(&self) -> Outcome<String> {
        self.driver
            .in_new_tab(async || {
                self.driver
                    .goto("data:text/html,<title>Paste</title><textarea autofocus></textarea>")
                    .await?;
                let field = self.driver.find(By::Css("textarea")).await?;
                field.send_keys(Key::Control + "v").await?;
                field.prop("value").await
            })
            .await?
            .ok_or_else(|| Failure::new("Nothing can be pasted"))
    }

    /// Goes to the window that the page has opened, does there what `act` does, closes it, and comes back.
    ///
    /// # Errors
    /// When no window opens, or `act` fails.
    pub async fn in_the_new_window(&self, act: impl AsyncFnOnce() -> Outcome) -> Outcome {
        let here = self.driver.window().await?;
        let new = wait_for("a new window", async || {
            let windows = self.driver.windows().await?;
            let new = windows.into_iter().find(|window| *window != here);
            new.ok_or_else(|| Failure::new("there is none"))
        })
        .await?;
        self.driver.switch_to_window(new).await?;
        // What was asked of the first window does not hold for another.
        self.cdp("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        act().await?;
        self.driver.close_window().await?;
        Ok(self.driver.switch_to_window(here).await?)
    }

    /// The whole text that a person can see.
    ///
    /// # Errors
    /// When there is no page.
    pub async fn text(&self) -> Outcome<String> {
        let text = self.script("return document.body ? document.body.innerText : ''", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What a script returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.driver.execute(script, arguments).await?.json().clone())
    }

    /// A command of the Chrome DevTools Protocol.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Outcome<Value> {
        Ok(self.driver.cdp().send_raw(method, parameters).await?)
    }

    /// The driver, for what this type does not cover.
    #[must_use]
    pub const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// A picture of what is in the window.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn picture(&self, path: &Path) -> Outcome {
        Ok(std::fs::write(path, self.driver.screenshot_as_png().await?)?)
    }

    /// Everything that the browser complains about: script errors, violations of the content security policy,
    /// failed loads. A refusal by the API is no complaint: refusals are answers, and pages show them. Nor is what
    /// fails while a test has pulled the plug.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn complaints(&self) -> Outcome<Vec<String>> {
        let entries = self.driver.browser_log().await?;
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

    /// Closes it.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn close(self) -> Outcome {
        Ok(self.driver.quit().await?)
    }
}
