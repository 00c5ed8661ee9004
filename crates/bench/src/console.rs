//! From an address entered to a list of users that can be worked with, in a running Chromium that has nothing of the console.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::failure::Result;
use crate::http::Caller;
use crate::report::{self, percentile};
use crate::server::{Rollcall, Running};
use crate::users;

/// How often the page is opened, each time with an empty cache: also compiled code is kept there.
const ROUNDS: usize = 20;
/// What it should be, in milliseconds (95 of 100).
const BUDGET: f64 = 400.0;
/// A page that is not there after so many looks never comes.
const LOOKS: u32 = 1_000;
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Notes when the first frame with a person's row has been drawn: what reacts to a click is attached before a row is in the page. The
/// time is that of the page's clock, which starts with the navigation.
const NOTE: &str = "new MutationObserver((_, observer) => {
  if (!document.querySelector('tbody tr[data-status] a')) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.interactiveAfter = performance.now(); }));
}).observe(document, { childList: true, subtree: true });";

/// Fills the database, starts the server with the console, measures, and prints.
pub fn run(rollcall: &Rollcall, people: u32, console: &Path, chromedriver: &Path) -> Result {
    println!("\n{}, {people} people, {ROUNDS} times with an empty cache", rollcall.database());
    rollcall.fill(people)?;
    let dist = console.to_str().ok_or("the folder of the console has no readable name")?;
    let server = rollcall.serve_with(&["--console-dir", dist])?;
    let caller = users::sign_in(&server)?;
    let driver = Driver::start(chromedriver)?;
    let browser = Browser::open(&driver)?;
    prepare(&browser, &server, &caller)?;
    let mut micros = (0..ROUNDS).map(|_| open_the_list(&browser, &server)).collect::<Result<Vec<_>>>()?;
    micros.sort_unstable();
    for (percent, budget) in [(50, None), (95, Some(BUDGET))] {
        let millis = f64::from(percentile(&micros, percent)) / 1_000.0;
        let name = format!("address to interactive list of users, cold, p{percent}");
        println!("{name}: {millis:.0} ms");
        report::fact(&name, millis, "ms", budget);
    }
    Ok(())
}

/// Signs the browser in, and has it note when the list is there.
fn prepare(browser: &Browser<'_>, server: &Running, caller: &Caller) -> Result {
    let base = format!("http://{}", server.address);
    let cookie = caller.headers.lines().find_map(|line| line.strip_prefix("cookie: "));
    let (name, value) = cookie.and_then(|cookie| cookie.split_once('=')).ok_or("there is no session")?;
    browser.chromium("Network.setCookie", &json!({"url": base, "name": name, "value": value}))?;
    browser.chromium("Page.addScriptToEvaluateOnNewDocument", &json!({"source": NOTE}))?;
    Ok(())
}

/// Opens the list; gives how long it took, in microseconds.
fn open_the_list(browser: &Browser<'_>, server: &Running) -> Result<u32> {
    browser.ask("POST", "/url", &json!({"url": "about:blank"}))?;
    browser.chromium("Network.clearBrowserCache", &json!({}))?;
    browser.ask("POST", "/url", &json!({"url": format!("http://{}/users", server.address)}))?;
    for _ in 0..LOOKS {
        let script = json!({"script": "return window.interactiveAfter ?? null", "args": []});
        if let Some(millis) = browser.ask("POST", "/execute/sync", &script)?.as_f64() {
            return Ok((millis * 1_000.0) as u32);
        }
        thread::sleep(LOOK_EVERY);
    }
    Err("the list of users did not come".into())
}

/// A running chromedriver; dropping it ends it.
struct Driver {
    child: Child,
    caller: Caller,
}

impl Driver {
    fn start(program: &Path) -> Result<Self> {
        let mut child = Command::new(program).arg("--port=0").stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("the driver's words were asked for")?;
        let unknown = SocketAddr::from(([127, 0, 0, 1], 0));
        let headers = "content-type: application/json\r\n".to_owned();
        // Made first: whatever comes, it is dropped, and the driver with it.
        let mut driver = Self { child, caller: Caller { address: unknown, headers } };
        // "ChromeDriver was started successfully on port 38139."
        let port = BufReader::new(stdout).lines().map_while(std::result::Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse().ok()
        });
        driver.caller.address.set_port(port.ok_or("chromedriver did not start")?);
        Ok(driver)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let answer = self.caller.ask(method, path, &body.to_string())?;
        let mut told: Value = serde_json::from_slice(&answer.body)?;
        if answer.status == 200 { Ok(told["value"].take()) } else { Err(told.to_string().into()) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser with a fresh profile; dropping it closes it.
struct Browser<'a> {
    driver: &'a Driver,
    session: String,
}

impl<'a> Browser<'a> {
    fn open(driver: &'a Driver) -> Result<Self> {
        // For a machine without a screen, and against traffic of Chromium's own.
        let flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ];
        let wanted = json!({"browserName": "chrome", "goog:chromeOptions": {"args": flags}});
        let made = driver.ask("POST", "/session", &json!({"capabilities": {"alwaysMatch": wanted}}))?;
        let id = made["sessionId"].as_str().ok_or("the driver opened no browser")?;
        Ok(Self { driver, session: format!("/session/{id}") })
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        self.driver.ask(method, &format!("{}{path}", self.session), body)
    }

    /// A command of the Chrome DevTools Protocol.
    fn chromium(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.ask("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

impl Drop for Browser<'_> {
    fn drop(&mut self) {
        // The driver closes what is left when it ends.
        let _ = self.driver.ask("DELETE", &self.session, &json!({}));
    }
}
