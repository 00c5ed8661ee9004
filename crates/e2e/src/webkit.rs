//! WebKitGTK's MiniBrowser, by WebKitWebDriver, each with a screen of its own: with it comes a clipboard of its own.

use std::process::Command;
use std::sync::Arc;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::process::Process;
use crate::service::{Service, answers, free_port, program, size_of_window};
use crate::{Browser, Outcome, Theme};

/// Without a window manager only a window that fills the screen has the focus.
const FLAGS: [&str; 2] = ["--automation", "--full-screen"];

/// What GTK is told: no motion.
const SETTINGS: &str = "[Settings]\ngtk-enable-animations=0\n";

/// A new browser with a driver and a screen of its own. `WEBKITWEBDRIVER` and `XVFB` name others than those on the
/// search path.
pub(crate) async fn open() -> Outcome<(WebDriver, Arc<Service>)> {
    let folder = TempDir::new()?;
    let gtk = folder.path().join("gtk-3.0");
    std::fs::create_dir_all(&gtk)?;
    std::fs::write(gtk.join("settings.ini"), SETTINGS)?;
    let screen = Process::start(Command::new(program("XVFB", "Xvfb")).args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1400x1000x24",
        "-nolisten",
        "tcp",
    ]))?;
    let display = screen.line("the number of a screen", |line| line.trim().parse::<u16>().ok()).await?;
    let port = free_port()?;
    let mut command = Command::new(program("WEBKITWEBDRIVER", "WebKitWebDriver"));
    command.args(["--host=127.0.0.1", &format!("--port={port}")]);
    command.env("DISPLAY", format!(":{display}")).env("LC_ALL", "en_GB.UTF-8");
    // Not a screen of the person who runs the tests.
    command.env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, folder.path());
    }
    let driver = Process::start(&mut command)?;
    let url = format!("http://127.0.0.1:{port}");
    answers(&url).await?;
    let service = Arc::new(Service { url, _processes: vec![driver, screen], _folder: Some(folder) });
    let mut capabilities = Capabilities::new();
    capabilities.set("acceptInsecureCerts", true)?;
    capabilities.set("webkitgtk:browserOptions", json!({ "args": FLAGS }))?;
    Ok((WebDriver::new(&service.url, capabilities).await?, service))
}

pub(crate) async fn size(driver: &WebDriver, width: u32, height: u32) -> Outcome {
    size_of_window(driver, width, height).await
}

/// Its theme is that of the desktop at its start.
pub(crate) fn prefer(theme: Theme) -> Outcome {
    match theme {
        Theme::Light => Ok(()),
        Theme::Dark => crate::Failure::because("WebKitGTK cannot be told to be dark while it runs"),
    }
}

/// Its driver has no log: what the script by which things are found has heard since the page was loaded.
pub(crate) async fn complaints(browser: &Browser) -> Outcome<Vec<String>> {
    let heard = browser.script("return window.rollcallComplaints || []", Vec::new()).await?;
    Ok(serde_json::from_value(heard)?)
}
