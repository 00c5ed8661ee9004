//! A browser of its own: fresh profile, no cookies, nothing remembered.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use thirtyfour::prelude::*;

use crate::service::Service;
use crate::{Engine, Failure, Outcome, chromium, firefox, wait_for, webkit};

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
    engine: Engine,
    driver: WebDriver,
    base: String,
    _service: Arc<Service>,
}

impl Browser {
    /// Opens one of the [`Engine`] of this run, 1280 by 800, light, at no page yet.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(base: &str) -> Outcome<Self> {
        let engine = Engine::current()?;
        let (driver, service) = match engine {
            Engine::Chromium => chromium::open().await?,
            Engine::Firefox => firefox::open().await?,
            Engine::WebKit => webkit::open().await?,
        };
        let browser = Self { engine, driver, base: base.to_owned(), _service: service };
        if engine == Engine::Chromium {
            chromium::settle_in(&browser, base).await?;
        }
        browser.size(1280, 800).await?;
        browser.prefer(Theme::Light).await?;
        Ok(browser)
    }

    /// What draws its pages.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
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
        match self.engine {
            Engine::Chromium => chromium::size(self, width, height).await,
            Engine::Firefox => firefox::size(&self.driver, width, height).await,
            Engine::WebKit => webkit::size(&self.driver, width, height).await,
        }
    }

    /// What the operating system prefers: a theme, and no motion, so that a picture shows the end of a movement.
    ///
    /// # Errors
    /// When the browser is gone, or cannot do so.
    pub async fn prefer(&self, theme: Theme) -> Outcome {
        match self.engine {
            Engine::Chromium => chromium::prefer(self, theme).await,
            Engine::Firefox => firefox::prefer(&self.driver, theme).await,
            Engine::WebKit => webkit::prefer(theme),
        }
    }

    /// Pulls the network's plug, or puts it back.
    ///
    /// # Errors
    /// When the browser is gone, or cannot do so.
    pub async fn offline(&self, offline: bool) -> Outcome {
        match self.engine {
            Engine::Chromium => chromium::offline(self, offline).await,
            Engine::Firefox => firefox::offline(&self.driver, offline).await,
            Engine::WebKit => Failure::because("WebKitGTK's driver cannot pull the plug"),
        }
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
        if self.engine == Engine::Chromium {
            // What was asked of the first window does not hold for another.
            chromium::focus(self).await?;
        }
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
    /// When Chromium refuses it, or the browser is another.
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
    /// failed loads.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn complaints(&self) -> Outcome<Vec<String>> {
        match self.engine {
            Engine::Chromium => chromium::complaints(&self.driver).await,
            Engine::Firefox => firefox::complaints(&self.driver).await,
            Engine::WebKit => webkit::complaints(self).await,
        }
    }

    /// Closes it.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn close(self) -> Outcome {
        Ok(self.driver.quit().await?)
    }
}
