//! The programs behind a browser: its driver, and the screen that it needs. They end with their last owner.

use std::net::TcpListener;
use std::path::PathBuf;

use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::process::Process;
use crate::{Outcome, wait_for};

/// A running driver.
#[derive(Debug)]
pub struct Service {
    /// Where it listens.
    pub url: String,
    /// In the order in which they end.
    pub(crate) _processes: Vec<Process>,
    /// What it may write to.
    pub(crate) _folder: Option<TempDir>,
}

/// The program that an environment variable names, or that of this name on the search path.
pub(crate) fn program(variable: &str, name: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| PathBuf::from(name), PathBuf::from)
}

/// A port for a program that cannot choose one by itself.
pub(crate) fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Waits until a driver answers.
pub(crate) async fn answers(url: &str) -> Outcome {
    let status = format!("{url}/status");
    wait_for(&format!("an answer of {url}"), async || {
        reqwest::get(&status).await?.error_for_status()?;
        Ok(())
    })
    .await
}

/// Asks the page for a size, and waits for it: of a window's size the browser itself takes something.
pub(crate) async fn size_of_window(driver: &WebDriver, width: u32, height: u32) -> Outcome {
    let frame = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
    let frame: [u32; 2] = driver.execute(frame, Vec::new()).await?.convert()?;
    driver.set_window_rect(0, 0, width + frame[0], height + frame[1]).await?;
    wait_for(&format!("a page of {width} by {height}"), async || {
        let size = "return [innerWidth, innerHeight]";
        let size: [u32; 2] = driver.execute(size, Vec::new()).await?.convert()?;
        if size == [width, height] {
            Ok(())
        } else {
            crate::Failure::because(format!("it has {} by {}", size[0], size[1]))
        }
    })
    .await
}
