//! The console's list of users, page after page as somebody looks through it; then files of them, in both directions.

use serde_json::{Value, json};

use crate::failure::Result;
use crate::files;
use crate::http::{Caller, field};
use crate::load::{self, Limits, Shot};
use crate::report::{self, Budget, HEAD, Row};
use crate::server::{OWNER, PASSWORD, Rollcall, Running};

/// Where the list is.
const LIST: &str = "/api/v1/users";
/// What is looked at, and how.
const VIEWS: &[(&str, &str)] = &[
    ("first page, by name", ""),
    ("by username, descending", "sort=username&order=descending"),
    ("by email", "sort=email"),
    ("by status", "sort=status"),
    ("by last sign-in, descending", "sort=last_sign_in&order=descending"),
    ("by site", "sort=site"),
    ("deactivated ones", "status=deactivated"),
    ("managed locally, by email", "managed_by=local&sort=email"),
    ("those without a site", "site=none"),
    ("by licence, descending", "sort=license&order=descending"),
    ("by department", "sort=department"),
    ("those without a licence", "license=none"),
    ("deactivated with a licence", "license=any&status=deactivated"),
    ("hidden, by role", "directory=hidden&sort=role"),
    ("a department, by last change", "department=Sales&sort=updated"),
    ("never signed in", "last_sign_in=never"),
    ("not signed in since 2020", "last_sign_in=before:2020-01-01&status=active"),
    ("search of three letters", "search=ann"),
    ("search of a name", "search=olivia"),
    ("search, by email, descending", "search=smith&sort=email&order=descending"),
    ("search, deactivated ones", "search=mar&status=deactivated"),
    ("search that finds nobody", "search=zzzzzz"),
    ("search of two letters", "search=an"),
];
/// How far into the list the page behind others is.
const PAGES_BEHIND: usize = 20;

/// Fills the database, starts the server, measures, and prints.
pub fn run(rollcall: &Rollcall, users: u32, limits: Limits) -> Result {
    println!("\n{}, {users} people, {} connections", rollcall.database(), limits.connections);
    rollcall.fill(users)?;
    let server = rollcall.serve()?;
    let caller = sign_in(&server)?;
    println!("{HEAD}");
    for (name, query) in VIEWS {
        measure(&caller, &server, limits, name, query)?;
    }
    let cursor = cursor_behind(&caller, PAGES_BEHIND)?;
    let name = format!("page {}, by name", PAGES_BEHIND + 1);
    measure(&caller, &server, limits, &name, &format!("cursor={cursor}"))?;
    if let Some((peak, _)) = server.memory() {
        println!("memory of the server: {:.1} MB at most", peak as f64 / 1_024.0);
        report::fact("memory at most", peak as f64 / 1_024.0, "MB", None);
    }
    drop(server);
    files::run(rollcall, sign_in)
}

fn measure(caller: &Caller, server: &Running, limits: Limits, name: &str, query: &str) -> Result {
    let path = format!("{LIST}?{query}");
    let shot = |_| Shot { kind: 0, bytes: caller.request("GET", &path, ""), status: 200 };
    let mut measured = load::run(caller, server, 1, limits, shot)?;
    let micros = measured.micros.remove(0);
    let requests = u32::try_from(micros.len()).unwrap_or(u32::MAX).max(1);
    let cpu = Some(measured.server_cpu / requests);
    let budget = Some(Budget::P99Millis(50));
    report::tell(&Row { name: name.to_owned(), micros, took: measured.took, cpu, budget });
    Ok(())
}

/// Signs the owner in; gives a caller with the session's cookie.
pub fn sign_in(server: &Running) -> Result<Caller> {
    let json_only = "content-type: application/json\r\naccept: application/json\r\n".to_owned();
    let mut caller = Caller { address: server.address, headers: json_only };
    let credentials = json!({"username": OWNER, "password": PASSWORD}).to_string();
    let answer = caller.ask("POST", "/api/v1/sessions", &credentials)?;
    let cookie = field(&answer.head, "set-cookie").and_then(|cookie| cookie.split(';').next());
    let cookie = cookie.ok_or_else(|| format!("signing in was answered with {}", answer.status))?;
    caller.headers.push_str(&format!("cookie: {cookie}\r\n"));
    Ok(caller)
}

/// The cursor of the page after so many.
fn cursor_behind(caller: &Caller, pages: usize) -> Result<String> {
    let mut path = LIST.to_owned();
    let mut cursor = String::new();
    for _ in 0..pages {
        let page: Value = serde_json::from_slice(&caller.ask("GET", &path, "")?.body)?;
        let next = page["next_cursor"].as_str().ok_or("the list has too few pages")?;
        next.clone_into(&mut cursor);
        path = format!("{LIST}?cursor={cursor}");
    }
    Ok(cursor)
}
